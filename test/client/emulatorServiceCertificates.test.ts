import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildPkcs12, describeCertificate, makeManagementCertificate, type PemCertificate } from '../../src/certificates/index.ts';
import { configuration, definition, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const serviceName = 'contoso-shop';
const bad = { status: 400, code: 'BadRequest' };
const busy = { status: 409, code: 'ConflictError', message: 'Windows Azure is currently performing an operation on this hosted service that requires exclusive access.' };

describe('Service certificates in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  let certificate: PemCertificate;
  let pfx: string;
  let der: string;
  let thumbprint: string;
  before(async () => {
    certificate = await makeManagementCertificate({ commonName: 'www.contoso.com', days: 30, now: new Date() });
    pfx = (await buildPkcs12(certificate, 'Sesame! ñ')).toString('base64');
    der = new X509Certificate(certificate.cert).raw.toString('base64');
    thumbprint = describeCertificate(certificate.cert).thumbprint;
  });
  beforeEach(async () => { rig = await startRig({ operationSeconds: 10 }); });
  afterEach(() => rig.stop());

  const add = (change: object = {}) => rig.client.serviceCertificates.add({ serviceName, data: pfx, certificateFormat: 'pfx', password: 'Sesame! ñ', ...change });
  const list = () => rig.client.serviceCertificates.list({ serviceName });
  const at = () => ({ serviceName, thumbprintAlgorithm: 'sha1', thumbprint });

  it('is there when the operation ends, with its public part only', async () => {
    const accepted = await add();
    assert.deepEqual(await list(), []);
    await rig.finish(accepted);
    assert.deepEqual(await list(), [{
      certificateUrl: `${rig.emulator.endpoint}/${rig.emulator.subscriptionId}/services/hostedservices/contoso-shop/certificates/sha1-${thumbprint}`, thumbprint, thumbprintAlgorithm: 'sha1', data: der,
    }]);
    assert.deepEqual(await rig.client.serviceCertificates.get({ ...at(), thumbprint: thumbprint.toLowerCase() }), { data: der });
    assert.deepEqual(await rig.client.serviceCertificates.list({ serviceName: 'contoso-reports' }), []);
  });

  it('answers in the shape of the recorded answers', async () => {
    await rig.finish(await add());
    const root = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const url = '/{sub}/services/hostedservices/contoso-shop/certificates';
    assert.equal((await rig.send(url)).body, `<Certificates ${root}><Certificate><CertificateUrl>${rig.emulator.endpoint}${url.replace('{sub}', rig.emulator.subscriptionId)}/sha1-${thumbprint}</CertificateUrl>`
      + `<Thumbprint>${thumbprint}</Thumbprint><ThumbprintAlgorithm>sha1</ThumbprintAlgorithm><Data>${der}</Data></Certificate></Certificates>`);
    assert.equal((await rig.send(`${url}/SHA1-${thumbprint}`)).body, `<Certificate ${root}><Data>${der}</Data></Certificate>`);
  });

  it('may be a .cer, or PEM, or a .pfx without a password, and the same one is there once', async () => {
    for (const change of [
      { data: der, certificateFormat: 'cer', password: '' },
      { data: Buffer.from(certificate.cert).toString('base64'), certificateFormat: 'cer', password: undefined },
      { data: (await buildPkcs12(certificate)).toString('base64'), password: '' },
      { certificateFormat: 'PFX' },
    ]) await rig.finish(await add(change));
    assert.deepEqual((await list()).map((each) => each.thumbprint), [thumbprint]);
  });

  it('keeps neither key nor password, in files or in the log', async () => {
    await rig.finish(await add());
    await rig.refuses(() => add({ password: 'Open up' }), { ...bad, message: 'The password does not open the certificate.' });
    // The modulus, which is public, comes first.
    const key = certificate.key.split('\n').at(-5)!;
    for (const text of [await readFile(path.join(rig.directory, 'state.json'), 'utf8'), rig.logged.join('\n')]) {
      for (const secret of [pfx.slice(0, 60), 'Sesame', 'Open up', key]) assert.ok(!text.includes(secret), secret);
    }
  });

  it('is refused at once where service, format, password or data are wrong', async () => {
    await rig.refuses(() => add({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    await rig.refuses(() => add({ certificateFormat: 'p7b' }), { ...bad, message: 'The certificate format p7b is neither pfx nor cer.' });
    await rig.refuses(() => add({ password: undefined }), { ...bad, message: 'The password does not open the certificate.' });
    const data = 'The certificate cannot be read: it is damaged, or no .pfx or .cer file.';
    for (const file of [Buffer.from('nonsense'), Buffer.from(pfx, 'base64').subarray(0, 900), Buffer.from(der, 'base64').subarray(0, 300), Buffer.from(certificate.key), Buffer.alloc(0)]) {
      await rig.refuses(() => add({ data: file.toString('base64') }), { ...bad, message: data });
    }
    const missing = { status: 404, code: 'ResourceNotFound', message: 'The certificate was not found.' };
    await rig.refuses(() => rig.client.serviceCertificates.get(at()), missing);
    await rig.refuses(() => rig.client.serviceCertificates.delete(at()), missing);
    await rig.finish(await add());
    await rig.refuses(() => rig.client.serviceCertificates.get({ ...at(), thumbprintAlgorithm: 'md5' }), missing);
  });

  it('waits for its service to be free, and holds it meanwhile', async () => {
    const accepted = await add();
    await rig.refuses(() => add(), busy);
    await rig.refuses(() => rig.client.hostedServices.update({ serviceName, label: 'l' }), busy);
    await rig.finish(accepted);
    const deleting = await rig.client.serviceCertificates.delete(at());
    await rig.refuses(() => rig.client.serviceCertificates.delete(at()), busy);
    assert.equal((await list()).length, 1);
    await rig.finish(deleting);
    assert.deepEqual(await list(), []);
  });

  it('is not there when the operation fails, and survives a restart', async () => {
    await rig.send('/_emulator/faults', { method: 'POST', body: 'serviceCertificates.add:fail:1' });
    await assert.rejects(rig.finish(await add()), { code: 'InternalError' });
    assert.deepEqual(await list(), []);
    const accepted = await add();
    await rig.restart();
    await rig.finish(accepted);
    const before = await list();
    await rig.restart();
    assert.deepEqual([before.length, await list()], [1, before]);
  });

  describe('that a deployment needs', () => {
    const withCertificate = (mark = thumbprint) => configuration().replace('</ConfigurationSettings>', `</ConfigurationSettings><Certificates><Certificate name="Ssl" thumbprint="${mark}" thumbprintAlgorithm="sha1" /></Certificates>`);
    const certificates = '<Certificates><Certificate name="Ssl" storeLocation="LocalMachine" storeName="My" /></Certificates>';
    let packageUrl: string;
    beforeEach(async () => { packageUrl = await rig.stage(await shopPackage(definition().replace('</ConfigurationSettings>', `</ConfigurationSettings>${certificates}`))); });
    const deploy = (change: object = {}) => rig.client.deployments.create({ serviceName, slot: 'Staging', name: 'v1', label: 'v1', packageUrl, configuration: withCertificate(), ...change });
    const notFound = () => ({ ...bad, message: `The certificate with thumbprint ${thumbprint} was not found.` });

    it('has to be there before it, and cannot be deleted while it is', async () => {
      await rig.refuses(() => deploy(), notFound());
      await rig.finish(await add());
      await rig.finish(await deploy({ configuration: withCertificate(thumbprint.toLowerCase()) }));
      const before = await rig.snapshot();
      const { requestId } = await rig.client.serviceCertificates.delete(at());
      rig.clock.advance(10);
      const { status, httpStatusCode, error } = await rig.client.operations.getStatus({ requestId });
      assert.deepEqual({ status, httpStatusCode, error }, { status: 'Failed', httpStatusCode: 409, error: { code: 'ConflictError', message: 'Certificate deletion is not allowed when it is being used in a deployment.' } });
      assert.deepEqual(await rig.snapshot(), before);
      await rig.finish(await rig.client.deployments.delete({ serviceName, deploymentName: 'v1' }));
      await rig.finish(await rig.client.serviceCertificates.delete(at()));
      assert.deepEqual(await list(), []);
    });

    it('has to be there before its configuration names it', async () => {
      await rig.finish(await add());
      await rig.finish(await deploy());
      const change = (mark: string) => rig.client.deployments.changeConfiguration({ serviceName, deploymentName: 'v1', configuration: withCertificate(mark) });
      const other = 'AB'.repeat(20);
      await rig.refuses(() => change(other), { ...bad, message: `The certificate with thumbprint ${other} was not found.` });
      await rig.finish(await change(thumbprint));
    });
  });
});
