import { createHash } from 'node:crypto';
import type { PersistentVMRole } from '../../../protocol/virtualMachineRole.ts';
import { findDisk } from '../../disks.ts';
import type { Context } from '../../handler.ts';
import type { Disk, Machine, MachineDeployment } from '../../state.ts';
import { describeDataDisk, ioTypeOf } from '../dataDisks/describe.ts';

/** A machine as Get Role shows it. Elements as recorded. */
export function describeRole({ subscription, blobs }: Context, deployment: MachineDeployment, machine: Machine): PersistentVMRole {
  const { name, endpoints, subnets, publicIps, networkInterfaces, extensions, osDisk, bootDiagnostics } = machine;
  const system = findDisk(subscription, osDisk.disk);
  return {
    roleName: name,
    osVersion: '',
    roleType: 'PersistentVMRole',
    configurationSets: [{
      type: 'NetworkConfigurationSet',
      configurationSetType: 'NetworkConfiguration',
      inputEndpoints: unlessEmpty(endpoints),
      subnetNames: unlessEmpty(subnets),
      staticVirtualNetworkIPAddress: machine.staticAddress,
      publicIPs: unlessEmpty(publicIps.map(({ address: _, ...publicIp }) => publicIp)),
      networkInterfaces: unlessEmpty(networkInterfaces.map(({ subnet, staticAddress, name: each, networkSecurityGroup, ipForwarding }) => ({
        name: each, ipConfigurations: [{ subnetName: subnet, staticVirtualNetworkIPAddress: staticAddress }], networkSecurityGroup, ipForwarding,
      }))),
      networkSecurityGroup: machine.networkSecurityGroup,
      ipForwarding: machine.ipForwarding,
    }],
    resourceExtensionReferences: unlessEmpty(extensions),
    vmImageName: machine.vmImage,
    availabilitySetName: machine.availabilitySet,
    dataVirtualHardDisks: machine.dataDisks.map((dataDisk) => describeDataDisk({ subscription, blobs }, dataDisk)),
    osVirtualHardDisk: {
      hostCaching: osDisk.hostCaching,
      diskLabel: system.label,
      diskName: system.name,
      mediaLink: system.mediaLink,
      sourceImageName: system.sourceImage,
      os: osDisk.os,
      remoteSourceImageLink: system.remoteSource,
      ioType: ioTypeOf({ subscription, blobs }, system),
    },
    roleSize: machine.size,
    defaultWinRmCertificateThumbprint: machine.winRmThumbprint,
    provisionGuestAgent: machine.provisionGuestAgent,
    debugSettings: bootDiagnostics === undefined ? undefined : bootDiagnostics ? diagnosticsOf(blobs.blobAddress(system.mediaLink)?.account, deployment, machine, system) : {},
    licenseType: machine.licenseType,
  };
}

const unlessEmpty = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined);

/** Where a picture of its screen is, and of Linux what it writes to its serial port; each machine has a container for it. */
function diagnosticsOf(account = '', { name, privateId }: MachineDeployment, machine: Machine, { created }: Disk): PersistentVMRole['debugSettings'] {
  const id = createHash('sha1').update(`${privateId} ${machine.name} ${created}`).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const file = `http://${account}.blob.core.windows.net/bootdiagnostics${id}/${name}.${privateId}.${machine.name}`;
  return { bootDiagnosticsEnabled: true, consoleScreenshotBlobUri: `${file}-screenshot.bmp`, ...(machine.osDisk.os === 'Linux' && { serialOutputBlobUri: `${file}-seriallog.txt` }) };
}
