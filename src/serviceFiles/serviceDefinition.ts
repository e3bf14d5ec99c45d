import { attributeValue, descend, type XmlElement } from '../xml/document.ts';
import { named, parseRoot, requiredAttribute, requiredChild, requiredInteger } from './elements.ts';

export type RoleKind = 'WebRole' | 'WorkerRole' | 'VirtualMachineRole';

export interface PortRange {
  readonly min: number;
  readonly max: number;
}

export interface InputEndpoint {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  /** Absent where the fabric chooses one (`*` or not given). */
  readonly localPort: number | undefined;
  /** Name of the certificate of an https endpoint. */
  readonly certificate: string | undefined;
}

export interface InternalEndpoint {
  readonly name: string;
  readonly protocol: string;
  /** Absent where the fabric chooses. */
  readonly ports: PortRange | undefined;
}

export interface InstanceInputEndpoint {
  readonly name: string;
  readonly protocol: string;
  readonly localPort: number | undefined;
  /** The public ports, one per instance. */
  readonly ports: PortRange;
}

export interface LocalStorage {
  readonly name: string;
  readonly megabytes: number;
}

export interface DefinitionRole {
  readonly name: string;
  readonly kind: RoleKind;
  readonly vmSize: string;
  readonly inputEndpoints: readonly InputEndpoint[];
  readonly internalEndpoints: readonly InternalEndpoint[];
  readonly instanceInputEndpoints: readonly InstanceInputEndpoint[];
  readonly localStorage: readonly LocalStorage[];
  /** Names as written; what the imports add is not among them (checkConfiguration knows). */
  readonly settings: readonly string[];
  readonly certificates: readonly string[];
  /** Module names, `RemoteAccess`. None inside a package: packing has resolved them. */
  readonly imports: readonly string[];
}

/** A .csdef (ee758711), written by hand or the normalised one inside a package. */
export interface ServiceDefinition {
  /** Empty where the file has none, as in scaffolding templates. */
  readonly name: string;
  readonly schemaVersion: string | undefined;
  readonly upgradeDomainCount: number;
  readonly roles: readonly DefinitionRole[];
}

const roleKinds: ReadonlySet<string> = new Set<RoleKind>(['WebRole', 'WorkerRole', 'VirtualMachineRole']);

/** @throws ServiceFileError that says where, for text that is no service definition. */
export function parseServiceDefinition(text: string): ServiceDefinition {
  const root = parseRoot(text, 'ServiceDefinition');
  return {
    name: attributeValue(root, 'name') ?? '',
    schemaVersion: attributeValue(root, 'schemaVersion'),
    upgradeDomainCount: attributeValue(root, 'upgradeDomainCount') ? requiredInteger(root, 'upgradeDomainCount', 1, 20) : 5,
    roles: [...named(root.children.filter((child) => roleKinds.has(child.name)))].map(([name, role]) => readRole(name, role)),
  };
}

function readRole(name: string, role: XmlElement): DefinitionRole {
  const endpoints = <T>(kind: string, read: (name: string, protocol: string, element: XmlElement) => T): readonly T[] =>
    [...named(descend(role, 'Endpoints', kind))].map(([endpoint, element]) => read(endpoint, requiredAttribute(element, 'protocol'), element));
  return {
    name,
    kind: role.name as RoleKind,
    vmSize: attributeValue(role, 'vmsize') ?? 'Small',
    inputEndpoints: endpoints('InputEndpoint', (endpoint, protocol, element) => ({
      name: endpoint, protocol, port: readPort(element, 'port'), localPort: readFreePort(element, 'localPort'),
      certificate: attributeValue(element, 'certificate'),
    })),
    internalEndpoints: endpoints('InternalEndpoint', (endpoint, protocol, element) => ({ name: endpoint, protocol, ports: readPorts(element) })),
    instanceInputEndpoints: endpoints('InstanceInputEndpoint', (endpoint, protocol, element) => ({
      name: endpoint, protocol, localPort: readFreePort(element, 'localPort'),
      ports: readRange(requiredChild(requiredChild(element, 'AllocatePublicPortFrom'), 'FixedPortRange')),
    })),
    localStorage: [...named([...descend(role, 'LocalResources', 'LocalStorage'), ...descend(role, 'LocalStorage')])].map(([storage, element]) => ({
      name: storage, megabytes: attributeValue(element, 'sizeInMB') ? requiredInteger(element, 'sizeInMB', 1, 2 ** 31 - 1) : 100,
    })),
    settings: [...named(descend(role, 'ConfigurationSettings', 'Setting')).keys()],
    certificates: [...named(descend(role, 'Certificates', 'Certificate')).keys()],
    imports: [...named(descend(role, 'Imports', 'Import'), 'moduleName').keys()],
  };
}

const readPort = (element: XmlElement, attribute: string) => requiredInteger(element, attribute, 1, 65_535);
const readRange = (element: XmlElement): PortRange => ({ min: readPort(element, 'min'), max: readPort(element, 'max') });

function readFreePort(element: XmlElement, attribute: string): number | undefined {
  return (attributeValue(element, attribute) ?? '*') === '*' ? undefined : readPort(element, attribute);
}

/** Three spellings of the same thing: `<FixedPort>`, `<FixedPortRange>`, and an old `port` attribute. */
function readPorts(element: XmlElement): PortRange | undefined {
  const [range] = descend(element, 'FixedPortRange');
  if (range) return readRange(range);
  const port = readFreePort(descend(element, 'FixedPort')[0] ?? element, 'port');
  return port === undefined ? undefined : { min: port, max: port };
}
