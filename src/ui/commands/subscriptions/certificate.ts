import { l10n, ThemeIcon, Uri, window } from 'vscode';
import type { PemCertificate } from '../../../certificates/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { wordsOf } from '../../errors.ts';
import { requireTrustOf } from '../../trust.ts';
import { by, type Draft, type Question } from './draft.ts';

const load = () => import('../../../certificates/index.ts');

/** Reads what is at a path or place; gives what is wrong with it, before anything is connected, and nothing where only a passphrase is missing. */
async function certificateProblem(place: string, passphrase?: string): Promise<string | undefined> {
  const { checkClientCertificate, readCertificate } = await load();
  try {
    requireTrustOf(Uri.file(place));
    const problem = checkClientCertificate(await readCertificate(place, { passphrase }), new Date()).find(({ severity }) => severity === 'error');
    return problem && wordsOf(problem);
  } catch (error) {
    return passphrase === undefined && isLocked(error) ? undefined : wordsOf(error);
  }
}

const isLocked = (error: unknown): boolean => ['PassphraseNeeded', 'PassphraseWrong'].includes((error as { code?: string }).code ?? '');

/** Before all else: where there is no Windows, nothing more needs to be asked. */
export const placeQuestion: Question = {
  when: by('store'),
  ask: async (ask, d) => {
    const { CertificateError, isStorePlace } = await load();
    d.path = (await ask.text({
      prompt: l10n.t('Place in the certificate store of Windows. Its key has to be exportable; it is read in memory each time'),
      placeholder: 'CURRENT_USER\\my\\AzureCertificate', value: isStorePlace(d.path ?? '') ? d.path! : 'CURRENT_USER\\my\\',
      // Reading it starts a program.
      checkOnEnter: true,
      check: async (place) => (isStorePlace(place) ? certificateProblem(place.trim()) : wordsOf(new CertificateError('StorePlaceMalformed', { place: place.trim() }))),
    })).trim();
    d.staysInFile = true;
    delete d.passphrase;
  },
};

/** A certificate that is there already, in a file. */
export const certificateQuestions: readonly Question[] = [
  {
    when: by('file'),
    ask: async (ask, d) => {
      d.path = (await ask.text({
        prompt: l10n.t('Path of the management certificate: a .pem or .pfx file that holds certificate and private key'), value: d.path ?? '',
        browse: async () => (await window.showOpenDialog({
          canSelectMany: false, title: l10n.t('Management certificate'),
          filters: { [l10n.t('Certificates with key')]: ['pem', 'pfx', 'p12', 'cer', 'crt', 'key'], [l10n.t('All files')]: ['*'] },
        }))?.[0]?.fsPath,
        check: (file) => certificateProblem(file.trim()),
      })).trim();
    },
  },
  {
    when: by('file'), rare: true,
    ask: async (ask, d) => {
      delete d.passphrase;
      const { readCertificate } = await load();
      const needed = await readCertificate(d.path!).then(() => false, isLocked);
      if (!needed) return false;
      d.passphrase = await ask.text({
        prompt: l10n.t('Passphrase of the private key; it is kept in the secret storage of VS Code'), password: true,
        check: (passphrase) => certificateProblem(d.path!, passphrase),
      });
      return true;
    },
  },
  {
    when: by('file'),
    ask: async (ask, d) => {
      const { isStorePlace, warnIfReadableByOthers } = await load();
      d.staysInFile = true;
      if (isStorePlace(d.path!)) return false;
      const warning = await warnIfReadableByOthers(d.path!);
      d.staysInFile = await ask.pick({
        placeholder: l10n.t('Where is the certificate kept?'),
        items: [
          { label: l10n.t('In its file'), description: l10n.t('Only the path is remembered'), detail: warning ? wordsOf(warning) : d.path!, iconPath: new ThemeIcon(warning ? 'warning' : 'file'), value: true },
          { label: l10n.t('In the secret storage of VS Code'), description: l10n.t('A copy, with the key'), detail: l10n.t('The file is not needed any more then.'), iconPath: new ThemeIcon('lock'), value: false },
        ],
      });
      return true;
    },
  },
];

export async function addCertificate({ services: { connections }, subscriptionId, name, endpoint, path, passphrase, staysInFile = true, caPath }: Draft): Promise<Connection> {
  const { readCertificate } = await load();
  const setting = { name: name!, subscriptionId: subscriptionId!, endpoint: endpoint!, ...(staysInFile && { certificatePath: path! }), ...(caPath !== undefined && { caPath }) };
  const certificate: PemCertificate | undefined = staysInFile ? undefined : await readCertificate(path!, { passphrase });
  return connections.add(setting, certificate ? { certificate } : { passphrase });
}
