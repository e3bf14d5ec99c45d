import assert from 'node:assert/strict';
import { readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeCertificate, makeManagementCertificate, readPem, readPkcs12, readPublishSettings } from '../../src/certificates/index.ts';
import { findEmulator, startEmulator } from '../../src/emulator/index.ts';
import { startRig, type Rig } from './emulatorRig.ts';

const forbidden = 'The server failed to authenticate the request. Verify that the certificate is valid and is associated with this subscription.';

const asError = (code: string, message: string) =>
  `<Error xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Code>${code}</Code><Message>${message}</Message></Error>`;

describe('The emulator on the wire', () => {
  let rig: Rig;
  before(async () => { rig = await startRig({ operationSeconds: 6 }); });
  after(() => rig.stop());

  const refusal = async (answer: ReturnType<Rig['send']>) => {
    const { status, body, headers } = await answer;
    assert.match(String(headers['x-ms-request-id']), /^[0-9a-f]{32}$/);
    const [, code, message] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(body) ?? [];
    return { status, code, message };
  };

  it('answers as the recorded service did: compact XML without declaration, and its headers', async () => {
    const { status, headers, body } = await rig.send('/{sub}/services/hostedservices/contoso-reports');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/xml; charset=utf-8');
    assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal(headers['x-ms-servedbyregion'], 'ussouth3');
    assert.match(String(headers['server']), /Microsoft-HTTPAPI\/2\.0$/);
    assert.match(String(headers['x-ms-request-id']), /^[0-9a-f]{32}$/);
    const created = /<DateCreated>([^<]+)</.exec(body)?.[1];
    assert.equal(body, '<HostedService xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
      + `<Url>${rig.emulator.endpoint}/${rig.emulator.subscriptionId}/services/hostedservices/contoso-reports</Url><ServiceName>contoso-reports</ServiceName>`
      + '<HostedServiceProperties><Description i:nil="true"/><Location>North Europe</Location><Label>Q29udG9zbyBSZXBvcnRz</Label><Status>Created</Status>'
      + `<DateCreated>${created}</DateCreated><DateLastModified>${created}</DateLastModified><ExtendedProperties/></HostedServiceProperties></HostedService>`);
  });

  it('takes paths in any case, with a slash before the query, and the atom content type of Python', async () => {
    assert.equal((await rig.send('/{sub}/SERVICES/HostedServices/contoso-shop/?embed-detail=true')).status, 200);
    const body = '<?xml version="1.0" encoding="utf-8"?><CreateAffinityGroup xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/windowsazure"><Name>fromPython</Name><Label>aGk=</Label><Location>West US</Location></CreateAffinityGroup>';
    const created = await rig.send('/{sub}/affinitygroups', { method: 'POST', body, headers: { 'content-type': 'application/atom+xml;type=entry;charset=utf-8' } });
    assert.equal(created.status, 201);
    assert.equal(created.body, '');
    assert.equal(created.headers['content-length'], '0');
    assert.equal(created.headers['content-type'], undefined);
    assert.equal(created.headers['location'], `${rig.emulator.endpoint}/subscriptions/${rig.emulator.subscriptionId}/affinitygroup/fromPython`);
  });

  it('refuses a request without certificate, with an unknown one, and for an unknown subscription alike', async () => {
    const stranger = await makeManagementCertificate({ commonName: 'stranger', days: 10, now: new Date() });
    const missing = await rig.send('/{sub}/locations', { certificate: false });
    assert.equal(missing.status, 403);
    assert.equal(missing.body, asError('ForbiddenError', forbidden));
    const expected = { status: 403, code: 'ForbiddenError', message: forbidden };
    assert.deepEqual(await refusal(rig.send('/{sub}/locations', { certificate: stranger })), expected);
    assert.deepEqual(await refusal(rig.send('/00000000-0000-0000-0000-000000000001/locations')), expected);
    assert.deepEqual(await refusal(rig.send('/_emulator/faults', { method: 'DELETE', certificate: stranger })), expected);
  });

  it('refuses a certificate where a token of Active Directory is wanted: to list subscriptions', async () => {
    assert.deepEqual(await refusal(rig.send('/subscriptions')), { status: 403, code: 'ForbiddenError', message: forbidden });
  });

  it('knows the certificate on every connection of a client that resumes its TLS session', async () => {
    for (let i = 0; i < 20; i++) await rig.client.locations.list();
    await Promise.all(Array.from({ length: 20 }, () => rig.client.subscriptions.get()));
  });

  it('refuses a request without x-ms-version, or with one that is no date', async () => {
    const expected = { status: 400, code: 'MissingOrIncorrectVersionHeader', message: 'The versioning header is not specified or was specified incorrectly.' };
    assert.deepEqual(await refusal(rig.send('/{sub}/locations', { headers: { 'x-ms-version': '' } })), expected);
    assert.deepEqual(await refusal(rig.send('/{sub}/locations', { headers: { 'x-ms-version': 'newest' } })), expected);
  });

  it('tells an unknown path from a known one with another verb', async () => {
    assert.deepEqual(await refusal(rig.send('/{sub}/services/teapots')), {
      status: 404, code: 'ResourceNotFound', message: `The emulator has no operation at /${rig.emulator.subscriptionId}/services/teapots. Run it with --operations to see which it has.`,
    });
    assert.equal((await refusal(rig.send('/teapots'))).status, 404);
    for (const method of ['PUT', 'PATCH', 'OPTIONS']) {
      assert.deepEqual(await refusal(rig.send('/{sub}/locations', { method })), {
        status: 400, code: 'InvalidHttpVerb', message: "The HTTP verb specified was not recognized by the server or isn't valid for this resource.",
      });
    }
  });

  it('refuses a body that is no XML, has a DOCTYPE, another root, or misses an element', async () => {
    const expected = { status: 400, code: 'InvalidXmlRequest', message: "The request body's XML was invalid or not correctly specified." };
    const bodies = ['', 'a & b', '<CreateHostedService><ServiceName>a & b</ServiceName></CreateHostedService>', '<Other/>', '<CreateHostedService><ServiceName>a</ServiceName></CreateHostedService>',
      '<!DOCTYPE x [<!ENTITY e "boo">]><CreateHostedService><ServiceName>&e;</ServiceName><Label>aGk=</Label></CreateHostedService>'];
    const before = await rig.snapshot();
    for (const body of bodies) {
      assert.deepEqual(await refusal(rig.send('/{sub}/services/hostedservices', { method: 'POST', body })), expected, body);
    }
    assert.deepEqual(await rig.snapshot(), before);
  });

  it('refuses a Host header that names another computer', async () => {
    assert.deepEqual(await refusal(rig.send('/{sub}/locations', { headers: { host: 'evil.example:443' } })), {
      status: 403, code: 'ForbiddenError', message: 'Only this computer may use the emulator: the Host header names another.',
    });
    assert.equal((await rig.send('/{sub}/locations', { headers: { host: 'localhost:1' } })).status, 200);
  });

  it('refuses what is badly encoded, a query value that cannot be, and a body beyond 16 MB', async () => {
    assert.equal((await refusal(rig.send('/{sub}/services/hostedservices/%E0%A4%A'))).code, 'BadRequest');
    assert.equal((await refusal(rig.send('/{sub}/services/hostedservices/contoso-shop?embed-detail=perhaps'))).code, 'MissingOrInvalidRequiredQueryParameter');
    const large = await refusal(rig.send('/{sub}/affinitygroups', { method: 'POST', body: Buffer.alloc(16 * 1024 * 1024 + 1, 0x20) }));
    assert.deepEqual({ status: large.status, code: large.code }, { status: 413, code: 'RequestBodyTooLarge' });
  });

  it('makes a certificate of 2048 bits in one PEM, publish settings that import, and keeps what is secret to its user', async () => {
    const { certificatePath, publishSettingsPath, endpoint, subscriptionId } = rig.emulator;
    const { cert, key } = await readPem(await readFile(certificatePath, 'utf8'));
    assert.deepEqual({ type: describeCertificate(cert).keyType, bits: describeCertificate(cert).keyBits }, { type: 'rsa', bits: 2048 });
    const [subscription] = readPublishSettings(await readFile(publishSettingsPath, 'utf8'));
    assert.deepEqual({ ...subscription, pfx: undefined }, { subscriptionId, name: 'Demo subscription', endpoint, pfx: undefined });
    const fromPfx = await readPkcs12(subscription!.pfx);
    assert.equal((await rig.send('/{sub}/locations', { certificate: fromPfx })).status, 200);
    assert.equal(describeCertificate(fromPfx.cert).thumbprint, describeCertificate(cert).thumbprint);
    assert.ok(key.includes('PRIVATE KEY'));
    if (process.platform === 'win32') return;
    assert.equal((await stat(rig.directory)).mode & 0o777, 0o700);
    for (const file of ['management.pem', 'ca-key.pem', 'server-key.pem', 'state.json', 'emulator.publishsettings']) {
      assert.equal((await stat(path.join(rig.directory, file))).mode & 0o777, 0o600, file);
    }
  });
});

