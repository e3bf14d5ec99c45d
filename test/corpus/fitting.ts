import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { State } from '../../src/emulator/state.ts';
import type { OperationName } from '../../src/protocol/operations.ts';
import { parseNetworkConfiguration, parseServiceConfiguration } from '../../src/serviceFiles/index.ts';
import { buildPackage } from '../../src/serviceFiles/packageWriter.ts';
import type { Rig } from '../client/emulatorRig.ts';
import { machineFits, machineObstacles, withMachines } from './fittingMachines.ts';

/*
 * A state of the emulator in which a recorded request makes sense: what it names is there, what it is to make is not.
 */

type Parameters = Readonly<Record<string, any>>;
type Calls = ServiceManagementClient;

/** Makes things through the client, each once; the rest of a test's state follows from what its request names. */
export class Fitter {
  readonly rig: Rig;
  readonly #made = new Map<string, Promise<void>>();

  constructor(rig: Rig) { this.rig = rig; }

  get client(): Calls { return this.rig.client; }

  once(what: string, make: () => Promise<void>): Promise<void> {
    return this.#made.get(what) ?? this.#made.set(what, make()).get(what)!;
  }

  affinityGroup(name: string): Promise<void> {
    return this.once(`affinity group ${name}`, async () => void await this.client.affinityGroups.create({ name, label: name, location: 'West US' }));
  }

  service(serviceName: string, place: { location?: string; affinityGroup?: string } = { location: 'West US' }): Promise<void> {
    return this.once(`service ${serviceName}`, async () => void await this.client.hostedServices.create({ serviceName, label: serviceName, ...place }));
  }

  account(serviceName: string): Promise<void> {
    return this.once(`account ${serviceName}`, async () => {
      await this.rig.finish(await this.client.storageAccounts.create({ serviceName, label: serviceName, location: 'West US', accountType: 'Standard_LRS' }));
    });
  }

  extension(serviceName: string, id: string): Promise<void> {
    return this.once(`extension ${serviceName} ${id}`, async () => {
      await this.service(serviceName);
      await this.rig.finish(await this.client.extensions.add({ serviceName, type: 'RDP', id, publicConfiguration: '<PublicConfig/>' }));
    });
  }

  /** No file makes a certificate of a recorded thumbprint, so it is put into the state, for the emulator to find when it starts again. */
  certificate(serviceName: string, thumbprint: string): Promise<void> {
    return this.once(`certificate ${serviceName} ${thumbprint}`, async () => {
      await this.service(serviceName);
      await this.rig.emulator.stop();
      const file = path.join(this.rig.directory, 'state.json');
      const state = JSON.parse(await readFile(file, 'utf8')) as State;
      state.subscriptions[0]!.hostedServices.find(({ name }) => name === serviceName)!.certificates.push({ thumbprint, data: '' });
      await writeFile(file, JSON.stringify(state));
      await this.rig.restart();
    });
  }

  /** What a deployment needs of its service. */
  async needs(serviceName: string, configuration: string | undefined, extensionConfiguration: Parameters = {}): Promise<void> {
    for (const [, thumbprint] of configuration?.matchAll(/ thumbprint="(\w+)"/g) ?? []) await this.certificate(serviceName, thumbprint!);
    for (const [, id] of JSON.stringify(extensionConfiguration).matchAll(/"id":"([^"]+)"/g)) await this.extension(serviceName, id!);
  }

  /** A VHD where a request expects one. */
  vhd(url: string): Promise<void> {
    return this.once(`VHD ${url}`, async () => {
      const { hostname } = new URL(url);
      // Recordings of a test cloud of the service's makers.
      if (!hostname.endsWith('.blob.core.windows.net')) return;
      await this.account(hostname.split('.')[0]!);
      await this.rig.makeVhd(1, url);
    });
  }

  async disk(name: string): Promise<void> {
    const mediaLink = `https://fittingvhds.blob.core.windows.net/vhds/${name}.vhd`;
    await this.vhd(mediaLink);
    await this.client.disks.add({ name, label: name, mediaLink });
  }

  /** One of the subscription's own. */
  async osImage(name: string): Promise<void> {
    const mediaLink = `https://fittingvhds.blob.core.windows.net/vhds/${name}.vhd`;
    await this.vhd(mediaLink);
    await this.client.osImages.add({ name, label: name, mediaLink, os: 'Linux' });
  }

