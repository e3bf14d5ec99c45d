import { hostname } from 'node:os';
import path from 'node:path';
import { commands, l10n, ProgressLocation, ThemeIcon, Uri, window, workspace } from 'vscode';
import type { PemCertificate } from '../../../certificates/index.ts';
import type { Connection, SubscriptionSetting } from '../../connections/connection.ts';
import { isRefused } from '../../errors.ts';
import { connectionChoices } from '../../input/pickResource.ts';
import type { Choice } from '../../input/wizard.ts';
import { by, type Draft, type Question, type Target } from './draft.ts';

const mostDays = 3650;

export const targetQuestion: Question = {
  when: by('new'),
  ask: async (ask, d) => {
    const { connections, emulator } = d.services;
    const items: Choice<Target>[] = [
      ...connectionChoices(connections.list()).map((choice) => ({ ...choice, detail: whatHappens(d, choice.value) })),
      ...(emulator.running ? [] : [{ label: l10n.t('Local emulator'), detail: l10n.t('It is started, and the certificate registered there at once'), iconPath: new ThemeIcon('server-environment'), value: 'startEmulator' as const }]),
      { label: l10n.t('Another subscription...'), detail: l10n.t('Its .cer file is saved, to be uploaded to the subscription'), iconPath: new ThemeIcon('add'), value: 'another' },
    ];
    d.target = await ask.pick<Target>({ placeholder: l10n.t('What is the certificate for?'), items, active: (value) => JSON.stringify(value) === JSON.stringify(d.target) });
  },
};

function whatHappens({ services }: Draft, connection: Connection): string {
  if (connection.kind === 'emulator') return l10n.t('Registered there at once');
  return services.connections.keyring.facts(connection)?.problems.some(({ severity }) => severity === 'error')
    ? l10n.t('In place of the one it has, which is no good; its .cer file is saved, to be uploaded to the subscription')
    : l10n.t('In place of the one it has; registered there at once');
}

export const newCertificateQuestions: readonly Question[] = [
  {
    when: by('new'),
    ask: async (ask, d) => {
      d.commonName = (await ask.text({
        prompt: l10n.t('Name of the certificate, by which it is known at the subscription'), value: d.commonName ?? ['Azure Classic', hostname()].join(' ').slice(0, 64),
        check: (text) => (/^.{1,64}$/u.test(text.trim()) ? undefined : l10n.t('The name of a certificate has 1 to {0} characters.', 64)),
      })).trim();
    },
  },
  {
    when: by('new'),
    ask: async (ask, d) => {
      d.bits = await ask.pick<2048 | 3072>({
        placeholder: l10n.t('Which key?'),
        items: [
          { label: l10n.t('RSA, {0} bits', 2048), description: l10n.t('what every client of the classic service takes'), iconPath: new ThemeIcon('key'), value: 2048 },
          { label: l10n.t('RSA, {0} bits', 3072), description: l10n.t('stronger, and slower with each connection'), iconPath: new ThemeIcon('key'), value: 3072 },
        ],
        active: (value) => value === d.bits,
      });
    },
  },
  {
    when: by('new'),
    ask: async (ask, d) => {
      d.days = Number(await ask.text({
        prompt: l10n.t('For how many days is it valid?'), value: String(d.days ?? 365),
        check: (text) => (/^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= mostDays ? undefined : l10n.t('A number from 1 to {0}.', mostDays)),
      }));
    },
  },
];

export const cerQuestion: Question = {
  when: (d) => d.way === 'new' && d.target === 'another',
  ask: async (ask, d) => { d.cer = await ask.other(() => chooseCer(d.commonName!)); },
};

/** Asks where a `.cer` is to be saved. */
export function chooseCer(commonName: string): Thenable<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = `${commonName.replace(/[^\p{L}\p{N}_.-]+/gu, '-')}.cer`;
  return window.showSaveDialog({ title: l10n.t('Save the Certificate, Without Its Key'), filters: { [l10n.t('Certificates')]: ['cer'] }, ...(folder?.scheme === 'file' && { defaultUri: Uri.file(path.join(folder.fsPath, file)) }) });
}

export async function saveCer(cer: Uri, certificate: PemCertificate): Promise<void> {
  const { uploadForm } = await import('../../../certificates/index.ts');
  await workspace.fs.writeFile(cer, uploadForm(certificate.cert).cer);
}

/** Says what is still to be done with a `.cer`; not awaited by anybody. */
export async function tellToUpload(cer: Uri, connection: Connection): Promise<void> {
  const test = l10n.t('Test Connection');
  const words = l10n.t('{0} is saved. Upload it to the subscription {1} (in the portal: Settings, Management Certificates), then test the connection.', cer.fsPath, connection.subscriptionId);
  if (await window.showInformationMessage(words, test) === test) await commands.executeCommand('azureClassic.subscriptions.test', connection.id);
}

/** Makes the certificate, lets it in where that can be done at once, and keeps it. */
export async function addNew(draft: Draft): Promise<Connection | undefined> {
  const { services, target, commonName = '', bits, days = 0 } = draft;
  if (target === 'startEmulator') await services.emulator.start();
  const registrar = target === 'startEmulator' ? services.emulator.connection : target === 'another' ? undefined : target;
  const { makeManagementCertificate } = await import('../../../certificates/index.ts');
  const title = l10n.t('Making the certificate {0}', commonName);
  const certificate = await window.withProgress({ location: ProgressLocation.Notification, title }, () => makeManagementCertificate({ commonName, bits, days, now: new Date() }));

  const isIn = registrar !== undefined && await register(services, registrar, certificate);
  const cer = isIn ? undefined : target === 'another' ? draft.cer : await chooseCer(commonName);
  if (!isIn && !cer) return undefined;
  if (cer) await saveCer(cer, certificate);
  const connection = await services.connections.add(settingOf(draft, registrar), { certificate });
  if (cer) void tellToUpload(cer, connection);
  else void window.showInformationMessage(l10n.t('The certificate {0} is registered with the subscription {1}. Its key is in the secret storage of VS Code.', commonName, connection.subscriptionId));
  return connection;
}

function settingOf({ name, subscriptionId, endpoint, caPath, commonName }: Draft, registrar: Connection | undefined): SubscriptionSetting {
  if (!registrar) return { name: name!, subscriptionId: subscriptionId!, endpoint: endpoint!, ...(caPath !== undefined && { caPath }) };
  const { kind, caPath: ca } = registrar;
  return { name: kind === 'emulator' ? commonName! : registrar.name, subscriptionId: registrar.subscriptionId, endpoint: registrar.endpoint, ...(ca !== undefined && { caPath: ca }) };
}

/** @returns false where the certificate that the connection has does not let us in any more. @throws whatever else goes wrong */
async function register({ connections }: Draft['services'], connection: Connection, certificate: PemCertificate): Promise<boolean> {
  const { uploadForm } = await import('../../../certificates/index.ts');
  const { publicKey, thumbprint, data } = uploadForm(certificate.cert);
  try {
    const client = await connections.client(connection);
    await client.managementCertificates.add({ publicKey, thumbprint, data });
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
