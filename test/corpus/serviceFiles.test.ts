import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  checkConfiguration, decodeServiceFile, openPackage, PackageError, parseServiceConfiguration, parseServiceDefinition, ServiceFileError, setInstanceCount,
} from '../../src/serviceFiles/index.ts';

const files = new URL('../../../shared/corpus/files/', import.meta.url);
const exchanges = new URL('../../../shared/corpus/exchanges.jsonl', import.meta.url);

const read = (path: string) => readFileSync(new URL(path, files));
const text = (path: string) => decodeServiceFile(read(path));

describe('service files that people published', function () {
  before(function () { if (!existsSync(files)) this.skip(); });

  const summaries = (folder: string, summarise: (text: string) => string) => readdirSync(new URL(folder, files)).sort().map((name) => {
    try {
      return `${name}: ${summarise(text(`${folder}${encodeURIComponent(name)}`))}`;
    } catch (error) {
      assert.ok(error instanceof ServiceFileError, String(error));
      return `${name}: ${error.code} at ${error.line}:${error.column}`;
    }
  });

  it('are configurations that we read, but for the one that was broken on purpose', () => {
    const found = summaries('cscfg/', (content) => {
      const { serviceName, roles, reservedIPs, virtualNetworkSite } = parseServiceConfiguration(content);
      const described = roles.map(({ name, instanceCount, settings, certificates }) => `${name} x${instanceCount} ${settings.length}s ${certificates.length}c`);
      return [serviceName, ...described, ...reservedIPs, ...(virtualNetworkSite ? [virtualNetworkSite] : [])].join(', ');
    });
    assert.deepEqual(found, [
      '0867291805__ServiceConfiguration.cscfg: WindowsAzureDeploymentProject, WorkerRole1 x1 5s 1c, WorkerRole2 x1 4s 1c, WorkerRole3 x1 4s 1c, WorkerRole4 x1 4s 1c, WorkerRole5 x1 4s 1c',
      '1ef08edc24__HelloNoDiag.cscfg: HelloNoDiag, WebRole1 x2 0s 0c',
      '2808d9614d__ServiceConfiguration.cscfg: WindowsAzureDeploymentProject, WorkerRole1 x1 0s 0c',
      '296d4ce7ba__ServiceConfiguration.Cloud.cscfg: SampleKeyVaultClientService, SampleKeyVaultClientWebRole x1 4s 1c',
      '450750d6e6__ServiceConfiguration.cscfg: WindowsAzureProject, WorkerRole1 x1 5s 1c, Role1 x2 4s 1c, WorkerRole2 x1 4s 1c, WorkerRole3 x1 4s 1c',
      '495973f400__VnetOneWebOneWorker.cscfg: OneWebOneWorker, WebRole1 x1 1s 0c, WorkerRole1 x1 1s 0c, virtualNetworkSiteName',
      '61dfe6b046__OneWebOneWorker.cscfg: OneWebOneWorker, WebRole1 x2 1s 0c, WorkerRole1 x2 1s 0c',
      '6295ea80fc__ServiceConfiguration.Local.cscfg: SampleKeyVaultClientService, SampleKeyVaultClientWebRole x1 4s 1c',
      // `<ConfigurationSettings` without its `>` runs into the next tag on line 5.
      '642ec4815a__ServiceConfigurationErr.cscfg: MalformedXml at 5:7',
      '66675a0def__ServiceConfiguration.Cloud.cscfg: $ServiceName$',
      '6d32c42bcf__dSMSTest.cscfg: AzureCloudService1, WorkerRole1 x1 2s 2c',
      '853a685f0c__SampleAppV1.cscfg: SampleApp, WebRole1 x1 1s 0c',
      'abe8c953fe__ReservedIPConfigupdate.cscfg: SampleApp, WebRole1 x1 1s 0c, {0}',
      'af8f667316__ServiceConfiguration.cscfg: HelloWorld, HelloWorld_WebRole x1 1s 0c',
      'cc689e56a6__ServiceConfiguration.cscfg: WindowsAzureProject, WorkerRole1 x1 5s 1c, WorkerRole2 x1 4s 1c',
      'ed39944e80__OneWebOneWorkerRDP.cscfg: OneWebOneWorkerRDP, WebRole1 x1 5s 1c, WorkerRole1 x1 6s 1c, NewVNet1',
    ]);
  });

  it('are definitions that we read', () => {
    const found = summaries('csdef/', (content) => {
      const { name, roles } = parseServiceDefinition(content);
      return [name, ...roles.map((role) => [role.name, role.kind, role.vmSize,
        ...role.inputEndpoints.map(({ port }) => port), ...role.internalEndpoints.map(({ ports }) => `internal ${ports?.min ?? '*'}`),
        `${role.settings.length}s ${role.certificates.length}c`, ...role.imports].join(' '))].join(', ');
    });
    assert.deepEqual(found, [
      '0b08cb9509__ServiceDefinition.csdef: WindowsAzureDeploymentProject, WorkerRole1 WorkerRole Small 80 0s 0c WebDeploy',
      '2558c47b48__ServiceDefinition.csdef: Configuration.ScenarioTest, Configuration.ScenarioTest.WebRole WebRole Small 80 0s 0c Diagnostics',
      '43f47fdc36__ServiceDefinition.csdef: WindowsAzureProject, WorkerRole1 WorkerRole Small 80 3389 internal 3389 5s 1c',
      '65ba37a0ff__ServiceDefinition.csdef: WindowsAzureProject, WorkerRole1 WorkerRole Small 80 internal 31221 0s 0c RemoteAccess RemoteForwarder',
      '6b5b3d7bcf__ServiceDefinition eee.csdef: WindowsAzureProject, WorkerRole1 WorkerRole Small 12 internal 34 0s 0c RemoteAccess RemoteForwarder, role1 WorkerRole Medium 55 8081 0s 0c RemoteAccess',
      '87e57bc19d__ServiceDefinition.csdef: RubyRole, WorkerRole WorkerRole Small 80 1s 0c, WorkerRole2 WorkerRole Small 81 internal 9000 0s 0c',
      '8c005a2ddd__ServiceDefinition.csdef: SampleKeyVaultClientService, SampleKeyVaultClientWebRole WebRole Small 80 5s 1c',
      'a3eb5475f3__ServiceDefinition.csdef: mynewservice, WebRole1 WebRole ExtraSmall 8080 0s 0c, WorkerRole1 WorkerRole Small 80 0s 0c',
      'ab46f0d415__ServiceDefinition.csdef: WindowsAzureProject, WorkerRole1 WorkerRole Small 80 8090 internal 11 internal 8080 0s 0c RemoteAccess RemoteForwarder, WorkerRole2 WorkerRole Small 0s 0c RemoteAccess',
      'c0ad4db1e5__ServiceDefinition.csdef: helloruntime, HelloWorker WorkerRole Small 80 0s 0c',
      // A scaffolding template: its empty name is for a tool to fill in.
      'e13629f4ac__ServiceDefinition.csdef: ',
      'ec221aef40__ServiceDefinition.csdef: AzureDeploymentProject, WorkerRole1 WorkerRole Small 80 0s 0c RemoteAccess RemoteForwarder',
    ]);
  });

  it('can be scaled without touching anything else', () => {
    let scaled = 0;
    for (const name of readdirSync(new URL('cscfg/', files)).filter((file) => !file.includes('Err'))) {
      const before = text(`cscfg/${name}`);
      for (const { name: role, instanceCountAt: { start, end } } of parseServiceConfiguration(before).roles) {
        const after = setInstanceCount(before, role, 17);
        assert.equal(after, `${before.slice(0, start)}17${before.slice(end)}`);
        assert.match(before.slice(0, start), /<Instances\s+count="$/);
        assert.equal(parseServiceConfiguration(after).roles.find((found) => found.name === role)?.instanceCount, 17);
        scaled++;
      }
    }
    assert.equal(scaled, 25);
  });

  it('that belong together agree, except where their authors forgot a setting', () => {
    const check = (configuration: string, definition: string) =>
      checkConfiguration(parseServiceConfiguration(text(`cscfg/${configuration}`)), parseServiceDefinition(text(`csdef/${definition}`)))
        .filter(({ severity }) => severity === 'error').map(({ code, details }) => [code, details]);
    assert.deepEqual(check('cc689e56a6__ServiceConfiguration.cscfg', 'ab46f0d415__ServiceDefinition.csdef'), []);
    assert.deepEqual(check('2808d9614d__ServiceConfiguration.cscfg', '0b08cb9509__ServiceDefinition.csdef'), []);
    const forgotten = [['SettingWithoutValue', { setting: 'KeyVaultSecretCacheDefaultTimeSpan', role: 'SampleKeyVaultClientWebRole' }]];
    assert.deepEqual(check('296d4ce7ba__ServiceConfiguration.Cloud.cscfg', '8c005a2ddd__ServiceDefinition.csdef'), forgotten);
    assert.deepEqual(check('6295ea80fc__ServiceConfiguration.Local.cscfg', '8c005a2ddd__ServiceDefinition.csdef'), forgotten);
  });
});

describe('packages that people published', function () {
  before(function () { if (!existsSync(files)) this.skip(); });

  const path = (name: string) => fileURLToPath(new URL(`cspkg/${name}`, files));
  const summary = async (name: string) => {
    const { format, sdkVersion, definition, contents, verify } = await openPackage({ path: path(name) });
    const statuses = (await verify()).map(({ status }) => status);
    const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
    return {
      format, sdkVersion, service: definition.name, roles: definition.roles.map((role) => `${role.kind} ${role.name}`), parts: contents.length,
      intact: count('intact'), altered: count('altered'), missing: count('missing'),
    };
  };

  it('of Visual Studio are read and found intact', async () => {
    assert.deepEqual(await summary('b4dc1981ab__HelloNoDiag.cspkg'), {
      format: 'legacy', sdkVersion: '2.5.6499.15', service: 'HelloNoDiag', roles: ['WebRole WebRole1'], parts: 7, intact: 4, altered: 0, missing: 0,
    });
    assert.deepEqual(await summary('385a79d1c4__WindowsAzure1.cspkg'), {
      format: 'legacy', sdkVersion: '1.7.30602.1703', service: 'WindowsAzure1', roles: ['WorkerRole WorkerRole1'], parts: 7, intact: 4, altered: 0, missing: 0,
    });
  });

  it('zipped by hand are read, and what was left out or changed is told', async () => {
    assert.deepEqual(await summary('ec356df9b5__package.cspkg'), {
      format: 'ctp2012', sdkVersion: '1.8.31004.1351', service: 'rname123', roles: ['WorkerRole WorkerRole1'], parts: 18, intact: 0, altered: 6, missing: 52,
    });
  });

  it('fit the configurations that came with them', async () => {
    const { definition } = await openPackage({ path: path('b4dc1981ab__HelloNoDiag.cspkg') });
    assert.deepEqual(checkConfiguration(parseServiceConfiguration(text('cscfg/1ef08edc24__HelloNoDiag.cscfg')), definition), []);
    assert.deepEqual(checkConfiguration(parseServiceConfiguration(text('cscfg/61dfe6b046__OneWebOneWorker.cscfg')), definition).map(({ code }) => code),
      ['ServiceNameMismatch', 'SettingNotDeclared', 'RoleNotInDefinition']);
  });

  it('are refused when cut off anywhere, though parts of them are zips of their own', async () => {
    for (const name of ['b4dc1981ab__HelloNoDiag.cspkg', '385a79d1c4__WindowsAzure1.cspkg']) {
      const bytes = read(`cspkg/${name}`);
      const nestedEnds = [...bytes.toString('latin1').matchAll(/PK\x05\x06/g)].map(({ index }) => index + 22);
      assert.ok(nestedEnds.length > 3);
      for (const length of [...nestedEnds.slice(0, -1), ...Array.from({ length: 60 }, (_, i) => Math.floor((bytes.length * (i + 1)) / 61))]) {
        await assert.rejects(openPackage(bytes.subarray(0, length)),
          (error) => error instanceof PackageError && ['PackageTruncated', 'PackageDamaged'].includes(error.code), `${name} at ${length}`);
      }
    }
  });

  it('of the recorded service: every configuration it sent can be read', function () {
    if (!existsSync(exchanges)) return this.skip();
    const configurations = new Set<string>();
    for (const [, base64] of readFileSync(exchanges, 'utf8').matchAll(/<Configuration>([A-Za-z0-9+/=\s\\rn]+?)<\/Configuration>/g)) {
      configurations.add(decodeServiceFile(Buffer.from(base64!.replace(/\\[rn]/g, ''), 'base64')));
    }
    const services = [...configurations].filter((content) => content.includes('ServiceConfiguration')).map((content) => parseServiceConfiguration(content));
    assert.ok(services.length > 10, `only ${services.length}`);
    assert.ok(services.every(({ roles }) => roles.length > 0));
  });
});
