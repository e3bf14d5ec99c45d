import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PersistentVMRole, ServiceManagementClient } from '../../src/client/index.ts';
import { TaskStore } from '../../src/ui/operations/taskStore.ts';
import type { TaskRow } from '../../src/ui/tree/operations.ts';
import { choose, enter, inject, refused, run, type Answer } from './person.ts';
import { deleteWhatTestsMade, deploySample, emulatorConnection, eventually, outline, row, services, words } from './services.ts';

const create = 'azureClassic.virtualMachines.create';
const location = 'West Europe';
const password = 'Pa55-of-machines';
const twice: readonly Answer[] = [enter(password), enter(password)];
const ubuntu = choose('Ubuntu Server 14.04.5 LTS');
const windows = choose('Windows Server 2012 R2 Datacenter, June 2015');

/** An RSA key as ssh-keygen writes it. */
function sshKey(bits = 2048) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
  const number = (text: string) => { const bytes = Buffer.from(text, 'base64url'); return field(bytes[0]! > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes); };
  const line = `ssh-rsa ${Buffer.concat([field(Buffer.from('ssh-rsa')), number(e!), number(n!)]).toString('base64')} ana@contoso`;
  return { line, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

describe('a virtual machine is created', () => {
  let client: ServiceManagementClient;
  const machineOf = (serviceName: string, roleName: string, deploymentName = roleName): Promise<PersistentVMRole> => client.virtualMachines.get({ serviceName, deploymentName, roleName });
  const stateOf = async (serviceName: string) => (await client.deployments.get({ serviceName, slot: 'Production' })).roleInstanceList!.map(({ roleName, instanceStatus }) => [roleName, instanceStatus]);
  const portsOf = ({ configurationSets = [] }: PersistentVMRole) =>
    configurationSets.flatMap((set) => (set.configurationSetType === 'NetworkConfiguration' ? set.inputEndpoints ?? [] : [])).map(({ name, protocol, port, localPort }) => [name, protocol, port, localPort]);
  const lastTask = async () => (await (await services()).operations.getChildren())[0] as TaskRow;
  const stepsOf = (task: TaskRow) => task.record.steps!.map(({ title, ended }) => [title, ended?.kind]);
  const service = (name: string) => row('Local emulator', 'Cloud Services', name);
  /** Everything that is written down of tasks. */
  const writtenDown = async () => {
    const folder = path.join((await services()).context.globalStorageUri.fsPath, 'tasks');
    return globSync('*.json', { cwd: folder }).map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
  };

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await client.operations.wait((await client.storageAccounts.create({ serviceName: 'machinestorage', label: 'x', location })).requestId);
  });
  afterEach(() => inject(''));
  // What holds an account or an address has to go before it.
  after(async () => {
    await deleteWhatTestsMade();
    await client.operations.wait((await client.reservedIps.delete({ reservedIpName: 'machine-address' })).requestId);
    await client.operations.wait((await client.virtualNetworks.setConfiguration({ configuration: network.replace(/<VirtualNetworkSites>[^]*<\/VirtualNetworkSites>/, '') })).requestId);
  });

  it('of Linux, with a password, in a new cloud service with a new storage account', async () => {
    const { asked, told } = await run(create, [await row('Local emulator', 'Virtual Machines')], [
      ubuntu, refused('my vm', /only letters, digits and hyphens/), refused('1st', /begins with a letter/), enter('ubuntu-1'), choose('Small'),
      choose('Create a new cloud service...'), refused('contoso-shop', /taken/), enter('machines-linux'), choose(location),
      refused('root', /Linux has the user root itself/), enter('ana'), choose('With a password'), refused('short', /6 to 72 characters; this one has 5/), enter(password), refused('another', /another password/), enter(password),
      choose('Create a new storage account...'), enter('machineslinux'),
      choose('SSH', 'Others...'), refused('tcp 22', /tcp 22 is taken/), refused('tcp eighty', /no endpoint/), enter('tcp 8080:80, udp 53'), choose('Create'),
    ]);
    assert.deepEqual(told, ['The virtual machine ubuntu-1 is created in machines-linux and ready.']);
    assert.match(asked[0]!, /^Create Virtual Machine \(1\/\d+\): From what\?/);
    assert.deepEqual(await stateOf('machines-linux'), [['ubuntu-1', 'ReadyRole']]);
    const role = await machineOf('machines-linux', 'ubuntu-1');
    assert.deepEqual(portsOf(role), [['SSH', 'tcp', 22, 22], ['tcp-8080', 'tcp', 8080, 80], ['udp-53', 'udp', 53, 53]]);
    assert.match(role.osVirtualHardDisk!.mediaLink!, /\bmachineslinux\b.*\/vhds\/machines-linux-ubuntu-1-\d{14}\.vhd$/);
    assert.equal(role.roleSize, 'Small');
    const task = await lastTask();
    assert.deepEqual(stepsOf(task), ['Create the cloud service machines-linux', 'Create the storage account machineslinux', 'Create the virtual machine', 'Start the virtual machine'].map((title) => [title, 'succeeded']));
    const text = await writtenDown();
    assert.ok(text.includes('ubuntu-1') && !text.includes(password));
    assert.deepEqual(await outline(await row('Local emulator', 'Virtual Machines'), 1), ['Virtual Machines | 1', ['ubuntu-1 | running · Small · machines-linux']]);
  });

  it('of Windows, beside another, from the row of the cloud service', async () => {
    const { told, asked } = await run(create, [await service('machines-linux')], [
      windows, refused('windows-machine-1', /at most 15/), refused('UBUNTU-1', /machines-linux has a machine of the name UBUNTU-1 already/), enter('win-1'), choose('Medium'),
      refused('Administrator', /does not take/), enter('ana'), refused('onlysmallletters', /three of these four.* 1 of them/), ...twice, choose('machineslinux'), choose('RemoteDesktop', 'HTTP'), choose('Create'),
    ]);
    assert.deepEqual(told, ['The virtual machine win-1 is created in machines-linux and ready.']);
    assert.ok(!asked.some((question) => /Which subscription|In which cloud service/.test(question)), asked.join());
    assert.deepEqual(await stateOf('machines-linux'), [['ubuntu-1', 'ReadyRole'], ['win-1', 'ReadyRole']]);
    assert.deepEqual(portsOf(await machineOf('machines-linux', 'win-1', 'ubuntu-1')), [['HTTP', 'tcp', 80, 80], ['RemoteDesktop', 'tcp', 3389, 3389]]);
  });

  it('with an SSH key, whose certificate the cloud service gets, and all that only the review asks for', async () => {
    await client.operations.wait((await client.virtualNetworks.setConfiguration({ configuration: network })).requestId);
    await client.operations.wait((await client.reservedIps.create({ name: 'machine-address', location })).requestId);
    await client.hostedServices.create({ serviceName: 'machines-key', label: 'x', location });
    const { line, pem } = sshKey();
    const { told } = await run(create, [], [
      ubuntu, enter('key-1'), choose('Small'), choose('machines-key'), enter('ana'), choose('With an SSH key'), choose('Paste...'),
      refused('-----BEGIN OPENSSH PRIVATE KEY-----', /Keep it to yourself/), refused('ssh-rsa AAAA', /no public SSH key/), refused('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA', /SSH key/), refused(sshKey(1024).line, /1024 bits/), enter(line),
      choose('machinestorage'), choose('SSH'),
      choose('Availability set'), enter('front'), choose('Virtual network'), choose('web'), choose('Reserved address'), choose('machine-address'), choose('Create'),
    ]);
    assert.deepEqual(told, ['The virtual machine key-1 is created in machines-key and ready.']);
    const [certificate] = await client.serviceCertificates.list({ serviceName: 'machines-key' });
    assert.equal(new X509Certificate(Buffer.from(certificate!.data!, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }), createPublicKey(pem).export({ type: 'spki', format: 'pem' }));
    const role = await machineOf('machines-key', 'key-1');
    assert.equal(role.availabilitySetName, 'front');
    const deployment = await client.deployments.get({ serviceName: 'machines-key', slot: 'Production' });
    assert.deepEqual([deployment.virtualNetworkName, deployment.reservedIPName], ['contoso-net', 'machine-address']);
    assert.deepEqual(stepsOf(await lastTask()).map(([title]) => title), ['Add the SSH key to the cloud service', 'Create the virtual machine', 'Start the virtual machine']);
  });

  it('from the row of a VM image that is specialized, which is asked for neither user nor password', async () => {
    const from = { serviceName: 'machines-linux', deploymentName: 'ubuntu-1', roleName: 'win-1' };
    await client.operations.wait((await client.virtualMachines.captureVmImage({ ...from, osState: 'Specialized', vmImageName: 'win-image', vmImageLabel: 'Our Windows' })).requestId);
    const { told, asked } = await run('azureClassic.virtualMachines.createFromImage', [await row('Local emulator', 'VM Images', 'Our Windows')], [
      enter('win-2'), choose('Small'), choose('Create a new cloud service...'), enter('machines-image'), choose(location), choose('RemoteDesktop'), choose('Create'),
    ]);
    assert.deepEqual(told, ['The virtual machine win-2 is created in machines-image and ready.']);
    assert.equal(asked.length, 7);
    assert.equal((await machineOf('machines-image', 'win-2')).vmImageName, 'win-image');
  });

  it('from the row of a disk that a machine has left', async () => {
    await client.operations.wait((await client.hostedServices.delete({ serviceName: 'machines-image', deleteMedia: true })).requestId);
    const { osVirtualHardDisk: disk } = await machineOf('machines-linux', 'win-1', 'ubuntu-1');
    await client.operations.wait((await client.virtualMachines.delete({ serviceName: 'machines-linux', deploymentName: 'ubuntu-1', roleName: 'win-1' })).requestId);
    const { told } = await run(create, [await row('Local emulator', 'Disks', disk!.diskName!)], [enter('win-3'), choose('Small'), choose('machines-linux'), choose('RemoteDesktop'), choose('Create')]);
    assert.deepEqual(told, ['The virtual machine win-3 is created in machines-linux and ready.']);
    assert.equal((await machineOf('machines-linux', 'win-3', 'ubuntu-1')).osVirtualHardDisk!.diskName, disk!.diskName);
  });

  it('of Windows after all, which takes no SSH key, in a cloud service that is named like a group of the tree', async () => {
    await client.hostedServices.create({ serviceName: 'disks', label: 'x', location });
    const { told } = await run(create, [await row('Local emulator', 'Cloud Services', 'disks', 'Production')], [
      ubuntu, enter('linux-1'), choose('Small'), enter('ana'), choose('With an SSH key'), choose('Paste...'), enter(sshKey().line), choose('machinestorage'), choose('SSH'),
      choose('Image'), windows, enter('win-4'), enter('ana'), ...twice, choose('RemoteDesktop'), choose('Create'),
    ]);
    assert.deepEqual(told, ['The virtual machine win-4 is created in disks and ready.']);
    assert.deepEqual(await client.serviceCertificates.list({ serviceName: 'disks' }), []);
  });

  it('not at all where the service refuses: what was made is said, and the retry asks for the password only', async () => {
    await inject('virtualMachines.createDeployment:500');
    const { told } = await run(create, [], [
      ubuntu, enter('vm-1'), choose('Small'), choose('Create a new cloud service...'), enter('machines-fail'), choose(location), enter('ana'), choose('With a password'), ...twice,
      choose('Create a new storage account...'), enter('machinesfail'), choose('SSH'), choose('Create'),
    ]);
    assert.match(told.join(), /^The virtual machine vm-1 could not be created in machines-fail\. InternalError: .*The new cloud service machines-fail is there and stays\. The new storage account machinesfail is there and stays\.$/);
    const failed = await lastTask();
    assert.equal(failed.toTreeItem().contextValue, 'operation;ended;failed;retryable');
    assert.deepEqual(stepsOf(failed).at(-1), ['Create the virtual machine', 'failed']);
    assert.equal(await words(await row('Local emulator', 'Cloud Services', 'machines-fail', 'Production')), 'Production | empty');
    await inject('');
    const again = await run('azureClassic.operations.retry', [failed], [...twice, choose('Create')]);
    assert.deepEqual(again.told, ['The virtual machine vm-1 is created in machines-fail and ready.']);
    assert.deepEqual(await stateOf('machines-fail'), [['vm-1', 'ReadyRole']]);
    assert.ok(!(await writtenDown()).includes(password));
  });

  it('though its window goes: another one looks for what was asked for, and says what was not', async () => {
    const { context } = await services();
    const other = new TaskStore(path.join(context.globalStorageUri.fsPath, 'tasks'));
    const { id: _, ended, requestId, steps, ...record } = (await lastTask()).record;
    const ends = async (change: Partial<NonNullable<typeof record.machine>>) => {
      const { task, lease } = await other.begin({ ...record, startedAt: Date.now(), machine: { ...record.machine!, ...change } });
      lease.release();
      const found = async () => (await (await services()).operations.getChildren() as TaskRow[]).find(({ record: { id } }) => id === task.id)?.record.ended;
      await eventually(async () => (await found()) !== undefined, true);
      return (await found())!;
    };
    assert.deepEqual([(await ends({ phase: 'requesting' })).message, (await ends({ phase: 'preparing', newService: 'made' })).message], [
      'The virtual machine vm-1 is created in machines-fail and ready.',
      'The window was closed before the virtual machine vm-1 was asked for, so there is none. The new cloud service machines-fail is there and stays.',
    ]);
    assert.match((await ends({ phase: 'requesting', name: 'vm-none' })).message, /The cloud service machines-fail has no virtual machine vm-none\./);
  });

  it('not at all where the operation fails, and its disk is not there either; the retry adds its SSH key no second time', async () => {
    await inject('virtualMachines.add:fail:1');
    const answers = [ubuntu, enter('vm-2'), choose('Small'), enter('ana'), choose('With an SSH key'), choose('Paste...'), enter(sshKey().line), choose('machinestorage'), choose('SSH'), choose('Create')];
    const { told } = await run(create, [await service('machines-fail')], answers);
    assert.match(told.join(), /^The virtual machine vm-2 could not be created in machines-fail\. \w+: .*\(request \w+\) The certificate of its SSH key is in the cloud service machines-fail and stays\.$/);
    assert.deepEqual(await stateOf('machines-fail'), [['vm-1', 'ReadyRole']]);
    assert.ok(!(await client.disks.list()).some(({ name }) => name.includes('vm-2')));
    const failed = await lastTask();
    assert.deepEqual(stepsOf(failed), [['Add the SSH key to the cloud service', 'succeeded'], ['Create the virtual machine', 'failed']]);
    const certificates = async () => (await client.serviceCertificates.list({ serviceName: 'machines-fail' })).map(({ thumbprint }) => thumbprint);
    const added = await certificates();
    assert.equal(added.length, 1);
    await inject('');
    assert.deepEqual((await run('azureClassic.operations.retry', [failed], [choose('Create')])).told, ['The virtual machine vm-2 is created in machines-fail and ready.']);
    assert.deepEqual(await certificates(), added);
  });

  it('not at all where the cloud service cannot be made', async () => {
    await inject('hostedServices.create:500:9');
    const image = await row('Local emulator', 'OS Images', 'Canonical', 'Ubuntu Server 14.04 LTS', 'Ubuntu Server 14.04.5 LTS');
    const { told } = await run('azureClassic.virtualMachines.createFromImage', [image], [
      enter('vm-3'), choose('Small'), choose('Create a new cloud service...'), enter('machines-none'), choose(location), enter('ana'), choose('With a password'), ...twice, choose('machinestorage'), choose('SSH'), choose('Create'),
    ]);
    assert.match(told.join(), /^The virtual machine vm-3 could not be created in machines-none\. InternalError: .*\(request \w+\)$/);
    await assert.rejects(client.hostedServices.get({ serviceName: 'machines-none' }), { httpStatus: 404 });
  });

  it('in no cloud service that has a package in production, and that is said', async () => {
    await deploySample(client, { serviceName: 'machines-package', slot: 'Production', account: 'machinespackage', configuration: 'ServiceConfiguration.Local.cscfg' });
    const { told } = await run(create, [await service('machines-package')], []);
    assert.deepEqual(told, ['The production slot of machines-package has a package in it.']);
  });
});

const network = `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration><VirtualNetworkSites>
<VirtualNetworkSite name="contoso-net" Location="West Europe"><AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace><Subnets><Subnet name="web"><AddressPrefix>10.1.0.0/16</AddressPrefix></Subnet></Subnets></VirtualNetworkSite>
</VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`;
