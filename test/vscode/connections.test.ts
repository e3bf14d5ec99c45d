import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { buildPkcs12, describeCertificate, makeManagementCertificate, readPem } from '../../src/certificates/index.ts';
import { addCertificate } from '../../src/ui/commands/subscriptions/certificate.ts';
import type { Draft } from '../../src/ui/commands/subscriptions/draft.ts';
import { addNew } from '../../src/ui/commands/subscriptions/made.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import { choose, click, enter, refused, run } from './person.ts';
import { emulatorConnection, eventually, outline, row, services } from './services.ts';

const subscription = { name: 'Mine', subscriptionId: 'aaaaaaaa-2222-3333-4444-555555555555', endpoint: 'https://management.example.com' };
const id = 'management.example.com/aaaaaaaa-2222-3333-4444-555555555555';
const settings = () => vscode.workspace.getConfiguration('azureClassic').inspect('subscriptions')?.globalValue;

async function removeAll(): Promise<void> {
  const { connections } = await services();
  for (const connection of connections.list()) if (connection.kind === 'own') await connections.remove(connection);
}

describe('a subscription of one\'s own', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'azure-classic-')); });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(removeAll);

  it('keeps the path in the settings of this machine and the passphrase in SecretStorage, and forgets both', async () => {
    const { connections, context } = await services();
    const certificatePath = path.join(folder, 'mine.pem');
    await connections.add({ ...subscription, certificatePath }, { passphrase: 'contraseña€' });

    assert.deepEqual(settings(), [{ ...subscription, certificatePath }]);
    assert.equal(await context.secrets.get(`passphrase/${id}`), 'contraseña€');
    assert.deepEqual(connections.list().filter((c) => c.kind === 'own').map((c) => c.id), [id]);

    await connections.remove(connections.find(id)!);
    assert.deepEqual(settings(), []);
    assert.equal(await context.secrets.get(`passphrase/${id}`), undefined);
    assert.equal(connections.find(id), undefined);
  });

  it('has a certificate that was imported or made in SecretStorage alone, and forgets it too', async () => {
    const { connections, context } = await services();
    const certificate = await makeManagementCertificate({ commonName: 'mine', days: 1, now: new Date() });
    const connection = await connections.add(subscription, { certificate });
    assert.deepEqual(settings(), [subscription]);
    assert.deepEqual(await connections.keyring.read(connection), certificate);

    // The same subscription again, with a file: what was kept before is gone.
    await connections.add({ ...subscription, certificatePath: path.join(folder, 'mine.pem') });
    assert.equal(await context.secrets.get(`certificate/${id}`), undefined);
    await connections.add(subscription, { certificate });
    await connections.remove(connection);
    assert.equal(await context.secrets.get(`certificate/${id}`), undefined);
    await assert.rejects(connections.keyring.read(connection), /certificate of Mine is not in the secret storage/);
  });

  it('is read from settings as they were written before, and what cannot be one is passed over', async () => {
    const { connections } = await services();
    const before = { ...subscription, certificatePath: '/home/me/mycert.pem' };
    const odd = [null, 'text', {}, { ...subscription, endpoint: 'nowhere' }, { ...subscription, certificatePath: 7 }, { ...subscription, subscriptionId: 1 }];
    await vscode.workspace.getConfiguration('azureClassic').update('subscriptions', [...odd, before], vscode.ConfigurationTarget.Global);
    await eventually(async () => connections.list().filter(({ kind }) => kind === 'own'), [{ kind: 'own', id, ...before }]);
  });

  it('is never taken from the settings of a workspace, nor is a proxy', async () => {
    const { connections } = await services();
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.vscode', 'settings.json');
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify({
      'editor.tabSize': 7, 'http.proxy': 'http://evil.example:1', 'azureClassic.subscriptions': [{ ...subscription, certificatePath: '/etc/passwd' }],
    })));
    try {
      // A setting that a workspace may make shows that the file has been read.
      await eventually(async () => vscode.workspace.getConfiguration('editor').inspect<number>('tabSize')?.workspaceValue, 7);
      assert.equal(connections.find(id), undefined);
      assert.equal(vscode.workspace.getConfiguration('http').get('proxy'), '');
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(file, '..'), { recursive: true });
    }
  });

  it('is refused with words, before anything is connected, when its certificate has no key', async () => {
    const { connections } = await services();
    const { cert } = await makeManagementCertificate({ commonName: 'test', days: 1, now: new Date() });
    const certificatePath = path.join(folder, 'only.pem');
    await writeFile(certificatePath, cert);
    await connections.add({ ...subscription, certificatePath });
    await assert.rejects(connections.client(connections.find(id)!), { name: 'CertificateError', code: 'CertificateWithoutKey' });
  });

  it('is renamed in its place, without its client being closed', async () => {
    const { connections } = await services();
    const certificate = await makeManagementCertificate({ commonName: 'mine', days: 1, now: new Date() });
    const connection = await connections.add(subscription, { certificate });
    await connections.add({ ...subscription, name: 'Second', subscriptionId: 'bbbbbbbb-2222-3333-4444-555555555555' });
    const client = await connections.client(connection);
    await connections.rename(connection, 'Nuestra');
    await eventually(async () => connections.list().filter((c) => c.kind === 'own').map(({ name }) => name), ['Nuestra', 'Second']);
    assert.equal(await connections.client(connections.find(id)!), client);
  });

  it('is renamed and removed by a person, whom it tells what becomes of the key', async () => {
    const { connections, context } = await services();
    const certificate = await makeManagementCertificate({ commonName: 'mine', days: 1, now: new Date() });
    await connections.add(subscription, { certificate });
    await run('azureClassic.subscriptions.rename', [], [choose('Mine'), refused(' ', /Enter a name/), enter('Nuestra')]);
    assert.deepEqual(settings(), [{ ...subscription, name: 'Nuestra' }]);
    const { asked: [kept] } = await run('azureClassic.subscriptions.remove', [await row('Nuestra')], [click('')]);
    assert.match(kept!, /^Remove Nuestra from this view\?\n[^]*only in the secret storage of VS Code, and are deleted there for good\.$/);
    assert.deepEqual(settings(), [{ ...subscription, name: 'Nuestra' }]);
    await run('azureClassic.subscriptions.remove', [], [choose('Nuestra'), click('Remove Subscription')]);
    assert.deepEqual(settings(), []);
    assert.equal(await context.secrets.get(`certificate/${id}`), undefined);
  });

  it('says in the tree that its certificate ends soon, is over or cannot be read', async () => {
    const { connections } = await services();
    const make = (days: number, now = new Date()) => makeManagementCertificate({ commonName: 'mine', days, now });
    const look = async () => outline(await row('Mine'), 0);
    await connections.add(subscription, { certificate: await make(365) });
    await eventually(look, 'Mine | management.example.com');
    await connections.add(subscription, { certificate: await make(12.5) });
    await eventually(look, 'Mine | certificate: 12 days left · management.example.com');
    await connections.add(subscription, { certificate: await make(1, new Date(2020, 1, 1)) });
    await eventually(look, 'Mine | certificate expired · management.example.com');
    await connections.add({ ...subscription, certificatePath: '/does/not/exist.pem' });
    await eventually(look, 'Mine | certificate cannot be read · management.example.com');
    const { tree } = await services();
    const item = tree.getTreeItem(await row('Mine'));
    assert.match((item.tooltip as vscode.MarkdownString).value.replaceAll('&nbsp;', ' '), /does\/not\/exist\.pem does not exist/);
    assert.equal(item.accessibilityInformation?.label, 'Subscription Mine at management.example.com, certificate cannot be read');
  });

  it('that does not answer holds up no other, and is read again when it does', async () => {
    const { connections, tree } = await services();
    const emulator = await emulatorConnection();
    const { port } = new URL(emulator.endpoint);
    // It stands before the emulator, and lets nothing through before it is told to.
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => { letThrough = resolve; });
    const slow = createServer(async (socket) => {
      socket.on('error', () => undefined);
      await gate;
      const onward = connect(Number(port), '127.0.0.1').on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    }).listen(0, '127.0.0.1');
    try {
      const certificate = readPem(await readFile(emulator.certificatePath!, 'utf8'));
      const endpoint = `https://127.0.0.1:${(slow.address() as AddressInfo).port}`;
      await connections.add({ name: 'Slow', subscriptionId: emulator.subscriptionId, endpoint, caPath: emulator.caPath! }, { certificate });
      const [group] = await tree.getChildren(await row('Slow'));
      const [loading] = await tree.getChildren(group);
      assert.equal(tree.getTreeItem(loading!).description, 'loading...');
      letThrough();
      await eventually(async () => (await tree.getChildren(group)).some((node) => tree.getTreeItem(node).label === 'contoso-shop'), true);
    } finally {
      slow.close();
    }
  });
});

