import type { PersistentVMRole } from '../../src/client/index.ts';
import type { Subscription } from '../../src/emulator/state.ts';
import type { OperationName } from '../../src/protocol/operations.ts';
import { changeState, linux, putVhd } from '../client/machineRig.ts';
import type { Fit, Fitter } from './fitting.ts';

/* What has to be there for requests to virtual machines: images, accounts, certificates and the machines themselves. */

const account = 'fittingdisks';
const link = (file: string) => `https://${account}.blob.core.windows.net/vhds/${file}.vhd`;

const accountOf = (url: string) => new URL(url).hostname.split('.')[0]!;

/** Whatever a role of a request needs of the subscription and its service. */
async function needsOf(fitter: Fitter, serviceName: string, roles: readonly PersistentVMRole[]): Promise<void> {
  await fitter.account(account);
  await fitter.service(serviceName);
  const images: Subscription['osImages'] = [];
  const vmImages: Subscription['vmImages'] = [];
  for (const { osVirtualHardDisk: system, vmImageName, dataVirtualHardDisks = [], configurationSets = [], mediaLocation } of roles) {
    for (const url of [system?.mediaLink, mediaLocation, ...dataVirtualHardDisks.map(({ mediaLink }) => mediaLink)]) if (url) await fitter.account(accountOf(url));
    for (const [, thumbprint] of JSON.stringify(configurationSets).matchAll(/"(?:fingerprint|thumbprint|certificateThumbprint)":"(\w+)"/g)) await fitter.certificate(serviceName, thumbprint!);
    const os = configurationSets.some(({ configurationSetType }) => configurationSetType === 'LinuxProvisioningConfiguration') ? 'Linux' : 'Windows';
    const facts = { label: 'fitting', created: 0, modified: 0 };
    // As one of the platform: nobody sees its VHD.
    if (system?.sourceImageName) images.push({ ...facts, name: system.sourceImageName, os, gigabytes: 1 } as Subscription['osImages'][number]);
    if (system?.remoteSourceImageLink) {
      await fitter.account(accountOf(system.remoteSourceImageLink));
      await putVhd(fitter.rig, system.remoteSourceImageLink);
    }
    if (vmImageName) {
      await putVhd(fitter.rig, link(vmImageName));
      const osState = configurationSets.some(({ configurationSetType }) => configurationSetType !== 'NetworkConfiguration') ? 'Generalized' : 'Specialized';
      vmImages.push({ ...facts, name: vmImageName, osDisk: { name: `${vmImageName}-os-2014-11-11`, mediaLink: link(vmImageName), gigabytes: 1, osState, os }, dataDisks: [] });
    }
  }
  if (images.length + vmImages.length > 0) {
    await changeState(fitter.rig, (subscription) => {
      subscription.osImages.push(...images.filter(({ name }, i) => images.findIndex((each) => each.name === name) === i));
      subscription.vmImages.push(...vmImages);
    });
  }
}

/** A virtual network with every subnet that roles name, and one for those that name none. */
async function networkFor(fitter: Fitter, name: string, roles: readonly PersistentVMRole[]): Promise<void> {
  const subnets = new Set(roles.flatMap(({ configurationSets = [] }) => configurationSets.flatMap(({ subnetNames = [], networkInterfaces = [] }) =>
    [...subnetNames, ...networkInterfaces.flatMap(({ ipConfigurations = [] }) => ipConfigurations.map(({ subnetName = '' }) => subnetName))])));
  await fitter.network(`<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration><VirtualNetworkSites>
    <VirtualNetworkSite name="${name}" Location="West US"><AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>
      <Subnets>${['fitting', ...subnets].map((subnet, i) => `<Subnet name="${subnet}"><AddressPrefix>10.${i}.0.0/24</AddressPrefix></Subnet>`).join('')}</Subnets>
    </VirtualNetworkSite></VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`);
}

const machine = (roleName: string): PersistentVMRole => ({
  roleName,
  configurationSets: [linux(), { configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ name: 'SSH', protocol: 'tcp', localPort: 22 }] }],
  osVirtualHardDisk: { sourceImageName: 'fitting', mediaLink: link(roleName) },
});

