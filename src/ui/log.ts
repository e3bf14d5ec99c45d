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
