import assert from 'node:assert/strict';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const xmlns = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
const seconds = (rig: Rig) => new Date(rig.clock.now()).toISOString().replace(/\.\d+/, '');

describe('The subscription in the emulator', () => {
  let rig: Rig;
  before(async () => { rig = await startRig({ operationSeconds: 0 }); });
  after(() => rig.stop());

  it('is shown with its quotas and what is used of them, as it was recorded', async () => {
    await rig.finish(await rig.client.deployments.create({ serviceName: 'contoso-shop', slot: 'Production', name: 'v1', label: 'v1', packageUrl: await rig.stage(await shopPackage()), configuration: configuration() }));
    const { status, body } = await rig.send('/{sub}');
    assert.equal(status, 200);
    const id = rig.emulator.subscriptionId;
    assert.match(body, /<AADTenantID>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}<\/AADTenantID>/);
    assert.equal(body.replace(/<AADTenantID>[^<]*/, '<AADTenantID>'), `<Subscription ${xmlns}><SubscriptionID>${id}</SubscriptionID><SubscriptionName>Demo subscription</SubscriptionName><SubscriptionStatus>Active</SubscriptionStatus>`
      + '<AccountAdminLiveEmailId>admin@example.com</AccountAdminLiveEmailId><ServiceAdminLiveEmailId>admin@example.com</ServiceAdminLiveEmailId>'
      + '<MaxCoreCount>20</MaxCoreCount><MaxStorageAccounts>20</MaxStorageAccounts><MaxHostedServices>20</MaxHostedServices>'
      // Two small web roles and a medium worker role.
      + '<CurrentCoreCount>4</CurrentCoreCount><CurrentHostedServices>2</CurrentHostedServices><CurrentStorageAccounts>1</CurrentStorageAccounts>'
      + '<MaxVirtualNetworkSites>50</MaxVirtualNetworkSites><MaxLocalNetworkSites>20</MaxLocalNetworkSites><MaxDnsServers>20</MaxDnsServers>'
      + `<OfferCategories>Azure_Platform_All;Azure_Paid;Azure_Consumption</OfferCategories><AADTenantID></AADTenantID><CreatedTime>${seconds(rig)}</CreatedTime>`
      + '<MaxReservedIPs>20</MaxReservedIPs><CurrentReservedIPs>0</CurrentReservedIPs><MaxPublicIPCount>5</MaxPublicIPCount>'
      + '<CurrentNetworkSecurityGroups>0</CurrentNetworkSecurityGroups><MaxNetworkSecurityGroups>100</MaxNetworkSecurityGroups><MaxNetworkSecurityRulesPerGroup>200</MaxNetworkSecurityRulesPerGroup>'
      + '<MaxRouteTables>100</MaxRouteTables><MaxRoutesPerRouteTable>100</MaxRoutesPerRouteTable></Subscription>');
    await rig.client.hostedServices.create({ serviceName: 'one-more', label: 'l', location: 'Brazil South' });
    assert.equal((await rig.client.subscriptions.get()).currentHostedServices, 3);
  });

  it('is not listed with others for a certificate, which belongs to no person', async () => {
    const message = 'The server failed to authenticate the request. Verify that the certificate is valid and is associated with this subscription.';
    await rig.refuses(() => rig.client.subscriptions.list(), { status: 403, code: 'ForbiddenError', message });
    assert.equal((await rig.send('/subscriptions', { certificate: false })).status, 403);
    assert.equal((await rig.send('/{sub}/subscriptions')).status, 404);
  });
});

