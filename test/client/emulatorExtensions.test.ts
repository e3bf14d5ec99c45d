import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { describeCertificate, makeManagementCertificate } from '../../src/certificates/index.ts';
import { configuration, shopPackage, startRig, type Rig } from './emulatorRig.ts';

const serviceName = 'contoso-shop';
const bad = { status: 400, code: 'BadRequest' };
const providerNameSpace = 'Microsoft.Windows.Azure.Extensions';
const publicConfiguration = '<PublicConfig><UserName>ann</UserName></PublicConfig>';
const privateConfiguration = '<PrivateConfig><Password>OpenSesame1</Password></PrivateConfig>';

describe('Extensions in the emulator', function () {
  this.timeout(30_000);
  let rig: Rig;
  let cer: string;
  let thumbprint: string;
  before(async () => {
    const { cert } = await makeManagementCertificate({ commonName: 'rdp', days: 30, now: new Date() });
    cer = new X509Certificate(cert).raw.toString('base64');
    thumbprint = describeCertificate(cert).thumbprint;
  });
  beforeEach(async () => {
    rig = await startRig({ operationSeconds: 10 });
    await rig.finish(await rig.client.serviceCertificates.add({ serviceName, data: cer, certificateFormat: 'cer', password: '' }));
  });
  afterEach(() => rig.stop());

  const add = (change: object = {}) => rig.client.extensions.add({
    serviceName, providerNameSpace, type: 'RDP', id: 'Default-RDP-Staging-Ext-0', thumbprint, thumbprintAlgorithm: 'sha1', publicConfiguration, privateConfiguration, version: '1.*', ...change,
  });
  const list = () => rig.client.extensions.list({ serviceName });

  it('is there when the operation ends, without its private configuration', async () => {
    const accepted = await add();
    assert.deepEqual(await list(), []);
    await rig.finish(accepted);
    const expected = { providerNameSpace, type: 'RDP', id: 'Default-RDP-Staging-Ext-0', version: '1.*', thumbprint, thumbprintAlgorithm: 'sha1', publicConfiguration };
    assert.deepEqual(await list(), [expected]);
    assert.deepEqual(await rig.client.extensions.get({ serviceName, extensionId: expected.id }), expected);
    const { body } = await rig.send('/{sub}/services/hostedservices/contoso-shop/extensions');
    assert.equal(body, '<Extensions xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Extension>'
      + `<ProviderNameSpace>${providerNameSpace}</ProviderNameSpace><Type>RDP</Type><Id>Default-RDP-Staging-Ext-0</Id><Version>1.*</Version><Thumbprint>${thumbprint}</Thumbprint>`
      + `<ThumbprintAlgorithm>sha1</ThumbprintAlgorithm><PublicConfiguration>${Buffer.from(publicConfiguration).toString('base64')}</PublicConfiguration></Extension></Extensions>`);
  });

  it('keeps its private configuration nowhere, and survives a restart', async () => {
    const accepted = await add();
    await rig.restart();
    await rig.finish(accepted);
    await rig.restart();
    assert.equal((await list()).length, 1);
    const encoded = Buffer.from(privateConfiguration).toString('base64');
    for (const text of [await readFile(path.join(rig.directory, 'state.json'), 'utf8'), rig.logged.join('\n'), JSON.stringify(await rig.snapshot())]) {
      for (const secret of ['OpenSesame1', encoded]) assert.ok(!text.includes(secret));
    }
  });

  it('gets a certificate from the service where it names none, empty elements as PowerShell sends them', async () => {
    await rig.finish(await add({ thumbprint: '', thumbprintAlgorithm: '' }));
    const [, made] = await rig.client.serviceCertificates.list({ serviceName });
    assert.equal((await list())[0]?.thumbprint, made?.thumbprint);
    const { subject, issuer } = describeCertificate(Buffer.from(made!.data!, 'base64'));
    assert.deepEqual([subject, issuer], Array(2).fill('DC=Windows Azure Service Management for Extensions'));
  });

  it('is refused at once where anything of it is wrong', async () => {
    for (const id of ['My.Role-RDP', 'x'.repeat(61), '']) await rig.refuses(() => add({ id }), { ...bad, message: `The extension ID ${id} is invalid.` });
    const nothing = (what: string) => ({ status: 404, code: 'ResourceNotFound', message: `There is no extension ${what}. List Available Extensions has those that there are.` });
    await rig.refuses(() => add({ type: 'rdp' }), nothing(`${providerNameSpace}.rdp 1.*`));
    for (const version of ['7.*', '1', '1.99']) await rig.refuses(() => add({ version }), nothing(`${providerNameSpace}.RDP ${version}`));
    await rig.refuses(() => add({ thumbprint: 'AB'.repeat(20) }), { ...bad, message: `The certificate with thumbprint ${'AB'.repeat(20)} was not found.` });
    await rig.refuses(() => add({ thumbprintAlgorithm: 'md5' }), { ...bad, message: 'A parameter was incorrect' });
    await rig.refuses(() => add({ serviceName: 'nobody' }), { status: 404, code: 'ResourceNotFound', message: 'The hosted service does not exist.' });
    const missing = { status: 404, code: 'ResourceNotFound', message: 'The extension ID other does not exist.' };
    await rig.refuses(() => rig.client.extensions.get({ serviceName, extensionId: 'other' }), missing);
    await rig.refuses(() => rig.client.extensions.delete({ serviceName, extensionId: 'other' }), missing);
    const accepted = await add({ version: undefined, providerNameSpace: undefined });
    await rig.refuses(() => add({ id: 'second' }), { status: 409, code: 'ConflictError', message: /^Windows Azure is currently performing an operation on this hosted service/ });
    await rig.finish(accepted);
    await rig.refuses(() => add(), { status: 409, code: 'ConflictError', message: 'The extension ID Default-RDP-Staging-Ext-0 already exists.' });
    assert.deepEqual((await list()).map(({ version }) => version), ['*']);
  });

  it('is kept for the deployment that refers to it, in whatever slot that is, and its certificate too', async () => {
    const packageUrl = await rig.stage(await shopPackage());
    const id = 'Default-RDP-Staging-Ext-0';
    const deploy = (extensionConfiguration: object) => rig.client.deployments.create({ serviceName, slot: 'Staging', name: 'v1', label: 'v1', packageUrl, configuration: configuration(), extensionConfiguration });
    const used = { allRoles: [], namedRoles: [{ roleName: 'Web', extensions: [{ id }] }] };
    await rig.refuses(() => deploy(used), { status: 404, code: 'ResourceNotFound', message: `The extension ID ${id} in the extension configuration is invalid.` });
    await rig.finish(await add());
    await rig.finish(await deploy(used));
    await rig.finish(await rig.client.deployments.swap({ serviceName, sourceDeployment: 'v1' }));
    const remove = () => rig.client.extensions.delete({ serviceName, extensionId: id });
    await rig.refuses(remove, { status: 409, code: 'ConflictError', message: `The extension ID ${id} is already in use for this deployment.` });
    const certificate = { serviceName, thumbprintAlgorithm: 'sha1', thumbprint };
    await assert.rejects(rig.finish(await rig.client.serviceCertificates.delete(certificate)), { code: 'ConflictError', message: 'Certificate deletion is not allowed when it is being used in a deployment.' });
    const change = (allRoles: object[]) => rig.client.deployments.changeConfiguration({ serviceName, slot: 'Production', configuration: configuration(), extensionConfiguration: { allRoles, namedRoles: [] } });
    await rig.refuses(() => change([{ id: 'other' }]), { status: 404, code: 'ResourceNotFound', message: 'The extension ID other in the extension configuration is invalid.' });
    await rig.finish(await change([]));
    await rig.finish(await rig.client.serviceCertificates.delete(certificate));
    await rig.refuses(() => change([{ id }]), { ...bad, message: `The certificate with thumbprint ${thumbprint} was not found.` });
    await remove();
    assert.deepEqual(await list(), []);
  });

  it('is one of those that there are, in their newest version, and each has its older ones', async () => {
    const available = await rig.client.extensions.listAvailable();
    assert.deepEqual(available.map((image) => `${image.providerNameSpace} ${image.type}`), [
      `${providerNameSpace} RDP`, `${providerNameSpace} Diagnostics`, `${providerNameSpace} ADDomain`, 'Microsoft.Azure.Diagnostics PaaSDiagnostics', 'Microsoft.Azure.Security PaaSAntimalware',
    ]);
    const rdp = available[0]!;
    assert.match(rdp.privateConfigurationSchema ?? '', /name='Password'/);
    assert.deepEqual([rdp.hostingResources, rdp.thumbprintAlgorithm, rdp.blockRoleUponFailure, rdp.replicationCompleted], ['WebRole|WorkerRole', 'sha1', false, true]);
    const versions = await rig.client.extensions.listVersions({ providerNameSpace, extensionType: 'RDP' });
    assert.deepEqual([versions.at(-1), versions.length > 1], [rdp, true]);
    await rig.refuses(() => rig.client.extensions.listVersions({ providerNameSpace, extensionType: 'Nothing' }), { status: 404, code: 'ResourceNotFound', message: /^There is no extension .*\.Nothing\. / });
  });
});
