import assert from 'node:assert/strict';
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import * as vscode from 'vscode';
import { buildPkcs12, describeCertificate, makeManagementCertificate, type PemCertificate } from '../../src/certificates/index.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { browse, choose, click, enter, inject, refused, run } from './person.ts';
import { deploySample, emulatorConnection, row, sample, services } from './services.ts';

const serviceName = 'security-service';
const refusal = /^(?:.+: this failed\. )?InternalError: .*\(request \w+\)$/;
const service = () => row('Local emulator', 'Cloud Services', serviceName);
let client: ServiceManagementClient;
let certificate: PemCertificate | undefined;
let thumbprint: string;

/** Anew for each group of tests: others stop the emulator. */
async function connect(): Promise<void> {
  client = await (await services()).connections.client(await emulatorConnection());
  if (certificate) return;
  certificate = await makeManagementCertificate({ commonName: 'tienda', days: 30, now: new Date() });
  ({ thumbprint } = describeCertificate(certificate.cert));
  await Promise.all([
    writeFile(sample('tienda.pfx'), await buildPkcs12(certificate, 'contraseña')), writeFile(sample('tienda.cer'), new X509Certificate(certificate.cert).raw),
    writeFile(sample('tienda.pem'), certificate.cert + certificate.key), writeFile(sample('damaged.pem'), 'nothing'),
  ]);
}

describe('a service certificate', () => {
  before(connect);
  const add = 'azureClassic.serviceCertificates.add';
  const thumbprints = async () => (await client.serviceCertificates.list({ serviceName })).map((each) => each.thumbprint);

  before(() => deploySample(client, { serviceName, slot: 'Production', account: 'securitystorage', configuration: 'ServiceConfiguration.Cloud.cscfg' }));

  it('is added from a PFX, whose password is asked for, and its thumbprint is said', async () => {
    const { asked, told } = await run(add, [await service()], [choose('tienda.pfx'), refused('wrong', /tienda\.pfx/), enter('contraseña')]);
    assert.match(asked.at(-1)!, /Password of tienda\.pfx$/);
    assert.deepEqual(told, [`${serviceName} has the certificate CN=tienda.`, `Its thumbprint is ${thumbprint}.`]);
    assert.deepEqual(await thumbprints(), [thumbprint]);
  });

  it('is deleted, from the palette', async () => {
    const { asked } = await run('azureClassic.serviceCertificates.delete', [], [choose(serviceName), choose('CN=tienda'), click('Delete Service Certificate')]);
    assert.match(asked.at(-1)!, new RegExp(`Thumbprint: ${thumbprint}`));
    assert.deepEqual(await thumbprints(), []);
  });

  it('is added from a .pem with its key, and from a .cer without', async () => {
    for (const file of ['tienda.pem', 'tienda.cer']) {
      await run(add, [await service()], [choose(file)]);
      assert.deepEqual(await thumbprints(), [thumbprint], file);
      const { requestId } = await client.serviceCertificates.delete({ serviceName, thumbprintAlgorithm: 'sha1', thumbprint });
      await client.operations.wait(requestId);
    }
  });

  it('is none of the workspace where that is not trusted, and one from elsewhere all the same', async () => {
    const elsewhere = path.join(await mkdtemp(path.join(tmpdir(), 'azure-classic-')), 'tienda.cer');
    await copyFile(sample('tienda.cer'), elsewhere);
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted')!;
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...trusted, get: () => false });
    try {
      for (const [command, argument] of [[add, await service()], ['azureClassic.managementCertificates.add', await row('Local emulator')]] as const) {
        await assert.rejects(run(command, [argument], [choose('tienda.cer')]), /tienda\.cer is offered among Browse\.\.\./);
        const { told } = await run(command, [argument], [choose('Browse...'), browse(vscode.Uri.file(sample('tienda.cer')))]);
        assert.match(told.join(), /^This workspace is not trusted, so nothing of it is deployed, uploaded or imported\./);
      }
      assert.deepEqual(await thumbprints(), []);
      await run(add, [await service()], [choose('Browse...'), browse(vscode.Uri.file(elsewhere))]);
      assert.deepEqual(await thumbprints(), [thumbprint]);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
    await client.operations.wait((await client.serviceCertificates.delete({ serviceName, thumbprintAlgorithm: 'sha1', thumbprint })).requestId);
  });

  it('is not added from a file that holds none, or when the service refuses it', async () => {
    assert.match((await run(add, [await service()], [choose('damaged.pem')])).told.join(), /^damaged\.pem holds no certificate\./);
    await inject('serviceCertificates.add:500:1');
    assert.match((await run(add, [await service()], [choose('tienda.cer')])).told.join(), refusal);
    assert.deepEqual(await thumbprints(), []);
  });

  it('stays when its deletion fails', async () => {
    await run(add, [await service()], [choose('tienda.cer')]);
    await inject('serviceCertificates.delete:fail:1');
    const { told } = await run('azureClassic.serviceCertificates.delete', [await service()], [choose('CN=tienda'), click('Delete Service Certificate')]);
    assert.match(told.join(), /^Deleting a certificate of security-service: this failed\. /);
    assert.deepEqual(await thumbprints(), [thumbprint]);
  });
});

