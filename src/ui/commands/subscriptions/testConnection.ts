import { commands, env, l10n, ProgressLocation, window } from 'vscode';
import type { PemCertificate } from '../../../certificates/index.ts';
import type { ServiceManagementClient, Subscription } from '../../../client/index.ts';
import type { Connection } from '../../connections/connection.ts';
import { wordsOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { chooseCer, saveCer, tellToUpload } from './made.ts';

const timeoutMs = 15_000;
const tolerableClockMs = 5 * 60_000;

/** What a test of a connection has found: whether it works, or what stands in the way and what to do about it. */
export interface Finding {
  readonly works: boolean;
  readonly words: string;
  /** What could be trouble later. */
  readonly warnings: readonly string[];
  /** Whether only another certificate helps. */
  readonly isUseless?: true;
  /** Set where the service does not know the certificate, which could be uploaded then. */
  readonly unknown?: PemCertificate;
}

/** Reads the certificate anew and asks the service once, with a client of its own, so that nothing that was known before helps. */
export async function testConnection({ connections }: Pick<Services, 'connections'>, connection: Connection, signal: AbortSignal): Promise<Finding> {
  const { keyring } = connections;
  let certificate: PemCertificate | undefined;
  let client: ServiceManagementClient | undefined;
  let date: string | undefined;
  let warnings: string[] = [];
  try {
    certificate = await keyring.read(connection);
    const { problems } = keyring.facts(connection)!;
    warnings = [...problems.filter(({ severity }) => severity === 'warning').map(({ words }) => words), ...await readable(connection)];
    const fatal = problems.find(({ severity }) => severity === 'error');
    if (fatal) return { works: false, words: fatal.words, warnings, isUseless: true };

    client = await connections.open(connection, { timeoutMs, attempts: 1, onExchange: (exchange) => { date = exchange.date; } });
    const subscription = await client.subscriptions.get({}, { signal });
    return { works: true, words: goodWords(connection, subscription), warnings: [...warnings, ...clockWords(date)] };
  } catch (error) {
    if (signal.aborted) throw error;
    const unknown = (error as { httpStatus?: number }).httpStatus === 403 ? certificate : undefined;
    const words = unknown ? await unknownWords(connection, unknown, error) : wordsOf(error);
    return { works: false, words: [words, ...clockWords(date)].join(' '), warnings, ...(unknown && { unknown }) };
  } finally {
    await client?.close();
  }
}

function goodWords({ endpoint, subscriptionId }: Connection, { subscriptionName, subscriptionStatus = '' }: Subscription): string {
  return l10n.t('The connection works: {0} answers for the subscription {1} ({2}).', new URL(endpoint).host, subscriptionName || subscriptionId, subscriptionStatus);
}

/** The service itself only says 403 (user-pains.md 4). */
async function unknownWords({ endpoint, subscriptionId }: Connection, { cert }: PemCertificate, error: unknown): Promise<string> {
  const { describeCertificate } = await import('../../../certificates/index.ts');
  const { subject, thumbprint } = describeCertificate(cert);
  const words = l10n.t('{0} does not know the certificate {1} ({2}) for the subscription {3}. Check the subscription id, or upload the .cer (in the portal: Settings, Management Certificates).', new URL(endpoint).host, subject, thumbprint, subscriptionId);
  return `${words} ${l10n.t('The service says: {0}', wordsOf(error))}`;
}

async function readable({ kind, certificatePath }: Connection): Promise<string[]> {
  const { isStorePlace, warnIfReadableByOthers } = await import('../../../certificates/index.ts');
  if (kind === 'emulator' || certificatePath === undefined || isStorePlace(certificatePath)) return [];
  const warning = await warnIfReadableByOthers(certificatePath);
  return warning ? [wordsOf(warning)] : [];
}

/** A new certificate is not valid yet for a server whose clock is behind ours, and ours is not valid any more for one whose clock is ahead. */
export function clockWords(date: string | undefined, now = Date.now()): string[] {
  const aheadMs = now - Date.parse(date ?? '');
  if (Number.isNaN(aheadMs) || Math.abs(aheadMs) < tolerableClockMs) return [];
  const minutes = Math.round(Math.abs(aheadMs) / 60_000).toLocaleString(env.language);
  return [aheadMs > 0 ? l10n.t('The clock of this computer is {0} minutes ahead of that of the service: set it, because certificates are valid by the clock.', minutes)
    : l10n.t('The clock of this computer is {0} minutes behind that of the service: set it, because certificates are valid by the clock.', minutes)];
}

/** Tests a connection and tells what it found. */
export async function testAndTell(services: Services, connection: Connection): Promise<void> {
  const title = l10n.t('Testing the connection to {0}', connection.name);
  const finding = await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    return testConnection(services, connection, stop.signal);
  });
  services.log.info(`connection ${connection.id} ${finding.works ? 'works' : 'does not work'}`);
  // What was read before may be out of date, whichever way it went.
  await services.connections.close(({ id }) => id === connection.id);
  services.tree.refreshId(connection.id);
  const words = [finding.words, ...finding.warnings].join(' ');
  if (!finding.works) void tellTrouble(services, connection, { ...finding, words }).catch((error: unknown) => window.showErrorMessage(wordsOf(error)));
  else if (finding.warnings.length > 0) void window.showWarningMessage(words);
  else void window.showInformationMessage(words);
}

async function tellTrouble({ log }: Services, connection: Connection, { words, unknown, isUseless }: Finding): Promise<void> {
  const save = l10n.t('Save .cer...');
  const renew = l10n.t('New Certificate...');
  const showLog = l10n.t('Show Log');
  const choice = await window.showErrorMessage(words, ...(unknown ? [save] : []), ...(isUseless && connection.kind === 'own' ? [renew] : []), showLog);
  if (choice === showLog) log.show();
  if (choice === renew) await commands.executeCommand('azureClassic.subscriptions.add', connection.id);
  if (choice !== save || !unknown) return;
  const cer = await chooseCer(connection.name);
  if (!cer) return;
  await saveCer(cer, unknown);
  await tellToUpload(cer, connection);
}
