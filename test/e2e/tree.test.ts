import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import type { PersistentVMRole } from '../../src/client/index.ts';
import { accessibilityProblems } from '../tools/axe.ts';
import { clickTreeItem, expandTreeItem, openViewContainer, pick, readTree, runCommand, treeItem, view } from '../tools/window.ts';
import { writeScenario } from '../bench/scenario.ts';
import { sampleConfiguration, startEmulatorProcess, uploadSample, type EmulatorProcess } from './emulatorProcess.ts';
import { asked, story, tree } from './story.ts';

const w = {
  view: 'Subscriptions', emulator: 'Local emulator', services: 'Cloud Services', production: 'Production', upgrade: 'Upgrade', certificates: 'Certificates', extensions: 'Extensions', networks: 'Virtual Networks',
  addresses: 'Reserved IP Addresses', machines: 'Virtual Machines', disks: 'Disks', images: 'OS Images', locations: 'Locations',
  group: 'Azure Classic: Group By...', byLocation: 'by location', filter: 'Azure Classic: Filter by Name...', filterTitle: 'Filter by Name', filtered: 'Only names with "tienda 2" are shown.', more: 'Show more...', clear: 'Azure Classic: Clear Filter',
} as const;

const network = `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration>
  <Dns><DnsServers><DnsServer name="open" IPAddress="208.67.222.222"/></DnsServers></Dns>
  <VirtualNetworkSites><VirtualNetworkSite name="contoso-net" Location="West Europe">
    <AddressSpace><AddressPrefix>10.0.0.0/16</AddressPrefix></AddressSpace>
    <Subnets><Subnet name="front"><AddressPrefix>10.0.0.0/24</AddressPrefix></Subnet><Subnet name="back"><AddressPrefix>10.0.1.0/24</AddressPrefix></Subnet></Subnets>
    <DnsServersRef><DnsServerRef name="open"/></DnsServersRef>
  </VirtualNetworkSite></VirtualNetworkSites></VirtualNetworkConfiguration></NetworkConfiguration>`;

/** A subscription with more than a page of services, and something of everything. */
async function startSubscription(): Promise<EmulatorProcess> {
  const scenario = path.join(tmpdir(), `azure-classic-tree-${process.pid}.json`);
  const locations = ['West Europe', 'East US', 'Southeast Asia'];
  writeFileSync(scenario, JSON.stringify({
    subscriptionName: 'Contoso', quotas: { hostedServices: 100 },
    affinityGroups: [{ name: 'contoso-west', location: 'West Europe' }],
    hostedServices: [
      { name: 'contoso-shop', label: 'Tienda Ñandú', affinityGroup: 'contoso-west' },
      ...Array.from({ length: 24 }, (_, i) => ({ name: `service-${i + 1}`, label: `Tienda ${i + 1}`, location: locations[i % 3] })),
    ],
    storageAccounts: [{ name: 'contosopackages', affinityGroup: 'contoso-west' }],
  }));
  const emulator = await startEmulatorProcess('--operation-seconds', '0', '--scenario', scenario);
  const { client } = emulator;
  const wait = async ({ requestId }: { requestId: string }) => { await client.operations.wait(requestId); };
  const [packageUrl, configuration] = [await uploadSample(client), sampleConfiguration('Cloud')];
  const at = { serviceName: 'contoso-shop', slot: 'Production' } as const;
  await wait(await client.deployments.create({ ...at, name: 'v1', label: 'Versión 1', packageUrl, configuration, startDeployment: true }));
  await wait(await client.deployments.upgrade({ ...at, mode: 'Manual', packageUrl, configuration, label: 'Versión 2', force: false }));
  await wait(await client.deployments.walkUpgradeDomain({ ...at, upgradeDomain: 0 }));
  for (const [commonName, days] of [['www.contoso.com', 400], ['old.contoso.com', 10]] as const) {
    const { cert } = await makeManagementCertificate({ commonName, days, now: new Date() });
    await wait(await client.serviceCertificates.add({ serviceName: at.serviceName, data: new X509Certificate(cert).raw.toString('base64'), certificateFormat: 'cer', password: '' }));
  }
  const machine = (roleName: string): PersistentVMRole => ({
    roleName, roleType: 'PersistentVMRole', roleSize: 'Small',
    configurationSets: [
      { configurationSetType: 'LinuxProvisioningConfiguration', hostName: roleName, userName: 'ana', userPassword: 'Pa55word!', disableSshPasswordAuthentication: false },
      { configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ name: 'SSH', protocol: 'tcp', localPort: 22 }] },
    ],
    osVirtualHardDisk: { sourceImageName, mediaLink: `https://contosopackages.blob.core.windows.net/vhds/${roleName}.vhd`, diskName: `${roleName}-os` },
    dataVirtualHardDisks: [{ lun: 1, diskLabel: 'logs', logicalDiskSizeInGB: 1, mediaLink: `https://contosopackages.blob.core.windows.net/vhds/${roleName}-logs.vhd` }],
  });
  const sourceImageName = (await client.osImages.list()).find(({ os }) => os === 'Linux')!.name;
  await wait(await client.virtualMachines.createDeployment({ serviceName: 'service-1', name: 'vms', deploymentSlot: 'Production', label: 'vms', roleList: [machine('contoso-db'), machine('contoso-web')] }));
  await wait(await client.virtualMachines.shutdown({ serviceName: 'service-1', deploymentName: 'vms', roleName: 'contoso-web', postShutdownAction: 'StoppedDeallocated' }));
  await wait(await client.virtualNetworks.setConfiguration({ configuration: network }));
  await wait(await client.reservedIps.create({ name: 'contoso-address', location: 'West Europe' }));
  return emulator;
}