describe('The catalogues of the emulator', () => {
  let rig: Rig;
  before(async () => { rig = await startRig({ operationSeconds: 0 }); });
  after(() => rig.stop());

  it("begin with the guide's eight locations in its order", async () => {
    const locations = await rig.client.locations.list();
    assert.deepEqual(locations.map(({ name }) => name), [
      'West Europe', 'Southeast Asia', 'East Asia', 'North Central US', 'North Europe', 'South Central US', 'West US', 'East US',
      'Central US', 'East US 2', 'Japan East', 'Japan West', 'Brazil South', 'Australia East', 'Australia Southeast', 'Central India', 'South India',
    ]);
    for (const { name, displayName, availableServices, computeCapabilities, storageCapabilities } of locations) {
      assert.equal(displayName, name);
      assert.deepEqual(availableServices, ['Compute', 'Storage', 'PersistentVMRole', 'HighMemory']);
      assert.ok(computeCapabilities?.webWorkerRoleSizes?.includes('Small') && !computeCapabilities.webWorkerRoleSizes.includes('Basic_A0'));
      assert.ok(computeCapabilities?.virtualMachinesRoleSizes?.includes('Basic_A0'));
      assert.ok(storageCapabilities?.storageAccountTypes?.includes('Standard_GRS'));
    }
  });

  it('say what a location has and another has not', async () => {
    const locations = new Map((await rig.client.locations.list()).map((location) => [location.name, location]));
    const has = (name: string, size: string) => locations.get(name)?.computeCapabilities?.virtualMachinesRoleSizes?.includes(size);
    assert.deepEqual(['Standard_G5', 'Standard_DS1', 'A9', 'Standard_D14'].map((size) => has('West US', size)), [true, true, true, true]);
    assert.deepEqual(['Standard_G5', 'Standard_DS1', 'A9', 'Standard_D14'].map((size) => has('East Asia', size)), [false, false, false, true]);
    assert.deepEqual(locations.get('West US')?.storageCapabilities?.storageAccountTypes, ['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_RAGRS', 'Premium_LRS']);
    assert.deepEqual(locations.get('East Asia')?.storageCapabilities?.storageAccountTypes, ['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_RAGRS']);
    const [group] = await rig.client.affinityGroups.list();
    assert.deepEqual(group?.computeCapabilities, locations.get('West Europe')?.computeCapabilities);
    const service = (await rig.client.hostedServices.list()).find(({ serviceName }) => serviceName === 'contoso-shop');
    assert.deepEqual(service?.computeCapabilities, group?.computeCapabilities, 'by its affinity group');
  });

  it('show a location in the elements and the order that were recorded, and to an older request without what came later', async () => {
    const { body } = await rig.send('/{sub}/locations');
    const brazil = '<Location><Name>Brazil South</Name><DisplayName>Brazil South</DisplayName><AvailableServices><AvailableService>Compute</AvailableService><AvailableService>Storage</AvailableService>'
      + '<AvailableService>PersistentVMRole</AvailableService><AvailableService>HighMemory</AvailableService></AvailableServices><ComputeCapabilities><WebWorkerRoleSizes>'
      + ['A5', 'A6', 'A7', 'ExtraLarge', 'ExtraSmall', 'Large', 'Medium', 'Small'].map((size) => `<RoleSize>${size}</RoleSize>`).join('') + '</WebWorkerRoleSizes><VirtualMachinesRoleSizes>'
      + ['A5', 'A6', 'A7', 'Basic_A0', 'Basic_A1', 'Basic_A2', 'Basic_A3', 'Basic_A4', 'ExtraLarge', 'ExtraSmall', 'Large', 'Medium', 'Small'].map((size) => `<RoleSize>${size}</RoleSize>`).join('')
      + '</VirtualMachinesRoleSizes></ComputeCapabilities><StorageCapabilities><StorageAccountTypes><StorageAccountType>Standard_LRS</StorageAccountType><StorageAccountType>Standard_ZRS</StorageAccountType>'
      + '<StorageAccountType>Standard_GRS</StorageAccountType><StorageAccountType>Standard_RAGRS</StorageAccountType></StorageAccountTypes></StorageCapabilities></Location>';
    assert.ok(body.startsWith(`<Locations ${xmlns}><Location><Name>West Europe</Name>`));
    assert.ok(body.includes(brazil), body);
    const older = await rig.send('/{sub}/locations', { headers: { 'x-ms-version': '2014-05-01' } });
    assert.ok(older.body.includes('<ComputeCapabilities>') && !older.body.includes('StorageCapabilities'));
  });

  it('keep a second copy in the paired location, everywhere', async () => {
    const names = (await rig.client.locations.list()).map(({ name }) => name);
    for (const [i, location] of names.entries()) {
      await rig.client.storageAccounts.create({ serviceName: `pair${i}`, label: 'p', location, accountType: 'Standard_GRS' });
      const { storageServiceProperties } = await rig.client.storageAccounts.get({ serviceName: `pair${i}` });
      assert.ok(names.includes(storageServiceProperties!.geoSecondaryRegion!) && storageServiceProperties!.geoSecondaryRegion !== location, location);
      await rig.client.storageAccounts.delete({ serviceName: `pair${i}` });
    }
  });

  it('list the role sizes in alphabetical order, as they were recorded', async () => {
    const { body } = await rig.send('/{sub}/rolesizes');
    assert.ok(body.startsWith(`<RoleSizes ${xmlns}><RoleSize><Name>A10</Name><Label>A10 (8 cores, 57344 MB)</Label><Cores>8</Cores><MemoryInMb>57344</MemoryInMb><SupportedByWebWorkerRoles>true</SupportedByWebWorkerRoles>`
      + '<SupportedByVirtualMachines>true</SupportedByVirtualMachines><MaxDataDiskCount>16</MaxDataDiskCount><WebWorkerResourceDiskSizeInMb>1861268</WebWorkerResourceDiskSizeInMb>'
      + '<VirtualMachineResourceDiskSizeInMb>391828</VirtualMachineResourceDiskSizeInMb></RoleSize>'), body.slice(0, 600));
    const sizes = await rig.client.roleSizes.list();
    const names = sizes.map(({ name }) => name);
    assert.deepEqual(names, names.toSorted());
    assert.deepEqual(sizes.find(({ name }) => name === 'Standard_G5'), {
      name: 'Standard_G5', label: 'Standard_G5 (32 cores, 458752 MB)', cores: 32, memoryInMb: 458752, supportedByWebWorkerRoles: false, supportedByVirtualMachines: true,
      maxDataDiskCount: 64, webWorkerResourceDiskSizeInMb: 0, virtualMachineResourceDiskSizeInMb: 6291456,
    });
    for (const { computeCapabilities } of await rig.client.locations.list()) {
      for (const size of computeCapabilities!.virtualMachinesRoleSizes!) assert.ok(names.includes(size), size);
    }
  });

  it('list the guest operating systems, alone and by family, as they were recorded', async () => {
    const { body } = await rig.send('/{sub}/operatingsystems');
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    assert.ok(body.startsWith(`<OperatingSystems ${xmlns}><OperatingSystem><Version>WA-GUEST-OS-1.36_201406-01</Version><Label>${encoded('Windows Azure Guest OS 1.36 (Release 201406-01)')}</Label>`
      + `<IsDefault>false</IsDefault><IsActive>false</IsActive><Family>1</Family><FamilyLabel>${encoded('Windows Server 2008 SP2')}</FamilyLabel></OperatingSystem>`), body.slice(0, 600));
    const systems = await rig.client.operatingSystems.list();
    assert.deepEqual(systems.filter(({ isDefault }) => isDefault).map(({ version }) => version), [
      'WA-GUEST-OS-1.48_201506-01', 'WA-GUEST-OS-2.40_201506-01', 'WA-GUEST-OS-3.28_201506-01', 'WA-GUEST-OS-4.21_201506-01', 'WA-GUEST-OS-5.11_201709-01',
    ]);
    const families = await rig.client.operatingSystems.listFamilies();
    assert.deepEqual(families.map(({ name, label }) => `${name} ${label}`), ['1 Windows Server 2008 SP2', '2 Windows Server 2008 R2', '3 Windows Server 2012', '4 Windows Server 2012 R2', '5 Windows Server 2016']);
    assert.deepEqual(families.flatMap(({ name, label, operatingSystems }) => operatingSystems!.map((each) => ({ ...each, family: Number(name), familyLabel: label }))), systems);
    for (const { name, operatingSystems } of families) {
      assert.ok(operatingSystems!.length >= 9 && operatingSystems!.filter(({ isActive }) => isActive).length >= 3, name);
      assert.ok(operatingSystems!.every(({ isDefault, isActive }) => isActive || !isDefault), 'a default can be deployed');
    }
  });

  it('give a deployment the default of its family, or the active release that its configuration names, and no other', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const create = (attributes: string) => rig.client.deployments.create({ serviceName: 'contoso-reports', slot: 'Staging', name: 'os', label: 'os', packageUrl, configuration: configuration({ attributes }) });
    const deployed = async (attributes: string) => {
      await rig.finish(await create(attributes));
      const { roleList } = await rig.client.deployments.get({ serviceName: 'contoso-reports', slot: 'Staging' });
      await rig.finish(await rig.client.deployments.delete({ serviceName: 'contoso-reports', slot: 'Staging' }));
      return roleList?.[0]?.osVersion;
    };
    assert.equal(await deployed('osFamily="4" osVersion="*"'), 'WA-GUEST-OS-4.21_201506-01');
    assert.equal(await deployed('osFamily="4"'), 'WA-GUEST-OS-4.21_201506-01');
    assert.equal(await deployed('osFamily="3" osVersion="WA-GUEST-OS-3.26_201504-01"'), 'WA-GUEST-OS-3.26_201504-01');
    const refused = (attributes: string, message: string) => rig.refuses(() => create(attributes), { status: 400, code: 'BadRequest', message: `The service configuration is invalid. ${message}` });
    await refused('osFamily="9" osVersion="*"', 'There is no operating system family 9.');
    await refused('osFamily="4" osVersion="WA-GUEST-OS-4.17_201502-01"', 'There is no active operating system WA-GUEST-OS-4.17_201502-01 in family 4.');
    await refused('osFamily="4" osVersion="WA-GUEST-OS-3.28_201506-01"', 'There is no active operating system WA-GUEST-OS-3.28_201506-01 in family 4.');
  });
});
