import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { systemClock, type Clock } from './clock.ts';
import { openDirectory, readFileIfThere, writeFileAtomically } from './directory.ts';
import { Faults, parseFaults } from './faults.ts';
import type { World } from './handler.ts';
import { managementCertificate, openIdentity, writePublishSettings } from './identity.ts';
import { aboutOf, claimDirectory, findRunning, type Claim, type ReadyLine } from './running.ts';
import { makeState, readScenario } from './scenario.ts';
import { listen, makeServer } from './server.ts';
import { openStore } from './store.ts';

export interface EmulatorOptions {
  /** The data folder; made when it is not there. */
  readonly directory: string;
  /** 0, and when absent: the one that the folder remembers, else a free one. */
  readonly port?: number | undefined;
  /** Of the blob store, likewise. */
  readonly blobPort?: number | undefined;
  /** How long asynchronous operations take; 6 when absent, 0: done before the first poll. */
  readonly operationSeconds?: number | undefined;
  /** Faults to inject, see faults.ts. */
  readonly faults?: string | undefined;
  /** File that describes the subscription to begin with; only read when the folder is new. */
  readonly scenario?: string | undefined;
  readonly log?: ((line: string) => void) | undefined;
  readonly clock?: Clock | undefined;
}

export interface Emulator extends ReadyLine {
  /** Of the process it runs in. */
  readonly pid: number;
  /** False: it was running already, and `stop` leaves it so. */
  readonly owned: boolean;
  /** Ends every connection; what was answered is in the files. */
  stop(): Promise<void>;
}

const defaultOperationSeconds = 6;

/**
 * Starts the emulator in this process, or finds the one that the data folder has already.
 * @throws EmulatorError
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const faults = new Faults();
  faults.set(parseFaults(options.faults ?? ''));
  const directory = await openDirectory(options.directory);
  const claim = await claimDirectory(directory);
  if ('line' in claim) return attached(claim.line, claim.pid);
  try {
    return await startIn(directory, claim, faults, options);
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** The emulator that runs on a data folder; undefined when none does. */
export async function findEmulator(directory: string): Promise<Emulator | undefined> {
  const real = await realpath(directory).catch(() => undefined);
  const found = real === undefined ? undefined : await findRunning(real);
  return found && attached(found.line, found.pid);
}

const attached = (line: ReadyLine, pid: number): Emulator => ({ ...line, pid, owned: false, stop: async () => undefined });

async function startIn(directory: string, claim: Claim, faults: Faults, options: EmulatorOptions): Promise<Emulator> {
  const { clock = systemClock, log = () => undefined, operationSeconds = defaultOperationSeconds } = options;
  const identity = await openIdentity(directory, new Date(clock.now()));
  const certificate = managementCertificate(identity.management.cert, clock.now());
  const store = await openStore(directory, async () => makeState(await readScenario(options.scenario), certificate, clock.now()));
  const { subscriptions } = store.state;
  // Who removed the last one had to use the portal to be let in again (jj154127); here that is starting once more.
  for (const subscription of subscriptions.filter(({ managementCertificates }) => managementCertificates.length === 0)) {
    subscription.managementCertificates.push(certificate);
    log(`the subscription ${subscription.name} had no management certificate left; ${identity.certificatePath} may manage it again`);
  }

  const ports = await readPorts(directory);
  const { startBlobStore } = await import('./blobs/index.ts');
  const blobs = await onPort(options.blobPort, ports.blob, log, (port) => startBlobStore({
    directory: path.join(directory, 'blobs'),
    port,
    accounts: () => subscriptions.flatMap(({ storageAccounts }) => storageAccounts.map(({ name, keys }) => ({ name, primaryKey: keys.primary, secondaryKey: keys.secondary }))),
    log,
  }));
  let endpoint = '';
  const world: World = {
    clock, blobs, packageDirectory: path.join(directory, 'packages'), operationMs: operationSeconds * 1000, get endpoint() { return endpoint; },
  };
  const server = makeServer({ tls: identity.server, world, store, faults, owner: certificate.thumbprint, about: aboutOf(directory, process.pid), log });
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
    await closed;
    await store.save();
    await blobs.close();
  };
  try {
    const port = await onPort(options.port, ports.management, log, (wanted) => listen(server, wanted));
    endpoint = `https://127.0.0.1:${port}`;
    await writeFileAtomically(path.join(directory, 'ports.json'), JSON.stringify({ management: port, blob: blobs.port }));
    const line: ReadyLine = {
      endpoint,
      subscriptionId: subscriptions[0]!.id,
      certificatePath: identity.certificatePath,
      caPath: identity.caPath,
      publishSettingsPath: await writePublishSettings(directory, identity, subscriptions, endpoint),
      blobEndpoint: blobs.endpoint,
    };
    await claim.announce(line);
    log(`ready at ${endpoint}, blobs at ${blobs.endpoint}, data in ${directory}`);
    let stopping: Promise<void> | undefined;
    return { ...line, pid: process.pid, owned: true, stop: () => stopping ??= close().finally(() => claim.release()) };
  } catch (error) {
    await blobs.close();
    throw error;
  }
}

interface Ports { readonly management?: number; readonly blob?: number }

async function readPorts(directory: string): Promise<Ports> {
  try {
    return JSON.parse(await readFileIfThere(path.join(directory, 'ports.json')) ?? '{}') as Ports;
  } catch {
    return {};
  }
}

/** A port asked for has to be had; one only remembered may have been taken by another program since. */
async function onPort<T>(asked: number | undefined, remembered: number | undefined, log: (line: string) => void, start: (port: number) => Promise<T>): Promise<T> {
  if (asked) return start(asked);
  if (!remembered) return start(0);
  try {
    return await start(remembered);
  } catch (error) {
    if ((error as { code?: string }).code !== 'PortInUse') throw error;
    log(`port ${remembered}, used before, is taken by another program; using a free one, so that addresses noted before are not valid any more`);
    return start(0);
  }
}