  async vmImage(name: string): Promise<void> {
    const mediaLink = `https://fittingvhds.blob.core.windows.net/vhds/${name}.vhd`;
    await this.vhd(mediaLink);
    await this.rig.finish(await this.client.vmImages.create({
      name, label: name, osDiskConfiguration: { osState: 'Generalized', os: 'Linux', mediaLink }, description: 'd', language: 'l', imageFamily: 'f', recommendedVMSize: 'Small',
      eula: 'http://e', iconUri: 'i', smallIconUri: 's', privacyUri: 'http://p', publishedDate: new Date(0), showInGui: false,
    }));
  }

  /** A package that fits a configuration, at the address where the request expects one. */
  async packageFor(configuration: string, url: string): Promise<void> {
    const { hostname, pathname } = new URL(url);
    const account = hostname.split('.')[0]!;
    const [, container = '', ...blob] = pathname.split('/');
    await this.account(account);
    await this.rig.stage(await packageOf(configuration), account, { container, blobName: blob.join('/') });
  }

  /** A deployment of web roles; `configuration` is that of the request, where it has one. */
  deployment(serviceName: string, slot: 'Production' | 'Staging', name: string, configuration = defaultConfiguration): Promise<void> {
    return this.once(`deployment ${serviceName} ${slot}`, async () => {
      await this.service(serviceName);
      const packageUrl = `https://fittingpackages.blob.core.windows.net/packages/${serviceName}-${slot.toLowerCase()}.cspkg`;
      await this.packageFor(configuration, packageUrl);
      await this.rig.finish(await this.client.deployments.create({ serviceName, slot, name, label: name, packageUrl, configuration, startDeployment: true }));
    });
  }

  reservedIp(name: string): Promise<void> {
    return this.once(`reserved IP ${name}`, async () => this.rig.finish(await this.client.reservedIps.create({ name, label: 'fitting', location: 'West US' })));
  }

  /** A network configuration with what it refers to. */
  async network(configuration: string): Promise<void> {
    await this.placesOf(configuration);
    await this.rig.finish(await this.client.virtualNetworks.setConfiguration({ configuration }));
  }

  async placesOf(configuration: string): Promise<void> {
    if (configuration === '') return;
    for (const { affinityGroup } of parseNetworkConfiguration(configuration).virtualNetworkSites) if (affinityGroup !== undefined) await this.affinityGroup(affinityGroup);
  }
}

const defaultNetwork = `<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"><VirtualNetworkConfiguration>
  <Dns><DnsServers><DnsServer name="dns" IPAddress="8.8.8.8" /></DnsServers></Dns>
  <LocalNetworkSites><LocalNetworkSite name="local"><AddressSpace><AddressPrefix>192.168.0.0/16</AddressPrefix></AddressSpace><VPNGatewayAddress>1.1.1.1</VPNGatewayAddress></LocalNetworkSite></LocalNetworkSites>
  <VirtualNetworkSites>
    <VirtualNetworkSite name="near" AffinityGroup="fitting-group">
      <AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace><Subnets><Subnet name="front"><AddressPrefix>10.0.0.0/24</AddressPrefix></Subnet></Subnets>
      <DnsServersRef><DnsServerRef name="dns" /></DnsServersRef><Gateway><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="local" /></ConnectionsToLocalNetwork></Gateway>
    </VirtualNetworkSite>
    <VirtualNetworkSite name="wide" Location="West US">
      <AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace><Subnets><Subnet name="front"><AddressPrefix>10.0.0.0/24</AddressPrefix></Subnet></Subnets>
    </VirtualNetworkSite>
  </VirtualNetworkSites>
</VirtualNetworkConfiguration></NetworkConfiguration>`;

const configurationOf = (role: string, count: number) => `<ServiceConfiguration serviceName="Fitting" osFamily="4" osVersion="*" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">
  <Role name="${role}"><Instances count="${count}" /></Role>
</ServiceConfiguration>`;
const defaultConfiguration = configurationOf('WebRole1', 2);

