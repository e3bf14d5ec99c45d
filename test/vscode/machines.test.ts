import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Deployment, PersistentVMRole, ServiceManagementClient } from '../../src/client/index.ts';
import type { Branch } from '../../src/ui/tree/branch.ts';
import type { Node } from '../../src/ui/tree/node.ts';
import type { TaskRow } from '../../src/ui/tree/operations.ts';
import { browse, choose, click, enter, inject, refused, run, type Answer, type Shown } from './person.ts';
import { emulatorConnection, eventually, row, sample, services, words } from './services.ts';

const serviceName = 'machine-service';
const deploymentName = 'machines';
const at = { serviceName, deploymentName };
const account = 'machinestorage';
const blob = (name: string) => `https://${account}.blob.core.windows.net/vhds/${name}.vhd`;
/** What a person is told of an operation that the service refused, or accepted and failed. */
const failed = /: this failed\. \w+: .*\(request \w+\)$/;

/** A row that is still on screen somewhere. */
let gone: Node;

describe('virtual machines', () => {
  let client: ServiceManagementClient;
  const wait = async ({ requestId }: { requestId: string }) => { await client.operations.wait(requestId); };
  const deployment = (): Promise<Deployment> => client.deployments.get(at);
  const role = (roleName: string): Promise<PersistentVMRole> => client.virtualMachines.get({ ...at, roleName });
  const status = async (...names: string[]) => (await deployment()).roleInstanceList!.filter(({ roleName }) => names.includes(roleName)).map(({ instanceStatus }) => instanceStatus);
  const arrived = (state: string, ...names: string[]) => eventually(() => status(...names), names.map(() => state));
  const machine = (name: string): Promise<Node> => row('Local emulator', 'Virtual Machines', name);
  const part = async (name: string, label: string): Promise<Node> => row('Local emulator', 'Virtual Machines', name, label);
  const on = async (verb: string, names: readonly string[], ...answers: Answer[]): Promise<Shown> => {
    const nodes = await Promise.all(names.map(machine));
    return run(`azureClassic.virtualMachines.${verb}`, [nodes[0], nodes], answers);
  };
  /** What was done last, once more. */
  const retry = async (...answers: Answer[]): Promise<Shown> => run('azureClassic.operations.retry', [(await services()).operations.getChildren()[0]], answers);
  const onPart = async (verb: string, node: Node, ...answers: Answer[]): Promise<Shown> => run(`azureClassic.virtualMachines.${verb}`, [node], answers);

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    const location = 'West Europe';
    await client.hostedServices.create({ serviceName, label: serviceName, location });
    for (const [name, place] of [[account, location], ['machinefar', 'East US']] as const) await wait(await client.storageAccounts.create({ serviceName: name, label: name, location: place }));
    const images = await client.osImages.list();
    const imageOf = (os: string) => images.find((image) => image.os === os)!.name;
    const small = (roleName: string, os: 'Linux' | 'Windows', localPort: number): PersistentVMRole => ({
      roleName, roleType: 'PersistentVMRole', roleSize: 'Small', osVirtualHardDisk: { sourceImageName: imageOf(os), mediaLink: blob(roleName), diskName: `${roleName}-os` },
      configurationSets: [
        os === 'Linux' ? { configurationSetType: 'LinuxProvisioningConfiguration', hostName: roleName, userName: 'ana', userPassword: 'Pa55word!', disableSshPasswordAuthentication: false }
          : { configurationSetType: 'WindowsProvisioningConfiguration', adminUsername: 'ana', adminPassword: 'Pa55word!' },
        {
          configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ name: 'Way in', protocol: 'tcp', port: 50_000 + localPort, localPort, endpointAcl: { rules: [{ order: 1, action: 'permit', remoteSubnet: '10.0.0.0/8' }] } }],
          publicIPs: [{ name: `${roleName}-own`, domainNameLabel: roleName }],
        },
      ],
    });
    const roleList = [small('vm-linux', 'Linux', 22), small('vm-windows', 'Windows', 3389)];
    await wait(await client.virtualMachines.createDeployment({ serviceName, name: deploymentName, deploymentSlot: 'Production', label: 'Máquinas', roleList }));
    await arrived('ReadyRole', 'vm-linux', 'vm-windows');
  });

  describe('are stopped and started', () => {
    it('with what each way of stopping costs and loses said before', async () => {
      const vip = (await deployment()).virtualIPs![0]!.address!;
      const { asked, told } = await on('stop', ['vm-linux'], click('Stop, Keep Allocated'));
      assert.match(asked[0]!, new RegExp(`^Stop vm-linux\\?\nSubscription: .*\nCloud service: ${serviceName}\nVirtual machines: vm-linux\n[^]*The public address ${vip} of ${serviceName} stays, because other machines[^]*costs as if it ran\\.$`));
      assert.deepEqual(told, ['Stopped, and allocated still: vm-linux.']);
      await arrived('StoppedVM', 'vm-linux');

      const both = await on('stop', ['vm-linux', 'vm-windows'], click('Stop and Deallocate'));
      assert.match(both.asked[0]!, new RegExp(`^Stop 2 virtual machines\\?[^]*${serviceName} loses its public address ${vip}[^]*Public addresses of the machines themselves are lost: \\S+`));
      assert.deepEqual(both.told, ['Stopped and deallocated: vm-linux, vm-windows.']);
      await arrived('StoppedDeallocated', 'vm-linux', 'vm-windows');
    });

    it('all of a cloud service in one request', async () => {
      const { told } = await on('start', ['vm-linux', 'vm-windows']);
      assert.deepEqual(told, ['Started: vm-linux, vm-windows.']);
      await arrived('ReadyRole', 'vm-linux', 'vm-windows');
    });

    it('from the palette too, where only those are offered that it applies to', async () => {
      await on('stop', ['vm-windows'], click('Stop and Deallocate'));
      await arrived('StoppedDeallocated', 'vm-windows');
      const { told } = await run('azureClassic.virtualMachines.start', [], [choose('vm-windows')]);
      assert.deepEqual(told, ['Started: vm-windows.']);
      await arrived('ReadyRole', 'vm-windows');
      assert.match((await run('azureClassic.virtualMachines.start', [], [])).told.join(), /^There is no virtual machine that this applies to now\.$/);
      assert.match((await on('start', ['vm-linux'])).told.join(), /^This does not apply now\. vm-linux: running$/);
    });

    it('and restarted, one after the other', async () => {
      const { asked, told } = await on('restart', ['vm-linux', 'vm-windows'], click('Restart Virtual Machines'));
      assert.match(asked[0]!, /^Restart 2 virtual machines\?\n/);
      assert.deepEqual(told, ['Restarted: vm-linux.', 'Restarted: vm-windows.']);
      await arrived('ReadyRole', 'vm-linux', 'vm-windows');
    });

    it('and moved to other hardware, with what that loses said before', async () => {
      await inject('virtualMachines.redeploy:500:1');
      const redeploy = () => on('redeploy', ['vm-linux', 'vm-windows'], click('Redeploy Virtual Machines'));
      assert.match((await redeploy()).told.join(), failed);
      const { asked, told } = await redeploy();
      assert.match(asked[0]!, /^Redeploy 2 virtual machines\?\n[^]*What is on its temporary disk is lost/);
      assert.deepEqual(told, ['Redeployed: vm-linux.', 'Redeployed: vm-windows.']);
      await arrived('ReadyRole', 'vm-linux', 'vm-windows');
    });

    it('but for those of which only a part is selected with them', async () => {
      const restart = async (...selection: Node[]) => (await run('azureClassic.virtualMachines.restart', [selection[0], selection], [click('')])).asked[0]!;
      const [linux, ofWindows] = [await machine('vm-linux'), await part('vm-windows', 'Way in')];
      assert.match(await restart(linux, ofWindows), /^Restart vm-linux\?\n/);
      assert.match(await restart(ofWindows), /^Restart vm-windows\?\n/);
    });

    it('and stay as they are when the service fails', async () => {
      await inject('virtualMachines.restart:500:1,virtualMachines.shutdown:500:1');
      assert.match((await on('restart', ['vm-linux', 'vm-windows'], click('Restart Virtual Machines'))).told.join(), failed);
      assert.match((await on('stop', ['vm-linux'], click('Stop and Deallocate'))).told.join(), failed);
      await inject('');
      assert.deepEqual(await status('vm-linux', 'vm-windows'), ['ReadyRole', 'ReadyRole']);
      assert.equal(await words(await machine('vm-linux')), `vm-linux | running · Small · ${serviceName}`);
      await on('stop', ['vm-linux'], click('Stop and Deallocate'));
      await arrived('StoppedDeallocated', 'vm-linux');
      await inject('virtualMachines.start:500:1');
      assert.match((await on('start', ['vm-linux'])).told.join(), failed);
      assert.equal(await words(await machine('vm-linux')), `vm-linux | stopped, deallocated · Small · ${serviceName}`);
      await on('start', ['vm-linux']);
      await arrived('ReadyRole', 'vm-linux');
    });
  });

  describe('are reached', () => {
    it('with an RDP file of a Windows machine', async () => {
      const file = vscode.Uri.file(sample('vm-windows.rdp'));
      assert.deepEqual((await on('downloadRdp', ['vm-windows'], browse(file))).told, ['The RDP file of vm-windows is saved.']);
      assert.match(await readFile(file.fsPath, 'utf8'), new RegExp(`^full address:s:${serviceName}\\.cloudapp\\.net:53389\r\n`));
      await inject('virtualMachines.getRemoteDesktopFile:307:9');
      assert.match((await on('downloadRdp', ['vm-windows'])).told.join(), /redirects/);
      await inject('');
    });

    it('with the ssh command of a Linux machine', async () => {
      await on('copySshCommand', ['vm-linux']);
      assert.equal(await vscode.env.clipboard.readText(), `ssh -p 50022 ${serviceName}.cloudapp.net`);
      await inject('deployments.get:malformed:9');
      assert.match((await on('copySshCommand', ['vm-linux'])).told.join(), /^The answer/);
      await inject('');
    });
  });

  describe('are shown in the tree', () => {
    it('in their deployment, and all services are not looked into for that', async () => {
      const { tree } = await services();
      const reading = tree.reading(await row('Local emulator', 'Virtual Machines') as Branch<unknown>);
      const { asOf } = reading;
      await run('azureClassic.disks.showMachine', [await row('Local emulator', 'Disks', 'vm-linux-os')], []);
      await eventually(async () => tree.selection?.id.split('/').slice(-4).join('/'), `hostedServices/${serviceName}/Production/vm-linux`);
      assert.equal(reading.asOf, asOf);
    });
  });

  describe('have endpoints', () => {
    const endpoints = async () => (await role('vm-linux')).configurationSets!.flatMap((set) => set.inputEndpoints ?? []).map(({ name, protocol, port, localPort }) => `${name} ${protocol} ${port} ${localPort}`);

    it('one more, at a public port that is free, and nothing else of the machine changes', async () => {
      const shown = (name: string) => client.virtualMachines.get({ ...at, roleName: name }, { version: '2017-01-01' });
      const before = await shown('vm-linux');
      const { told } = await on('addEndpoint', ['vm-linux'], choose('TCP'), refused('0', /from 1 to 65.?535/), enter('443'), refused('53389', /taken by vm-windows/), enter('50443'), refused('way IN', /already/), enter('Web'));
      assert.deepEqual(told, ['vm-linux is reached at the public port 50443 now.']);
      assert.deepEqual(await endpoints(), ['Way in tcp 50022 22', 'Web tcp 50443 443']);
      const after = await shown('vm-linux');
      const network = (of: PersistentVMRole) => of.configurationSets!.map(({ inputEndpoints = [], ...rest }) => ({ ...rest, inputEndpoints: inputEndpoints.filter(({ name }) => name !== 'Web') }));
      assert.deepEqual({ ...after, configurationSets: network(after) }, { ...before, configurationSets: network(before) });
      assert.equal(before.configurationSets![0]!.publicIPs![0]!.domainNameLabel, 'vm-linux');
    });

    it('one less, and none when the service fails', async () => {
      await inject('virtualMachines.update:fail:2');
      const remove = async () => onPart('removeEndpoint', await part('vm-linux', 'Web'), click('Remove Endpoint'));
      assert.match((await remove()).told.join(), failed);
      assert.match((await on('addEndpoint', ['vm-linux'], choose('UDP'), enter('53'), enter('53'), enter('DNS'))).told.join(), failed);
      assert.deepEqual(await endpoints(), ['Way in tcp 50022 22', 'Web tcp 50443 443']);
      const { asked, told } = await remove();
      assert.match(asked[0]!, /^Remove the endpoint Web of vm-linux\?[^]*Nobody reaches the machine at the public port 50443 any more\.$/);
      assert.deepEqual(told, ['vm-linux is not reached at the public port 50443 any more.']);
      assert.deepEqual(await endpoints(), ['Way in tcp 50022 22']);
    });
  });

  describe('are of a size', () => {
    it('that is changed, after saying that they restart', async () => {
      const { asked, told } = await on('resize', ['vm-linux'], choose('Medium'), click('Resize Virtual Machine'));
      assert.match(asked.at(-1)!, /^Resize vm-linux to Medium\?[^]*Size: Small now, Medium then\.\nIt restarts at once/);
      assert.deepEqual(told, ['vm-linux is of size Medium now.']);
      assert.equal((await role('vm-linux')).roleSize, 'Medium');
      await arrived('ReadyRole', 'vm-linux');
    });

    it('that stays when the service fails', async () => {
      await inject('virtualMachines.update:fail:1');
      assert.match((await on('resize', ['vm-linux'], choose('Small'), click('Resize Virtual Machine'))).told.join(), failed);
      assert.equal(await words(await machine('vm-linux')), `vm-linux | running · Medium · ${serviceName}`);
    });
  });

  describe('have data disks', () => {
    const disks = async () => ((await role('vm-linux')).dataVirtualHardDisks ?? []).map(({ lun = 0, diskName, hostCaching, logicalDiskSizeInGB }) => ({ lun, diskName, hostCaching, logicalDiskSizeInGB }));
    const stored = async (name: string) => (await client.disks.list()).find((disk) => disk.name === name);
    let diskName: string;

    it('a new one, at the first free LUN, in an account that is where they are', async () => {
      const { asked, told } = await on('attachNewDisk', ['vm-linux'], refused('2000', /from 1 to 1.?023/), enter('5'), refused('4', /from 0 to 3/), enter('0'), choose('None'), choose(account));
      assert.match(asked[1]!, /Size of the new disk of vm-linux, in GB/);
      assert.deepEqual(told, ['vm-linux has another disk, at LUN 0: a new disk of 5 GB.']);
      const [disk, ...others] = await disks();
      assert.deepEqual(others, []);
      diskName = disk!.diskName!;
      assert.deepEqual(disk, { lun: 0, diskName, hostCaching: 'None', logicalDiskSizeInGB: 5 });
      assert.match((await stored(diskName))!.mediaLink!, new RegExp(`^https://${account}\\.blob\\.core\\.windows\\.net/vhds/${serviceName}-vm-linux-[\\d-]+\\.vhd$`));
      await inject('dataDisks.add:500:1');
      assert.match((await on('attachNewDisk', ['vm-linux'], enter('5'), enter('1'), choose('None'), choose(account))).told.join(), failed);
      assert.equal((await disks()).length, 1);
      const elsewhere = on('attachNewDisk', ['vm-linux'], enter('5'), refused('0', /already/), enter('1'), choose('None'), choose('machinefar'));
      await assert.rejects(elsewhere, /machinefar is offered among .*machinestorage/);
    });

    it('with another caching', async () => {
      const change = async () => onPart('changeDiskCaching', await part('vm-linux', diskName), choose('ReadWrite'));
      await inject('dataDisks.update:307:9');
      assert.match((await change()).told.join(), /this failed\. .*redirects/);
      await inject('');
      assert.equal((await disks())[0]!.hostCaching, 'None');
      assert.deepEqual((await change()).told, [`The caching of the disk ${diskName} is ReadWrite now.`]);
      assert.deepEqual(await disks(), [{ lun: 0, diskName, hostCaching: 'ReadWrite', logicalDiskSizeInGB: 5 }]);
    });

    it('that are detached and kept, and attached again', async () => {
      await inject('dataDisks.delete:fail:1,dataDisks.add:500:1');
      const detach = async () => onPart('detachDisk', await part('vm-linux', diskName), click('Detach, Keep Disk'));
      assert.match((await detach()).told.join(), failed);
      assert.equal((await disks()).length, 1);
      const { asked, told } = await detach();
      assert.match(asked[0]!, new RegExp(`^Detach the disk ${diskName} from vm-linux\\?[^]*unmount it there first[^]*cannot be undone: https://`));
      assert.deepEqual(told, [`The disk ${diskName} is free.`]);
      assert.deepEqual([await disks(), (await stored(diskName))!.attachedTo], [[], undefined]);

      const attach = () => on('attachDisk', ['vm-linux'], choose(diskName), enter('2'), choose('ReadOnly'));
      assert.match((await attach()).told.join(), failed);
      assert.deepEqual(await disks(), []);
      assert.deepEqual((await attach()).told, [`vm-linux has another disk, at LUN 2: ${diskName}.`]);
      assert.deepEqual(await disks(), [{ lun: 2, diskName, hostCaching: 'ReadOnly', logicalDiskSizeInGB: 5 }]);
      assert.match((await on('attachDisk', ['vm-linux'])).told.join(), /^No disk in West Europe is free\.$/);
    });

    it('and not deleted in the place of another, when that is tried again', async () => {
      await inject('dataDisks.delete:fail:1');
      await onPart('detachDisk', await part('vm-linux', diskName), click('Detach and Delete'), enter(diskName));
      const drop = async (deleteMedia: boolean) => wait(await client.dataDisks.delete({ ...at, roleName: 'vm-linux', lun: 2, deleteMedia }));
      await drop(false);
      await wait(await client.dataDisks.add({ ...at, roleName: 'vm-linux', lun: 2, logicalDiskSizeInGB: 1, mediaLink: blob('other') }));
      const other = (await disks())[0]!.diskName!;
      assert.match((await retry(click('Detach Disk'), enter(diskName))).told.join(), new RegExp(`Nothing was done, because this is there now and nobody has agreed to it: ${other}\\.$`));
      assert.deepEqual((await disks()).map((disk) => disk.diskName), [other]);
      await drop(true);
      await wait(await client.dataDisks.add({ ...at, roleName: 'vm-linux', lun: 2, diskName }));
    });

    it('that are deleted when their name is typed', async () => {
      const { told } = await run('azureClassic.virtualMachines.detachDisk', [], [choose('vm-linux'), choose(diskName), click('Detach and Delete'), refused('vm-linux', /to delete it/), enter(diskName)]);
      assert.deepEqual(told, [`The disk ${diskName} is deleted.`]);
      assert.deepEqual([await disks(), await stored(diskName)], [[], undefined]);
    });
  });

  describe('make images', () => {
    const images = async () => [...await client.osImages.list(), ...await client.vmImages.list()].filter(({ name }) => name.startsWith('machine-')).map(({ name, label }) => `${name} ${label}`);

    it('while they run, as they are', async () => {
      await inject('virtualMachines.captureVmImage:500:1');
      const capture = () => on('capture', ['vm-linux'], choose('VM image, specialized'), refused('no spaces', /only letters/), enter('machine-special'), enter('Especial'), click('Capture Image'));
      assert.match((await capture()).told.join(), failed);
      assert.deepEqual(await images(), []);
      const { asked, told } = await capture();
      assert.match(asked.at(-1)!, /^Capture the image machine-special of vm-linux\?[^]*The machine stays\.\nIt runs:/);
      assert.deepEqual(told, ['The image machine-special is ready.']);
      assert.deepEqual(await images(), ['machine-special Especial']);
    });

    it('and not of what runs, when it is to be generalized', async () => {
      const { asked } = await on('capture', ['vm-linux'], choose('OS image'), choose('VM image, specialized'), enter('machine-not'), enter('No'), click(''));
      assert.match(asked[1]!, /: vm-linux runs\. Generalize and stop it first/);
    });
  });

  describe('are set up anew', () => {
    it('by the capture of an image, with a user of their own whose password nobody writes down', async () => {
      await on('stop', ['vm-linux'], click('Stop and Deallocate'));
      await arrived('StoppedDeallocated', 'vm-linux');
      await inject('virtualMachines.capture:fail:1');
      const capture = () => on('capture', ['vm-linux'], choose('OS image, machine set up anew'), refused('root', /Choose another name/), enter('eva'), refused('short', /6 to 72/), enter('Secr3to-nuevo'), refused('Secr3to', /another password/), enter('Secr3to-nuevo'), enter('machine-anew'), enter('De nuevo'), click('Capture Image'));
      assert.match((await capture()).told.join(), failed);
      const [task] = (await services()).operations.getChildren() as TaskRow[];
      assert.deepEqual([task!.canBeRetried, JSON.stringify(task!.record).includes('Secr3to')], [false, false]);
      const { asked, told } = await capture();
      assert.match(asked.at(-1)!, /vm-linux stays: when the image is ready it is started and set up anew\./);
      assert.deepEqual(told, ['The image machine-anew is ready, and vm-linux is set up anew.']);
      await arrived('ReadyRole', 'vm-linux');
      assert.equal((await client.osImages.list()).find(({ name }) => name === 'machine-anew')!.os, 'Linux');
    });
  });

  describe('are deleted', () => {
    const disks = async () => (await client.disks.list()).filter(({ name }) => name.startsWith('vm-')).map(({ name, attachedTo }) => `${name} ${attachedTo?.roleName ?? 'free'}`).sort();

    it('by the capture of an image', async () => {
      await on('stop', ['vm-linux'], click('Stop and Deallocate'));
      await arrived('StoppedDeallocated', 'vm-linux');
      await inject('virtualMachines.capture:fail:1');
      const capture = () => on('capture', ['vm-linux'], choose('OS image'), refused('MACHINE-special', /taken/), enter('machine-general'), enter('General'), click('Capture Image'));
      assert.match((await capture()).told.join(), failed);
      assert.deepEqual(await disks(), ['vm-linux-os vm-linux', 'vm-windows-os vm-windows']);
      const { asked, told } = await capture();
      assert.match(asked.at(-1)!, /vm-linux is deleted when the image is ready\. Its disks stay/);
      assert.deepEqual(told, ['The image machine-general is ready, and vm-linux is deleted.']);
      assert.deepEqual(await disks(), ['vm-linux-os free', 'vm-windows-os vm-windows']);
      assert.deepEqual((await deployment()).roleList!.map(({ roleName }) => roleName), ['vm-windows']);
    });

    it('and not with them who came later, when that is tried again', async () => {
      await inject('deployments.delete:fail:1');
      await on('delete', ['vm-windows'], click('Delete with Disks'), enter('vm-windows'));
      await wait(await client.virtualMachines.add({ ...at, roleName: 'vm-again', roleType: 'PersistentVMRole', roleSize: 'Small', osVirtualHardDisk: { diskName: 'vm-linux-os' } }));
      assert.match((await retry(click('Delete Virtual Machines'), enter('vm-windows'))).told.join(), /Nothing was done, because this is there now and nobody has agreed to it: vm-again\.$/);
      assert.deepEqual((await deployment()).roleList!.map(({ roleName }) => roleName), ['vm-windows', 'vm-again']);
    });

    it('one of several, with its disks when its name is typed', async () => {
      await inject('virtualMachines.delete:fail:1');
      const remove = () => on('delete', ['vm-again'], click('Delete with Disks'), refused('vm', /to delete it/), enter('vm-again'));
      assert.match((await remove()).told.join(), failed);
      assert.deepEqual(await disks(), ['vm-linux-os vm-again', 'vm-windows-os vm-windows']);
      const { asked, told } = await remove();
      assert.match(asked[0]!, /^Delete vm-again\?[^]*cannot be undone: vm-linux-os$/);
      assert.deepEqual(told, ['Deleted, with disks: vm-again.']);
      assert.deepEqual(await disks(), ['vm-windows-os vm-windows']);
    });

    it('with their deployment when no machine is left, from its slot too, and their disks kept', async () => {
      const slot = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');
      gone = await machine('vm-windows');
      await inject('deployments.delete:fail:1');
      assert.match((await run('azureClassic.deployments.delete', [await slot()], [click('Delete, Keep Disks')])).told.join(), failed);
      assert.equal((await deployment()).roleList!.length, 1);
      const vip = (await deployment()).virtualIPs![0]!.address;
      const { asked, told } = await on('delete', ['vm-windows'], click('Delete, Keep Disks'));
      assert.match(asked[0]!, new RegExp(`No machine is left in ${serviceName}: its deployment is deleted, and its public address ${vip}, which nobody can get back\\.`));
      assert.deepEqual(told, ['Deleted, with disks that are free now: vm-windows.']);
      assert.deepEqual(await disks(), ['vm-windows-os free']);
      assert.equal(await words(await slot()), 'Production | empty');
      for (const verb of ['start', 'restart', 'redeploy', 'stop', 'downloadRdp', 'copySshCommand', 'resize', 'addEndpoint', 'removeEndpoint', 'attachNewDisk', 'attachDisk', 'changeDiskCaching', 'detachDisk', 'capture', 'delete']) {
        assert.match((await run(`azureClassic.virtualMachines.${verb}`, [gone], [])).told.join(), /^vm-windows: not there any more\.$/, verb);
      }
    });
  });
});

