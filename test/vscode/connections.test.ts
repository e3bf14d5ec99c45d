import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { makeManagementCertificate } from '../../src/certificates/index.ts';
import { eventually, services } from './services.ts';

const subscription = { name: 'Mine', subscriptionId: 'aaaaaaaa-2222-3333-4444-555555555555', endpoint: 'https://management.example.com' };
const id = 'management.example.com/aaaaaaaa-2222-3333-4444-555555555555';

describe('a subscription of one\'s own', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'azure-classic-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  it('keeps the path in the settings of this machine and the passphrase in SecretStorage, and forgets both', async () => {
    const { connections, context } = await services();
    const certificatePath = path.join(folder, 'mine.pem');
    await connections.add({ ...subscription, certificatePath }, 'contraseña€');

    const inspected = vscode.workspace.getConfiguration('azureClassic').inspect('subscriptions');
    assert.deepEqual(inspected?.globalValue, [{ ...subscription, certificatePath }]);
    assert.equal(await context.secrets.get(`passphrase/${id}`), 'contraseña€');
    assert.deepEqual(connections.list().filter((c) => c.kind === 'own').map((c) => c.id), [id]);

    await connections.remove(connections.find(id)!);
    assert.deepEqual(vscode.workspace.getConfiguration('azureClassic').inspect('subscriptions')?.globalValue, []);
    assert.equal(await context.secrets.get(`passphrase/${id}`), undefined);
    assert.equal(connections.find(id), undefined);
  });

  it('is never taken from the settings of a workspace', async () => {
    const { connections } = await services();
    const settings = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '.vscode', 'settings.json');
    await vscode.workspace.fs.writeFile(settings, Buffer.from(JSON.stringify({ 'editor.tabSize': 7, 'azureClassic.subscriptions': [{ ...subscription, certificatePath: '/etc/passwd' }] })));
    try {
      // A setting that a workspace may make shows that the file has been read.
      await eventually(async () => vscode.workspace.getConfiguration('editor').inspect<number>('tabSize')?.workspaceValue, 7);
      assert.equal(connections.find(id), undefined);
    } finally {
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(settings, '..'), { recursive: true });
    }
  });

  it('is refused with words, before anything is connected, when its certificate has no key', async () => {
    const { connections } = await services();
    const { cert } = await makeManagementCertificate({ commonName: 'test', days: 1, now: new Date() });
    const certificatePath = path.join(folder, 'only.pem');
    await writeFile(certificatePath, cert);
    await connections.add({ ...subscription, certificatePath }, undefined);
    try {
      await assert.rejects(connections.client(connections.find(id)!), { name: 'CertificateError', code: 'CertificateWithoutKey' });
    } finally {
      await connections.remove(connections.find(id)!);
    }
  });
});
