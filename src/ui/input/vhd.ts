import { env, l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import { openStorage } from '../operations/leftovers.ts';
import { storageAccountChoices } from './pickResource.ts';
import type { Choice, Step } from './wizard.ts';

/** What `vhdSteps` learn: where the VHD is. */
export interface VhdAnswers {
  client?: ServiceManagementClient;
  /** '' where the address is entered. */
  account?: string;
  container?: string;
  /** URL of the blob, without SAS. */
  mediaLink?: string;
  /** Of what is made of it, to begin with its file's: forgotten when another one is chosen. */
  name?: string;
  label?: string;
}

/** Asks for a VHD in a storage account of the subscription: account, container and blob, each listed when it is its turn; or its address. */
export const vhdSteps = <A extends VhdAnswers>(): Step<A>[] => [
  async (ask, a) => {
    const byAddress: Choice<string> = { label: l10n.t('Enter an address...'), iconPath: new ThemeIcon('link'), value: '' };
    const items = storageAccountChoices(a.client!).then((accounts) => [...accounts, ...separated(accounts), byAddress]);
    const account = await ask.pick<string>({ placeholder: l10n.t('In which storage account is the VHD?'), items, active: (name) => name === a.account });
    Object.assign(a, { account, ...(account !== a.account && { container: undefined, mediaLink: undefined }) });
  },
  async (ask, a) => {
    if (!a.account) return false;
    const containers = storage(a).then(async (account) => (await import('../../staging/index.ts')).listContainers(account));
    const items = containers.then((names) => orMessage(names.map((name): Choice<string> => ({ label: name, iconPath: new ThemeIcon('folder'), value: name })), l10n.t('{0} has no containers.', a.account!)));
    a.container = await ask.pick<string>({ placeholder: l10n.t('In which container?'), items, active: (name) => name === a.container });
    return true;
  },
  async (ask, a) => {
    if (!a.account) {
      take(a, (await ask.text({
        prompt: l10n.t('Address of the VHD, a page blob in a storage account of this subscription'), value: a.mediaLink ?? '', placeholder: l10n.t('https://<account>.blob.core.windows.net/<container>/<file>.vhd'),
        check: vhdAddressProblem,
      })).trim());
      return;
    }
    const items = allVhds(a).then(({ free, all }) => orMessage(free, all > 0 ? l10n.t('All VHDs of {0} belong to disks or images already.', a.container!) : l10n.t('{0} has no VHDs: page blobs named .vhd.', a.container!)));
    take(a, await ask.pick<string>({ placeholder: l10n.t('Which VHD? Those that disks or images have are not shown'), items, active: (url) => url === a.mediaLink }));
  },
];

const take = (answers: VhdAnswers, mediaLink: string): void => void Object.assign(answers, { mediaLink, ...(mediaLink !== answers.mediaLink && { name: undefined, label: undefined }) });

/** How many questions that is. */
export const vhdStepCount = ({ account }: VhdAnswers): number => (account === '' ? 2 : 3);

/** The VHDs of the container that could become a disk or an image's. */
export const freeVhds = async (answers: VhdAnswers): Promise<readonly Choice<string>[]> => (await allVhds(answers)).free;

async function allVhds(a: VhdAnswers): Promise<{ free: Choice<string>[]; all: number }> {
  const [account, { listVhds }] = await Promise.all([storage(a), import('../../staging/index.ts')]);
  const vhds = await listVhds(account, a.container!);
  // Disks and images hold theirs, and none can be that of two.
  const free = vhds.filter(({ isLeased }) => !isLeased).map(({ name, url, length, modified }): Choice<string> => (
    { label: name, description: [gigabytes(length), modified.toLocaleDateString(env.language)].join(' · '), iconPath: new ThemeIcon('file-binary'), value: url }));
  return { free, all: vhds.length };
}

const gigabytes = (bytes: number): string => l10n.t('{0} GB', (bytes / 1024 ** 3).toLocaleString(env.language, { maximumFractionDigits: 1 }));

const storage = ({ client, account }: VhdAnswers) => openStorage(client!, account!);

const separated = (items: readonly QuickPickItem[]): QuickPickItem[] => (items.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []);

/** A list that is empty says so; choosing that does nothing. */
const orMessage = (items: readonly Choice<string>[], nothing: string): (Choice<string> | QuickPickItem)[] => (items.length > 0 ? [...items] : [{ label: nothing, alwaysShow: true }]);

function isDecodable(path: string): boolean {
  try {
    return Boolean(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/** Form of a VHD's address; whether there is one the service says. */
export function vhdAddressProblem(text: string): string | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  const isBlob = url && ['http:', 'https:'].includes(url.protocol) && /^\/[^/]+\/[^/]/.test(url.pathname);
  if (!isBlob) return l10n.t('The URL names no VHD: https://<account>.blob.core.windows.net/<container>/<file>.vhd');
  for (const [sign, isWrong] of [['#', text.includes('#')], ['%', !isDecodable(url.pathname)]] as const) if (isWrong) return l10n.t('In the address of a VHD, {0} is written {1}.', sign, encodeURIComponent(sign));
  return url.search ? l10n.t('Leave out what follows the question mark: the service reads the VHD with the account\'s own key.') : undefined;
}

/** `disks/Web server.vhd` is a VHD for `Web-server`. */
export function nameFor(mediaLink: string): string {
  const file = decodeURIComponent(new URL(mediaLink).pathname.split('/').at(-1)!);
  return file.replace(/\.vhd$/i, '').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 100);
}
