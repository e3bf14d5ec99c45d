import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceManagementClient, type ServiceManagementError } from '../../src/client/index.ts';
import { blobAddress } from '../../src/emulator/blobs/blobAddress.ts';
import { BlobTask } from '../../src/emulator/blobs/blobTask.ts';
import { createVhd } from '../../src/emulator/blobs/vhdBlobs.ts';
import { splitPem } from '../../src/emulator/identity.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { buildPackage } from '../../src/serviceFiles/packageWriter.ts';
import { uploadPackage } from '../../src/staging/index.ts';

/** Time that goes on when a test says so, or when someone sleeps. */
export class TestClock {
  #now = Date.now();
  now = () => this.#now;
  random = () => 0.5;
  sleep = async (ms: number) => { this.advance(ms / 1000); };
  advance(seconds: number): void { this.#now += seconds * 1000; }
}

export interface RawAnswer { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

export interface RawRequest {
  readonly method?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  /** False: none at all. */
  readonly certificate?: { readonly cert: string; readonly key: string } | false;
}

/** An emulator in this process with its own folder and clock, and what is needed to talk to it. */
export interface Rig {
  readonly emulator: Emulator;
  readonly client: ServiceManagementClient;
  readonly clock: TestClock;
  readonly directory: string;
  readonly logged: string[];
  /** One plain HTTPS request; `{sub}` stands for the subscription. */
  send(path: string, request?: RawRequest): Promise<RawAnswer>;
  /** Puts bytes into Blob storage, under a new name unless one is given, and gives their URL. */
  stage(bytes: Buffer, account?: string, as?: { container: string; blobName: string }): Promise<string>;
  /** What is done to one blob with the key of its account; by either form of its address. */
  blob(url: string): Promise<BlobTask>;
  /** Makes the VHD of an empty disk in Blob storage and gives its address. */
  makeVhd(gigabytes: number, url?: string): Promise<string>;
  /** Follows an operation to its end. */
  finish(accepted: { requestId: string }): Promise<void>;
  /** Everything the subscription shows. */
  snapshot(): Promise<object>;
  /** The same but for the times at which services were last modified, which a failed operation moves too. */
  snapshotWithoutDates(): Promise<object>;
  /** It is refused with these facts, and all is as it was. */
  refuses(attempt: () => Promise<unknown>, facts: { status: number; code: string; message: string | RegExp }): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and starts it again on the same folder, which may be changed while it stands still. */
  restart(options?: Partial<EmulatorOptions>, change?: () => Promise<void>): Promise<void>;
  /** Starts again with nothing but the certificates it had. */
  fresh(): Promise<void>;
}

export async function startRig(options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const directory = await mkdtemp(path.join(tmpdir(), 'azureclassic-emulator-'));
  const clock = new TestClock();
  const logged: string[] = [];
  const start = async (more: Partial<EmulatorOptions> = {}) => {
    const emulator = await startEmulator({ directory, clock, log: (line) => logged.push(line), ...options, ...more });
    const certificate = splitPem(await readFile(emulator.certificatePath, 'utf8'));
    const ca = await readFile(emulator.caPath, 'utf8');
    const client = new ServiceManagementClient({ subscriptionId: emulator.subscriptionId, certificate, endpoint: emulator.endpoint, ca, clock });
    return { emulator, client, certificate, ca };
  };
  let now = await start();

  const rig: Rig = {
    get emulator() { return now.emulator; },
    get client() { return now.client; },
    clock, directory, logged,
    send: (url, { method = 'GET', body, headers = {}, certificate } = {}) => new Promise((resolve, reject) => {
      const request = https.request(now.emulator.endpoint + url.replace('{sub}', now.emulator.subscriptionId), {
        method, ca: now.ca, servername: 'localhost', agent: false, headers: { 'x-ms-version': '2014-10-01', ...headers }, ...(certificate === false ? {} : certificate ?? now.certificate),
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
          .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }));
      });
      request.on('error', reject).end(body);
    }),
    async stage(bytes, account = 'contosopackages', as = undefined) {
      const file = path.join(directory, `staged-${Math.random().toString(36).slice(2)}.cspkg`);
      await writeFile(file, bytes);
      const { storageServiceKeys } = await now.client.storageAccounts.getKeys({ serviceName: account });
      const { url } = await uploadPackage({ account: { name: account, key: storageServiceKeys.primary, blobEndpoint: `${now.emulator.blobEndpoint}/${account}` }, path: file, ...as });
      await rm(file);
      return url;
    },
    async blob(address) {
      const { account: name, url } = blobAddress(now.emulator.blobEndpoint, address)!;
      const { storageServiceKeys } = await now.client.storageAccounts.getKeys({ serviceName: name });
      return new BlobTask({ url }, { account: { name, key: storageServiceKeys.primary }, done: 'written' });
    },
    async makeVhd(gigabytes, url = `https://contosopackages.blob.core.windows.net/vhds/${Math.random().toString(36).slice(2)}.vhd`) {
      await createVhd(await rig.blob(url), gigabytes);
      return url;
    },
    async finish({ requestId }) { await now.client.operations.wait(requestId); },
    async snapshot() {
      const { client } = now;
      const [subscription, services, accounts, groups] = await Promise.all([client.subscriptions.get(), client.hostedServices.list(), client.storageAccounts.list(), client.affinityGroups.list()]);
      const details = await Promise.all(services.map(({ serviceName }) => client.hostedServices.get({ serviceName, embedDetail: true })));
      const possessions = await Promise.all(services.map(async ({ serviceName }) => [await client.serviceCertificates.list({ serviceName }), await client.extensions.list({ serviceName })]));
      const [disks, osImages, vmImages] = await Promise.all([client.disks.list(), client.osImages.list(), client.vmImages.list({})]);
      const keys = await Promise.all(accounts.map(({ serviceName }) => client.storageAccounts.getKeys({ serviceName })));
      const [reservedIps, networks] = await Promise.all([client.reservedIps.list(), client.virtualNetworks.list()]);
      const network = networks.length > 0 ? await client.virtualNetworks.getConfiguration() : undefined;
      return { subscription, services, details, possessions, accounts, keys, groups, reservedIps, networks, network, disks, osImages, vmImages };
    },
    async snapshotWithoutDates() {
      return JSON.parse(JSON.stringify(await rig.snapshot(), (key, value: unknown) => (key === 'dateLastModified' ? undefined : value))) as object;
    },
    async refuses(attempt, { status, code, message }) {
      const before = await rig.snapshot();
      await assert.rejects(attempt, (error: ServiceManagementError) => {
        assert.deepEqual({ status: error.httpStatus, code: error.code }, { status, code }, error.message);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      });
      assert.deepEqual(await rig.snapshot(), before, 'a refusal changes nothing');
    },
    async stop() {
      await now.client.close();
      await now.emulator.stop();
      await rm(directory, { recursive: true, force: true });
    },
    async restart(more, change) {
      await now.client.close();
      await now.emulator.stop();
      await change?.();
      now = await start(more);
    },
    async fresh() {
      await now.client.close();
      await now.emulator.stop();
      for (const name of ['state.json', 'blobs', 'packages']) await rm(path.join(directory, name), { recursive: true, force: true });
      now = await start();
    },
  };
  return rig;
}