describe('Remote Desktop', () => {
  before(connect);
  const add = 'azureClassic.extensions.add';
  const slot = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');
  const ids = async () => (await client.extensions.list({ serviceName })).map(({ id }) => id);
  const used = async () => (await client.deployments.get({ serviceName, slot: 'Production' })).extensionConfiguration?.allRoles?.map(({ id }) => id);

  it('is enabled with a user, a password that no one sees again and a last day', async () => {
    const { asked, told } = await run(add, [await slot()], [
      refused('administrator', /there already/), refused('a:b', /at most 20/), enter('ana&'), refused('short', /at least 8/), enter('Contraseña<1&2>'), refused('2020-01-01', /over/), refused('2030-02-31', /year-month-day/), enter('2099-12-31'),
    ]);
    assert.match(asked[0]!, /^Enable Remote Desktop \(1\/3\): User name$/);
    assert.match(told.at(-1)!, /^Remote Desktop is enabled for ana& in the production deployment of security-service, until 2099-12-31\.$/);
    const [extension] = await client.extensions.list({ serviceName });
    assert.deepEqual([extension!.id, extension!.type, extension!.publicConfiguration], ['Default-RDP-Production-Ext-0', 'RDP', '<PublicConfig><UserName>ana&amp;</UserName><Expiration>2099-12-31T23:59:59.000Z</Expiration></PublicConfig>']);
    assert.deepEqual(await used(), ['Default-RDP-Production-Ext-0']);
    assert.ok(!JSON.stringify({ asked, told }).includes('Contraseña<'));
  });

  it('takes the place of what was enabled before, which can be deleted then', async () => {
    await run(add, [], [choose(serviceName), choose('Production'), enter('eva'), enter('Contraseña2'), enter('2099-12-31')]);
    assert.deepEqual(await used(), ['Default-RDP-Production-Ext-1']);
    await run('azureClassic.extensions.delete', [await service()], [choose('Default-RDP-Production-Ext-0'), click('Delete Extension')]);
    assert.deepEqual(await ids(), ['Default-RDP-Production-Ext-1']);
  });

  it('is not enabled when the service refuses the extension', async () => {
    await inject('extensions.add:500:1');
    assert.match((await run(add, [await slot()], [enter('eva'), enter('Contraseña2'), enter('2099-12-31')])).told.join(), refusal);
    assert.deepEqual(await used(), ['Default-RDP-Production-Ext-1']);
  });

  it('cannot be deleted while the deployment refers to it', async () => {
    const { told } = await run('azureClassic.extensions.delete', [await service()], [choose('Default-RDP-Production-Ext-1'), click('Delete Extension')]);
    assert.match(told.join(), /^\w+: .*Default-RDP-Production-Ext-1.*\(request \w+\)$/);
    assert.deepEqual(await ids(), ['Default-RDP-Production-Ext-1']);
  });
});

describe('a management certificate', () => {
  before(connect);
  const thumbprints = async () => (await client.managementCertificates.list()).map((each) => each.thumbprint);

  it('is added, the public part of it alone, and deleted', async () => {
    const { told } = await run('azureClassic.managementCertificates.add', [], [choose('tienda.pfx'), enter('contraseña')]);
    assert.deepEqual(told, [`CN=tienda (${thumbprint}) may manage Local emulator from now on.`]);
    assert.equal((await client.managementCertificates.get({ thumbprint })).data, new X509Certificate(certificate!.cert).raw.toString('base64'));
    const { asked } = await run('azureClassic.managementCertificates.delete', [], [choose('CN=tienda'), click('Delete Management Certificate')]);
    assert.doesNotMatch(asked.at(-1)!, /This window itself uses it/);
    assert.ok(!(await thumbprints()).includes(thumbprint));
  });

  it('is not added twice, and stays when one would rather keep what this window uses', async () => {
    await run('azureClassic.managementCertificates.add', [], [choose('tienda.cer')]);
    assert.match((await run('azureClassic.managementCertificates.add', [], [choose('tienda.cer')])).told.join(), /^\w+: .*\(request \w+\)$/);
    const before = await thumbprints();
    const own = (await client.managementCertificates.list()).find((each) => each.thumbprint !== thumbprint)!;
    const { asked } = await run('azureClassic.managementCertificates.delete', [], [choose(describeCertificate(Buffer.from(own.data, 'base64')).subject), click('')]);
    assert.match(asked.at(-1)!, /This window itself uses it/);
    assert.deepEqual(await thumbprints(), before);
  });

  it('that is gone meanwhile is said to be so', async () => {
    await client.managementCertificates.delete({ thumbprint });
    const node = { ...await row('Local emulator'), name: thumbprint, toTreeItem: () => new vscode.TreeItem('') };
    assert.match((await run('azureClassic.managementCertificates.delete', [node], [click('Delete Management Certificate')])).told.join(), /^ResourceNotFound: .*\(request \w+\)$/);
  });
});

