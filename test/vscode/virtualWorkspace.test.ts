import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, click, run } from './person.ts';
import { deploySample, emulatorConnection, row, sample, services } from './services.ts';

const serviceName = 'virtual-service';
const scheme = 'azureclassic-test';
const at = (name: string) => vscode.Uri.from({ scheme, path: `/folder/${name}` });

/** Files that are on no disk, as those of a repository that is browsed. */
class Files implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly files = new Map<string, Uint8Array>();
  watch() { return new vscode.Disposable(() => undefined); }
  stat({ path }: vscode.Uri): vscode.FileStat { return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#file(path).length }; }
  readFile({ path }: vscode.Uri): Uint8Array { return this.#file(path); }
  readDirectory(): [string, vscode.FileType][] { return []; }
  createDirectory(): void { throw vscode.FileSystemError.NoPermissions(); }
  writeFile(): void { throw vscode.FileSystemError.NoPermissions(); }
  delete(): void { throw vscode.FileSystemError.NoPermissions(); }
  rename(): void { throw vscode.FileSystemError.NoPermissions(); }
  #file(path: string): Uint8Array {
    const file = this.files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }
}

describe('in a virtual workspace', () => {
  let client: ServiceManagementClient;
  let registration: vscode.Disposable;
  const production = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');

  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await deploySample(client, { serviceName, slot: 'Production', account: 'virtualstorage', configuration: 'ServiceConfiguration.Cloud.cscfg' });
    const files = new Files();
    for (const name of ['ContosoShop.cspkg', 'ServiceConfiguration.Local.cscfg']) files.files.set(at(name).path, await readFile(sample(name)));
    registration = vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly: true });
  });
  after(async () => {
    registration.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a configuration is compared with what is deployed, and uploaded', async () => {
    const file = at('ServiceConfiguration.Local.cscfg');
    await run('azureClassic.deployments.compareConfiguration', [file], [choose(serviceName), choose('Production')]);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab!;
    assert.equal((input as vscode.TabInputTextDiff).modified.toString(), file.toString());
    await run('azureClassic.deployments.changeConfiguration', [file], [choose(serviceName), choose('Production'), click('Upload Configuration')]);
    assert.equal((await client.deployments.get({ serviceName, slot: 'Production' })).roleInstanceList!.length, 2);
  });

  it('a package is refused with words before anything is sent: it is read from a disk', async () => {
    for (const verb of ['deploy', 'upgrade']) {
      const files = [at('ContosoShop.cspkg'), at('ServiceConfiguration.Local.cscfg')];
      const { asked, told } = await run(`azureClassic.deployments.${verb}`, [files[0], files], [choose('ContosoShop.cspkg')]);
      assert.match(asked.join(), /ContosoShop\.cspkg cannot be deployed with ServiceConfiguration\.Local\.cscfg\.$/);
      assert.match(told.join(), /: A package is read from the disk of this computer; azureclassic-test:\S+ is elsewhere\.$/);
    }
    assert.equal((await client.deployments.get({ serviceName, slot: 'Production' })).label, 'Version 1');
  });

  it('publish settings are refused with words: the file that holds the key could not be deleted', async () => {
    const { asked, told } = await run('azureClassic.subscriptions.add', [at('mine.publishsettings')], []);
    assert.deepEqual([asked, told], [[], [`A publish settings file is read from the disk of this computer; ${at('mine.publishsettings')} is elsewhere.`]]);
  });

  it('the tree and its documents need no disk', async () => {
    await run('azureClassic.resource.viewJson', [await production()], []);
    assert.equal(JSON.parse(vscode.window.activeTextEditor!.document.getText()).name, 'v1');
  });
});