function machines(fitter: Fitter, serviceName: string, name: string, roles: readonly string[], virtualNetworkName?: string): Promise<void> {
  return fitter.once(`machines ${serviceName}`, async () => {
    const roleList = roles.map(machine);
    await needsOf(fitter, serviceName, roleList);
    await fitter.rig.finish(await fitter.client.virtualMachines.createDeployment({ serviceName, name, label: name, deploymentSlot: 'Production', roleList, virtualNetworkName }));
    fitter.rig.clock.advance(60);
  });
}

export const withMachines: Fit = (fitter, { serviceName, deploymentName }) => machines(fitter, serviceName, deploymentName, ['fitting', 'fitting-2']);
const onMachine: Fit = (fitter, { serviceName, deploymentName, roleName }) => machines(fitter, serviceName, deploymentName, [roleName, 'fitting']);
const onMachines: Fit = (fitter, { serviceName, deploymentName, roles }) => machines(fitter, serviceName, deploymentName, roles);
const onStopped: Fit = async (fitter, parameters) => {
  await onMachine(fitter, parameters);
  const { serviceName, deploymentName, roleName } = parameters as { serviceName: string; deploymentName: string; roleName: string };
  await fitter.rig.finish(await fitter.client.virtualMachines.shutdown({ serviceName, deploymentName, roleName }));
};

const withDnsServer: Fit = async (fitter, parameters) => {
  const { serviceName, deploymentName, name } = parameters as { serviceName: string; deploymentName: string; name: string };
  await withMachines(fitter, parameters);
  await fitter.rig.finish(await fitter.client.dnsServers.add({ serviceName, deploymentName, name, address: '10.0.0.5' }));
};

export const machineFits: { readonly [N in OperationName]?: Fit } = {
  'virtualMachines.createDeployment': async (fitter, { serviceName, roleList, virtualNetworkName, reservedIPName }) => {
    await needsOf(fitter, serviceName, roleList);
    if (reservedIPName) await fitter.reservedIp(reservedIPName);
    if (virtualNetworkName) await networkFor(fitter, virtualNetworkName, roleList);
  },
  'virtualMachines.add': async (fitter, { serviceName, deploymentName, ...role }) => {
    await machines(fitter, serviceName, deploymentName, ['fitting']);
    await needsOf(fitter, serviceName, [role as PersistentVMRole]);
  },
  'virtualMachines.get': onMachine,
  'virtualMachines.update': async (fitter, parameters) => {
    const { serviceName, deploymentName, ...role } = parameters as { serviceName: string; deploymentName: string } & PersistentVMRole;
    await networkFor(fitter, 'fitting', [role]);
    await machines(fitter, serviceName, deploymentName, [role.roleName], 'fitting');
    await needsOf(fitter, serviceName, [{ ...role, osVirtualHardDisk: undefined }]);
  },
  'virtualMachines.delete': onMachine,
  'virtualMachines.start': onStopped,
  'virtualMachines.restart': onMachine,
  'virtualMachines.shutdown': onMachine,
  'virtualMachines.startRoles': onMachines,
  'virtualMachines.shutdownRoles': onMachines,
  'virtualMachines.capture': onStopped,
  'virtualMachines.captureVmImage': onStopped,
  'virtualMachines.redeploy': onMachine,
  'virtualMachines.getRemoteDesktopFile': onMachine,
  'dataDisks.get': async (fitter, parameters) => {
    await onMachine(fitter, parameters);
    const { serviceName, deploymentName, roleName, lun } = parameters as { serviceName: string; deploymentName: string; roleName: string; lun: number };
    await fitter.rig.finish(await fitter.client.dataDisks.add({ serviceName, deploymentName, roleName, lun, logicalDiskSizeInGB: 1, diskLabel: 'data', mediaLink: link('data') }));
  },
  'dnsServers.add': withMachines,
  'dnsServers.update': withDnsServer,
  'dnsServers.delete': withDnsServer,
};

export const machineObstacles: Readonly<Record<string, Fit>> = {
  'virtualMachines.createDeployment 400': (fitter, { serviceName, roleList }) => needsOf(fitter, serviceName, roleList),
  'storageAccounts.delete 400': async (fitter, { serviceName }) => {
    await fitter.account(serviceName);
    await changeState(fitter.rig, ({ disks }) => disks.push({ name: 'fitting', mediaLink: `https://${serviceName}.blob.core.windows.net/vhds/a.vhd`, gigabytes: 1, created: 0 }));
  },
};
