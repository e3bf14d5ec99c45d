import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { findLocation } from './catalogues/index.ts';
import demo from './catalogues/demo.json' with { type: 'json' };
import { EmulatorError } from './emulatorError.ts';
import { isHostedServiceName, isStorageAccountName } from './lookup.ts';
import { makeKey } from './operations/storageAccounts/create.ts';
import { defaultQuotas, type ManagementCertificate, type Placement, type State, type Subscription } from './state.ts';

/** A subscription to begin with, as a person writes it down; catalogues/demo.json is one. Everything but the name may be left out. */
export interface Scenario {
  /** GUID; one is made when absent. */
  readonly subscriptionId?: string;
  readonly subscriptionName: string;
  readonly quotas?: Partial<Subscription['quotas']>;
  readonly affinityGroups?: readonly (Named & { readonly location: string })[];
  readonly hostedServices?: readonly (Named & Placement)[];
  readonly storageAccounts?: readonly (Named & Placement & { readonly accountType?: string })[];
}
interface Named { readonly name: string; readonly label?: string; readonly description?: string }

/** @throws EmulatorError `ScenarioInvalid`. */
export async function readScenario(file: string | undefined): Promise<Scenario> {
  if (file === undefined) return demo;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, (cause as Error).message);
  }
  return checkScenario(value, file);
}

const invalid = (file: string, reason: string) => new EmulatorError('ScenarioInvalid', `The scenario ${file} is invalid: ${reason}.`, { file, reason });

const keys = {
  scenario: ['subscriptionId', 'subscriptionName', 'quotas', 'affinityGroups', 'hostedServices', 'storageAccounts'],
  quotas: Object.keys(defaultQuotas),
  affinityGroups: ['name', 'label', 'description', 'location'],
  hostedServices: ['name', 'label', 'description', 'location', 'affinityGroup'],
  storageAccounts: ['name', 'label', 'description', 'location', 'affinityGroup', 'accountType'],
} as const;

/** Says what is wrong and where; what it lets pass the emulator can answer with. */
export function checkScenario(value: unknown, file: string): Scenario {
  const refuse = (reason: string) => invalid(file, reason);
  const object = (at: string, given: unknown, known: readonly string[]): Record<string, unknown> => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw refuse(`${at} has to be an object`);
    const stray = Object.keys(given).find((key) => !known.includes(key));
    if (stray) throw refuse(`${at} has no ${stray}, only ${known.join(', ')}`);
    return given as Record<string, unknown>;
  };
  const scenario = object('the scenario', value, keys.scenario);
  const groups = new Set<string>();
  if (typeof scenario['subscriptionName'] !== 'string' || scenario['subscriptionName'] === '') throw refuse('subscriptionName has to be a text');
  const id = scenario['subscriptionId'];
  if (id !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(id))) throw refuse('subscriptionId has to be a GUID in lower case');
  for (const [key, quota] of Object.entries(object('quotas', scenario['quotas'] ?? {}, keys.quotas))) {
    if (!Number.isSafeInteger(quota) || (quota as number) < 0) throw refuse(`quotas.${key} has to be a whole number`);
  }
  for (const noun of ['affinityGroups', 'hostedServices', 'storageAccounts'] as const) {
    const list = scenario[noun] ?? [];
    if (!Array.isArray(list)) throw refuse(`${noun} has to be a list`);
    const names = new Set<string>();
    for (const [i, each] of list.entries()) {
      const at = `${noun}[${i}]`;
      const item = object(at, each, keys[noun]);
      for (const [key, text] of Object.entries(item)) if (typeof text !== 'string') throw refuse(`${at}.${key} has to be a text`);
      const { name = '', location, affinityGroup, accountType } = item as Record<string, string | undefined>;
      if (!(noun === 'storageAccounts' ? isStorageAccountName : isHostedServiceName)(name)) throw refuse(`${at}.name is no valid name: "${name}"`);
      if (names.has(name.toLowerCase())) throw refuse(`${at}: ${name} is there twice`);
      names.add(name.toLowerCase());
      if ((location === undefined) === (affinityGroup === undefined)) throw refuse(`${at} needs ${noun === 'affinityGroups' ? 'a location' : 'either a location or an affinityGroup'}`);
      if (location !== undefined && findLocation(location)?.name !== location) throw refuse(`${at}: there is no location "${location}"`);
      if (affinityGroup !== undefined && !groups.has(affinityGroup)) throw refuse(`${at}: there is no affinity group "${affinityGroup}" in the scenario`);
      if (accountType !== undefined && !/^(Standard_(LRS|ZRS|GRS|RAGRS)|Premium_LRS)$/.test(accountType)) throw refuse(`${at}: there is no account type "${accountType}"`);
      if (noun === 'affinityGroups') groups.add(name);
    }
  }
  return scenario as unknown as Scenario;
}

export function makeState(scenario: Scenario, certificate: ManagementCertificate, now: number): State {
  const common = ({ name, label = name, description }: Named) => ({ name, label, description: description ?? null });
  const placement = ({ location, affinityGroup }: Placement): Placement => (location === undefined ? { affinityGroup } : { location });
  return {
    format: 1,
    subscriptions: [{
      id: scenario.subscriptionId ?? randomUUID(),
      name: scenario.subscriptionName,
      created: now,
      quotas: { ...defaultQuotas, ...scenario.quotas },
      managementCertificates: [certificate],
      affinityGroups: (scenario.affinityGroups ?? []).map((group) => ({ ...common(group), location: group.location, created: now })),
      hostedServices: (scenario.hostedServices ?? []).map((service) => ({ ...common(service), ...placement(service), extendedProperties: [], created: now, modified: now, certificates: [], extensions: [], deployments: {} })),
      storageAccounts: (scenario.storageAccounts ?? []).map((account) => ({
        ...common(account), ...placement(account), accountType: account.accountType ?? 'Standard_GRS', extendedProperties: [],
        keys: { primary: makeKey(), secondary: makeKey() }, created: now,
      })),
      disks: [],
      osImages: [],
      vmImages: [],
      reservedIps: [],
      dnsServers: [],
      localNetworkSites: [],
      virtualNetworkSites: [],
      operations: [],
      blobJobs: [],
    }],
  };
}
