import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ConfigurationSet, PersistentVMRole } from '../../src/client/index.ts';
import type { EmulatorOptions } from '../../src/emulator/index.ts';
import type { State, Subscription } from '../../src/emulator/state.ts';
import { packageSasUrl } from '../../src/staging/index.ts';
import { startRig, type Rig } from './emulatorRig.ts';

/** Of the demo subscription; it is where its service contoso-shop is. */
export const account = 'contosopackages';
export const service = 'contoso-shop';
export const mediaLink = (file: string, container = 'vhds') => `https://${account}.blob.core.windows.net/${container}/${file}`;

const stateFile = (rig: Rig) => path.join(rig.directory, 'state.json');
export const stateText = (rig: Rig): string => readFileSync(stateFile(rig), 'utf8');
/** After a write, because what follows from the mere passing of time is not written down for itself. */
export async function stateOf(rig: Rig): Promise<Subscription> {
  await rig.client.hostedServices.update({ serviceName: 'contoso-reports', label: 'Contoso Reports' });
  return (JSON.parse(stateText(rig)) as State).subscriptions[0]!;
}

/** Changes what the emulator has in its file, between two starts. */
export function changeState(rig: Rig, change: (subscription: Subscription) => void, options?: Partial<EmulatorOptions>): Promise<void> {
  return rig.restart(options, async () => {
    const state = JSON.parse(stateText(rig)) as State;
    change(state.subscriptions[0]!);
    writeFileSync(stateFile(rig), JSON.stringify(state));
  });
}

async function signed(rig: Rig, url: string) {
  const { account: owner, container, blob } = /^https?:\/\/(?<account>[^.]+)\.[^/]+\/(?<container>[^/]+)\/(?<blob>.+)$/.exec(url)!.groups!;
  const { storageServiceKeys } = await rig.client.storageAccounts.getKeys({ serviceName: owner! });
  const own = `${rig.emulator.blobEndpoint}/${owner}/${container}/${blob}`;
  return { own, signer: { name: owner!, key: storageServiceKeys.primary } };
}

/** A person's own request to Blob storage, by the address of the real service. */
export async function ask(rig: Rig, method: string, url: string, headers: Record<string, string> = {}, query = '', body?: Buffer): Promise<Response> {
  const { own, signer } = await signed(rig, url);
  const sas = await packageSasUrl({ account: { ...signer, blobEndpoint: `${rig.emulator.blobEndpoint}/${signer.name}` }, url: own, permissions: 'racwd' });
  return fetch(`${sas}${query}`, { method, headers: { 'x-ms-version': '2021-12-02', ...headers }, ...(body && { body: new Uint8Array(body) }) });
}

/** What is at an address: nothing, or a blob, `leased` while it is that of a disk or an image. */
export async function blobAt(rig: Rig, url: string): Promise<undefined | 'leased' | 'free'> {
  const { status, headers } = await ask(rig, 'HEAD', url);
  if (status === 404) return undefined;
  assert.equal(status, 200);
  return headers.get('x-ms-lease-state') === 'leased' ? 'leased' : 'free';
}

/** Puts an empty VHD there, with a mark at the beginning of its disk. */
export async function putVhd(rig: Rig, url: string, gigabytes = 1, mark = ''): Promise<string> {
  await rig.makeVhd(gigabytes, url);
  const body = Buffer.alloc(512);
  body.write(mark);
  if (mark) assert.equal((await ask(rig, 'PUT', url, { 'x-ms-page-write': 'update', 'x-ms-range': 'bytes=0-511' }, '&comp=page', body)).status, 201);
  return url;
}

/** What is there in the first bytes of its disk. */
export const markAt = async (rig: Rig, url: string): Promise<string> =>
  (await (await ask(rig, 'GET', url, { 'x-ms-range': 'bytes=0-511' })).text()).replace(/\0+$/, '');

/** The demo subscription with two generalized images of its own: `linux` and `windows`. */
export async function startMachineRig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const rig = await startRig({ operationSeconds: 10, ...options });
  const images = (['Linux', 'Windows'] as const).map((os) => ({
    name: os.toLowerCase(), label: os, os, gigabytes: 1, mediaLink: mediaLink(`${os.toLowerCase()}.vhd`, 'images'), created: rig.clock.now(), modified: rig.clock.now(),
  }));
  for (const { mediaLink: url, os } of images) await putVhd(rig, url, 1, os);
  await changeState(rig, (subscription) => subscription.osImages.push(...images));
  return rig;
}

export const password = 'Pa55word-never-kept';

