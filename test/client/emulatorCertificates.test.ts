import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import { ServiceManagementClient } from '../../src/client/index.ts';
import { findEmulator, startEmulator } from '../../src/emulator/index.ts';
import { splitPem } from '../../src/emulator/identity.ts';
import { OpensslFolder } from '../unit/certificatesOpenssl.ts';
import { startRig, type Rig } from './emulatorRig.ts';

const forbidden = { status: 403, code: 'ForbiddenError', message: 'The server failed to authenticate the request. Verify that the certificate is valid and is associated with this subscription.' };
const bad = { status: 400, code: 'BadRequest' };

const made = (commonName: string) => makeManagementCertificate({ commonName, days: 30, now: new Date() });
/** What one adds of a certificate. */
function partsOf(pem: string, type: 'pkcs1' | 'spki' = 'pkcs1') {
  const { fingerprint, raw, publicKey } = new X509Certificate(pem);
  return { thumbprint: fingerprint.replaceAll(':', ''), data: raw.toString('base64'), publicKey: publicKey.export({ type, format: 'der' }).toString('base64') };
}

describe('Management certificates in the emulator', () => {
  let rig: Rig;
  let own: ReturnType<typeof partsOf>;
  let second: { cert: string; key: string };
  before(async () => { second = await made('second'); });
  beforeEach(async () => {
    rig = await startRig({ operationSeconds: 0 });
    own = partsOf(splitPem(await readFile(rig.emulator.certificatePath, 'utf8')).cert);
  });
  afterEach(() => rig.stop());

  const connect = async (certificate: { cert: string; key: string }) => new ServiceManagementClient({
    subscriptionId: rig.emulator.subscriptionId, endpoint: rig.emulator.endpoint, ca: await readFile(rig.emulator.caPath, 'utf8'), certificate, clock: rig.clock,
  });
  const thumbprints = async () => (await rig.client.managementCertificates.list()).map(({ thumbprint }) => thumbprint);

  it('show the one that the data folder was made with', async () => {
    const created = new Date(rig.clock.now());
    assert.deepEqual(await rig.client.managementCertificates.list(), [{ ...own, created }]);
    assert.deepEqual(await rig.client.managementCertificates.get({ thumbprint: own.thumbprint.toLowerCase() }), { ...own, created });
    const { body } = await rig.send('/{sub}/certificates');
    const written = created.toISOString().replace(/\.?0+Z$/, 'Z');
    assert.equal(body, '<SubscriptionCertificates xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><SubscriptionCertificate>'
      + `<SubscriptionCertificatePublicKey>${own.publicKey}</SubscriptionCertificatePublicKey><SubscriptionCertificateThumbprint>${own.thumbprint}</SubscriptionCertificateThumbprint>`
      + `<SubscriptionCertificateData>${own.data}</SubscriptionCertificateData><Created>${written}</Created></SubscriptionCertificate></SubscriptionCertificates>`);
    // RSAPublicKey ::= SEQUENCE { modulus, publicExponent }, as it was recorded.
    assert.deepEqual(createPublicKey({ key: Buffer.from(own.publicKey, 'base64'), format: 'der', type: 'pkcs1' }).asymmetricKeyDetails?.modulusLength, 2048);
  });

  it('let one in as soon as it is added, and out as soon as it is deleted, also on the connection it has open', async () => {
    const client = await connect(second);
    try {
      await rig.refuses(() => client.locations.list(), forbidden);
      await rig.client.managementCertificates.add(partsOf(second.cert));
      assert.equal((await client.subscriptions.get()).subscriptionId, rig.emulator.subscriptionId);
      await rig.client.managementCertificates.delete({ thumbprint: partsOf(second.cert).thumbprint });
      await rig.refuses(() => client.locations.list(), forbidden);
      await rig.client.managementCertificates.add(partsOf(second.cert));
      await rig.restart();
      assert.equal((await client.subscriptions.get()).subscriptionId, rig.emulator.subscriptionId, 'it is kept');
    } finally {
      await client.close();
    }
  });

  it('answer to a new one as the recorded service did', async () => {
    const { publicKey, thumbprint, data } = partsOf(second.cert);
    const body = `<SubscriptionCertificate xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/windowsazure"><SubscriptionCertificatePublicKey>${publicKey}</SubscriptionCertificatePublicKey>`
      + `<SubscriptionCertificateThumbprint>${thumbprint}</SubscriptionCertificateThumbprint><SubscriptionCertificateData>${data}</SubscriptionCertificateData></SubscriptionCertificate>`;
    const added = await rig.send('/{sub}/certificates', { method: 'POST', body, headers: { 'content-type': 'application/atom+xml;type=entry;charset=utf-8' } });
    assert.equal(added.status, 201);
    assert.equal(added.body, '');
    assert.equal(added.headers['location'], `${rig.emulator.endpoint}/subscriptions/${rig.emulator.subscriptionId}/certificates/${thumbprint}`);
    const deleted = await rig.send(`/{sub}/certificates/${thumbprint}`, { method: 'DELETE' });
    assert.deepEqual([deleted.status, deleted.body], [200, '']);
    const gone = await rig.send(`/{sub}/certificates/${thumbprint}`);
    assert.deepEqual([gone.status, gone.body], [404, '<Error xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Code>ResourceNotFound</Code><Message>The certificate was not found.</Message></Error>']);
  });

  it('are taken with the key in either of the two ways that tools write it, and shown in the one of the service', async () => {
    const { thumbprint, publicKey } = partsOf(second.cert);
    await rig.client.managementCertificates.add({ ...partsOf(second.cert, 'spki'), thumbprint: thumbprint.toLowerCase() });
    const shown = await rig.client.managementCertificates.get({ thumbprint });
    assert.deepEqual([shown.thumbprint, shown.publicKey], [thumbprint, publicKey]);
  });

  it('refuse what is no certificate, or not the one that is named', async () => {
    const good = partsOf(second.cert);
    const add = (change: Partial<typeof good>) => () => rig.client.managementCertificates.add({ ...good, ...change });
    for (const data of ['', 'not base64 at all', Buffer.from('no certificate').toString('base64'), good.data.slice(0, 200)]) {
      await rig.refuses(add({ data }), { ...bad, message: 'The data of the management certificate cannot be read: it has to be the base64 of a .cer file.' });
    }
    await rig.refuses(add({ thumbprint: own.thumbprint }), { ...bad, message: `The thumbprint is not that of the management certificate, which is ${good.thumbprint}.` });
    for (const publicKey of ['', 'PUBKEY', own.publicKey]) await rig.refuses(add({ publicKey }), { ...bad, message: 'The public key is not that of the management certificate.' });
    await rig.refuses(() => rig.client.managementCertificates.add(own), { status: 409, code: 'ConflictError', message: `The subscription already has the management certificate ${own.thumbprint}.` });
    assert.deepEqual(await thumbprints(), [own.thumbprint]);
  });

  it('refuse a key that is too short, or of another kind', async function () {
    const folder = new OpensslFolder();
    try {
      const request = ['req', '-x509', '-nodes', '-days', '30', '-subj', '/CN=weak', '-outform', 'DER', '-out', 'weak.cer', '-keyout', 'weak.key'];
      if (!folder.run(...request, '-newkey', 'rsa:1024')) return this.skip();
      const add = (publicKey: string) => () => {
        const { raw, fingerprint } = new X509Certificate(folder.read('weak.cer'));
        return rig.client.managementCertificates.add({ data: raw.toString('base64'), thumbprint: fingerprint.replaceAll(':', ''), publicKey });
      };
      const refusal = { ...bad, message: 'The management certificate needs an RSA key of at least 2048 bits.' };
      await rig.refuses(add(partsOf(folder.read('weak.cer') as never).publicKey), refusal);
      folder.run(...request, '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1');
      await rig.refuses(add('x'), refusal);
    } finally {
      folder.remove();
    }
  });

  it('are at most as many as the quota says', async () => {
    const small = await startRig({ scenario: await scenarioWith(rig, { managementCertificates: 2 }) });
    try {
      await small.client.managementCertificates.add(partsOf(second.cert));
      const third = partsOf((await made('third')).cert);
      await small.refuses(() => small.client.managementCertificates.add(third), {
        ...bad, message: "The subscription policy limit for resource type 'management certificate count' was exceeded. The limit for resource type 'management certificate count' is 2 per subscription, the current count is 2, and the requested increment is 1.",
      });
      await small.client.managementCertificates.delete({ thumbprint: partsOf(second.cert).thumbprint });
      await small.client.managementCertificates.add(third);
    } finally {
      await small.stop();
    }
  });

  it('may remove themselves, down to the last, and then only a new start lets its own in', async () => {
    await rig.refuses(() => rig.client.managementCertificates.delete({ thumbprint: '0'.repeat(40) }), { status: 404, code: 'ResourceNotFound', message: 'The certificate was not found.' });
    const accepted = await rig.client.managementCertificates.delete({ thumbprint: own.thumbprint });
    assert.match(accepted.requestId, /^[0-9a-f]{32}$/);
    await assert.rejects(rig.client.locations.list(), { code: 'ForbiddenError', httpStatus: 403 });
    assert.equal((await findEmulator(rig.directory))?.endpoint, rig.emulator.endpoint, 'the emulator is found all the same');
    assert.equal((await startEmulator({ directory: rig.directory })).owned, false, 'and is not started twice');
    await rig.restart();
    assert.deepEqual(await thumbprints(), [own.thumbprint]);
    assert.ok(rig.logged.some((line) => line.includes('had no management certificate left')));
  });

  it('keep the one of the data folder out once it is removed, as long as there is another', async () => {
    await rig.client.managementCertificates.add(partsOf(second.cert));
    await rig.client.managementCertificates.delete({ thumbprint: own.thumbprint });
    await rig.restart();
    await assert.rejects(rig.client.locations.list(), { code: 'ForbiddenError' });
    const client = await connect(second);
    assert.deepEqual((await client.managementCertificates.list()).map(({ thumbprint }) => thumbprint), [partsOf(second.cert).thumbprint]);
    await client.close();
  });
});

async function scenarioWith(rig: Rig, quotas: object): Promise<string> {
  const file = `${rig.directory}/scenario.json`;
  await writeFile(file, JSON.stringify({ subscriptionName: 'Small', quotas }));
  return file;
}
