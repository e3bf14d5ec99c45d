import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { VirtualNetworkSite } from '../../../client/index.ts';
import { endpointText, type Endpoint, type NetworkChoice } from '../../input/machine.ts';
import { locator } from '../../input/resource.ts';
import type { Choice } from '../../input/wizard.ts';
import { otherEndpoints, parseOtherEndpoints, usualEndpoints, type Draft, type Question } from './createDraft.ts';

const example = 'tcp 8080:80, udp 53';
const others = Symbol('others');
const none = (label: string): Choice<undefined> => ({ label, iconPath: new ThemeIcon('circle-outline'), value: undefined });

/** The first of them is how people get in. */
export function endpointItems(draft: Draft): Choice<Endpoint | typeof others>[] {
  const chosen = (endpoint: Endpoint, first: boolean) => (draft.endpoints ? draft.endpoints.some(({ name }) => name === endpoint.name) : first);
  return [
    ...usualEndpoints(draft).map((endpoint, i): Choice<Endpoint> => ({
      label: endpoint.name, value: endpoint, picked: chosen(endpoint, i === 0),
      description: endpoint.port === undefined ? l10n.t('{0}, on a public port that the service chooses', `tcp ${endpoint.localPort}`) : endpointText(endpoint),
    })),
    { label: l10n.t('Others...'), description: otherEndpoints(draft).map(endpointText).join(', '), value: others, picked: otherEndpoints(draft).length > 0 },
  ];
}

const endpointsProblem = (draft: Draft, text: string): string | undefined => {
  try {
    parseOtherEndpoints(draft, text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Virtual networks that are where the cloud service is: those of a location for all in it, those of an affinity group for its own. */
async function networkItems({ client, service, home }: Draft): Promise<(Choice<NetworkChoice | undefined> | QuickPickItem)[]> {
  const [sites, locationOf] = await Promise.all([client!.virtualNetworks.list(), locator(client!)]);
  const place = service!.place!;
  const isNear = ({ affinityGroup, location }: VirtualNetworkSite) => (affinityGroup ? 'affinityGroup' in place && place.affinityGroup === affinityGroup : location === locationOf(place));
  const near = sites.filter((site) => (home ? site.name === home.network : isNear(site)));
  return [
    none(home ? l10n.t('The first subnet of {0}', home.network!) : l10n.t('None')),
    ...near.flatMap(({ name, subnets = [] }) => [
      { label: name, kind: QuickPickItemKind.Separator },
      ...subnets.map((subnet): Choice<NetworkChoice> => ({ label: subnet.name, description: [name, subnet.addressPrefix].filter(Boolean).join(' · '), iconPath: new ThemeIcon('type-hierarchy'), value: { name, subnet: subnet.name } })),
    ]),
  ];
}

async function reservedIpItems({ client, service }: Draft): Promise<Choice<string>[]> {
  const [addresses, locationOf] = await Promise.all([client!.reservedIps.list(), locator(client!)]);
  const here = locationOf(service!.place!);
  return [
    { ...none(l10n.t('None: the service chooses an address')), value: '' },
    ...addresses.filter(({ inUse, location }) => !inUse && location === here).map(({ name, address = '' }): Choice<string> => ({ label: name, description: address, iconPath: new ThemeIcon('pin'), value: name })),
  ];
}

export const networkQuestions: readonly Question[] = [
  {
    id: 'endpoints', clears: ['otherEndpoints'],
    ask: async (ask, draft) => {
      const typed = otherEndpoints(draft);
      const picked = await ask.many({ placeholder: l10n.t('At which ports is it reached from outside?'), items: endpointItems(draft), orNone: true });
      draft.asksOtherEndpoints = picked.includes(others);
      draft.endpoints = [...picked.filter((each) => each !== others), ...(draft.asksOtherEndpoints ? typed : [])];
    },
  },
  {
    id: 'otherEndpoints', when: ({ asksOtherEndpoints }) => asksOtherEndpoints === true, rare: true,
    ask: async (ask, draft) => {
      const text = await ask.text({
        prompt: l10n.t('Other endpoints, with commas between them: protocol, public port, port on the machine'), placeholder: example,
        value: otherEndpoints(draft).map(endpointText).join(', '), check: (typed) => endpointsProblem(draft, typed),
      });
      draft.endpoints = parseOtherEndpoints(draft, text);
    },
  },
  {
    id: 'availabilitySet',
    ask: async (ask, draft) => {
      const there = draft.home?.availabilitySets ?? [];
      const prompt = l10n.t('Availability set, whose machines are never all down at once; empty for none');
      draft.availabilitySet = await ask.text({ prompt: there.length > 0 ? `${prompt} (${there.join(', ')})` : prompt, value: draft.availabilitySet, check: availabilitySetProblem });
    },
  },
  {
    id: 'network', when: ({ home }) => !home || home.network !== undefined,
    ask: async (ask, draft) => {
      const is = (choice: NetworkChoice | undefined) => choice?.name === draft.network?.name && choice?.subnet === draft.network?.subnet;
      draft.network = await ask.pick<NetworkChoice | undefined>({ placeholder: l10n.t('In which subnet of a virtual network?'), items: networkItems(draft), active: is });
    },
  },
  {
    id: 'reservedIp', when: ({ home }) => !home,
    ask: async (ask, draft) => {
      draft.reservedIp = await ask.pick<string>({ placeholder: l10n.t('Which reserved address does its deployment get?'), items: reservedIpItems(draft), active: (name) => name === draft.reservedIp });
    },
  },
];

const availabilitySetProblem = (name: string): string | undefined =>
  (/^[\w.-]{0,80}$/.test(name) ? undefined : l10n.t('The name of an availability set has at most {0} letters, digits, hyphens, dots and underscores.', 80));
