import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection } from '../../src/ui/connections/connection.ts';
import type { Ending } from '../../src/ui/operations/taskRecord.ts';
import { TaskStore } from '../../src/ui/operations/taskStore.ts';
import type { NewOperation, NewTask } from '../../src/ui/operations/tasks.ts';
import type { OperationRow, TaskRow } from '../../src/ui/tree/operations.ts';
import { click, enter, inject, run as runAsPerson } from './person.ts';
import { emulatorConnection, eventually, services } from './services.ts';

const text = ({ label, description }: vscode.TreeItem) => [typeof label === 'string' ? label : label?.label, description].filter(Boolean).join(' | ').replaceAll(/\b\d+:\d\d\b/g, 'm:ss');
const rowText = (row: OperationRow) => text(row.toTreeItem());
const icon = (row: OperationRow) => (row.toTreeItem().iconPath as vscode.ThemeIcon).id;

describe('the Operations view', () => {
  let connection: Connection;
  let account = 0;
  const creating = (): NewOperation => {
    const name = `operations${++account}`;
    return {
      title: `Creating the storage account ${name}`, label: 'Create Storage Account', target: name, connection, rows: [`${connection.id}/storageAccounts`], done: `The storage account ${name} is created.`,
      request: { operation: 'storageAccounts.create', parameters: { serviceName: name, label: name, location: 'West Europe', accountType: 'Standard_LRS' } },
    };
  };
  const rows = async () => (await services()).operations.getChildren() as TaskRow[];
  const texts = async () => (await rows()).map(rowText);
  const first = async () => (await rows())[0]!;
  const run = (command: string, row?: OperationRow) => runAsPerson(`azureClassic.operations.${command}`, [row], []);
  const openText = () => vscode.window.activeTextEditor?.document.getText() ?? '';

  before(async () => { connection = await emulatorConnection(); });
  beforeEach(() => run('clearEnded'));
  afterEach(async () => {
    await inject('');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows an operation while it goes on, and how it ended', async () => {
    await inject('operations.getStatus:slow=1500:1');
    const { tasks } = await services();
    const operation = creating();
    const succeeded = tasks.start(operation);
    await eventually(texts, [`Create Storage Account | m:ss · ${operation.target} · in progress`]);
    await eventually(async () => (await first()).toTreeItem().contextValue, 'operation;here;following;identified;readable');
    assert.equal(icon(await first()), 'loading~spin');
    assert.equal(await succeeded, true);
    assert.deepEqual(await texts(), [`Create Storage Account | ${operation.target} · m:ss · succeeded`]);
    const row = await first();
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;succeeded;identified;readable');
    assert.equal(icon(row), 'pass-filled');
    assert.deepEqual(row.children().map((child) => rowText(child).split(' | ')[0]), ['Subscription', 'Request id', 'Started', 'Ended']);
    assert.equal(rowText(row.children()[1]!), `Request id | ${row.record.requestId}`);
    assert.match(row.record.requestId!, /^[0-9a-f]{32}$/);
    await run('copyRequestId', row);
    assert.equal(await vscode.env.clipboard.readText(), row.record.requestId);
    await run('showTarget', row);
    assert.equal((await services()).tree.selection?.id, `${connection.id}/storageAccounts`);
    await run('showDetails', row);
    assert.match(openText(), new RegExp(`^# ${operation.title}\\n[^]*Request id: +${row.record.requestId}\\n[^]*${operation.done}\\n$`));
  });

  it('shows what failed with its whole error, and retries it', async () => {
    await inject('storageAccounts.create:fail:1');
    const { tasks } = await services();
    const operation = creating();
    assert.equal(await tasks.start(operation), false);
    const row = await first();
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;failed;identified;retryable;readable');
    assert.equal(icon(row), 'error');
    const outcome = row.children()[0]!.toTreeItem();
    assert.match(String(outcome.label), new RegExp(`^\\w+: .+ \\(request ${row.record.requestId}\\)$`));
    assert.equal(row.record.ended!.message, `Creating the storage account ${operation.target}: this failed. ${String(outcome.label)}`);
    assert.match(outcome.accessibilityInformation!.label, /Press Enter to read all of it\.$/);
    await vscode.commands.executeCommand(outcome.command!.command, ...outcome.command!.arguments!);
    for (const expected of [row.record.ended!.message, `Request id:   ${row.record.requestId}`, 'State:        failed', connection.name]) assert.ok(openText().includes(expected), `${expected} in ${openText()}`);

    await run('retry', row);
    assert.deepEqual(await texts(), [`Create Storage Account | ${operation.target} · m:ss · succeeded`]);
    const client = await (await services()).connections.client(connection);
    assert.equal((await client.storageAccounts.get({ serviceName: operation.target })).serviceName, operation.target);
  });

  it('asks again before it deletes again, and for the name where that was asked for', async () => {
    const { tasks, connections } = await services();
    const client = await connections.client(connection);
    await client.hostedServices.create({ serviceName: 'operations-gone', label: 'x', location: 'West Europe' });
    await inject('hostedServices.delete:500');
    await tasks.start({
      title: 'Deleting the cloud service operations-gone', label: 'Delete Cloud Service', target: 'operations-gone', connection, rows: [], done: 'It is deleted.',
      question: 'Delete the cloud service operations-gone?', deletes: { name: 'operations-gone', takesData: true },
      request: { operation: 'hostedServices.delete', parameters: { serviceName: 'operations-gone', deleteMedia: true } },
    });
    await inject('');
    const row = await first();
    const kept = await runAsPerson('azureClassic.operations.retry', [row], [click('')]);
    assert.match(kept.asked[0]!, /^Delete the cloud service operations-gone\?\nSubscription: Local emulator.*\nTarget: operations-gone\nThe last attempt: .*InternalError/);
    assert.deepEqual(await rows(), [row]);
    const { told } = await runAsPerson('azureClassic.operations.retry', [row], [click('Delete Cloud Service'), enter('operations-gone')]);
    assert.deepEqual(told, ['It is deleted.']);
    assert.deepEqual(await texts(), ['Delete Cloud Service | operations-gone · m:ss · succeeded']);
    await assert.rejects(client.hostedServices.get({ serviceName: 'operations-gone' }), { httpStatus: 404 });
  });

  it('tells the ends that are wanted', async () => {
    const settings = vscode.workspace.getConfiguration('azureClassic');
    const tell = async (wanted: string, fault: string) => {
      await settings.update('operations.notifications', wanted, vscode.ConfigurationTarget.Global);
      await inject('storageAccounts.create:fail:1');
      await (await services()).tasks.start(creating());
      await inject(fault);
      return (await runAsPerson('azureClassic.operations.retry', [await first()], [])).told.map((words) => words.replaceAll(/operations\d+/g, 'NAME').replace(/(failed\.) .*/, '$1'));
    };
    try {
      assert.deepEqual(await tell('always', ''), ['The storage account NAME is created.']);
      assert.deepEqual(await tell('onFailure', ''), []);
      assert.deepEqual(await tell('onFailure', 'storageAccounts.create:fail:1'), ['Creating the storage account NAME: this failed.']);
      assert.deepEqual(await tell('never', 'storageAccounts.create:fail:1'), []);
    } finally {
      await settings.update('operations.notifications', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('shows what the service refused at once, without a request to follow', async () => {
    await inject('storageAccounts.create:500');
    const { tasks } = await services();
    assert.equal(await tasks.start(creating()), false);
    const row = await first();
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;failed;retryable;readable');
    assert.match(row.record.ended!.message, /InternalError/);
  });

  it('offers no retry for what it must not write down', async () => {
    await inject('storageAccounts.create:fail:1');
    const { tasks } = await services();
    const { request, ...operation } = creating();
    const { parameters } = request as Extract<NewOperation['request'], { operation: 'storageAccounts.create' }>;
    await tasks.start({ ...operation, request: (client) => client.storageAccounts.create(parameters) });
    const row = await first();
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;failed;identified');
    await run('retry', row);
    assert.deepEqual(await rows(), [row]);
  });

  it('stops waiting when asked to, and says that the service goes on', async () => {
    await inject('operations.getStatus:503');
    const { tasks } = await services();
    const succeeded = tasks.start(creating());
    await eventually(async () => (await first())?.toTreeItem().contextValue, 'operation;here;following;identified;readable');
    await run('stop', await first());
    assert.equal(await succeeded, false);
    const { record } = await first();
    assert.equal(record.ended?.kind, 'stopped');
    assert.match(record.ended.message, /no longer waited for\. The service goes on with it\.$/);
  });

  const deployment: NonNullable<NewTask['deployment']> = {
    phase: 'preparing', packageName: 'Shop.cspkg', serviceName: 'contoso-shop', slot: 'Staging', deploymentName: 'd', accountName: 'contosopackages',
    draft: { package: { file: 'file:///Shop.cspkg' }, configuration: 'file:///Shop.cscfg', service: { isNew: false, name: 'contoso-shop' }, label: 'Shop', start: true },
  };
  const deploying = (): NewTask => ({ title: 'Deploying Shop.cspkg', label: 'Deploy Shop.cspkg', target: 'contoso-shop, staging', connection, rows: [], done: 'It is deployed.', deployment });

  it('shows the steps of a deployment with how far they are', async () => {
    const { tasks } = await services();
    let end = (_: Ending) => {};
    const succeeded = tasks.run(deploying(), async (task) => {
      task.step('Upload the package');
      task.report('100 % of 5 MB');
      await task.save({ requestId: 'a'.repeat(32) });
      task.step('Start the role instances');
      task.report('2 of 3 ready');
      return new Promise<Ending>((resolve) => { end = resolve; });
    });
    await eventually(texts, ['Deploy Shop.cspkg | m:ss · contoso-shop, staging · 2 of 3 ready']);
    const row = await first();
    assert.deepEqual(row.children().map(rowText), ['Upload the package | m:ss · 100 % of 5 MB', 'Start the role instances | m:ss · 2 of 3 ready']);
    assert.deepEqual(row.children().map(icon), ['pass-filled', 'loading~spin']);
    assert.equal(row.toTreeItem().collapsibleState, vscode.TreeItemCollapsibleState.Expanded);

    end({ kind: 'failed', message: 'Two of three started.', leftPackage: 'https://contosopackages.blob.core.windows.net/p/Shop.cspkg' });
    assert.equal(await succeeded, false);
    assert.deepEqual(row.children().map(rowText), ['Two of three started.', 'Upload the package | m:ss · 100 % of 5 MB', 'Start the role instances | m:ss · 2 of 3 ready']);
    assert.deepEqual(row.children().slice(1).map(icon), ['pass-filled', 'error']);
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;failed;identified;retryable;package');
  });

  it('lets a deployment be cancelled as long as nothing was asked of the service', async () => {
    const { tasks } = await services();
    const succeeded = tasks.run(deploying(), async (task) => {
      await new Promise((resolve) => { task.signal.addEventListener('abort', resolve); });
      return { kind: 'stopped', message: 'Nothing was deployed.' };
    });
    await eventually(async () => (await first())?.toTreeItem().contextValue, 'operation;here;cancellable');
    const row = await first();
    await run('cancel', row);
    assert.equal(await succeeded, false);
    assert.equal(row.toTreeItem().contextValue, 'operation;ended;stopped;retryable');
  });

  it('clears one operation, or all that have ended, and none that goes on', async () => {
    const { tasks } = await services();
    let end = (_: Ending) => {};
    const running = tasks.run(deploying(), () => new Promise<Ending>((resolve) => { end = resolve; }));
    for (let i = 0; i < 3; i++) await tasks.start(creating());
    assert.equal((await rows()).length, 4);
    const [, second] = await rows();
    await run('clear', second);
    assert.equal((await rows()).includes(second!), false);
    await run('clear', await first());
    assert.equal((await rows()).length, 3);
    await run('clearEnded');
    assert.deepEqual((await rows()).map(({ whereabouts }) => whereabouts), ['here']);
    end({ kind: 'succeeded', message: 'It is deployed.' });
    await running;
  });

  it('shows what another window does, until its end', async () => {
    const { context } = await services();
    // A process that lives as long as this one, and is another.
    const other = new TaskStore(vscode.Uri.joinPath(context.globalStorageUri, 'tasks').fsPath, { holder: { pid: process.ppid, host: 'another machine' } });
    const { connection: { id: connectionId }, request: _, ...start } = creating();
    const { task, lease } = await other.begin({ ...start, connectionId, startedAt: Date.now(), detail: 'half done' });
    await eventually(texts, [`Create Storage Account | m:ss · ${start.target} · half done`]);
    assert.equal((await first()).toTreeItem().contextValue, 'operation;elsewhere;following');
    await other.end({ ...task, ended: { kind: 'succeeded', message: 'It is done.', at: Date.now() } }, lease);
    await eventually(texts, [`Create Storage Account | ${start.target} · m:ss · succeeded`]);
  });

  it('takes over what a window left behind, and says when the service does not know it any more', async () => {
    const { context } = await services();
    const other = new TaskStore(vscode.Uri.joinPath(context.globalStorageUri, 'tasks').fsPath);
    const { connection: { id: connectionId }, request: _, ...start } = creating();
    const { lease } = await other.begin({ ...start, connectionId, startedAt: Date.now(), requestId: '0'.repeat(32) });
    lease.release();
    await eventually(texts, [`Create Storage Account | ${start.target} · m:ss · outcome unknown`]);
    assert.match((await first()).record.ended!.message, /the service does not know this operation any more/);
  });

  it('looks up an operation by its request id, whoever asked for it', async () => {
    await inject('storageAccounts.create:fail:1');
    const { tasks, connections, operationDocuments } = await services();
    await tasks.start(creating());
    const row = await first();
    await run('lookUp', row);
    assert.match(openText(), new RegExp(`State:\\s+failed\n +Subscription:\\s+Local emulator\n +Request id:\\s+${row.record.requestId}\n +HTTP status:\\s+\\d+\n +Code:\\s+\\w+\n +Message:\\s+\\S`));

    const client = await connections.client(connection);
    const { requestId } = await client.storageAccounts.create({ serviceName: 'operationsbyother', label: 'x', location: 'West Europe', accountType: 'Standard_LRS' });
    await operationDocuments.show('status', 'other', { connectionId: connection.id, requestId });
    assert.match(openText(), /^ +State:\s+succeeded\n/m);
    await assert.rejects(operationDocuments.show('status', 'nobody', { connectionId: connection.id, requestId: 'f'.repeat(32) }), /The service does not know an operation f{32}/);
  });

  it('opens the history of a subscription, whoever did what is in it', async () => {
    const { connections } = await services();
    const client = await connections.client(connection);
    await client.affinityGroups.create({ name: 'history-first', label: 'x', location: 'West Europe' });
    await client.affinityGroups.create({ name: 'history-second', label: 'x', location: 'West Europe' });
    await run('showHistory', { connection, toTreeItem: () => {} } as never);
    const [second, first] = ['history-second', 'history-first'].map((name) => openText().indexOf(`Target:     /affinitygroups/${name}\n`));
    assert.ok(second! > 0 && first! > second!, openText());
  });

  it('says everything to a screen reader, and gives every row its own id', async () => {
    await inject('storageAccounts.create:fail:1');
    const { tasks, operations } = await services();
    await tasks.start(creating());
    await tasks.start(creating());
    const all = (await rows()).flatMap((row) => [row, ...row.children()]);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.deepEqual(all.filter((row) => !operations.getTreeItem(row).accessibilityInformation?.label).map(({ id }) => id), []);
    assert.match((await first()).toTreeItem().accessibilityInformation!.label, /^Create Storage Account, operations\d+, succeeded, after \d:\d\d$/);
  });
});