describe('A subscription of many things', () => {
  let emulator: EmulatorProcess;
  const machineSettings: Record<string, unknown> = { 'azureClassic.tree.pageSize': 10 };
  before(async function () {
    this.timeout(60_000);
    emulator = await startSubscription();
    machineSettings['azureClassic.emulator.dataFolder'] = emulator.directory;
  });
  after(() => emulator.stop());

  story('in a tree', { theme: 'Default Dark Modern', machineSettings, viewport: { width: 1100, height: 1100 } }, (s) => {
    /** Waits until a row says this beside its label. */
    const described = (row: string, words: string) => treeItem(s.page, w.view, row).locator('.label-description').getByText(words, { exact: true }).waitFor();
    const collapse = async (...rows: string[]) => { for (const row of rows) await treeItem(s.page, w.view, row).locator('.monaco-tl-twistie').click(); };

    it('shows what each thing has, and an upgrade domain by domain', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, w.view, w.emulator, w.addresses, w.networks, 'contoso-net', w.services, 'contoso-shop', w.certificates, w.extensions, w.production);
      await treeItem(s.page, w.view, w.upgrade).waitFor();
      await described(w.certificates, '2');
      await described(w.extensions, '0');
      await s.shot('50-tree');
    });

    it('shows machines and what they are made of', async () => {
      await collapse(w.services, w.networks, w.addresses);
      await expandTreeItem(s.page, w.view, w.locations, 'East US', w.images, 'Canonical', w.disks, w.machines);
      await described(w.machines, '2');
      await expandTreeItem(s.page, w.view, 'contoso-db');
      await treeItem(s.page, w.view, 'SSH').waitFor();
      await s.shot('51-machines');
      assert.deepEqual(await accessibilityProblems(s.page, '.pane [role=treeitem]'), []);
      await treeItem(s.page, w.view, 'contoso-db').locator('.label-name').hover();
      await s.page.locator('.workbench-hover').getByText('service-1').waitFor();
      await s.shot('54-tooltip');
      await s.page.mouse.move(800, 500);
      await s.page.locator('.workbench-hover').waitFor({ state: 'detached' });
      await collapse(w.machines, w.disks, w.images, w.locations);
    });

    it('is grouped and filtered, and shows long lists page by page', async () => {
      await expandTreeItem(s.page, w.view, w.services);
      await collapse('contoso-shop');
      await clickTreeItem(s.page, w.view, w.more);
      await treeItem(s.page, w.view, 'service-19').waitFor();
      await s.shot('52-more');
      await runCommand(s.page, w.group);
      await pick(s.page, w.byLocation);
      await expandTreeItem(s.page, w.view, 'West Europe');
      await treeItem(s.page, w.view, 'service-1').waitFor();
      await runCommand(s.page, w.filter);
      await asked(s.page, w.filterTitle);
      await s.page.locator('.quick-input-widget input.input').fill('tienda 2');
      await view(s.page, w.view).getByText(w.filtered).waitFor();
      await treeItem(s.page, w.view, 'service-1').waitFor({ state: 'detached' });
      await treeItem(s.page, w.view, 'service-22').waitFor();
      await s.page.keyboard.press('Enter');
      await s.shot('53-filtered');
      await runCommand(s.page, w.clear);
      await treeItem(s.page, w.view, 'service-1').waitFor();
      await view(s.page, w.view).getByText(w.filtered).waitFor({ state: 'detached' });
    });
  });
});