export const linux = (change: Partial<Extract<ConfigurationSet, { configurationSetType: 'LinuxProvisioningConfiguration' }>> = {}): ConfigurationSet =>
  ({ configurationSetType: 'LinuxProvisioningConfiguration', hostName: 'myhost', userName: 'myuser', userPassword: password, disableSshPasswordAuthentication: false, ...change });
export const windows = (change: Partial<Extract<ConfigurationSet, { configurationSetType: 'WindowsProvisioningConfiguration' }>> = {}): ConfigurationSet =>
  ({ configurationSetType: 'WindowsProvisioningConfiguration', computerName: 'mycomputer', adminUsername: 'myadmin', adminPassword: password, ...change });
export const network = (change: Partial<Extract<ConfigurationSet, { configurationSetType: 'NetworkConfiguration' }>> = {}): ConfigurationSet =>
  ({ configurationSetType: 'NetworkConfiguration', ...change });

/** A small Linux machine of the image `linux`. */
export const role = (roleName: string, change: Partial<PersistentVMRole> = {}): PersistentVMRole =>
  ({ roleName, roleType: 'PersistentVMRole', roleSize: 'Small', configurationSets: [linux()], osVirtualHardDisk: { sourceImageName: 'linux', mediaLink: mediaLink(`${roleName}.vhd`) }, ...change });

export type Creation = Partial<Parameters<Rig['client']['virtualMachines']['createDeployment']>[0]>;
export const create = (rig: Rig, roles: PersistentVMRole[] = [role('web1')], change: Creation = {}) =>
  rig.client.virtualMachines.createDeployment({ serviceName: service, name: 'vms', deploymentSlot: 'Production', label: 'my machines', roleList: roles, ...change });
export const created = async (rig: Rig, ...how: [PersistentVMRole[]?, Creation?]): Promise<void> => rig.finish(await create(rig, ...how));
/** Until machines are where they were going. */
export const arrive = (rig: Rig): void => rig.clock.advance(30);
export const at = { serviceName: service, deploymentName: 'vms' };
export const deployment = (rig: Rig) => rig.client.deployments.get(at);
export const statuses = async (rig: Rig): Promise<Record<string, string>> =>
  Object.fromEntries((await deployment(rig)).roleInstanceList!.map(({ roleName, instanceStatus, powerState }) => [roleName, `${instanceStatus} ${powerState}`]));
export const disksOf = async (rig: Rig, roleName: string) => (await stateOf(rig)).disks.filter(({ attachedTo }) => attachedTo?.role === roleName);

/** It is refused with these facts, at once, and neither what it shows nor a disk nor a blob job is otherwise than before. */
export async function refuses(rig: Rig, attempt: () => Promise<unknown>, facts: Parameters<Rig['refuses']>[1]): Promise<void> {
  const before = await possessions(rig);
  await rig.refuses(attempt, facts);
  assert.deepEqual(await possessions(rig), before);
}

/** It is accepted and fails with these facts, and then all is as before, the blobs in `vhds` too. */
export async function fails(rig: Rig, attempt: () => Promise<{ requestId: string }>, facts: { code: string; message?: string | RegExp }): Promise<void> {
  const [before, disks, blobs] = [await rig.snapshotWithoutDates(), await possessions(rig), await blobsIn(rig)];
  const accepted = await attempt();
  await assert.rejects(rig.finish(accepted), facts);
  assert.deepEqual(withoutTimes(await rig.snapshotWithoutDates()), withoutTimes(before), 'a failure undoes all');
  assert.deepEqual([await possessions(rig), await blobsIn(rig)], [disks, blobs]);
}

/** A guest agent reports at every look. */
const withoutTimes = (snapshot: object): unknown => JSON.parse(JSON.stringify(snapshot, (key, value: unknown) => (key === 'timestamp' ? undefined : value)));
const possessions = async (rig: Rig) => {
  const { disks, osImages, vmImages, blobJobs } = await stateOf(rig);
  return { disks, osImages, vmImages, blobJobs };
};

/** The names of the blobs in a container, and of those that are leased. */
export async function blobsIn(rig: Rig, container = 'vhds'): Promise<Record<string, 'leased' | 'free'>> {
  const { body } = await (await rig.blob(mediaLink('any', container))).ask({ method: 'GET', toContainer: true, query: '?restype=container&comp=list', accept: 404 });
  return Object.fromEntries([...body.toString().matchAll(/<Blob><Name>([^<]+)<.*?<LeaseState>(\w+)</g)].map(([, name, lease]) => [name, lease === 'leased' ? 'leased' as const : 'free' as const]));
}

export const failNext = (rig: Rig, operation: string) => rig.send('/_emulator/faults', { method: 'POST', body: `${operation}:fail:1` });
