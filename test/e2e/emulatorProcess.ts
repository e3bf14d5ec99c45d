import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ServiceManagementClient } from '../../src/client/client.ts';
import { uploadPackage } from '../../src/staging/index.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

type ReadyLine = Readonly<Record<'endpoint' | 'subscriptionId' | 'certificatePath' | 'caPath' | 'publishSettingsPath', string>>;

export interface EmulatorProcess {
  readonly directory: string;
  /** What it printed when it was ready. */
  readonly line: ReadyLine;
  readonly client: ServiceManagementClient;
  /** Ends it as a crash would; what it had answered stays. */
  kill(): Promise<void>;
  /** What is to go wrong from here on, and nothing else. */
  setFaults(spec: string): Promise<void>;
  /** The same emulator again, after `kill`, with `more` arguments. */
  restart(...more: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** `node dist/emulator.js` in a process of its own, as `npm start` runs it. */
export async function startEmulatorProcess(...args: string[]): Promise<EmulatorProcess> {
  const directory = mkdtempSync(path.join(tmpdir(), 'azure-classic-emulator-'));
  const start = async (...more: string[]) => {
    const child = spawn(process.execPath, [path.join(dist, 'emulator.js'), '--port', '0', '--data', directory, ...args, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await once(createInterface(child.stdout), 'line') as [string];
    return { child, line: JSON.parse(line) as ReadyLine };
  };
  const end = async (signal: NodeJS.Signals) => {
    const ended = once(running.child, 'exit');
    running.child.kill(signal);
    await ended;
  };
  let running = await start();
  const { endpoint, subscriptionId, certificatePath, caPath } = running.line;
  const pem = readFileSync(certificatePath, 'utf8');
  const client = new ServiceManagementClient({ subscriptionId, endpoint, certificate: { cert: pem, key: pem }, ca: readFileSync(caPath, 'utf8') });
  return {
    directory, client, line: running.line,
    kill: () => end('SIGKILL'),
    setFaults: async (spec) => {
      const request = https.request(`${running.line.endpoint}/_emulator/faults`, { method: 'POST', cert: pem, key: pem, ca: readFileSync(caPath) });
      const [answer] = await once(request.end(spec), 'response') as [IncomingMessage];
      if (answer.resume().statusCode !== 200) throw new Error(`the emulator refuses the faults "${spec}"`);
    },
    restart: async (...more) => { running = await start(...more); },
    stop: async () => {
      await client.close();
      await end('SIGTERM');
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * An emulator for the stories of a block, which is found by windows that get its `machineSettings`; with the sample in production of
 * contoso-shop as "Tienda 1". Its operations are done at once.
 */
export function runShop(): { readonly emulator: EmulatorProcess; readonly machineSettings: Record<string, unknown> } {
  const shop = { emulator: undefined as unknown as EmulatorProcess, machineSettings: {} as Record<string, unknown> };
  before(async function () {
    this.timeout(60_000);
    shop.emulator = await startEmulatorProcess('--operation-seconds', '0');
    shop.machineSettings['azureClassic.emulator.dataFolder'] = shop.emulator.directory;
    const { client } = shop.emulator;
    const { requestId } = await client.deployments.create({
      serviceName: 'contoso-shop', slot: 'Production', name: 'v1', label: 'Tienda 1', packageUrl: await uploadSample(client), configuration: sampleConfiguration('Cloud'), startDeployment: true,
    });
    await client.operations.wait(requestId);
  });
  after(() => shop.emulator.stop());
  return shop;
}

/** Puts the sample's package into one of the demo subscription's storage accounts; gives its URL. */
export async function uploadSample(client: ServiceManagementClient, account = 'contosopackages'): Promise<string> {
  const { storageServiceProperties } = await client.storageAccounts.get({ serviceName: account });
  const { storageServiceKeys } = await client.storageAccounts.getKeys({ serviceName: account });
  const blobEndpoint = storageServiceProperties!.endpoints![0]!;
  return (await uploadPackage({ account: { name: account, key: storageServiceKeys.primary, blobEndpoint }, path: path.join(dist, 'sample', 'ContosoShop.cspkg') })).url;
}

export const sampleConfiguration = (name: 'Cloud' | 'Local'): string => readFileSync(path.join(dist, 'sample', `ServiceConfiguration.${name}.cscfg`), 'utf8');
