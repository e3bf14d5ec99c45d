import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildRequest, matchOperation, operationsOn, parseRequest, writeSnippet, type OperationName, type SnippetTarget } from '../../src/client/index.ts';
import { rows } from '../../src/protocol/operations.ts';
import { root } from './sources.ts';

const real: SnippetTarget = { endpoint: 'https://management.core.windows.net', subscriptionId: '11111111-2222-3333-4444-555555555555', ownAuthority: false, now: new Date('2014-10-02T12:00:00Z') };
const emulator: SnippetTarget = { ...real, endpoint: 'https://127.0.0.1:8443', ownAuthority: true };
const names = [...rows.keys()];
const withPython = names.filter((name) => rows.get(name)!.python);
const hostile = { serviceName: `it's $(touch "x") \`y\` \\ "é" %41\n&|;!*`, deploymentName: "-o'v1'", slot: 'Staging', roleInstanceName: '"""', affinityGroupName: '#{x}' };
const secrets = { configuration: 'S3CRET<configuration/>', password: 'S3CRETpassword', privateConfiguration: 'S3CRETprivate' };
const find = (command: string) => !spawnSync(command, ['--version']).error;

let folder: string;
before(() => { folder = mkdtempSync(path.join(tmpdir(), 'azure-classic-snippets-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

/** One file per operation, known and unknown, for the real service and the emulator. */
function writeAll(language: 'python' | 'typescript' | 'curl', operations: readonly OperationName[], extension: string): string[] {
  return operations.flatMap((name) => [{}, hostile].flatMap((known, k) => [real, emulator].map((target, t) => {
    const file = path.join(folder, `${name.replace('.', '_')}_${k}${t}.${extension}`);
    writeFileSync(file, writeSnippet(language, name, known, target));
    return file;
  })));
}

describe('a call as Python', () => {
  it("is the guide's, with what is known and placeholders for the rest", () => {
    assert.equal(writeSnippet('python', 'hostedServices.get', { serviceName: 'contoso-shop', embedDetail: true }, real), [
      'from azure.servicemanagement import ServiceManagementService', '',
      "sms = ServiceManagementService('11111111-2222-3333-4444-555555555555', 'CERTIFICATE.pem', host='management.core.windows.net')",
      "result = sms.get_hosted_service_properties(service_name='contoso-shop', embed_detail=True)", '',
    ].join('\n'));
    assert.match(writeSnippet('python', 'deployments.create', { serviceName: 'contoso-shop', slot: 'Staging' }, real),
      /create_deployment\(service_name='contoso-shop', deployment_slot='Staging', name='NAME', package_url='PACKAGE_URL', label='LABEL', configuration='CONFIGURATION_IN_BASE64'\)\nsms\.wait_for_operation_status\(result\.request_id\)\n$/);
  });

  it('names a deployment as the method it is given to does', () => {
    assert.match(writeSnippet('python', 'deployments.get', { serviceName: 's', slot: 'Production' }, real), /get_deployment_by_slot\(service_name='s', deployment_slot='Production'\)/);
    assert.match(writeSnippet('python', 'deployments.get', { serviceName: 's', slot: 'Production', deploymentName: 'v1' }, real), /get_deployment_by_name\(service_name='s', deployment_name='v1'\)/);
    assert.match(writeSnippet('python', 'deployments.delete', { serviceName: 's', slot: 'Production', deploymentName: 'v1' }, real), /delete_deployment\(service_name='s', deployment_name='v1'\)/);
  });

  it('is Python, whatever the names', function () {
    this.timeout(60_000);
    if (!find('python3')) return this.skip();
    execFileSync('python3', ['-W', 'error', '-m', 'py_compile', ...writeAll('python', withPython, 'py')], { stdio: 'pipe' });
  });

  it('gives the names as they are', function () {
    if (!find('python3')) return this.skip();
    const call = writeSnippet('python', 'roleInstances.reboot', hostile, real).split('\n').find((line) => line.startsWith('result = '))!;
    const program = `import json\nclass sms:\n  reboot_role_instance = staticmethod(lambda **given: given)\n${call}\nprint(json.dumps(result))`;
    const { serviceName, deploymentName, roleInstanceName } = hostile;
    assert.deepEqual(JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' })), { service_name: serviceName, deployment_name: deploymentName, role_instance_name: roleInstanceName });
  });
});

describe('a call as TypeScript', () => {
  it('is one of our client', () => {
    assert.equal(writeSnippet('typescript', 'deployments.updateStatus', { serviceName: "o'shop", deploymentName: 'v1', slot: 'Staging' }, real), [
      "import { readCertificateFile, ServiceManagementClient } from 'azure-classic/dist/client.js';", '',
      'const client = new ServiceManagementClient({', "  subscriptionId: '11111111-2222-3333-4444-555555555555',", "  endpoint: 'https://management.core.windows.net',", "  certificate: await readCertificateFile('CERTIFICATE.pem'),", '});',
      "const result = await client.deployments.updateStatus({ serviceName: 'o\\'shop', deploymentName: 'v1', status: 'STATUS' });", 'await client.operations.wait(result.requestId);', '',
    ].join('\n'));
  });

  it('compiles for every operation, whatever the names', function () {
    this.timeout(120_000);
    const files = writeAll('typescript', names, 'mts');
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
      extends: `${root}tsconfig.json`, files,
      compilerOptions: { typeRoots: [`${root}node_modules/@types`], types: ['node'], noUnusedLocals: false, paths: { 'azure-classic/dist/client.js': [`${root}src/client/index.ts`] } },
    }));
    const { status, stdout } = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '--noEmit', '-p', folder], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });
});

describe('a call as curl', () => {
  it('says the version, the certificate and the body', () => {
    assert.equal(writeSnippet('curl', 'affinityGroups.create', { location: 'West US' }, emulator), [
      'curl --cert CERTIFICATE.pem \\', '  --cacert CA.pem \\', '  --request POST \\', "  --header 'x-ms-version: 2014-10-01' \\", "  --header 'content-type: application/xml; charset=utf-8' \\",
      `  --data-raw '<CreateAffinityGroup xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Name>NAME</Name><Label>LABEL_IN_BASE64</Label><Location>West US</Location></CreateAffinityGroup>' \\`,
      '  https://127.0.0.1:8443/11111111-2222-3333-4444-555555555555/affinitygroups', '',
    ].join('\n'));
  });

  it('reaches the operation with the names as they are, through a shell', function () {
    this.timeout(60_000);
    for (const name of names) {
      const snippet = writeSnippet('curl', name, hostile, real);
      const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${snippet}`], { encoding: 'utf8', cwd: folder }).split('\0').slice(0, -1);
      const after = (option: string) => words[words.indexOf(option) + 1]!;
      const body = words.includes('--data-raw') ? after('--data-raw').replaceAll(/>([A-Z_]+)_IN_BASE64</g, (_, text: string) => `>${Buffer.from(text).toString('base64')}<`) : '';
      const method = words.includes('--request') ? after('--request') : 'GET';
      const url = words.at(-1)!;
      assert.equal(matchOperation(method, url, body), name);
      const parameters = parseRequest(name, url, body);
      const built = buildRequest(name, parameters as never);
      assert.deepEqual([built.path, built.body ?? ''], [url.slice(real.endpoint.length), body], name);
      assert.ok(after('--header').startsWith('x-ms-version: 20'), name);
      const { serviceName } = parameters as { serviceName?: string };
      if (serviceName !== undefined) assert.equal(serviceName, hostile.serviceName, name);
    }
  });
});

describe('what is copied', () => {
  it('has no secret in it, even where one is known', () => {
    for (const name of names) {
      for (const language of ['python', 'curl', 'typescript'] as const) {
        if (language === 'python' && !rows.get(name)!.python) continue;
        const text = writeSnippet(language, name, secrets, real);
        for (const secret of Object.values(secrets)) for (const form of [secret, Buffer.from(secret).toString('base64')]) assert.ok(!text.includes(form), `${name} ${language}`);
      }
    }
  });

  it('is refused for what no request can carry', () => {
    assert.throws(() => writeSnippet('curl', 'hostedServices.get', { serviceName: '..' }, real), { code: 'InvalidParameter' });
    assert.throws(() => writeSnippet('python', 'extensions.list', {}, real), TypeError);
  });
});

describe('the operations on a resource', () => {
  const on = (...what: Parameters<typeof operationsOn>) => operationsOn(...what).map(({ name, known }) => (known ? name : `${name}?`));

  it('begin with reading it, then those of which all is known', () => {
    const service = on('hostedServices.get', { serviceName: 's', embedDetail: true });
    assert.equal(service[0], 'hostedServices.get');
    for (const expected of ['hostedServices.delete', 'hostedServices.update', 'deployments.swap', 'serviceCertificates.add', 'deployments.create?', 'extensions.list']) assert.ok(service.includes(expected), `${expected} in ${service}`);
    assert.ok(!service.some((name) => name.startsWith('storageAccounts')));
    assert.ok(service.indexOf('deployments.create?') > service.indexOf('serviceCertificates.add'));
  });

  it('are those of its own only', () => {
    assert.deepEqual(on('storageAccounts.get', { serviceName: 's' }), ['storageAccounts.get', 'storageAccounts.getKeys', 'storageAccounts.update', 'storageAccounts.regenerateKeys', 'storageAccounts.delete']);
    const slot = on('deployments.get', { serviceName: 's', slot: 'Staging', deploymentName: 'v1' });
    for (const expected of ['deployments.upgrade', 'deployments.delete', 'roleInstances.delete', 'roleInstances.reboot?']) assert.ok(slot.includes(expected), `${expected} in ${slot}`);
    assert.ok(on('deployments.get', { serviceName: 's', slot: 'Staging', deploymentName: 'v1' }, { roleInstanceName: 'Web_IN_0' }).includes('roleInstances.reboot'));
  });

  it('of a location are those that take one', () => {
    assert.deepEqual(on('locations.list', {}, { location: 'West US' }).slice(0, 3), ['locations.list', 'hostedServices.create', 'storageAccounts.create']);
  });

  it('of the subscription are all', () => {
    assert.equal(operationsOn('subscriptions.get', {}).length, rows.size);
  });
});
