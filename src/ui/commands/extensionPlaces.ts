import type { Deployment, ServiceManagementClient } from '../../client/index.ts';

export interface ExtensionKind { readonly providerNameSpace: string; readonly type: string }
type ExtensionConfiguration = NonNullable<Deployment['extensionConfiguration']>;

/**
 * A free id, and what the deployment refers to when the new extension takes the place of an older one of its kind: on all roles, or on
 * one of them.
 */
export async function extensionPlaces(
  client: ServiceManagementClient, serviceName: string, { type }: ExtensionKind, runs: { readonly slot: string; readonly deployment: Deployment; readonly role?: string | undefined } | undefined,
): Promise<{ id: string; extensionConfiguration: ExtensionConfiguration }> {
  const extensions = await client.extensions.list({ serviceName });
  const older = new Set(extensions.filter((each) => each.type === type).map(({ id }) => id));
  const free = (number: number): string => {
    // At most 60 characters (Add Extension), the longest type included.
    const id = ['Default', type.replace(/[^a-z0-9-]/gi, '').slice(0, 28), runs?.slot, 'Ext', number].filter((part) => part !== undefined).join('-');
    return extensions.some((each) => each.id === id) ? free(number + 1) : id;
  };
  const id = free(0);
  const { extensionConfiguration: { allRoles = [], namedRoles = [] } = {} } = runs?.deployment ?? {};
  const others = <T extends { readonly id?: string | undefined }>(list: readonly T[] = []) => list.filter((each) => !older.has(each.id));
  if (!runs?.role) return { id, extensionConfiguration: { allRoles: [...others(allRoles), { id }], namedRoles: namedRoles.map((role) => ({ ...role, extensions: others(role.extensions) })) } };
  const own = namedRoles.find(({ roleName }) => roleName === runs.role);
  return {
    id,
    extensionConfiguration: { allRoles: [...allRoles], namedRoles: [...namedRoles.filter((role) => role !== own), { roleName: runs.role, extensions: [...others(own?.extensions), { id }] }] },
  };
}
