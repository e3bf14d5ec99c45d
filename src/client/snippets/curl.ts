import type { OperationName } from '../../protocol/operations.ts';
import { buildRequest } from '../../protocol/wire.ts';
import { fill, type Known } from './fill.ts';
import { authority, certificate, type SnippetTarget } from './target.ts';

/** @throws ServiceManagementError `InvalidParameter` for a value that no request can carry */
export function writeCurl(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const filled = fill(name, known, now);
  const { method, path, headers, body } = buildRequest(name, { ...filled, subscriptionId } as never);
  const words = [
    ['--cert', certificate], ...(ownAuthority ? [['--cacert', authority]] : []), ...(method === 'GET' ? [] : [['--request', method]]),
    ...Object.entries(headers).map(([header, value]) => ['--header', `${header}: ${value}`]),
    // Without a body curl says no length.
    ...(body === undefined ? (method === 'POST' || method === 'PUT' ? [['--data-raw', '']] : []) : [['--data-raw', withPlainPlaceholders(body)]]),
    [new URL(path, endpoint).href],
  ];
  return `curl ${words.map((each) => each.map(shellWord).join(' ')).join(' \\\n  ')}\n`;
}

/** For a POSIX shell. */
const shellWord = (text: string): string => (/^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A placeholder in base64 would be none: what has to be encoded says so itself. */
const withPlainPlaceholders = (body: string): string => body.replace(/>([A-Za-z0-9+/]+={0,2})</g, (whole, text: string) => {
  const plain = Buffer.from(text, 'base64');
  return plain.toString('base64') === text && /^[A-Z]+(_[A-Z]+)*$/.test(plain.toString('latin1')) ? `>${plain.toString('latin1')}_IN_BASE64<` : whole;
});
