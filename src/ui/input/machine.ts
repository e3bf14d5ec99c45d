import { l10n } from 'vscode';
import type { Deployment, HostedService } from '../../client/index.ts';

/* What a virtual machine is put together from, as data that may be written down, and the rules for what is typed. */

export type System = 'Linux' | 'Windows';

/** What its system disk is, or is made from. */
export interface Source {
  readonly kind: 'osImage' | 'vmImage' | 'disk';
  readonly name: string;
  readonly label: string;
  readonly os: System;
  /** It is set up when it first starts: name, user, password. A specialized one has all of that. */
  readonly isGeneralized: boolean;
  /** The subscription's own. */
  readonly isOwn: boolean;
  /** Of an own image. */
  readonly mediaLink?: string | undefined;
  /** Where machines can be made from it; absent: everywhere. */
  readonly locations?: readonly string[] | undefined;
  readonly recommendedSize?: string | undefined;
}

export interface Size { readonly name: string; readonly cores: number }

/** A deployment that a machine is added to. */
export interface Home {
  readonly deploymentName: string;
  readonly machines: readonly string[];
  /** Public ones that are taken: "tcp 22". */
  readonly ports: readonly string[];
  readonly availabilitySets: readonly string[];
  readonly network?: string | undefined;
}

/** Without `port` the service draws one. */
export interface Endpoint { readonly name: string; readonly protocol: 'tcp' | 'udp'; readonly port?: number | undefined; readonly localPort: number }

export interface NetworkChoice { readonly name: string; readonly subnet: string }

/** Whether a new disk is made in a storage account that has to be chosen: one from an own image is made beside the image. */
export const needsAccount = ({ kind, isOwn }: Source): boolean => kind !== 'disk' && !isOwn;

/** The deployment of a service that a machine can be added to; undefined where it gets one of its own. @throws Error in words: why neither can be */
export function homeIn({ serviceName, deployments = [] }: HostedService): Home | undefined {
  const deployment = deployments.find(({ deploymentSlot }) => deploymentSlot === 'Production');
  if (!deployment) return undefined;
  const { name, locked, roleList = [], virtualNetworkName } = deployment;
  if (!roleList.some(isMachine)) throw new Error(l10n.t('The production slot of {0} has a package in it.', serviceName));
  if (locked) throw new Error(l10n.t('Another operation is at work on the deployment of {0}.', serviceName));
  return {
    deploymentName: name, machines: roleList.map(({ roleName }) => roleName), network: virtualNetworkName,
    ports: roleList.flatMap(({ configurationSets = [] }) => configurationSets)
      .flatMap((set) => (set.configurationSetType === 'NetworkConfiguration' ? set.inputEndpoints ?? [] : [])).map(({ protocol = '', port }) => `${protocol.toLowerCase()} ${port}`),
    availabilitySets: [...new Set(roleList.flatMap(({ availabilitySetName }) => availabilitySetName || []))],
  };
}

export const isMachine = ({ type, roleType }: NonNullable<Deployment['roleList']>[number]): boolean => type === 'PersistentVMRole' || roleType === 'PersistentVMRole';

/** A name for the machine and on its network (jj157194, HostName and ComputerName). */
export function machineNameProblem(name: string, os: System): string | undefined {
  const longest = os === 'Windows' ? 15 : 63;
  if (name === '') return l10n.t('Enter a name.');
  if (!/^[a-z0-9-]+$/i.test(name)) return l10n.t('The name of a virtual machine has only letters, digits and hyphens.');
  if (!/^[a-z]/i.test(name)) return l10n.t('The name of a virtual machine begins with a letter.');
  if (name.endsWith('-')) return l10n.t('The name of a virtual machine ends with a letter or digit.');
  if (name.length > longest) return os === 'Windows' ? l10n.t('The name of a Windows machine has at most {0} characters.', longest) : l10n.t('The name of a Linux machine has at most {0} characters.', longest);
  return undefined;
}

/** The account that the machine gets (jj157194; Linux: useradd, Windows: names of local accounts). */
export function userProblem(user: string, os: System): string | undefined {
  if (user === '') return l10n.t('Enter a user name.');
  if (os === 'Linux') {
    if (!/^[a-z_][a-z0-9_-]*$/i.test(user)) return l10n.t('A user name of Linux begins with a letter and has only letters, digits, hyphens and underscores.');
    if (user.length > 32) return l10n.t('A user name has at most {0} characters.', 32);
    if (user.toLowerCase() === 'root') return l10n.t('Linux has the user {0} itself. Choose another name.', user);
    return undefined;
  }
  if (/[\s"/\\[\]:;|=,+*?<>@]/.test(user) || user.endsWith('.')) return l10n.t('A user name of Windows has no spaces, does not end with a dot, and has none of {0}', '" / \\ [ ] : ; | = , + * ? < > @');
  if (user.length > 20) return l10n.t('A user name has at most {0} characters.', 20);
  if (/^(administrator|admin|guest)$/i.test(user)) return l10n.t('Azure does not take the user name {0}. Choose another one.', user);
  return undefined;
}

/** jj157194, UserPassword and AdminPassword. */
export function machinePasswordProblem(password: string, os: System): string | undefined {
  if (password === '') return l10n.t('Enter a password.');
  const [least, most] = os === 'Linux' ? [6, 72] : [8, 123];
  if (password.length < least || password.length > most) return l10n.t('The password has {0} to {1} characters; this one has {2}.', least, most, password.length);
  if (os === 'Linux') return /^[\x20-\x7e]+$/.test(password) ? undefined : l10n.t('The password has only letters without accents, digits and the signs of an English keyboard.');
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  return kinds >= 3 ? undefined : l10n.t('The password has three of these four: capital letters, small letters, digits, other signs. This one has {0} of them.', kinds);
}

const endpointForm = /^(?:(tcp|udp)\s+)?(?:(\d+)\s*:\s*)?(\d+)$/i;

/** "tcp 8080:80, udp 53" as endpoints: protocol, public port, port on the machine. @throws Error in words */
export function parseEndpoints(text: string, taken: readonly string[] = []): Endpoint[] {
  const made: Endpoint[] = [];
  for (const part of text.split(',').map((each) => each.trim()).filter(Boolean)) {
    const [, protocol = 'tcp', publicPort, localPort] = endpointForm.exec(part) ?? [];
    if (localPort === undefined) throw new Error(l10n.t('"{0}" is no endpoint. Write it like {1}: protocol, public port, port on the machine.', part, 'tcp 8080:80'));
    const endpoint: Endpoint = { name: `${protocol.toLowerCase()}-${publicPort ?? localPort}`, protocol: protocol.toLowerCase() as Endpoint['protocol'], port: Number(publicPort ?? localPort), localPort: Number(localPort) };
    for (const port of [endpoint.port!, endpoint.localPort]) if (port < 1 || port > 65_535) throw new Error(l10n.t('Ports are numbers from 1 to 65535, not {0}.', port));
    if (taken.includes(portKey(endpoint)) || made.some((other) => portKey(other) === portKey(endpoint))) throw new Error(l10n.t('The public port {0} is taken already.', portKey(endpoint)));
    made.push(endpoint);
  }
  return made;
}

export const portKey = ({ protocol, port }: Pick<Endpoint, 'protocol' | 'port'>): string => `${protocol} ${port}`;

/** As it is typed and read: "tcp 8080:80". */
export const endpointText = ({ protocol, port, localPort }: Endpoint): string => `${protocol} ${port === undefined || port === localPort ? '' : `${port}:`}${localPort}`;
