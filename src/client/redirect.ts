import { sameCloud } from './clouds.ts';
import { localError } from '../protocol/errors.ts';

export interface Target {
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

const maxRedirects = 5;

/**
 * Where a 307 sends the request for `from`, after `followed` redirects. A Location without a query keeps that of the request:
 * the service sent host and path only (wire-facts.md).
 * @throws ServiceManagementError RedirectRefused where the management certificate must not be shown, or when there is no end to it.
 */
export function followRedirect(endpoint: URL, from: Target, { headers }: { readonly headers: Readonly<Record<string, string>> }, followed: number): Target {
  const location = headers['location'] ?? '';
  const facts = { httpStatus: 307, requestId: headers['x-ms-request-id'] };
  if (followed === maxRedirects) throw localError('TooManyRedirects', { origin: endpoint.origin, most: maxRedirects, location }, facts);
  const base = from.origin + from.path;
  const to = location !== '' && URL.canParse(location, base) ? new URL(location, base) : undefined;
  if (to === undefined || !sameCloud(endpoint, to)) throw localError('RedirectsElsewhere', { origin: from.origin, location }, facts);
  return { origin: to.origin, path: to.pathname + (to.search || new URL(base).search) };
}