describe('A subscription of 2,000 cloud services', () => {
  let emulator: EmulatorProcess;
  const machineSettings: Record<string, unknown> = {};
  before(async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'azure-classic-many-'));
    emulator = await startEmulatorProcess('--scenario', await writeScenario(folder, 2000));
    rmSync(folder, { recursive: true });
    machineSettings['azureClassic.emulator.dataFolder'] = emulator.directory;
  });
  after(() => emulator.stop());

  story('in a window', { machineSettings }, (s) => {
    it('begins with a page of them, and finds any by its name or where it is', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, tree, 'Local emulator', w.services);
      await treeItem(s.page, tree, 'service-00001').waitFor();
      await treeItem(s.page, tree, w.services).filter({ hasText: /2,?000/ }).waitFor();
      await s.shot('55-many');
      await runCommand(s.page, w.filter);
      await asked(s.page, w.filterTitle);
      await s.page.locator('.quick-input-widget input.input').fill('service-01999');
      await treeItem(s.page, tree, 'service-01999').waitFor();
      await treeItem(s.page, tree, 'service-00001').waitFor({ state: 'detached' });
      await s.page.keyboard.press('Enter');
      await runCommand(s.page, w.clear);
      await treeItem(s.page, tree, 'service-00001').waitFor();
      await runCommand(s.page, w.group);
      await pick(s.page, w.byLocation);
      await treeItem(s.page, tree, 'East US').filter({ hasText: '667' }).waitFor();
      await s.shot('56-many-by-location');
    });
  });
});

describe('A service that goes away', () => {
  let emulator: EmulatorProcess;
  const machineSettings: Record<string, unknown> = {};
  before(async function () {
    this.timeout(60_000);
    emulator = await startEmulatorProcess('--operation-seconds', '0');
    machineSettings['azureClassic.emulator.dataFolder'] = emulator.directory;
  });
  after(() => emulator.stop());

  story('and comes back', { machineSettings }, (s) => {
    const labels = async () => (await readTree(s.page, tree)).map(({ label }) => label);

    it('leaves what was read of it in the tree, which says that it is old', async () => {
      await openViewContainer(s.page, 'Azure Classic');
      await expandTreeItem(s.page, tree, 'Local emulator', 'Cloud Services', 'contoso-reports');
      await treeItem(s.page, tree, 'Staging').waitFor();
      await emulator.kill();
      await runCommand(s.page, 'Azure Classic: Refresh');
      await view(s.page, tree).getByText(/^As of /).first().waitFor();
      for (const row of ['contoso-shop', 'contoso-reports', 'Production', 'Staging']) assert.ok((await labels()).includes(row), row);
      await s.shot('55-gone');
    });

    it('is said of what was never read in its place', async () => {
      await expandTreeItem(s.page, tree, 'Storage Accounts');
      await view(s.page, tree).getByText(/^Nothing answers at /).waitFor();
      await s.shot('56-never-read');
    });

    it('is read again by a click on the row that says so', async () => {
      await emulator.restart();
      await view(s.page, tree).getByText(/^Nothing answers at /).click();
      await treeItem(s.page, tree, 'contosopackages').waitFor();
      await runCommand(s.page, 'Azure Classic: Refresh');
      await view(s.page, tree).getByText(/^As of /).first().waitFor({ state: 'detached' });
    });
  });
});
