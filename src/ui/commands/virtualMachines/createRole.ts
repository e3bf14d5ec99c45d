import type { ConfigurationSet, PersistentVMRole } from '../../../client/index.ts';
import { needsAccount, type System } from '../../input/machine.ts';
import type { Plan } from './createDraft.ts';

/** What only its task knows. */
export interface Made {
  /** Of the storage account, where one is needed. */
  readonly blobEndpoint?: string | undefined;
  /** Of the certificate with the SSH key. */
  readonly thumbprint?: string | undefined;
  readonly now: Date;
}

/** The machine as the service is asked for it. Holds the password. */
export function roleOf(plan: Plan, made: Made): PersistentVMRole {
  const { name, size, source, availabilitySet, endpoints, network } = plan;
  return {
    roleName: name, roleType: 'PersistentVMRole',
    configurationSets: [
      ...(source.isGeneralized ? [provisioning({ ...plan, os: source.os, thumbprint: made.thumbprint })] : []),
      { configurationSetType: 'NetworkConfiguration', inputEndpoints: endpoints.map(({ port, ...endpoint }) => ({ ...endpoint, ...(port !== undefined && { port }) })), ...(network && { subnetNames: [network.subnet] }) },
    ],
    ...disks(plan, made),
    ...(availabilitySet && { availabilitySetName: availabilitySet }),
    roleSize: size.name,
    ...(source.isGeneralized && { provisionGuestAgent: true }),
  };
}

/** Who signs in, and how. */
type Provisioned = Pick<Plan, 'name' | 'user' | 'password'> & Partial<Pick<Plan, 'updates' | 'timeZone'>> & Pick<Made, 'thumbprint'> & { readonly os: System };

/** What an operating system that is generalized is set up with; a Windows name has 15 characters (jj157194). Holds the password. */
export function provisioning({ name, os, user = '', password, updates, timeZone, thumbprint }: Provisioned): ConfigurationSet {
  if (os === 'Windows') {
    return { configurationSetType: 'WindowsProvisioningConfiguration', computerName: name.slice(0, 15), adminPassword: password!, resetPasswordOnFirstLogon: false, enableAutomaticUpdates: updates, timeZone, adminUsername: user };
  }
  return {
    configurationSetType: 'LinuxProvisioningConfiguration', hostName: name, userName: user,
    ...(thumbprint ? { disableSshPasswordAuthentication: true, ssh: { publicKeys: [{ fingerprint: thumbprint, path: `/home/${user}/.ssh/authorized_keys` }] } } : { userPassword: password!, disableSshPasswordAuthentication: false }),
  };
}

/** A new VHD is in the container that the portal used too; one from an own image beside the image, where the service wants it. */
function disks({ source, service, name }: Plan, { blobEndpoint = '', now }: Made): Pick<PersistentVMRole, 'vmImageName' | 'mediaLocation' | 'osVirtualHardDisk'> {
  const container = `${blobEndpoint.replace(/\/$/, '')}/vhds`;
  switch (source.kind) {
    case 'disk': return { osVirtualHardDisk: { diskName: source.name } };
    case 'vmImage': return { vmImageName: source.name, ...(needsAccount(source) && { mediaLocation: container }) };
    case 'osImage': {
      const folder = needsAccount(source) ? container : source.mediaLink?.split('?')[0]!.replace(/\/[^/]*$/, '');
      const file = `${service.name}-${name}-${now.toISOString().replace(/\D/g, '').slice(0, 14)}.vhd`;
      return { osVirtualHardDisk: { ...(folder && { mediaLink: `${folder}/${file}` }), sourceImageName: source.name } };
    }
  }
}
