import { randomBytes } from 'node:crypto';
import type { PersistentVMRole } from '../../../protocol/virtualMachineRole.ts';
import { refusals, type Refusal } from '../../errors.ts';
import type { Context } from '../../handler.ts';
import { same } from '../../lookup.ts';
import { sendOn } from '../../instances.ts';
import type { HostedService, Machine, ServiceCertificate } from '../../state.ts';
import type { Inhabitant } from '../../virtualNetworks.ts';
import { exceededQuota } from '../deployments/create.ts';
import { makeDefaultWinRmCertificate } from './certificates.ts';
import { listensForWinRm, networkOf, requireProvisioning, requireRole, sizeOf } from './checks.ts';
import { DiskPlan, type MachineSource } from './diskPlan.ts';
import { makeEndpoints } from './endpoints.ts';
import { networker, type Place } from './network.ts';
import { makeDisks, takeDisks, type TakenDisk } from './takeDisks.ts';

/** The deployment that machines are for, as it is or is to be. */
interface Home { readonly service: HostedService; readonly name: string; readonly virtualNetworkName?: string | undefined; readonly machines: readonly Machine[] }

interface MadeMachines {
  readonly machines: Machine[];
  /** What the service found out only while it worked. */
  readonly failure: Refusal | undefined;
  /** To be undone where the operation fails. */
  readonly taken: TakenDisk[];
  /** To become the service's where it does not. */
  readonly winRm: ServiceCertificate | undefined;
}

/**
 * Makes machines with their disks and all, not in the state yet. It waits for blobs, therefore `findHome` is asked again afterwards
 * whether they may still be, and all but the disks is made anew.
 * @throws Refusal, with nothing left behind
 */
export async function makeMachines<H extends Home>(context: Context, roles: readonly PersistentVMRole[], findHome: () => H): Promise<MadeMachines & { readonly home: H }> {
  const { subscription, clock } = context;
  const { service, name: deploymentName } = findHome();
  const plan = new DiskPlan(context);
  const sources: MachineSource[] = [];
  for (const role of roles) {
    requireRole(role);
    sources.push(await plan.planMachine({ service, deploymentName, roleName: role.roleName }, role));
  }
  const winRm = roles.some(({ configurationSets }) => listensForWinRm(configurationSets)) ? await makeDefaultWinRmCertificate(service, clock.now()) : undefined;

  const make = () => {
    const home = findHome();
    const network = networker(context, home.virtualNetworkName);
    const machines: Machine[] = [];
    let failure: Refusal | undefined;
    for (const [i, role] of roles.entries()) {
      const others = [...home.machines, ...machines];
      if (others.some(({ name }) => same(name, role.roleName))) throw refusals.roleExists(role.roleName);
      const configuration = networkOf(role.configurationSets);
      const endpoints = makeEndpoints(role.roleName, configuration?.inputEndpoints ?? [], others.flatMap((each) => each.endpoints));
      failure ??= endpoints.failure;
      machines.push({
        ...makeMachine(home.service, role, sources[i]!),
        ...network.place(role.roleName, configuration),
        endpoints: endpoints.endpoints,
        winRmThumbprint: listensForWinRm(role.configurationSets) ? home.service.defaultWinRmCertificateThumbprint ?? winRm?.thumbprint : undefined,
      });
    }
    sendOn(context, machines, 'provision');
    return { home, machines, failure: failure ?? exceededQuota(context, { kind: 'machines', machines }) };
  };
  make();
  const made = await makeDisks(context, plan.planned, make);
  const taken = made.machines.flatMap((machine) => takeDisks(subscription, plan.planned, machine, { hostedService: service.name, deployment: deploymentName, role: machine.name }));
  return { ...made, taken, winRm };
}

/** All of a machine but its place in the network. */
function makeMachine(service: HostedService, role: PersistentVMRole, { osDisk, dataDisks, isGeneralized }: MachineSource): Omit<Machine, keyof Place | keyof Inhabitant | 'endpoints'> {
  const { roleName, configurationSets = [], debugSettings } = role;
  return {
    name: roleName,
    size: sizeOf(role.roleSize),
    way: { name: 'provision', since: 0, stepMs: 0 },
    availabilitySet: role.availabilitySetName || undefined,
    osDisk,
    dataDisks,
    extensions: withoutSecrets(role.resourceExtensionReferences),
    provisionGuestAgent: role.provisionGuestAgent,
    bootDiagnostics: debugSettings?.bootDiagnosticsEnabled,
    licenseType: role.licenseType,
    vmImage: role.vmImageName || undefined,
    ...(isGeneralized
      ? { ...requireProvisioning(service, roleName, osDisk.os, configurationSets), remoteAccessThumbprint: makeThumbprint(osDisk.os) }
      : { hostName: roleName, certificates: [] }),
  };
}

/** Extensions as they are kept and shown: enabled unless it was said otherwise, without private parameters (ee460804). */
export const withoutSecrets = (references: PersistentVMRole['resourceExtensionReferences'] = []): Machine['extensions'] =>
  references.map(({ forceUpdate: _, ...reference }) => ({
    ...reference,
    resourceExtensionParameterValues: (reference.resourceExtensionParameterValues ?? []).filter(({ type }) => type !== 'Private'),
    state: reference.state || 'Enable',
  }));

/** Recorded: of an SSH key its MD5, of an RDP certificate its SHA-1. */
const makeThumbprint = (os: string): string => (os === 'Linux' ? randomBytes(16).toString('hex') : randomBytes(20).toString('hex').toUpperCase());

/** The certificate that a service got with its first machine that listens for WinRM. */
export function keepWinRm(service: HostedService, winRm: ServiceCertificate | undefined): void {
  if (!winRm || service.defaultWinRmCertificateThumbprint !== undefined) return;
  service.certificates.push(winRm);
  service.defaultWinRmCertificateThumbprint = winRm.thumbprint;
}