describe('The data folder of the emulator', () => {
  let rig: Rig;
  beforeEach(async () => { rig = await startRig({ operationSeconds: 6 }); });
  afterEach(() => rig.stop());

  it('keeps what was done, the ports and the certificates over a restart', async () => {
    await rig.client.hostedServices.create({ serviceName: 'kept', label: 'Kept ñ', location: 'West US' });
    const { endpoint, blobEndpoint, subscriptionId } = rig.emulator;
    const certificate = await readFile(rig.emulator.certificatePath, 'utf8');
    const before = await rig.snapshot();
    await rig.restart();
    assert.deepEqual({ ...rig.emulator, stop: 0, pid: 0 }, { ...rig.emulator, endpoint, blobEndpoint, subscriptionId, stop: 0, pid: 0 });
    assert.equal(await readFile(rig.emulator.certificatePath, 'utf8'), certificate);
    assert.deepEqual(await rig.snapshot(), before);
  });

  it('goes on with an operation where it would be by now when it was stopped in between', async () => {
    const { requestId } = await rig.client.storageAccounts.create({ serviceName: 'later', label: 'l', location: 'West US' });
    rig.clock.advance(4);
    await rig.restart();
    assert.equal((await rig.client.operations.getStatus({ requestId })).status, 'InProgress');
    rig.clock.advance(2);
    await rig.restart();
    assert.deepEqual(await rig.client.operations.getStatus({ requestId }), { id: requestId.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), status: 'Succeeded', httpStatusCode: 200 });
  });

  it('is found while the emulator runs, and by a second start, which leaves the first alone', async () => {
    const found = await findEmulator(rig.directory);
    assert.equal(found?.owned, false);
    assert.equal(found.endpoint, rig.emulator.endpoint);
    const link = `${rig.directory}-link`;
    await symlink(rig.directory, link, 'junction');
    assert.equal((await findEmulator(link))?.endpoint, rig.emulator.endpoint, 'by whatever name');
    const second = await startEmulator({ directory: link, port: 1 });
    await rm(link);
    assert.deepEqual({ ...second, stop: 0 }, { ...rig.emulator, owned: false, stop: 0 });
    await second.stop();
    assert.equal((await rig.client.locations.list()).length, 17);
    await rig.emulator.stop();
    assert.equal(await findEmulator(rig.directory), undefined);
    assert.equal(await findEmulator(path.join(rig.directory, 'nothing')), undefined);
  });

  it('is not begun anew when its state cannot be read', async () => {
    const file = path.join(rig.directory, 'state.json');
    await rig.emulator.stop();
    const whole = await readFile(file, 'utf8');
    for (const text of [whole.slice(0, 100), '', 'null', '{"format":2}', '{"format":1,"subscriptions":[{}]}']) {
      await writeFile(file, text);
      await assert.rejects(startEmulator({ directory: rig.directory }), { name: 'EmulatorError', code: 'StateCorrupt', message: /state\.json cannot be read: .+ Move the file away/ });
      assert.equal(await readFile(file, 'utf8'), text);
      assert.equal(await findEmulator(rig.directory), undefined, 'a failed start lets go of the folder');
    }
    await writeFile(file, whole);
    await rig.restart();
    assert.equal((await rig.client.hostedServices.list()).length, 2);
  });

  it('is refused when it is a file', async () => {
    const directory = path.join(rig.directory, 'state.json');
    await assert.rejects(startEmulator({ directory }), { code: 'DirectoryUnusable', message: /^The data folder .* cannot be used: .+ Choose another one/ });
  });

  it('gets another port when the remembered one is taken, and says so; a port asked for has to be free', async () => {
    const other = await startRig();
    const port = Number(new URL(other.emulator.endpoint).port);
    try {
      await assert.rejects(startEmulator({ directory: path.join(rig.directory, 'own'), port }), { code: 'PortInUse', message: new RegExp(`^Port ${port} is taken`) });
      await rig.emulator.stop();
      await writeFile(path.join(rig.directory, 'ports.json'), JSON.stringify({ management: port, blob: Number(new URL(other.emulator.blobEndpoint).port) }));
      await rig.restart();
      assert.notEqual(rig.emulator.endpoint, other.emulator.endpoint);
      assert.notEqual(rig.emulator.blobEndpoint, other.emulator.blobEndpoint);
      assert.equal(rig.logged.filter((line) => line.includes('is taken by another program')).length, 2);
      assert.equal((await rig.client.locations.list()).length, 17);
    } finally {
      await other.stop();
    }
  });
});
