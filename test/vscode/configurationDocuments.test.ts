import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import { choose, inject, run } from './person.ts';
import { deploySample, emulatorConnection, errorsSaid, eventually, row, sample, services } from './services.ts';

const serviceName = 'configured-service';
const command = 'azureClassic.deployments.openConfiguration';
const production = () => row('Local emulator', 'Cloud Services', serviceName, 'Production');
const shown = () => vscode.window.activeTextEditor!.document;

/** Replaces the first `from` in the shown document. */
async function edit(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, `${from} in ${document.getText()}`);
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(change));
}

/** Saves, and gives this answer to whatever is asked until the save has ended. */
async function save(document: vscode.TextDocument, answer: 'upload' | 'dismiss'): Promise<boolean> {
  let saved: boolean | undefined;
  const saving = document.save().then((result) => { saved = result; });
  await eventually(async () => {
    if (saved === undefined) await vscode.commands.executeCommand(answer === 'upload' ? 'workbench.action.acceptSelectedQuickOpenItem' : 'workbench.action.closeQuickOpen');
    return saved !== undefined;
  }, true);
  await saving;
  return saved!;
}

const comparisons = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(({ input }) => (input instanceof vscode.TabInputTextDiff ? [input] : []));
const found = (document: vscode.TextDocument) => vscode.languages.getDiagnostics(document.uri).map(({ message, range, severity }) => [vscode.DiagnosticSeverity[severity], document.lineAt(range.start).text.trim(), message]);

describe('the configuration of a deployment', () => {
  let client: ServiceManagementClient;
  const configuration = async () => (await client.deployments.get({ serviceName, deploymentName: 'v1' })).configuration!;
  before(async () => {
    client = await (await services()).connections.client(await emulatorConnection());
    await deploySample(client, { serviceName, slot: 'Production', account: 'configuredstore', configuration: 'ServiceConfiguration.Local.cscfg' });
  });
  beforeEach(async () => { await run(command, [await production()], []); });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await inject('');
  });

  it('opens as an XML document with the text that the service has', async () => {
    assert.equal(shown().uri.scheme, 'azureclassic');
    assert.equal(shown().languageId, 'xml');
    assert.equal(shown().getText(), await configuration());
    assert.equal(shown().isDirty, false);
  });

  it('is uploaded by saving it, after a comparison, and the tree shows what came of it', async () => {
    const document = shown();
    await edit(document, 'count="1"', 'count="3"');
    assert.equal(await save(document, 'upload'), true);
    assert.equal(document.isDirty, false);
    assert.equal(await configuration(), document.getText());
    await eventually(async () => (await client.deployments.get({ serviceName, deploymentName: 'v1' })).roleInstanceList!.filter(({ roleName }) => roleName === 'StoreFront').length, 3);
    await eventually(async () => comparisons().length, 0);
  });

  it('keeps its edits when the question is dismissed, beside the comparison', async () => {
    const document = shown();
    const before = await configuration();
    await edit(document, 'Contoso Shop (local)', 'Edited');
    assert.equal(await save(document, 'dismiss'), false);
    assert.equal(document.isDirty, true);
    assert.equal(await configuration(), before);
    const [comparison] = comparisons();
    assert.equal(comparison?.modified.toString(), document.uri.toString());
    assert.equal((await vscode.workspace.openTextDocument(comparison.original)).getText(), before);
  });

  it('stays unsaved when the operation fails, which says why', async () => {
    const document = shown();
    const before = await configuration();
    await edit(document, 'Contoso Shop (local)', 'Edited');
    await inject('deployments.changeConfiguration:fail:1');
    const said = errorsSaid();
    assert.equal(await save(document, 'upload'), false);
    assert.equal(document.isDirty, true);
    assert.equal(await configuration(), before);
    assert.match(said.end().join('\n'), /Changing the configuration of the production deployment of configured-service: this failed\. .*InternalError/);
  });

  it('stays unsaved when its form is wrong, and shows where', async () => {
    const document = shown();
    const before = await configuration();
    await edit(document, '</ServiceConfiguration>', '</ServiceConfig>');
    await eventually(async () => found(document).map(([severity, line]) => [severity, line]), [['Error', '</ServiceConfig>']]);
    assert.equal(await save(document, 'upload'), false);
    assert.equal(await configuration(), before);
  });

  it('shows what the service would refuse, and what it warns of', async () => {
    const document = shown();
    await edit(document, 'name="PollIntervalSeconds"', 'name="PollInterval"');
    await eventually(async () => found(document).filter(([severity]) => severity === 'Error').map(([, line]) => line).sort(), ['<Role name="OrderProcessor">', '<Setting name="PollInterval" value="2" />']);
    assert.ok(found(document).some(([severity, line]) => severity === 'Warning' && line === '<Instances count="1" />'), JSON.stringify(found(document)));
  });

  it('that somebody else has changed meanwhile is compared with what is deployed now', async () => {
    const document = shown();
    const theirs = document.getText().replace('Contoso Shop (local)', 'Theirs');
    const { requestId } = await client.deployments.changeConfiguration({ serviceName, deploymentName: 'v1', configuration: theirs });
    await client.operations.wait(requestId);
    await edit(document, 'Contoso Shop (local)', 'Mine');
    assert.equal(await save(document, 'dismiss'), false);
    assert.equal((await vscode.workspace.openTextDocument(comparisons()[0]!.original)).getText(), theirs);
    assert.equal(await save(document, 'upload'), true);
    assert.match(await configuration(), /value="Mine"/);
  });

  it('is not uploaded by auto save, which nobody has asked anything', async () => {
    const document = shown();
    const before = await configuration();
    const files = vscode.workspace.getConfiguration('files');
    const attempted = new Promise((resolve) => { const listening = vscode.workspace.onWillSaveTextDocument((event) => {
      if (event.document !== document) return;
      listening.dispose();
      resolve(event.reason);
    }); });
    await files.update('autoSaveDelay', 10, vscode.ConfigurationTarget.Global);
    await files.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
    try {
      await edit(document, 'name="ShopName" value="', 'name="ShopName" value="Auto ');
      assert.equal(await attempted, vscode.TextDocumentSaveReason.AfterDelay);
      assert.equal(await configuration(), before);
    } finally {
      await files.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
      await files.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(document.isDirty, true);
    assert.equal(comparisons().length, 0);
    assert.equal(await save(document, 'upload'), true);
    assert.equal(await configuration(), document.getText());
  });

  it('is not to be opened once the deployment is gone', async () => {
    const uri = shown().uri.with({ path: shown().uri.path.replace('/v1/', '/v0/') });
    await assert.rejects(async () => vscode.workspace.fs.readFile(uri), { code: 'FileNotFound' });
  });

  it('is compared with a file of the workspace', async () => {
    const file = vscode.Uri.file(sample('ServiceConfiguration.Cloud.cscfg'));
    await run('azureClassic.deployments.compareConfiguration', [await production()], [choose('ServiceConfiguration.Cloud.cscfg')]);
    const [comparison] = comparisons();
    assert.equal(comparison?.modified.fsPath, file.fsPath);
    assert.equal((await vscode.workspace.openTextDocument(comparison.original)).getText(), await configuration());
  });
});
