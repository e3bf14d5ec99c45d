import { parseArgs } from 'node:util';
import { startEmulator, type Emulator } from './emulator.ts';
import { faultHelp } from './faults.ts';
import { listOperations } from './router.ts';
import type { ReadyLine } from './running.ts';

const help = `The classic Azure Service Management API, emulated on this computer.

  node emulator.js --data DIR [options]

  --data DIR               the data folder; one emulator per folder, a second start finds the first
  --port N                 port of the API; 0: the one that DIR remembers, or a free one (default)
  --blob-port N            port of the Blob storage, likewise
  --operation-seconds N    how long asynchronous operations take (default 6; 0: done before the first poll)
  --scenario FILE          JSON that describes the subscription to begin with; only read when DIR is new
  --fault SPEC             faults to inject
  --operations             lists what is supported: method, path, name
  --help

When it is ready it prints one line of JSON: endpoint, subscriptionId, certificatePath, caPath, publishSettingsPath, blobEndpoint.
It stops on SIGTERM and SIGINT, and keeps its state in DIR.

${faultHelp}
`;

class UsageError extends Error {}

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args], strict: true, allowPositionals: false,
      options: {
        data: { type: 'string' }, port: { type: 'string' }, 'blob-port': { type: 'string' }, 'operation-seconds': { type: 'string' },
        scenario: { type: 'string' }, fault: { type: 'string' }, operations: { type: 'boolean' }, help: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readNumber(name: string, text: string | undefined, maximum: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > maximum) throw new UsageError(`--${name} has to be a number from 0 to ${maximum}, not "${text}".`);
  return value;
}

function readPort(name: string, text: string | undefined): number | undefined {
  const port = readNumber(name, text, 65_535);
  if (port !== undefined && !Number.isInteger(port)) throw new UsageError(`--${name} has to be a whole number.`);
  return port;
}

/** Runs the emulator until a signal ends it. */
export async function main(args: readonly string[]): Promise<void> {
  const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  try {
    const given = readArguments(args);
    if (given.help) return void process.stdout.write(help);
    if (given.operations) return void process.stdout.write(`${listOperations().join('\n')}\n`);
    if (!given.data) throw new UsageError('--data DIR is missing.');
    const emulator = await startEmulator({
      directory: given.data,
      port: readPort('port', given.port),
      blobPort: readPort('blob-port', given['blob-port']),
      operationSeconds: readNumber('operation-seconds', given['operation-seconds'], 86_400),
      scenario: given.scenario,
      faults: given.fault,
      log,
    });
    if (emulator.owned) stopOnSignals(emulator, log);
    else log(`an emulator (process ${emulator.pid}) has ${given.data} already; it goes on as it was started`);
    process.stdout.write(`${readyLine(emulator)}\n`);
  } catch (error) {
    const isUsage = error instanceof UsageError || ['FaultInvalid', 'ScenarioInvalid'].includes((error as { code?: string }).code ?? '');
    const { name, message, stack } = error as Error;
    process.stderr.write(isUsage ? `${message}\nRun it with --help to see how it is used.\n` : `${['EmulatorError', 'BlobStoreError'].includes(name) ? message : stack}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

const readyLine = ({ endpoint, subscriptionId, certificatePath, caPath, publishSettingsPath, blobEndpoint }: ReadyLine) =>
  JSON.stringify({ endpoint, subscriptionId, certificatePath, caPath, publishSettingsPath, blobEndpoint } satisfies ReadyLine);

function stopOnSignals(emulator: Emulator, log: (line: string) => void): void {
  const stop = (signal: string) => {
    log(`${signal}: stopping`);
    emulator.stop().then(() => process.exit(0), (error: Error) => {
      log(`stopping failed: ${error.stack}`);
      process.exit(1);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