describe('a subscription of the emulator, added', () => {
  let folder: string;
  let emulator: Connection;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'azure-classic-'));
    emulator = await emulatorConnection();
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(removeAll);

  const base = async (): Promise<Draft> => ({ services: await services(), subscriptionId: emulator.subscriptionId, name: 'Added', endpoint: emulator.endpoint, caPath: emulator.caPath! });
  /** It answers, beside the emulator's own row and not in its place. */
  async function assertWorks(connection: Connection): Promise<void> {
    const { connections } = await services();
    assert.deepEqual(connections.list().map(({ id: each }) => each), [emulator.id, connection.id]);
    assert.equal((await (await connections.client(connections.find(connection.id)!)).subscriptions.get()).subscriptionId, emulator.subscriptionId);
  }

  it('from its publish settings, whose file is deleted', async () => {
    const { connections, context, emulator: host } = await services();
    const file = path.join(folder, 'emulator.publishsettings');
    await copyFile(host.running!.publishSettingsPath, file);
    await run('azureClassic.subscriptions.add', [vscode.Uri.file(file)], [enter(file), choose('Delete it for good')]);
    const [, added] = connections.list();
    await assertWorks(added!);
    assert.equal(await stat(file).then(() => 'there', () => 'gone'), 'gone');
    assert.deepEqual(settings(), [{ name: added!.name, subscriptionId: emulator.subscriptionId, endpoint: emulator.endpoint, caPath: emulator.caPath }]);
    assert.match((await context.secrets.get(`certificate/${added!.id}`))!, /PRIVATE KEY/);
  });

  it('from its PEM, which stays in its file', async () => {
    await assertWorks(await addCertificate({ ...await base(), way: 'file', path: emulator.certificatePath!, staysInFile: true }));
    assert.deepEqual(settings(), [{ name: 'Added', subscriptionId: emulator.subscriptionId, endpoint: emulator.endpoint, certificatePath: emulator.certificatePath, caPath: emulator.caPath }]);
  });

  it('from a PFX with the password contraseña€, in its file or as a copy', async () => {
    const { context, connections } = await services();
    const certificate = readPem(await readFile(emulator.certificatePath!, 'utf8'));
    const pfx = path.join(folder, 'emulator.pfx');
    await writeFile(pfx, await buildPkcs12(certificate, 'contraseña€'));
    const draft = { ...await base(), way: 'file', path: pfx, passphrase: 'contraseña€' } as const;
    const inFile = await addCertificate({ ...draft, staysInFile: true });
    await assertWorks(inFile);
    assert.equal(await context.secrets.get(`passphrase/${inFile.id}`), 'contraseña€');

    const copied = await addCertificate({ ...draft, staysInFile: false });
    await rm(pfx);
    await assertWorks(copied);
    assert.equal(await context.secrets.get(`passphrase/${copied.id}`), undefined);
    assert.deepEqual(await connections.keyring.read(copied), certificate);
  });

  it('with a new certificate, registered at once', async () => {
    const { connections } = await services();
    const made = await addNew({ services: await services(), way: 'new', target: emulator, commonName: 'Prueba Ñ', bits: 3072, days: 30 });
    await assertWorks(made!);
    const { subject, thumbprint, keyBits, notAfter } = describeCertificate((await connections.keyring.read(made!)).cert);
    assert.deepEqual([subject, keyBits, Math.round((notAfter.getTime() - Date.now()) / 86_400_000)], ['CN=Prueba Ñ', 3072, 30]);
    const registered = await (await connections.client(emulator)).managementCertificates.list();
    assert.ok(registered.some((each) => each.thumbprint === thumbprint));
    assert.equal(made!.name, 'Prueba Ñ');

    // Once more for what was added now, which gets in by the certificate that it has: it keeps its name and its place.
    const again = await addNew({ services: await services(), way: 'new', target: made!, commonName: 'Segunda', bits: 2048, days: 30 });
    assert.deepEqual([again!.id, again!.name], [made!.id, 'Prueba Ñ']);
    await assertWorks(again!);
    assert.equal(describeCertificate((await connections.keyring.read(again!)).cert).subject, 'CN=Segunda');
  });
});
