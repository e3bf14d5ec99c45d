import { attributeValue, descend, type XmlRange } from '../xml/document.ts';
import { named, parseRoot, requiredChild, requiredInteger } from './elements.ts';
import { ServiceFileError } from './errors.ts';

export interface ConfigurationSetting {
  readonly name: string;
  readonly value: string;
  readonly at: XmlRange;
}

export interface ConfigurationCertificate {
  readonly name: string;
  /** As written; empty where the file has none. */
  readonly thumbprint: string;
  readonly thumbprintAlgorithm: string;
  /** A path in Microsoft's own secret store, which stands in place of the thumbprint (recorded, RunDSMSHostedServiceTest). */
  readonly sourceLocation: string | undefined;
  readonly at: XmlRange;
}

export interface ConfigurationRole {
  readonly name: string;
  /** As written: a count below 1 is a finding of checkConfiguration, not a fault of the file's form. */
  readonly instanceCount: number;
  readonly settings: readonly ConfigurationSetting[];
  readonly certificates: readonly ConfigurationCertificate[];
  /** Names of subnets of the virtual network that its instances are to be in. */
  readonly subnets: readonly string[];
  /** The role's start tag. */
  readonly at: XmlRange;
  /** The value of `<Instances count>`. */
  readonly instanceCountAt: XmlRange;
}

/** A .cscfg (ee758710). `at` is where each thing's start tag stands. */
export interface ServiceConfiguration {
  /** Empty where the file has none, as in the configurations the service makes for virtual machines. */
  readonly serviceName: string;
  /** Absent means 1. */
  readonly osFamily: string;
  readonly osVersion: string;
  readonly schemaVersion: string | undefined;
  readonly roles: readonly ConfigurationRole[];
  readonly virtualNetworkSite: string | undefined;
  /** Names of reserved IP addresses. */
  readonly reservedIPs: readonly string[];
  readonly at: XmlRange;
}

const maximumCount = 2 ** 31 - 1;

/** @throws ServiceFileError that says where, for text that is no service configuration. */
export function parseServiceConfiguration(text: string): ServiceConfiguration {
  const root = parseRoot(text, 'ServiceConfiguration');
  const [network] = descend(root, 'NetworkConfiguration');
  const subnets = new Map([...named(network ? descend(network, 'AddressAssignments', 'InstanceAddress') : [], 'roleName')]
    .map(([role, address]) => [role, [...named(descend(address, 'Subnets', 'Subnet')).keys()]]));
  const roles = [...named(descend(root, 'Role'))].map(([name, role]): ConfigurationRole => {
    const instances = requiredChild(role, 'Instances');
    return {
      name,
      instanceCount: requiredInteger(instances, 'count', -maximumCount, maximumCount),
      settings: [...named(descend(role, 'ConfigurationSettings', 'Setting'))].map(([setting, element]) => ({
        name: setting, value: attributeValue(element, 'value') ?? '', at: element.startTag,
      })),
      certificates: [...named(descend(role, 'Certificates', 'Certificate'))].map(([certificate, element]) => ({
        name: certificate,
        thumbprint: attributeValue(element, 'thumbprint') ?? '',
        thumbprintAlgorithm: attributeValue(element, 'thumbprintAlgorithm') ?? '',
        sourceLocation: attributeValue(element, 'sourceLocation'),
        at: element.startTag,
      })),
      subnets: subnets.get(name) ?? [],
      at: role.startTag,
      instanceCountAt: instances.attributes.find((attribute) => attribute.name === 'count')!.valueRange,
    };
  });
  return {
    serviceName: attributeValue(root, 'serviceName') ?? '',
    osFamily: attributeValue(root, 'osFamily') ?? '1',
    osVersion: attributeValue(root, 'osVersion') ?? '*',
    schemaVersion: attributeValue(root, 'schemaVersion'),
    roles,
    virtualNetworkSite: network && descend(network, 'VirtualNetworkSite').map((site) => attributeValue(site, 'name'))[0],
    reservedIPs: network ? [...named(descend(network, 'AddressAssignments', 'ReservedIPs', 'ReservedIP')).keys()] : [],
    at: root.startTag,
  };
}

/** The same text with another instance count for one role; comments and layout stay. */
export function setInstanceCount(text: string, role: string, count: number): string {
  const found = parseServiceConfiguration(text).roles.find(({ name }) => name === role);
  if (!found) throw new ServiceFileError('RoleNotFound', `The service configuration has no role '${role}'.`, { role });
  return text.slice(0, found.instanceCountAt.start) + count + text.slice(found.instanceCountAt.end);
}
