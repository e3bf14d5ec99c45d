import { window, type LogOutputChannel } from 'vscode';
import type { Exchange } from '../client/index.ts';

/** The *Azure Classic* output channel: every call with its request id and duration, never a body and never a secret. */
export type Log = LogOutputChannel;

export const createLog = (): Log => window.createOutputChannel('Azure Classic', { log: true });

export function logExchange(log: Log, exchange: Exchange): void {
  const { operation, method, host, path, attempt, status, errorCode, requestId, clientRequestId, durationMs } = exchange;
  const ending = status ?? errorCode ?? '';
  const line = `${operation}  ${method} https://${host}${path}  ${ending}  ${Math.round(durationMs)} ms  request ${requestId ?? '-'}  client ${clientRequestId}${attempt > 1 ? `  attempt ${attempt}` : ''}`;
  if (status !== undefined && status < 400) log.info(line);
  else log.warn(line);
}

/** A URL in an error may carry a shared access signature, which is nobody's business. */
export const withoutSignature = (text: string): string => text.replace(/\b(sig=)[^&\s"'<>]+/gi, '$1***');

/** The one way an error gets into the log: with its stack, and without signatures. */
export function logError(log: Log, what: string, error: unknown): void {
  log.error(withoutSignature(`${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`));
}
