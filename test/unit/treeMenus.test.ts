import assert from 'node:assert/strict';
import './fakeVscode.ts';
import type { Deployment, RoleInstance } from '../../src/client/index.ts';
import type { HostedServiceNode } from '../../src/ui/tree/hostedServices.ts';
import type { Node, TreeContext } from '../../src/ui/tree/node.ts';
import { readJson } from './sources.ts';

const { SubscriptionNode } = await import('../../src/ui/tree/subscription.ts');
const { Failure } = await import('../../src/ui/tree/failure.ts');
const { TaskRow } = await import('../../src/ui/tree/operations.ts');

interface Item { readonly command: string; readonly when?: string }
const { menus } = readJson('package.json').contributes as { menus: Record<string, Item[]> };
const rowMenu = menus['view/item/context']!;

const readings = new Map<string, readonly unknown[]>();
const tree = {
  arrangement: { filter: '', groupBy: 'location', sortBy: 'name' }, shown: () => 100, reading: ({ id }: Node) => ({ items: readings.get(id) }),
} as unknown as TreeContext;
const subscription = (kind: 'emulator' | 'own', isOwned = false) =>
  new SubscriptionNode({ id: kind, kind, name: kind, subscriptionId: 'a', endpoint: 'https://127.0.0.1:1' } as never, isOwned, () => undefined);
const groups = Object.fromEntries(subscription('emulator').children().map((group) => [group.id.split('/').at(-1)!, group as any]));

const contextOf = (node: Node): string => `${node.toTreeItem(tree).contextValue}${node.source ? ';readable' : ''}`;
/** A row and those below it that need nothing to be read. */
const below = (node: Node): Node[] => [node, ...('listing' in node ? [] : (node.children(tree) as Node[]).flatMap(below))];
const item = (noun: string, value: object): Node => groups[noun].listing.row(groups[noun], value) as Node;

const instance = (roleName: string, instanceStatus: string) => ({ roleName, instanceName: roleName, instanceStatus, instanceUpgradeDomain: 0 }) as RoleInstance;
const packaged = (slot: string, change: Partial<Deployment> = {}): Deployment => ({
  name: slot, deploymentSlot: slot, status: 'Running', locked: false, url: 'http://shop.cloudapp.net/', upgradeDomainCount: 2,
  roleList: [{ roleName: 'Web', configurationSets: [{ configurationSetType: 'NetworkConfiguration', inputEndpoints: [{ protocol: 'http', port: 80 }] }] }], roleInstanceList: [instance('Web', 'ReadyRole')], ...change,
} as Deployment);
const machines = (...states: string[]): Deployment => ({
  name: 'vms', deploymentSlot: 'Production', status: 'Running', locked: false,
  roleList: states.map((roleName) => ({
    roleName, roleType: 'PersistentVMRole', osVirtualHardDisk: { os: 'Linux', diskName: 'os' }, dataVirtualHardDisks: [{ diskName: 'data' }],
    configurationSets: [{ configurationSetType: 'NetworkConfiguration', inputEndpoints: [22, 3389].map((port) => ({ name: String(port), protocol: 'tcp', port, localPort: port })) }],
  })), roleInstanceList: states.map((state) => instance(state, state)),
} as Deployment);
const upgrading = (upgradeType: string, currentUpgradeDomainState: string) => ({ upgradeStatus: { upgradeType, currentUpgradeDomainState, currentUpgradeDomain: 0 } }) as Partial<Deployment>;

/** A cloud service with these deployments and all their rows. */
function service(status: string, deployments?: readonly Deployment[]): Node[] {
  const node = item('hostedServices', { serviceName: `shop-${readings.size}`, hostedServiceProperties: { status } }) as HostedServiceNode;
  if (deployments) readings.set(node.id, deployments);
  return [node, ...(deployments ? node.rows(deployments).flatMap(below) : [])];
}
const row = (nodes: readonly Node[], key: string): string => contextOf(nodes.find(({ id }) => id.endsWith(key))!);

const rows: Node[] = [
  subscription('emulator', true), subscription('emulator'), subscription('own'), ...Object.values(groups), new Failure(groups['disks'], new Error('gone')),
  ...service('Created'), ...service('Created', []), ...service('Created', [packaged('Production'), packaged('Staging', { status: 'Suspended' })]),
  ...service('Created', [packaged('Production', { ...upgrading('Manual', 'Before'), rollbackAllowed: true })]),
  ...service('Created', [machines('ReadyRole', 'StoppedVM', 'StoppedDeallocated', 'FailedStartingVM', 'RoleStateUnknown')]),
  item('storageAccounts', { serviceName: 'a', storageServiceProperties: { status: 'Created', endpoints: ['https://a.blob.core.windows.net/'] } }),
  item('affinityGroups', { name: 'a' }), item('disks', { name: 'a', os: 'Linux' }), item('disks', { name: 'b', attachedTo: { roleName: 'vm' } }),
  item('osImages', { name: 'a', category: 'User' }), item('vmImages', { name: 'a', category: 'User' }), item('virtualNetworks', { name: 'a' }),
  item('reservedIps', { name: 'a', state: 'Created' }), item('reservedIps', { name: 'b', state: 'Created', inUse: true }), item('managementCertificates', { thumbprint: 'a' }),
];
const [certificates, extensions] = service('Created', []).filter((node) => 'listing' in node).slice(1) as any[];
rows.push(certificates.listing.row(certificates, { thumbprint: 'a' }), extensions.listing.row(extensions, { id: 'a' }));

