import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import { choose, enter, run } from './person.ts';
import { emulatorConnection, eventually, outline, row, services, words, type Outline } from './services.ts';

const settings = () => vscode.workspace.getConfiguration('azureClassic');

describe('a list of the tree', () => {
  let connection: Connection;
  let client: ServiceManagementClient;

  before(async () => {
    connection = await emulatorConnection();
    client = await (await services()).connections.client(connection);
    await client.affinityGroups.create({ name: 'list-group', label: 'list', location: 'East Asia' });
    await client.hostedServices.create({ serviceName: 'list-ten', label: 'Árbol', location: 'West US' });
    await client.hostedServices.create({ serviceName: 'list-one', label: 'list-one', location: 'East Asia' });
    // The service tells times in whole seconds.
    const second = () => Math.floor(Date.now() / 1000);
    const now = second();
    await eventually(async () => second() > now, true);
    await client.hostedServices.create({ serviceName: 'list-two', label: 'list-two', affinityGroup: 'list-group' });
  });
  afterEach(async () => {
    (await services()).tree.arrange({ filter: '', groupBy: 'none', sortBy: 'name' });
    await settings().update('tree.pageSize', undefined, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    for (const serviceName of ['list-one', 'list-two', 'list-ten']) await client.hostedServices.delete({ serviceName });
    await client.affinityGroups.delete({ affinityGroupName: 'list-group' });
  });

  const cloudServices = () => row('Local emulator', 'Cloud Services');
  /** Only the rows of this test, without what they have in them. */
  const mine = async () => {
    const keep = ([label, children]: Exclude<Outline, string>): Outline[] => {
      const kept = children.flatMap((child) => (typeof child === 'string' ? (child.startsWith('list-') ? [child] : []) : keep(child)));
      return kept.length > 0 ? [[label, kept]] : [];
    };
    const { tree } = await services();
    const rows: Outline[] = [];
    for (const node of await tree.readChildren(await cloudServices())) {
      if (tree.getTreeItem(node).contextValue?.startsWith('folder')) rows.push(...keep(await outline(node, 1) as Exclude<Outline, string>));
      else if ((await words(node)).startsWith('list-')) rows.push(await words(node));
    }
    return rows;
  };

  it('is sorted by name, or has the newest first', async () => {
    const { tree } = await services();
    assert.deepEqual(await mine(), ['list-one | East Asia', 'list-ten | West US · Árbol', 'list-two | list-group']);
    tree.arrange({ sortBy: 'newest' });
    assert.equal((await mine())[0], 'list-two | list-group');

  });

  it('is grouped by location, that of the affinity group too, or by affinity group', async () => {
    const { tree } = await services();
    tree.arrange({ groupBy: 'location', filter: 'list-' });
    assert.deepEqual(await mine(), [['East Asia | 2', ['list-one | East Asia', 'list-two | list-group']], ['West US | 1', ['list-ten | West US · Árbol']]]);
    tree.arrange({ groupBy: 'affinityGroup' });
    assert.deepEqual(await mine(), [['list-group | 1', ['list-two | list-group']], ['no affinity group | 2', ['list-one | East Asia', 'list-ten | West US · Árbol']]]);
  });

  it('is arranged by what a person chooses and types', async () => {
    const { tree } = await services();
    await run('azureClassic.tree.filter', [], [enter('list-')]);
    await run('azureClassic.tree.groupBy', [], [choose('by location')]);
    const { asked } = await run('azureClassic.tree.sortBy', [], [choose('the newest first')]);
    assert.deepEqual(asked, ['Sort Resources: This window remembers it.']);
    assert.deepEqual(tree.arrangement, { filter: 'list-', groupBy: 'location', sortBy: 'newest' });
    assert.deepEqual(await mine(), [['East Asia | 2', ['list-two | list-group', 'list-one | East Asia']], ['West US | 1', ['list-ten | West US · Árbol']]]);
  });

  it('keeps the ids of its rows, whatever it is grouped by', async () => {
    const { tree } = await services();
    const id = (await row('Local emulator', 'Cloud Services', 'list-two')).id;
    tree.arrange({ groupBy: 'location' });
    assert.equal((await row('Local emulator', 'Cloud Services', 'East Asia', 'list-two')).id, id);
    assert.equal(await tree.reveal(id), true);
    assert.equal(tree.selection?.id, id);
  });

  it('is arranged in the same way when the window is opened again, but not filtered', async () => {
    const { context, tree } = await services();
    tree.arrange({ groupBy: 'location', sortBy: 'newest', filter: 'list' });
    assert.deepEqual(context.workspaceState.get('azureClassic.arrangement'), { groupBy: 'location', sortBy: 'newest' });
  });

  it('is filtered by name or label, and says so', async () => {
    const { tree } = await services();
    const all = (await client.hostedServices.list()).length;
    tree.arrange({ filter: 'arbol' });
    assert.deepEqual(await outline(await cloudServices(), 1), [`Cloud Services | 1 of ${all}`, ['list-ten | West US · Árbol']]);
    tree.arrange({ filter: 'nobody is called so' });
    assert.deepEqual(await outline(await cloudServices()), [`Cloud Services | 0 of ${all}`, ['nothing with "nobody is called so"']]);
    await run('azureClassic.tree.clearFilter', [], []);
    assert.equal(await words(await cloudServices()), `Cloud Services | ${all}`);
  });

  it('leaves what belongs to a service unfiltered', async () => {
    const { tree } = await services();
    tree.arrange({ filter: 'list-one' });
    const [, rows] = await outline(await row('Local emulator', 'Cloud Services', 'list-one')) as [string, Outline[]];
    assert.deepEqual(rows, ['Production | empty', 'Staging | empty', ['Certificates | 0', ['none yet']], ['Extensions | 0', ['none yet']]]);
  });

  it('is shown page by page', async () => {
    await settings().update('tree.pageSize', 10, vscode.ConfigurationTarget.Global);
    const { tree } = await services();
    const locations = await row('Local emulator', 'Locations');
    const all = (await client.locations.list()).length;
    const labels = async () => (await tree.getChildren(locations)).map((node) => tree.getTreeItem(node).label);
    await tree.readChildren(locations);
    assert.ok(all > 10 && all <= 20, String(all));
    assert.deepEqual([(await labels()).length, (await labels()).at(-1)], [11, 'Show more...']);
    const more = tree.getTreeItem((await tree.getChildren(locations)).at(-1)!);
    assert.equal(more.description, `10 of ${all} shown`);
    await run(more.command!.command, more.command!.arguments!, []);
    assert.equal((await labels()).length, all);
    // VS Code tells what is selected after it has revealed it.
    await eventually(async () => tree.selection && tree.getTreeItem(tree.selection).label, (await labels())[10]);
  });

  it('opens down to a row that is filtered out, or on a later page', async () => {
    await settings().update('tree.pageSize', 10, vscode.ConfigurationTarget.Global);
    const { tree } = await services();
    const last = (await client.locations.list()).map(({ name }) => name).sort().at(-1)!;
    tree.arrange({ filter: 'list-' });
    const id = `${connection.id}/locations/${last}`;
    assert.equal(await tree.reveal(id), true);
    await eventually(async () => [tree.selection?.id, tree.arrangement.filter], [id, '']);
    assert.equal(await tree.reveal(`${connection.id}/locations/Atlantis`), false);
  });

  it('shows what it had at once, and what has changed when that is read', async () => {
    const { tree } = await services();
    const group = await row('Local emulator', 'Affinity Groups');
    const labels = async () => (await tree.getChildren(group)).map((node) => tree.getTreeItem(node).label);
    await vscode.commands.executeCommand('azureClassic.subscriptions.focus');
    await tree.readChildren(group);
    await client.affinityGroups.create({ name: 'list-later', label: 'later', location: 'West US' });
    assert.equal((await labels()).includes('list-later'), false);
    await run('azureClassic.tree.refresh', [group], []);
    assert.equal((await labels()).includes('list-later'), true);
    await client.affinityGroups.delete({ affinityGroupName: 'list-later' });
  });

  it('reads one row again, and no more, when that has changed', async () => {
    const { tree } = await services();
    await tree.readChildren(await cloudServices());
    await client.hostedServices.update({ serviceName: 'list-one', label: 'Otra' });
    await client.hostedServices.update({ serviceName: 'list-ten', label: 'Otra' });
    tree.refreshId(`${connection.id}/hostedServices/list-one`);
    const group = await cloudServices();
    const shown = async () => (await Promise.all((await tree.getChildren(group)).map(words))).filter((label) => label.startsWith('list-'));
    await eventually(shown, ['list-one | East Asia · Otra', 'list-ten | West US · Árbol', 'list-two | list-group']);
  });

  it('has no row any more for what was deleted', async () => {
    const { tree } = await services();
    await client.hostedServices.create({ serviceName: 'list-gone', label: 'gone', location: 'West US' });
    const id = `${connection.id}/hostedServices/list-gone`;
    const group = await cloudServices();
    const isThere = async () => (await tree.getChildren(group)).some((node) => node.id === id);
    tree.refreshId(id);
    await eventually(isThere, true);
    await client.hostedServices.delete({ serviceName: 'list-gone' });
    tree.refreshId(id);
    await eventually(isThere, false);
  });
});