/** A definition with a web role and a worker role, as its configuration below wants it. */
export const definition = (roles = '') => `<ServiceDefinition name="Shop" upgradeDomainCount="3" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
  <WebRole name="Web" vmsize="Small">
    <Endpoints>
      <InputEndpoint name="Http" protocol="http" port="80" localPort="8080" />
      <InstanceInputEndpoint name="Debug" protocol="tcp" localPort="9000"><AllocatePublicPortFrom><FixedPortRange min="10100" max="10199" /></AllocatePublicPortFrom></InstanceInputEndpoint>
    </Endpoints>
    <ConfigurationSettings><Setting name="Greeting" /></ConfigurationSettings>
  </WebRole>
  <WorkerRole name="Worker" vmsize="Medium" />${roles}
</ServiceDefinition>`;

export const configuration = ({ web = 2, worker = 1, settings = '<Setting name="Greeting" value="¡Hola!" />', more = '', attributes = 'osFamily="2" osVersion="*"' } = {}) =>
  `<ServiceConfiguration serviceName="Shop" ${attributes} xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">
  <Role name="Web"><Instances count="${web}" /><ConfigurationSettings>${settings}</ConfigurationSettings></Role>
  <Role name="Worker"><Instances count="${worker}" /></Role>${more}
</ServiceConfiguration>`;

export const shopPackage = (text = definition()): Promise<Buffer> => {
  const files = [{ path: 'approot/hello.txt', content: Buffer.from('hello') }];
  return buildPackage(Buffer.from(text), [{ name: 'Web', files }, { name: 'Worker', files }], { 'http://schemas.microsoft.com/windowsazure/ProductVersion/': '2.9.8699.20' });
};