const task = (whereabouts: string, record: object): string => new TaskRow('a').update({ startedAt: 0, label: 'a', title: 'a', ...record } as never, whereabouts as never, 'a').toTreeItem().contextValue!;
const tasks = [
  task('here', { requestId: '1' }), task('here', { deployment: {} }), task('ended', { requestId: '1', request: {}, ended: { kind: 'failed', at: 1, message: '', leftPackage: 'a' } }), task('idle', {}),
];

describe('the menus of rows', () => {
  it('are each for a row that there is', () => {
    const contexts = [...rows.map(contextOf), ...tasks];
    const patterns = Object.values(menus).flat().flatMap(({ command, when = '' }) => [...when.matchAll(/(?:viewItem|azureClassic\.operations\.selected) =~ \/(.*?)\/( |\)|$)/g)].map(([, pattern]) => ({ command, pattern: pattern! })));
    assert.ok(patterns.length > 130);
    assert.deepEqual(patterns.filter(({ pattern }) => !contexts.some((context) => new RegExp(pattern).test(context))), []);
  });

  /** What the menu of a row has of these. */
  const offered = (context: string, commands: readonly string[]): string[] => commands.filter((command) => rowMenu.some((entry) => entry.command === `azureClassic.${command}`
    && [...(entry.when ?? '').matchAll(/viewItem =~ \/(.*?)\/( |\)|$)/g)].some(([, pattern]) => new RegExp(pattern!).test(context))));
  const ofUpgrades = ['deployments.walkUpgradeDomain', 'deployments.rollback'];

  it('stop the emulator only in the window that runs it', () => {
    assert.deepEqual([subscription('emulator', true), subscription('emulator')].map((node) => offered(contextOf(node), ['emulator.stop'])), [['emulator.stop'], []]);
  });

  it('walk an upgrade that waits for somebody, and roll back what can be rolled back', () => {
    const walked = service('Created', [packaged('Production', { ...upgrading('Manual', 'Before'), rollbackAllowed: false })]);
    for (const key of ['/Production', '/#upgrade', '/#upgrade/0']) assert.deepEqual(offered(row(walked, key), ofUpgrades), ['deployments.walkUpgradeDomain'], key);
    for (const change of [upgrading('Auto', 'Before'), upgrading('Manual', 'During')]) {
      const byItself = service('Created', [packaged('Production', { ...change, rollbackAllowed: true })]);
      assert.deepEqual(['/Production', '/#upgrade', '/#upgrade/0'].map((key) => offered(row(byItself, key), ofUpgrades).join()), ['deployments.rollback', 'deployments.rollback', '']);
    }
  });

  it('offer a virtual machine where no package is in the other slot', () => {
    const create = (deployments: Deployment[]) => offered(row(service('Created', deployments), '/Production'), ['virtualMachines.create', 'deployments.deploy']);
    assert.deepEqual(create([]), ['virtualMachines.create', 'deployments.deploy']);
    assert.deepEqual(create([packaged('Staging')]), ['deployments.deploy']);
    assert.deepEqual(create([machines('ReadyRole')]), ['virtualMachines.create']);
  });

  it('swap what is in staging, and nothing else', () => {
    const swap = (deployments?: Deployment[]) => offered(contextOf(service('Created', deployments)[0]!), ['deployments.swap']).length;
    assert.deepEqual([swap(), swap([]), swap([packaged('Production')]), swap([packaged('Staging')]), swap([machines('ReadyRole')])], [1, 0, 0, 1, 0]);
    assert.deepEqual(offered(row(service('Created', [packaged('Production')]), '/Production'), ['deployments.swap']), []);
    assert.deepEqual(offered(row(service('Created', [packaged('Production'), packaged('Staging')]), '/Production'), ['deployments.swap']), ['deployments.swap']);
  });

  it('change nothing of a deployment while an operation has it, and no instance during an upgrade', () => {
    const changes = ['deployments.upgrade', 'deployments.changeConfiguration', 'deployments.delete', 'deployments.scaleRole', 'roleInstances.reboot', 'roleInstances.reimage', 'roleInstances.rebuild', 'roleInstances.delete'];
    const all = (change: Partial<Deployment>) => { const nodes = service('Created', [packaged('Production', change)]); return ['/Production', '/Production/Web', '/Production/Web/Web'].map((key) => offered(row(nodes, key), changes).length); };
    assert.deepEqual([all({}), all({ locked: true }), all(upgrading('Manual', 'Before'))], [[3, 4, 4], [0, 0, 0], [3, 1, 0]]);
  });

  it('change nothing that is being deleted', () => {
    const deleting = [
      ...service('Deleting'), item('storageAccounts', { serviceName: 'a', storageServiceProperties: { status: 'Deleting' } }), item('reservedIps', { name: 'a', state: 'Deleting' }),
    ];
    const changing = rowMenu.map(({ command }) => command.replace('azureClassic.', '')).filter((command) => /\.(update|delete|set\w+|add\w*|swap|deploy|associate|change\w+|regenerateKey)$/.test(command));
    assert.ok(changing.length > 30);
    for (const node of deleting) assert.deepEqual(offered(contextOf(node), changing), [], node.id);
  });
});
