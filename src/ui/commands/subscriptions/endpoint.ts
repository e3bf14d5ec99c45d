import { l10n, ThemeIcon, Uri, window } from 'vscode';
import path from 'node:path';
import { wordsOf } from '../../errors.ts';
import type { Choice } from '../../input/wizard.ts';
import { requireTrustOf } from '../../trust.ts';
import { isTyped, type Draft, type Question } from './draft.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const endpointProblem = (text: string): string | undefined =>
  (!URL.canParse(text) || new URL(text).protocol !== 'https:' ? l10n.t('An endpoint is an https address, like https://management.example.com.') : undefined);

export const nameProblem = (text: string): string | undefined => (text.trim() ? undefined : l10n.t('Enter a name.'));

/** Subscription and cloud, typed in. */
export const endpointQuestions: readonly Question[] = [
  {
    when: isTyped,
    ask: async (ask, d) => {
      d.subscriptionId = (await ask.text({
        prompt: l10n.t('Subscription id'), placeholder: '00000000-0000-0000-0000-000000000000', value: d.subscriptionId ?? '',
        check: (text) => (guid.test(text.trim()) ? undefined : l10n.t('A subscription id has the form 00000000-0000-0000-0000-000000000000.')),
      })).trim().toLowerCase();
    },
  },
  {
    when: isTyped,
    ask: async (ask, d) => { d.name = (await ask.text({ prompt: l10n.t('Name to show it under'), value: d.name ?? l10n.t('My subscription'), check: nameProblem })).trim(); },
  },
  {
    when: isTyped,
    ask: async (ask, d) => {
      const { clouds } = await import('../../../client/index.ts');
      const items: Choice<string>[] = [
        ...clouds.map((cloud) => ({ label: cloud.name, description: cloud.endpoint, iconPath: new ThemeIcon('azure'), value: cloud.endpoint })),
        { label: l10n.t('Another endpoint...'), iconPath: new ThemeIcon('edit'), value: '' },
      ];
      const before = d.isOwnEndpoint ? '' : d.endpoint;
      const answer = await ask.pick({ placeholder: l10n.t('Which cloud? Microsoft retired the classic service on 31 August 2024'), items, active: (value) => value === before });
      d.isOwnEndpoint = answer === '';
      if (answer !== '') d.endpoint = answer;
    },
  },
  {
    when: (d) => isTyped(d) && d.isOwnEndpoint === true,
    ask: async (ask, d) => { d.endpoint = new URL(await ask.text({ prompt: l10n.t('Address of the endpoint'), placeholder: 'https://', value: d.endpoint ?? '', check: endpointProblem })).origin; },
  },
];

/** An emulator on this machine is trusted by its own authority, which has to be known. */
export const authorityQuestion: Question = {
  when: ({ way }) => way !== 'emulator', rare: true,
  ask: async (ask, d) => {
    delete d.caPath;
    const { isLoopback } = await import('../../../client/index.ts');
    const endpoints = d.way === 'publishSettings' ? d.chosen!.map((subscription) => subscription.endpoint) : isTyped(d) ? [d.endpoint!] : [];
    const endpoint = endpoints.find((each) => isLoopback(new URL(each).hostname));
    if (endpoint === undefined) return false;
    d.caPath = await knownAuthority(d, endpoint);
    if (d.caPath !== undefined) return false;
    d.caPath = (await ask.text({
      prompt: l10n.t('Path of the authority that {0} is to be trusted by: ca.pem in the folder of an emulator', new URL(endpoint).host),
      placeholder: l10n.t('Empty: a public authority'),
      browse: async () => (await window.showOpenDialog({ canSelectMany: false, title: l10n.t('Authority of the emulator'), filters: { [l10n.t('Certificates')]: ['pem', 'crt', 'cer'], [l10n.t('All files')]: ['*'] } }))?.[0]?.fsPath,
      check: (file) => (file.trim() ? authorityProblem(file.trim()) : undefined),
    })).trim() || undefined;
    return true;
  },
};

/** That of the emulator which this window is connected to, or the one that lies beside the file: an emulator puts all of them into one folder. */
async function knownAuthority({ services, way, path: file }: Draft, endpoint: string): Promise<string | undefined> {
  const { running } = services.emulator;
  if (running && new URL(running.endpoint).host === new URL(endpoint).host) return running.caPath;
  if (file === undefined || (way !== 'file' && way !== 'publishSettings')) return undefined;
  const beside = path.join(path.dirname(file), 'ca.pem');
  return await authorityProblem(beside) === undefined ? beside : undefined;
}

async function authorityProblem(file: string): Promise<string | undefined> {
  const { decodeText, describeCertificate, readSmallFile } = await import('../../../certificates/index.ts');
  try {
    requireTrustOf(Uri.file(file));
    describeCertificate(decodeText(await readSmallFile(file)), file);
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}
