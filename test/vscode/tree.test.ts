import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import type { PersistentVMRole, ServiceManagementClient } from '../../src/client/index.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import type { Node } from '../../src/ui/tree/node.ts';
import { emulatorConnection, eventually, outline, row, sample, services, upload, words } from './services.ts';

describe('the tree', () => {
  let connection: Connection;
  let client: ServiceManagementClient;

  const machines = { serviceName: 'tree-machines', deploymentName: 'vms' };
  const ubuntu = 'Ubuntu Server 14.04 LTS';
  let sourceImageName: string;
  const blob = (name: string) => `https://treestorage.blob.core.windows.net/vhds/${name}.vhd`;
  const machine = (roleName: string): PersistentVMRole => ({
    roleName, roleType: 'PersistentVMRole', roleSize: 'Small',
    configurationSets: [
      { configurationSetType: 'LinuxProvisioningConfiguration', hostName: roleName, userName: 'ana', userPassword: 'Pa55word!', disableSshPasswordAuthentication: false },
      { configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ name: 'SSH', protocol: 'tcp', port: 50022, localPort: 22 }] },
    ],
    osVirtualHardDisk: { sourceImageName, mediaLink: blob(roleName), diskName: `${roleName}-os` },
    dataVirtualHardDisks: [{ lun: 1, diskLabel: 'logs', logicalDiskSizeInGB: 1, mediaLink: blob(`${roleName}-logs`) }],
  });

  before(async () => {
    connection = await emulatorConnection();
    client = await (await services()).connections.client(connection);
    await client.affinityGroups.create({ name: 'tree-group', label: 'Árbol', location: 'West Europe' });
    await client.hostedServices.create({ serviceName: 'tree-service', label: 'Tienda Ñandú', affinityGroup: 'tree-group' });
    await wait(await client.storageAccounts.create({ serviceName: 'treestorage', label: 'tree', affinityGroup: 'tree-group' }));
    sourceImageName = (await client.osImages.list()).find(({ imageFamily }) => imageFamily === ubuntu)!.name;
    await client.hostedServices.create({ serviceName: machines.serviceName, label: 'Máquinas', affinityGroup: 'tree-group' });
    await wait(await client.virtualMachines.createDeployment({ serviceName: machines.serviceName, name: machines.deploymentName, deploymentSlot: 'Production', label: 'Máquinas', roleList: [machine('tree-vm')] }));
  });

  // Its cores are wanted by others.
  after(async () => wait(await client.hostedServices.delete({ serviceName: 'tree-service', deleteMedia: true })));

  const emulatorRow = (...labels: string[]) => row('Local emulator', ...labels);
  const service = (...labels: string[]) => emulatorRow('Cloud Services', 'tree-service', ...labels);
  const wait = async ({ requestId }: { requestId: string }) => { await client.operations.wait(requestId); };

  it('shows the groups of the subscription in their order, and how much is in those that were opened', async () => {
    const { tree } = await services();
    assert.equal(await words(await emulatorRow()), 'Local emulator | runs in this window');
    const groups = (await tree.getChildren(await emulatorRow())).map((node) => tree.getTreeItem(node).label);
    assert.deepEqual(groups, [
      'Cloud Services', 'Virtual Machines', 'Storage Accounts', 'Disks', 'OS Images', 'VM Images', 'Virtual Networks', 'Reserved IP Addresses', 'Affinity Groups', 'Management Certificates', 'Locations', 'Operating Systems',
    ]);
    const count = (await client.affinityGroups.list()).length;
    await tree.readChildren(await emulatorRow('Affinity Groups'));
    assert.equal(await words(await emulatorRow('Affinity Groups')), `Affinity Groups | ${count}`);
    assert.equal(tree.getTreeItem(await emulatorRow('Affinity Groups')).accessibilityInformation?.label, `Affinity Groups, ${count}`);
  });

  it('shows a new cloud service with its decoded label, two empty slots, and what belongs to it', async () => {
    assert.deepEqual(await outline(await service()), ['tree-service | tree-group · Tienda Ñandú', [
      'Production | empty', 'Staging | empty', ['Certificates | 0', ['none yet']], ['Extensions | 0', ['none yet']],
    ]]);
  });

  it('shows the certificates of a cloud service, and its extensions', async () => {
    const { cert } = await makeManagementCertificate({ commonName: 'www.contoso.com', days: 20, now: new Date() });
    const x509 = new X509Certificate(cert);
    const thumbprint = x509.fingerprint.replaceAll(':', '');
    await wait(await client.serviceCertificates.add({ serviceName: 'tree-service', data: x509.raw.toString('base64'), certificateFormat: 'cer', password: '' }));
    await wait(await client.extensions.add({ serviceName: 'tree-service', providerNameSpace: 'Microsoft.Windows.Azure.Extensions', type: 'RDP', id: 'Default-RDP', thumbprint, version: '1.*', publicConfiguration: '<PublicConfig/>' }));
    const expiry = new Date(x509.validTo).toLocaleDateString('en');
    assert.deepEqual(await outline(await service('Certificates')), ['Certificates | 1', [`www.contoso.com | expires on ${expiry} · ${thumbprint}`]]);
    assert.deepEqual(await outline(await service('Extensions')), ['Extensions | 1', ['Default-RDP | RDP 1.*']]);
    const { tree } = await services();
    assert.equal(tree.getTreeItem(await service('Certificates', 'www.contoso.com')).contextValue, 'serviceCertificate;expiring;named;readable');
    await client.extensions.delete({ serviceName: 'tree-service', extensionId: 'Default-RDP' });
    await wait(await client.serviceCertificates.delete({ serviceName: 'tree-service', thumbprintAlgorithm: 'sha1', thumbprint }));
    assert.deepEqual(await outline(await service('Certificates')), ['Certificates | 0', ['none yet']]);
  });

  it('shows a storage account with its endpoints', async () => {
    const { blobEndpoint } = (await services()).emulator.running!;
    await eventually(async () => outline(await emulatorRow('Storage Accounts', 'treestorage')),
      ['treestorage | tree-group', [
        `Blobs | ${blobEndpoint}/treestorage/`, 'Queues | https://treestorage.queue.core.windows.net/', 'Tables | https://treestorage.table.core.windows.net/', 'Files | https://treestorage.file.core.windows.net/',
      ]]);
    // The side bar may be too narrow for an address.
    const { tree } = await services();
    assert.equal(tree.getTreeItem(await emulatorRow('Storage Accounts', 'treestorage', 'Queues')).tooltip, 'Queues\nhttps://treestorage.queue.core.windows.net/');
  });

  it('shows the second location of an account that can be read there', async () => {
    await wait(await client.storageAccounts.create({ serviceName: 'treesecond', label: 'tree', location: 'West Europe', accountType: 'Standard_RAGRS' }));
    const [, endpoints] = await outline(await emulatorRow('Storage Accounts', 'treesecond')) as [string, string[]];
    assert.deepEqual(endpoints.slice(-3), [
      'Blobs, second location | https://treesecond-secondary.blob.core.windows.net/', 'Queues, second location | https://treesecond-secondary.queue.core.windows.net/',
      'Tables, second location | https://treesecond-secondary.table.core.windows.net/',
    ]);
    await client.storageAccounts.delete({ serviceName: 'treesecond' });
  });

  it('shows what lies in an affinity group', async () => {
    assert.deepEqual(await outline(await emulatorRow('Affinity Groups', 'tree-group')),
      ['tree-group | West Europe', ['tree-service | cloud service', 'tree-machines | cloud service', 'treestorage | storage account']]);
  });

  it('shows virtual networks with their subnets, name servers and gateways', async () => {
    const configuration = `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration>
      <Dns><DnsServers><DnsServer name="open" IPAddress="208.67.222.222"/></DnsServers></Dns>
      <LocalNetworkSites><LocalNetworkSite name="home"><AddressSpace><AddressPrefix>157.59.34.0/28</AddressPrefix></AddressSpace><VPNGatewayAddress>157.59.34.62</VPNGatewayAddress></LocalNetworkSite></LocalNetworkSites>
      <VirtualNetworkSites><VirtualNetworkSite name="tree-net" Location="West Europe">
        <AddressSpace><AddressPrefix>10.0.0.0/16</AddressPrefix></AddressSpace>
        <Subnets><Subnet name="front"><AddressPrefix>10.0.0.0/24</AddressPrefix></Subnet><Subnet name="GatewaySubnet"><AddressPrefix>10.0.1.0/29</AddressPrefix></Subnet></Subnets>
        <DnsServersRef><DnsServerRef name="open"/></DnsServersRef>
        <Gateway profile="Small"><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="home"><Connection type="IPsec"/></LocalNetworkSiteRef></ConnectionsToLocalNetwork></Gateway>
      </VirtualNetworkSite></VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`;
    await wait(await client.virtualNetworks.setConfiguration({ configuration }));
    assert.deepEqual(await outline(await emulatorRow('Virtual Networks', 'tree-net')),
      ['tree-net | 10.0.0.0/16 · West Europe', ['front | 10.0.0.0/24', 'GatewaySubnet | 10.0.1.0/29', 'open | 208.67.222.222', 'home | 157.59.34.62 · 157.59.34.0/28']]);
  });

  it('shows reserved IP addresses, and who uses them', async () => {
    await wait(await client.reservedIps.create({ name: 'tree-address', location: 'West Europe' }));
    const { address } = await client.reservedIps.get({ reservedIpName: 'tree-address' });
    assert.equal(await words(await emulatorRow('Reserved IP Addresses', 'tree-address')), `tree-address | ${address} · free · West Europe`);
    assert.equal((await services()).tree.getTreeItem(await emulatorRow('Reserved IP Addresses', 'tree-address')).contextValue, 'reservedIp;Created;free;named;readable');
    await wait(await client.reservedIps.delete({ reservedIpName: 'tree-address' }));
  });

  it('shows the management certificates by who they are of', async () => {
    const certificates = await client.managementCertificates.list();
    const [label, rows] = await outline(await emulatorRow('Management Certificates')) as [string, string[]];
    assert.equal(label, `Management Certificates | ${certificates.length}`);
    assert.ok(rows.includes(`Azure Classic emulator demo | ${certificates[0]!.thumbprint}`), rows.join());
  });

  it('shows the guide\'s locations, and what each of them offers', async () => {
    const [, locations] = await outline(await emulatorRow('Locations'), 1) as [string, string[]];
    for (const name of ['West Europe', 'Southeast Asia', 'East Asia', 'North Central US', 'North Europe', 'South Central US', 'West US', 'East US']) assert.ok(locations.includes(name), name);
    const [, offers] = await outline(await emulatorRow('Locations', 'West Europe')) as [string, [string, string[]][]];
    assert.deepEqual(offers.map(([offer, all]) => [offer.replace(/ \| \d+$/, ''), all[0]]), [
      ['Services', 'Compute'], ['Sizes of web and worker roles', 'A10'], ['Sizes of virtual machines', 'A10'], ['Types of storage accounts', 'Standard_LRS'],
    ]);
  });

  it('shows the operating systems by family, the newest first, and which of them can be deployed', async () => {
    const [, families] = await outline(await emulatorRow('Operating Systems')) as [string, [string, string[]][]];
    assert.equal(families[0]![0], 'Windows Server 2008 R2 (family 2) | 13');
    const [, releases] = families.find(([family]) => family.startsWith('Windows Server 2012 R2 (family 4)'))!;
    assert.equal(releases[0], 'WA-GUEST-OS-4.21_201506-01 | default of its family');
    assert.equal(releases[1], 'WA-GUEST-OS-4.20_201505-02');
    assert.equal(releases.at(-1), 'WA-GUEST-OS-4.9_201406-01 | retired');
  });

  it('shows a deployment\'s roles and instances until they are ready, with their domains and where they are reached', async () => {
    const packageUrl = await upload(client, 'treestorage');
    const configuration = await readFile(sample('ServiceConfiguration.Cloud.cscfg'), 'utf8');
    await wait(await client.deployments.create({ serviceName: 'tree-service', slot: 'Staging', name: 'v1', label: 'Versión 1', packageUrl, configuration, startDeployment: true }));
    const { virtualIPs } = await client.deployments.get({ serviceName: 'tree-service', slot: 'Staging' });
    await eventually(async () => outline(await service('Staging')), ['Staging | Versión 1 · running', [
      ['StoreFront | 2 of 2 ready', ['StoreFront_IN_0 | ready · UD 0, FD 0', 'StoreFront_IN_1 | ready · UD 1, FD 1', `Http | http ${virtualIPs![0]!.address}:80`]],
      ['OrderProcessor | 2 of 2 ready', ['OrderProcessor_IN_0 | ready · UD 0, FD 0', 'OrderProcessor_IN_1 | ready · UD 1, FD 1']],
    ]]);
  });

  it('shows an upgrade under way, domain by domain', async () => {
    const packageUrl = await upload(client, 'treestorage');
    const configuration = await readFile(sample('ServiceConfiguration.Cloud.cscfg'), 'utf8');
    const at = { serviceName: 'tree-service', slot: 'Staging' } as const;
    const { tree } = await services();
    const upgrade = async () => outline(await service('Staging', 'Upgrade'), 1);
    await wait(await client.deployments.upgrade({ ...at, mode: 'Manual', packageUrl, configuration, label: 'Versión 2', force: false }));
    assert.deepEqual(await upgrade(), ['Upgrade | 0 of 2 done · step by step', ['Domain 0 | next, waits for you', 'Domain 1 | later']]);
    assert.equal(tree.getTreeItem(await service('Staging', 'Upgrade')).contextValue, 'upgrade;walkable;rollbackAllowed;readable');
    await wait(await client.deployments.walkUpgradeDomain({ ...at, upgradeDomain: 0 }));
    assert.deepEqual(await upgrade(), ['Upgrade | 1 of 2 done · step by step', ['Domain 0 | done', 'Domain 1 | next, waits for you']]);
    assert.deepEqual(await outline(await service('Staging', 'Upgrade', 'Domain 1')), ['Domain 1 | next, waits for you', ['StoreFront_IN_1 | ready · UD 1, FD 1', 'OrderProcessor_IN_1 | ready · UD 1, FD 1']]);
    await wait(await client.deployments.walkUpgradeDomain({ ...at, upgradeDomain: 1 }));
    const [, rows] = await outline(await service('Staging'), 1) as [string, string[]];
    assert.deepEqual(rows, ['StoreFront | 2 of 2 ready', 'OrderProcessor | 2 of 2 ready']);
  });

  it('finds machines inside their cloud services, with what they are reached at and their disks', async () => {
    const vip = (await client.deployments.get(machines)).virtualIPs![0]!.address;
    const inside = [`SSH | tcp ${vip}:50022 > 22`, 'tree-vm-os | operating system · Linux', 'logs | LUN 1 · 1 GB'];
    await eventually(async () => outline(await emulatorRow('Virtual Machines', 'tree-vm')), ['tree-vm | running · Small · tree-machines', inside]);
    assert.deepEqual(await outline(await emulatorRow('Cloud Services', 'tree-machines', 'Production')), ['Production | Máquinas · running', [[`tree-vm | running · Small · ${vip}`, inside]]]);
  });

  it('says in tokens what can be done with a machine now', async () => {
    const { tree } = await services();
    const token = async () => tree.getTreeItem(await emulatorRow('Virtual Machines', 'tree-vm')).contextValue;
    assert.equal(await token(), 'virtualMachine;running;unlocked;ssh;named;readable');
    await wait(await client.virtualMachines.shutdown({ ...machines, roleName: 'tree-vm', postShutdownAction: 'StoppedDeallocated' }));
    await eventually(async () => words(await emulatorRow('Virtual Machines', 'tree-vm')), 'tree-vm | stopped, deallocated · Small · tree-machines');
    assert.equal(await token(), 'virtualMachine;deallocated;unlocked;ssh;named;readable');
    assert.equal(tree.getTreeItem(await emulatorRow('Virtual Machines', 'tree-vm')).accessibilityInformation?.label, 'tree-vm, virtual machine, stopped, deallocated · Small · tree-machines');
  });

  it('groups machines by where their cloud service is', async () => {
    const { tree } = await services();
    tree.arrange({ groupBy: 'location' });
    assert.equal(await words(await emulatorRow('Virtual Machines', 'West Europe', 'tree-vm')), 'tree-vm | stopped, deallocated · Small · tree-machines');
    tree.arrange({ groupBy: 'none' });
  });

  it('reads a machine again when its cloud service has changed', async () => {
    const { tree, connections } = await services();
    const group = await emulatorRow('Virtual Machines');
    const shown = async () => Promise.all((await tree.getChildren(group)).map(words));
    await tree.readChildren(group);
    await wait(await client.virtualMachines.start({ ...machines, roleName: 'tree-vm' }));
    tree.refreshId(`${connections.list()[0]!.id}/hostedServices/tree-machines`);
    await eventually(async () => (await shown()).filter((label) => label.startsWith('tree-vm')), ['tree-vm | running · Small · tree-machines']);
  });

  it('shows disks, and on which machine they are', async () => {
    const names = (await client.disks.list()).filter(({ attachedTo }) => attachedTo?.roleName === 'tree-vm').map(({ name, os }) => [name, os] as const);
    const [label, rows] = await outline(await emulatorRow('Disks')) as [string, string[]];
    assert.equal(label, `Disks | ${rows.length}`);
    for (const [name, os] of names) assert.ok(rows.includes(os ? `${name} | on tree-vm · Linux · 30 GB` : `${name} | on tree-vm · 1 GB`), rows.join());
    assert.equal((await services()).tree.getTreeItem(await emulatorRow('Disks', 'tree-vm-os')).contextValue, 'disk;attached;os;named;readable');
  });

  it('shows images, the subscription\'s own first, those of the platform by publisher and family, the newest first', async () => {
    await wait(await client.virtualMachines.captureVmImage({ ...machines, roleName: 'tree-vm', osState: 'Specialized', vmImageName: 'tree-image', vmImageLabel: 'Nuestra imagen' }));
    const [, vmImages] = await outline(await emulatorRow('VM Images'), 1) as [string, string[]];
    const own = vmImages.indexOf('Nuestra imagen | Linux · specialized · tree-group');
    assert.ok(own >= 0 && own < vmImages.findIndex((label) => /^Cloudera \| \d+$/.test(label)), vmImages.join());

    const [, publishers] = await outline(await emulatorRow('OS Images'), 1) as [string, string[]];
    assert.ok(publishers.some((label) => /^Canonical \| \d+$/.test(label)), publishers.join());
    const [, releases] = await outline(await emulatorRow('OS Images', 'Canonical', ubuntu)) as [string, string[]];
    const published = (await client.osImages.list()).filter(({ imageFamily }) => imageFamily === ubuntu).map(({ publishedDate }) => publishedDate!);
    const [newest] = published.sort((a, b) => b.getTime() - a.getTime());
    assert.equal(releases[0]!.split(' | ')[1], `Linux · ${newest!.toLocaleDateString('en')}`);
    await client.vmImages.delete({ imageName: 'tree-image', deleteMedia: true });
  });

  it('says everything to a screen reader', async () => {
    const { tree } = await services();
    const silent: string[] = [];
    const visit = async (node: Node): Promise<void> => {
      const item = tree.getTreeItem(node);
      if (!item.accessibilityInformation?.label) silent.push(node.id);
      if (item.collapsibleState !== vscode.TreeItemCollapsibleState.None) for (const child of await tree.readChildren(node)) await visit(child);
    };
    await visit(await row('Local emulator'));
    assert.deepEqual(silent, []);
    const staging = tree.getTreeItem(await row('Local emulator', 'Cloud Services', 'tree-service', 'Staging'));
    assert.equal(staging.accessibilityInformation?.label, 'Staging slot, Versión 2, running');
  });

  it('gives every row its own id', async () => {
    const { tree } = await services();
    const ids: string[] = [];
    const visit = async (node: Node): Promise<void> => {
      ids.push(node.id);
      for (const child of await tree.readChildren(node)) await visit(child);
    };
    await visit(await row('Local emulator'));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('has nothing of machines whose deployment is deleted', async () => {
    await wait(await client.deployments.delete({ ...machines, deleteMedia: true }));
    await assert.rejects(emulatorRow('Virtual Machines', 'tree-vm'), /there is a row tree-vm/);
    await client.hostedServices.delete({ serviceName: machines.serviceName });
  });

  it('shows a subscription that does not answer as a row that says so, beside one that does', async () => {
    const { connections } = await services();
    await connections.add({ name: 'Nowhere', subscriptionId: '99999999-2222-3333-4444-555555555555', endpoint: 'https://127.0.0.1:1', certificatePath: '/does/not/exist.pem' }, undefined);
    try {
      const [, [[, [failure]]]] = await outline(await row('Nowhere'), 2) as any;
      assert.match(failure, /^\/does\/not\/exist\.pem does not exist\./);
      assert.match(await words(await emulatorRow('Locations')), /^Locations \| \d+$/);
    } finally {
      await connections.remove(connections.list().find((c) => c.name === 'Nowhere')!);
    }
  });
});