/** A package whose definition has just the roles, settings and certificates of a configuration. */
function packageOf(text: string): Promise<Buffer> {
  const { roles, serviceName } = parseServiceConfiguration(text);
  const escape = (value: string) => value.replace(/[&<"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const list = (element: string, items: readonly string[]) => (items.length > 0 ? `<${element}>${items.join('')}</${element}>` : '');
  const definition = `<ServiceDefinition name="${escape(serviceName || 'Fitting')}" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">${roles.map(({ name, settings, certificates }) => `
  <WebRole name="${escape(name)}" vmsize="Small">
    <Endpoints><InputEndpoint name="Endpoint1" protocol="http" port="80" /></Endpoints>
    ${list('ConfigurationSettings', settings.map((setting) => `<Setting name="${escape(setting.name)}" />`))}
    ${list('Certificates', certificates.map((certificate) => `<Certificate name="${escape(certificate.name)}" storeLocation="LocalMachine" storeName="My" />`))}
  </WebRole>`).join('')}
</ServiceDefinition>`;
  return buildPackage(Buffer.from(definition), roles.map(({ name }) => ({ name, files: [{ path: 'approot/a.txt', content: Buffer.from('a') }] })), { 'http://schemas.microsoft.com/windowsazure/ProductVersion/': '2.9.8699.20' });
}

/** Prepares for a request; gives another URL where the recorded one holds what only the service could know. */
export type Fit = (fitter: Fitter, parameters: Parameters) => Promise<string | void>;

const inService: Fit = (fitter, { serviceName }) => fitter.service(serviceName);
const inAccount: Fit = (fitter, { serviceName }) => fitter.account(serviceName);
const inGroup: Fit = (fitter, { affinityGroupName }) => fitter.affinityGroup(affinityGroupName);
const inDeployment: Fit = async (fitter, { serviceName, slot = 'Production', deploymentName = 'fitting', configuration, extensionConfiguration }) => {
  await fitter.needs(serviceName, configuration, extensionConfiguration);
  await fitter.deployment(serviceName, slot, deploymentName, configuration);
};
/** With the instance, and one more that may stay when it goes. */
const withInstance: Fit = (fitter, { roleInstanceName, names: [name] = [roleInstanceName], ...at }) => {
  const [role = '', index = ''] = String(name).split('_IN_');
  return inDeployment(fitter, { ...at, configuration: configurationOf(role, Number(index) + 2) });
};
const withCertificate: Fit = (fitter, { serviceName, thumbprint = '0'.repeat(40) }) => fitter.certificate(serviceName, thumbprint);
const withExtension: Fit = (fitter, { serviceName, extensionId = 'fitting' }) => fitter.extension(serviceName, extensionId);
const nothing: Fit = async () => undefined;
const placed: Fit = async (fitter, { affinityGroup }) => { if (affinityGroup !== undefined) await fitter.affinityGroup(affinityGroup); };

/** The recorded one is long over; one of our own takes its place. */
const anotherCertificate: Fit = async ({ client }) => {
  const { cert } = await makeManagementCertificate({ commonName: 'fitting', days: 30, now: new Date() });
  const { raw, publicKey, fingerprint } = new X509Certificate(cert);
  const thumbprint = fingerprint.replaceAll(':', '');
  await client.managementCertificates.add({ data: raw.toString('base64'), thumbprint, publicKey: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64') });
  return `/${client.subscriptionId}/certificates/${thumbprint}`;
};

const withDisk: Fit = (fitter, { diskName }) => fitter.disk(diskName);
const withOsImage: Fit = (fitter, { imageName }) => fitter.osImage(imageName);
const withVmImage: Fit = (fitter, { imageName }) => fitter.vmImage(imageName);
const published = { targetLocations: ['West US', 'West Europe'], computeImageAttributes: { offer: 'o', sku: 's', version: '1.0.0' }, marketplaceImageAttributes: { publisherId: 'p', plan: { name: 'n', publisher: 'p', product: 'p' } } };
const withReplicatedOsImage: Fit = async (fitter, { imageName }) => {
  await fitter.osImage(imageName);
  await fitter.client.osImages.replicate({ imageName, ...published });
};
const withReplicatedVmImage: Fit = async (fitter, { imageName }) => {
  await fitter.vmImage(imageName);
  await fitter.client.vmImages.replicate({ imageName, ...published });
};
/** An image of the platform in place of what another subscription had, or of one that we do not have. */
const platformOsImage = 'a699494373c04fc0bc8f2bb1389d6106__Windows-Server-2012-R2-201412.01-en.us-127GB.vhd';
const ofPlatform = (group: 'images' | 'vmimages', rest: string): Fit => async () =>
  `/{sub}/services/${group}/${group === 'images' ? platformOsImage : '1acf693f34c74e86a50be61cb631ddfe__ClouderaGolden-202406-699696'}${rest}`;

/** What has to be there for each operation. A row without an entry fails the test that uses this. */
export const fits: { readonly [N in OperationName]?: Fit } = {
  'subscriptions.get': nothing,
  'locations.list': nothing,
  'hostedServices.list': async (fitter) => {
    await fitter.affinityGroup('fitting-group');
    await fitter.service('fitting-1');
    await fitter.service('fitting-2', { affinityGroup: 'fitting-group' });
  },
  'hostedServices.get': (fitter, { serviceName }) => fitter.deployment(serviceName, 'Production', 'fitting'),
  'hostedServices.checkNameAvailability': nothing,
  'hostedServices.create': placed,
  'hostedServices.update': inService,
  'hostedServices.delete': inService,
  'serviceCertificates.list': withCertificate,
  'serviceCertificates.get': withCertificate,
  'serviceCertificates.add': inService,
  'serviceCertificates.delete': withCertificate,
  'extensions.listAvailable': nothing,
  'extensions.list': withExtension,
  'extensions.add': inService,
  'extensions.delete': withExtension,
  'deployments.create': async (fitter, { serviceName, packageUrl, configuration, extensionConfiguration }) => {
    await fitter.service(serviceName);
    await fitter.needs(serviceName, configuration, extensionConfiguration);
    await fitter.packageFor(configuration, packageUrl);
  },
  // Most of those that were asked for by their name were of machines.
  'deployments.get': (fitter, parameters) => (parameters['slot'] ? inDeployment : withMachines)(fitter, parameters),
  'deployments.changeConfiguration': inDeployment,
  'deployments.upgrade': async (fitter, parameters) => {
    await inDeployment(fitter, parameters);
    await fitter.packageFor(parameters['configuration'], parameters['packageUrl']);
  },
  'deployments.getPackage': async (fitter, parameters) => {
    await inDeployment(fitter, parameters);
    await fitter.packageFor(defaultConfiguration, `${parameters['containerUri'].trim()}/fitting.cspkg`);
  },
  'deployments.listEvents': async (fitter, parameters) => {
    await inDeployment(fitter, parameters);
    const { client } = fitter;
    const { serviceName } = parameters as { serviceName: string };
    await fitter.rig.finish(await client.roleInstances.reboot({ serviceName, slot: 'Production', roleInstanceName: 'WebRole1_IN_0' }));
    return `/${client.subscriptionId}/services/hostedservices/${serviceName}/deploymentslots/Production/events?starttime=2015-01-01T00:00:00Z&endtime=2101-01-01T00:00:00Z`;
  },
  'roleInstances.rebuild': withInstance,
  'roleInstances.delete': withInstance,
  'deployments.updateStatus': inDeployment,
  'deployments.swap': async (fitter, { serviceName, production, sourceDeployment }) => {
    if (production !== undefined) await fitter.deployment(serviceName, 'Production', production);
    await fitter.deployment(serviceName, 'Staging', sourceDeployment);
  },
  'deployments.delete': inDeployment,
  'storageAccounts.list': (fitter) => fitter.account('fittingaccount'),
  'storageAccounts.get': inAccount,
  'storageAccounts.getKeys': inAccount,
  'storageAccounts.checkNameAvailability': nothing,
  'storageAccounts.create': placed,
  'storageAccounts.update': inAccount,
  'storageAccounts.regenerateKeys': inAccount,
  'storageAccounts.delete': inAccount,
  'disks.list': async (fitter) => {
    await fitter.disk('fitting-1');
    await fitter.disk('fitting-2');
  },
  'disks.get': withDisk,
  'disks.add': (fitter, { mediaLink }) => fitter.vhd(mediaLink),
  'disks.update': withDisk,
  'osImages.list': nothing,
  'osImages.get': (fitter, parameters) => (/^[0-9a-f]{32}__/.test(parameters['imageName']) ? ofPlatform('images', '') : withOsImage)(fitter, parameters),
  'osImages.getDetails': withReplicatedOsImage,
  'osImages.add': (fitter, { mediaLink }) => fitter.vhd(mediaLink),
  'osImages.update': withOsImage,
  'osImages.delete': withOsImage,
  'osImages.replicate': withOsImage,
  'osImages.unreplicate': withReplicatedOsImage,
  'osImages.share': withReplicatedOsImage,
  'vmImages.list': nothing,
  'vmImages.getDetails': withReplicatedVmImage,
  'vmImages.create': async (fitter, { osDiskConfiguration, dataDiskConfigurations = [] }) => {
    for (const { mediaLink } of [osDiskConfiguration, ...dataDiskConfigurations]) await fitter.vhd(mediaLink);
  },
  'vmImages.update': withVmImage,
  'vmImages.delete': withVmImage,
  'vmImages.replicate': withVmImage,
  'vmImages.unreplicate': withReplicatedVmImage,
  'vmImages.share': withReplicatedVmImage,
  'resourceExtensions.list': nothing,
  'resourceExtensions.listVersions': nothing,
  'affinityGroups.list': (fitter) => fitter.affinityGroup('fitting-group'),
  'affinityGroups.get': async (fitter, { affinityGroupName }) => {
    await fitter.affinityGroup(affinityGroupName);
    await fitter.service('fitting-in-group', { affinityGroup: affinityGroupName });
  },
  'affinityGroups.create': nothing,
  'affinityGroups.update': inGroup,
  'affinityGroups.delete': inGroup,
  'reservedIps.list': (fitter) => fitter.reservedIp('fitting'),
  'reservedIps.get': async (fitter, { reservedIpName }) => {
    await fitter.reservedIp(reservedIpName);
    await fitter.deployment('fitting', 'Production', 'fitting');
    await fitter.rig.finish(await fitter.client.reservedIps.associate({ reservedIpName, serviceName: 'fitting', deploymentName: 'fitting' }));
  },
  'reservedIps.create': async (fitter, { serviceName, deploymentName }) => { if (serviceName) await fitter.deployment(serviceName, 'Production', deploymentName); },
  'reservedIps.delete': (fitter, { reservedIpName }) => fitter.reservedIp(reservedIpName),
  'reservedIps.associate': async (fitter, { reservedIpName, serviceName, deploymentName }) => {
    await fitter.reservedIp(reservedIpName);
    await fitter.deployment(serviceName, 'Production', deploymentName);
  },
  'virtualNetworks.list': (fitter) => fitter.network(defaultNetwork),
  'virtualNetworks.getConfiguration': (fitter) => fitter.network(defaultNetwork),
  'virtualNetworks.setConfiguration': (fitter, { configuration }) => fitter.placesOf(configuration),
  'roleSizes.list': nothing,
  'operatingSystems.list': nothing,
  'operatingSystems.listFamilies': nothing,
  'managementCertificates.list': nothing,
  'managementCertificates.get': anotherCertificate,
  'managementCertificates.add': nothing,
  'managementCertificates.delete': anotherCertificate,
  'operations.list': async (fitter) => {
    await fitter.affinityGroup('fitting-group');
    const day = (offset: number) => new Date(fitter.rig.clock.now() + offset * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    return `/${fitter.client.subscriptionId}/operations?StartTime=${day(-1)}&EndTime=${day(1)}`;
  },
  ...machineFits,
  'operations.getStatus': async ({ client }) => {
    // One that goes on and, once its ten seconds are over, one that has ended.
    const { requestId } = await client.storageAccounts.create({ serviceName: 'fitting', label: 'fitting', location: 'West US' });
    return `/${client.subscriptionId}/operations/${requestId}`;
  },
};

/** What stood in the way of those that were refused, by operation and status; what was not found needs nothing. */
export const obstacles: Readonly<Record<string, Fit>> = {
  'hostedServices.create 409': inService,
  'serviceCertificates.get 404': inService,
  ...machineObstacles,
  'osImages.getDetails 403': ofPlatform('images', '/details'),
  'osImages.replicate 403': ofPlatform('images', '/replicate'),
  'osImages.unreplicate 403': ofPlatform('images', '/unreplicate'),
  'osImages.share 403': ofPlatform('images', '/shareasync?permission=Private'),
  'vmImages.getDetails 403': ofPlatform('vmimages', '/details'),
  'vmImages.replicate 403': ofPlatform('vmimages', '/replicate'),
  'vmImages.unreplicate 403': ofPlatform('vmimages', '/unreplicate'),
  'vmImages.share 403': ofPlatform('vmimages', '/shareasync?permission=Private'),
  'affinityGroups.create 409': (fitter, { name }) => fitter.affinityGroup(name),
};
