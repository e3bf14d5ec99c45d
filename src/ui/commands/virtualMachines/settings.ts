import type { InputEndpoint, PersistentVMRole, ServiceManagementClient } from '../../../client/index.ts';

/*
 * Settings of a machine are read, changed and written back. What is written is all that the service shows, in the version that shows
 * all, but for what is an answer's own and for extensions: what is left out stays as it is (Update Role), and their protected parameters,
 * which no answer shows, would be missing from what is written.
 */

type Address = Readonly<Record<'serviceName' | 'deploymentName' | 'roleName', string>>;

/** The first that shows all which the protocol table knows of a machine. */
const version = '2017-01-01';

/** The request that leaves a machine as it is but for the change; made when it is sent, so that it changes what is there then. */
export const changeSettings = (address: Address, change: (settings: PersistentVMRole) => PersistentVMRole) => async (client: ServiceManagementClient) =>
  client.virtualMachines.update({ ...change(settingsOf(await client.virtualMachines.get(address, { version }))), ...address });

/** What Update Role takes of what Get Role shows (recorded: PowerShell's Update-AzureVM). */
export function settingsOf(shown: PersistentVMRole): PersistentVMRole {
  const { roleName, configurationSets, availabilitySetName, dataVirtualHardDisks, label, osVirtualHardDisk, roleSize, provisionGuestAgent, debugSettings, licenseType, unknownElements } = shown;
  const { ioType: _, ...system } = osVirtualHardDisk ?? {};
  return {
    roleName, roleType: 'PersistentVMRole', configurationSets, availabilitySetName, label, roleSize, provisionGuestAgent, licenseType,
    dataVirtualHardDisks: dataVirtualHardDisks?.map(({ ioType: _, ...disk }) => disk),
    osVirtualHardDisk: osVirtualHardDisk && system,
    debugSettings: debugSettings && { bootDiagnosticsEnabled: debugSettings.bootDiagnosticsEnabled ?? false },
    ...(unknownElements && { unknownElements }),
  };
}

/** Changes the ways in from outside, and nothing else of the network. */
function changeEndpoints(settings: PersistentVMRole, change: (endpoints: readonly InputEndpoint[]) => InputEndpoint[]): PersistentVMRole {
  const sets = settings.configurationSets ?? [];
  const network = sets.find((set) => set.configurationSetType === 'NetworkConfiguration') ?? { configurationSetType: 'NetworkConfiguration' as const };
  const inputEndpoints = change(network.inputEndpoints ?? []);
  return { ...settings, configurationSets: [...sets.filter((set) => set !== network), { ...network, inputEndpoints }] };
}

export const withEndpoint = (settings: PersistentVMRole, endpoint: InputEndpoint): PersistentVMRole => changeEndpoints(settings, (endpoints) => [...endpoints, endpoint]);

export const withoutEndpoint = (settings: PersistentVMRole, name: string): PersistentVMRole => changeEndpoints(settings, (endpoints) => endpoints.filter((each) => each.name !== name));
