import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  contributes?: { commands?: { command: string }[] };
}

describe('Azure Classic in VS Code', () => {
  it('activates and registers every command that its manifest offers', async () => {
    const extension = vscode.extensions.getExtension('azure-classic.azure-classic');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
    const offered = ((extension.packageJSON as Manifest).contributes?.commands ?? []).map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(offered.length > 0, 'the manifest offers commands');
    assert.deepEqual(offered.filter((command) => !registered.has(command)), []);
  });
});
