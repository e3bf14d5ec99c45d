import type { DefinitionRole, ServiceDefinition } from '../../../serviceFiles/index.ts';
import { refusals, type Refusal } from '../../errors.ts';

/*
 * Which changes an upgrade may make ("Allowed service changes during an update", learn.microsoft.com/azure/cloud-services/
 * cloud-services-update-azure-service). Everything else may change, endpoints too.
 */

/** Why the service does not upgrade from one definition to the other; `force` is for what loses local data only. */
export function findForbiddenChange(from: ServiceDefinition, to: ServiceDefinition, force: boolean): Refusal | undefined {
  if (from.upgradeDomainCount !== to.upgradeDomainCount) return refusals.upgradeDomainCount(from.upgradeDomainCount, to.upgradeDomainCount);
  for (const role of from.roles) {
    const next = roleOf(to, role.name);
    if (!next) {
      if (!force) return refusals.roleRemoved(role.name);
      continue;
    }
    if (!force && isResized(role, next)) return refusals.roleResized(role.name);
    const shrunk = localStorageOf(role).find(({ name, megabytes }) => megabytesOf(next, name) < megabytes);
    if (shrunk) return refusals.localStorage(shrunk.name, role.name);
  }
  return undefined;
}

/** Whether the machines of a role are other ones. */
export const isAnyResized = (from: ServiceDefinition, to: ServiceDefinition): boolean =>
  from.roles.some((role) => isResized(role, roleOf(to, role.name) ?? role));

export const growsLocalStorage = (from: ServiceDefinition, to: ServiceDefinition): boolean =>
  from.roles.some((role) => localStorageOf(roleOf(to, role.name)).some(({ name, megabytes }) => megabytesOf(role, name) < megabytes));

export const roleOf = ({ roles }: ServiceDefinition, name: string): DefinitionRole | undefined => roles.find((role) => role.name === name);

const isResized = (from: DefinitionRole, to: DefinitionRole) => from.vmSize.toLowerCase() !== to.vmSize.toLowerCase();
/** State files of before know nothing of it. */
const localStorageOf = (role: Partial<DefinitionRole> = {}) => role.localStorage ?? [];
const megabytesOf = (role: DefinitionRole, storage: string) => localStorageOf(role).find(({ name }) => name === storage)?.megabytes ?? 0;
