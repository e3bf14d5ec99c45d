import type { OperationName } from '../protocol/operations.ts';
import type { WireAnswer, WireRequest } from './transport.ts';

/**
 * Whether the service's state shows that a request, whose answer was lost, was carried out all the same (reliability.md E.1).
 * Only where the state can prove it: what was to be deleted is gone or going, or a deployment of the asked name is there. A service
 * or account that exists proves nothing, it may have been there before.
 */
export async function earlierAttemptDidIt(
  send: (request: WireRequest) => Promise<WireAnswer>, name: OperationName, request: WireRequest, parameters: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { 'x-ms-version': version = '' } = request.headers;
  const get = (path: string) => send({ method: 'GET', path, headers: { 'x-ms-version': version } });
  const path = request.path.split('?')[0]!;
  if (request.method === 'DELETE') {
    const { status, body } = await get(path);
    return status === 404 || (status === 200 && /<(Status|State)>Deleting<\//.test(body));
  }
  if (name === 'deployments.create') {
    return (await get(path.replace(/deploymentslots\/[^/]+$/, `deployments/${encodeURIComponent(String(parameters['name']))}`))).status === 200;
  }
  return false;
}