describe('a cloud service with virtual machines', () => {
  it('offers nothing that is for packages', async () => {
    const client = await (await services()).connections.client(await emulatorConnection());
    const { tree } = await services();
    const name = 'machine-slots';
    await client.hostedServices.create({ serviceName: name, label: name, location: 'West Europe' });
    const service = () => row('Local emulator', 'Cloud Services', name);
    assert.equal(tree.getTreeItem(await service()).contextValue, 'hostedService;Created;swappable;named;addressed;readable');
    const { requestId } = await client.virtualMachines.createDeployment({
      serviceName: name, name: 'machines', deploymentSlot: 'Production', label: 'm',
      roleList: [{ roleName: 'vm-slots', roleType: 'PersistentVMRole', roleSize: 'Small', osVirtualHardDisk: { diskName: 'vm-windows-os' } }],
    });
    await client.operations.wait(requestId);
    assert.match(tree.getTreeItem(await row('Local emulator', 'Cloud Services', name, 'Production')).contextValue!, /^slot;Production;occupied;Running;unlocked;machines;/);
    assert.match(tree.getTreeItem(await row('Local emulator', 'Cloud Services', name, 'Staging')).contextValue!, /^slot;Staging;empty;machines/);
    await eventually(async () => tree.getTreeItem(await service()).contextValue, 'hostedService;Created;machines;named;addressed;readable');
    assert.match((await run('azureClassic.deployments.swap', [await service()], [])).told.join(), /holds virtual machines/);

    const machine = await row('Local emulator', 'Virtual Machines', 'vm-slots');
    const { asked, told } = await run('azureClassic.virtualMachines.delete', [machine, [machine, gone]], [click('')]);
    assert.match(asked[0]!, /^Delete vm-slots\?\n/);
    assert.deepEqual(told, ['vm-windows: not there any more.']);
  });
});
