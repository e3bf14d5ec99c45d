import type { OperationName } from '../protocol/operations.ts';
import type { WireAnswer, WireRequest } from './transport.ts';

/**
 * Whether the service's state shows that a request, whose answer was lost, was carried out all the same (reliability.md E.1).
 * Only where the state can prove it: what was to be deleted is gone or going, or a deployment or virtual machine of the asked name is
 * there. A service or account that exists proves nothing, it may have been there before.
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
  const collection = collections[name]?.(path);
  return collection !== undefined && (await get(`${collection}/${encodeURIComponent(String(parameters['name'] ?? parameters['roleName']))}`)).status === 200;
}

/** Where what such a request makes is to be found, by its name. */
const collections: { readonly [N in OperationName]?: (path: string) => string } = {
  'deployments.create': (path) => path.replace(/deploymentslots\/[^/]+$/, 'deployments'),
  'virtualMachines.createDeployment': (path) => path,
  'virtualMachines.add': (path) => path,
};
