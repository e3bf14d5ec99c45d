import { commands, l10n, ThemeIcon, Uri, window } from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import { wordsOf } from '../../errors.ts';
import type { Choice } from '../../input/wizard.ts';
import { requireTrust } from '../../trust.ts';
import type { Command } from '../command.ts';
import { addCertificate, certificateQuestions, placeQuestion } from './certificate.ts';
import { interview, type Draft, type Question, type Way } from './draft.ts';
import { authorityQuestion, endpointQuestions } from './endpoint.ts';
import { addNew, cerQuestion, newCertificateQuestions, targetQuestion } from './made.ts';
import { fileFateQuestion, importPublished, publishSettingsQuestions } from './publishSettings.ts';

const wayQuestion: Question = {
  when: () => true,
  ask: async (ask, d) => {
    const items: Choice<Way>[] = [
      { label: l10n.t('Local emulator'), detail: l10n.t('On this computer, with a demo subscription; nothing else is needed'), iconPath: new ThemeIcon('server-environment'), value: 'emulator' },
      { label: l10n.t('Publish settings file (.publishsettings)...'), detail: l10n.t('Brings its subscriptions with their certificates and addresses'), iconPath: new ThemeIcon('cloud-download'), value: 'publishSettings' },
      { label: l10n.t('Certificate file (.pem, .pfx, .p12)...'), detail: l10n.t('A management certificate with its private key, for a subscription whose id you know'), iconPath: new ThemeIcon('file'), value: 'file' },
      { label: l10n.t('Certificate store of Windows...'), detail: l10n.t('A place like CURRENT_USER\\my\\AzureCertificate'), iconPath: new ThemeIcon('archive'), value: 'store' },
      { label: l10n.t('Make a new certificate...'), detail: l10n.t('Registered with the emulator at once; for other subscriptions it is saved for the upload'), iconPath: new ThemeIcon('key'), value: 'new' },
    ];
    d.way = await ask.pick({ placeholder: l10n.t('How do you want to connect?'), items, active: (value) => value === d.way });
  },
};

const questions = [
  ...publishSettingsQuestions, targetQuestion, placeQuestion, ...endpointQuestions, ...certificateQuestions, ...newCertificateQuestions, authorityQuestion, fileFateQuestion, cerQuestion,
];

export const addCommand: Command = {
  id: 'azureClassic.subscriptions.add',
  /** Comes from a publish settings file in the Explorer, with the id of a connection that is to have a new certificate, or without an argument. */
  run: async (services, argument) => {
    const given = givenBy(services, argument);
    const draft: Draft = { services, ...given };
    const asked = [...(given.way ? [] : [wayQuestion]), ...questions.filter((question) => !given.target || question !== targetQuestion)];
    if (!await interview(given.target ? l10n.t('New Certificate') : l10n.t('Add Subscription'), draft, asked)) return;
    if (draft.way === 'emulator') {
      await commands.executeCommand('azureClassic.emulator.start');
      const { connection } = services.emulator;
      if (connection) await services.tree.reveal(connection.id);
      return;
    }
    const added = await carryOut(draft);
    for (const { subscriptionId, endpoint } of added) services.log.info(`subscription ${subscriptionId} added, endpoint ${endpoint}`);
    const last = added.at(-1);
    if (last) await services.tree.reveal(last.id);
    // Whoever has just chosen how long a certificate is valid needs no warning of it.
    if (draft.way === 'new') return;
    const warnings = new Set((await Promise.all(added.map((connection) => warningsOf(services, connection)))).flat());
    if (warnings.size > 0) void window.showWarningMessage([...warnings].join(' '));
  },
};

function givenBy({ connections }: Draft['services'], argument: unknown): Partial<Draft> {
  if (argument instanceof Uri) {
    requireTrust();
    if (argument.scheme !== 'file') throw new Error(l10n.t('A publish settings file is read from the disk of this computer; {0} is elsewhere.', argument.toString()));
    return { way: 'publishSettings', path: argument.fsPath };
  }
  const target = typeof argument === 'string' ? connections.find(argument) : undefined;
  return target ? { way: 'new', target } : {};
}

async function carryOut(draft: Draft): Promise<Connection[]> {
  if (draft.way === 'publishSettings') return importPublished(draft);
  if (draft.way !== 'new') return [await addCertificate(draft)];
  const made = await addNew(draft);
  return made ? [made] : [];
}

/** What is to be told of a certificate that works. */
async function warningsOf({ connections: { keyring } }: Draft['services'], connection: Connection): Promise<string[]> {
  const { certificatePath } = connection;
  await keyring.read(connection);
  const { isStorePlace, warnIfReadableByOthers } = await import('../../../certificates/index.ts');
  const readable = certificatePath === undefined || isStorePlace(certificatePath) ? undefined : await warnIfReadableByOthers(certificatePath);
  return [...(keyring.facts(connection)?.problems ?? []).map(({ words }) => words), ...(readable ? [wordsOf(readable)] : [])];
}
