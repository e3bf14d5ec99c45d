import path from 'node:path';
import { readFileIfThere, writeFileAtomically } from './directory.ts';
import { EmulatorError } from './emulatorError.ts';
import { defaultQuotas, type State, type Subscription } from './state.ts';

/** The state with the file behind it. */
export interface Store {
  readonly state: State;
  /** Writes the state as it is now; several asked for meanwhile are one writing. */
  save(): Promise<void>;
}

const lists = ['managementCertificates', 'affinityGroups', 'hostedServices', 'storageAccounts', 'operations'] as const satisfies readonly (keyof Subscription)[];
/** Came after the first release of format 1, so that a file may lack them. */
const laterLists = ['disks', 'osImages', 'vmImages', 'blobJobs', 'reservedIps', 'dnsServers', 'localNetworkSites', 'virtualNetworkSites'] as const satisfies readonly (keyof Subscription)[];

/** @throws EmulatorError `StateCorrupt`: never begins anew over what someone may still want. */
export async function openStore(directory: string, makeState: () => Promise<State>): Promise<Store> {
  const file = path.join(directory, 'state.json');
  const text = await readFileIfThere(file);
  const state = text === undefined ? await makeState() : parseState(file, text);

  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const store: Store = {
    state,
    save() {
      next ??= current.catch(() => undefined).then(() => {
        next = undefined;
        current = writeFileAtomically(file, JSON.stringify(state));
        return current;
      });
      return next;
    },
  };
  if (text === undefined) await store.save();
  return store;
}

function parseState(file: string, text: string): State {
  const corrupt = (reason: string, cause?: unknown) => new EmulatorError('StateCorrupt',
    `The emulator's state in ${file} cannot be read: ${reason}. Move the file away to begin with a new demo subscription.`, { file, reason }, cause);
  let state: State;
  try {
    state = JSON.parse(text) as State;
  } catch (cause) {
    throw corrupt((cause as Error).message, cause);
  }
  if (typeof state !== 'object' || state === null) throw corrupt('it is not an object');
  if (state.format !== 1) throw corrupt(`it has format ${JSON.stringify(state.format)} where this emulator writes 1`);
  if (!Array.isArray(state.subscriptions) || !state.subscriptions.every((each) => typeof each?.id === 'string' && lists.every((list) => Array.isArray(each[list])))) {
    throw corrupt('something is missing from its subscriptions');
  }
  for (const subscription of state.subscriptions) {
    for (const list of laterLists) subscription[list] ??= [];
    subscription.quotas = { ...defaultQuotas, ...subscription.quotas };
    for (const service of subscription.hostedServices) {
      service.certificates ??= [];
      service.extensions ??= [];
      for (const deployment of Object.values(service.deployments)) {
        deployment.kind ??= 'package';
        if (deployment.kind === 'package') deployment.packageId ??= deployment.privateId;
      }
    }
  }
  return state;
}
