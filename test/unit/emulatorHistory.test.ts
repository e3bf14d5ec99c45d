import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Context } from '../../src/emulator/handler.ts';
import { describeWrite } from '../../src/emulator/history.ts';
import { recordOperation } from '../../src/emulator/pending.ts';
import type { Operation, Subscription } from '../../src/emulator/state.ts';
import { rows, type OperationName } from '../../src/protocol/operations.ts';
import { base64, boolean, integer, text, type AnyShape } from '../../src/protocol/schema.ts';
import { parametersOf } from './arbitraries.ts';

const writes = [...rows].filter(([, { method }]) => method !== 'GET');

/** A value of a shape that has something in every place, each text being `told:` and the name of its element. */
function full(shape: AnyShape, element: string): unknown {
  switch (shape.kind) {
    case 'list': return [full(shape.of, shape.item)];
    case 'struct': return Object.fromEntries(shape.fields.map((field) => [field.key, full(field.shape, field.element === 'Value' && element === 'ExtendedProperty' ? 'PropertyValue' : field.element)]));
    case 'leaf': return shape === integer ? 1 : shape === boolean ? true : shape === text || shape === base64 ? `told:${element}.` : new Date(0);
  }
}

describe('what the history tells of a write', () => {
  it('is the name of the service, the object at its own path, and the parameters', () => {
    const create = describeWrite('storageAccounts.create', { serviceName: 'fresh', label: 'ñ', location: 'West US', extendedProperties: [{ name: 'a', value: '<b>' }] });
    assert.deepEqual(create, {
      as: 'CreateStorageService', object: '/services/storageservices/fresh',
      parameters: [['input', '<?xml version="1.0" encoding="utf-16"?><CreateStorageServiceInput xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        + '<ServiceName>fresh</ServiceName><Label>w7E=</Label><Location>West US</Location><ExtendedProperties><ExtendedProperty><Name>a</Name><Value>&lt;b&gt;</Value></ExtendedProperty></ExtendedProperties></CreateStorageServiceInput>']],
    });
    assert.deepEqual(describeWrite('storageAccounts.delete', { serviceName: 'fresh' }), { as: 'DeleteStorageService', object: '/services/storageservices/fresh', parameters: [['serviceName', 'fresh']] });
    const declared = '<?xml version="1.0" encoding="utf-16"?><RegenerateKeys xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">';
    assert.deepEqual(describeWrite('storageAccounts.regenerateKeys', { serviceName: 'fresh', keyType: 'Secondary' }), {
      as: 'RegenerateStorageServiceKeys', object: '/services/storageservices/fresh',
      parameters: [['serviceName', 'fresh'], ['regenerateKeys', `${declared}<KeyType>Secondary</KeyType></RegenerateKeys>`]],
    });
    assert.equal(describeWrite('extensions.add', { serviceName: 'shop', type: 'RDP', id: 'rdp' }).object, '/services/hostedservices/shop/extensions/rdp');
    assert.equal(describeWrite('affinityGroups.create', { name: 'my group', label: 'l', location: 'West US' }).object, '/affinitygroups/my%20group');
  });

  it('tells a deployment in its slot from one by its name, as the service did', () => {
    const status = { serviceName: 'shop', status: 'Running' };
    const bySlot = describeWrite('deployments.updateStatus', { ...status, slot: 'Staging' });
    assert.deepEqual([bySlot.as, bySlot.object, bySlot.parameters.slice(0, 2)], ['UpdateDeploymentStatusBySlot', '/services/hostedservices/shop/deploymentslots/Staging', [['serviceName', 'shop'], ['deploymentSlot', 'Staging']]]);
    const byName = describeWrite('deployments.updateStatus', { ...status, deploymentName: 'v1' });
    assert.deepEqual([byName.as, byName.object, byName.parameters.slice(0, 2)], ['UpdateDeploymentStatus', '/services/hostedservices/shop/deployments/v1', [['serviceName', 'shop'], ['deploymentName', 'v1']]]);
    const rebuild = describeWrite('roleInstances.rebuild', { serviceName: 'shop', slot: 'Staging', roleInstanceName: 'Web_IN_0' });
    assert.deepEqual([rebuild.as, rebuild.object], ['RebuildDeploymentRoleInstanceBySlot', '/services/hostedservices/shop/deploymentslots/Staging/roleinstances/Web_IN_0']);
    const containerUri = 'https://a.blob.core.windows.net/c?sig=x';
    assert.deepEqual(describeWrite('deployments.getPackage', { serviceName: 'shop', deploymentName: 'v1', containerUri }), {
      as: 'GetPackage', object: '/services/hostedservices/shop/deployments/v1',
      parameters: [['serviceName', 'shop'], ['deploymentName', 'v1'], ['containerUri', 'https://a.blob.core.windows.net/c?sig=***']],
    });
    assert.deepEqual(describeWrite('hostedServices.delete', { serviceName: 'shop', deleteMedia: true }).parameters, [['serviceName', 'shop'], ['comp', 'media']]);
    assert.deepEqual(describeWrite('hostedServices.delete', { serviceName: 'shop', deleteMedia: false }).parameters, [['serviceName', 'shop']]);
  });

  it('holds no password, key, configuration, certificate or signature, whatever the operation', () => {
    const untold = /told:(\w*(Password|Secret|Key|Data|Configuration|Content)|Value)\./i;
    let told = 0;
    for (const [name, { body, paths }] of writes) {
      const fromBody = !body ? {} : 'text' in body ? { [body.text]: 'told:Content.' } : body.key === undefined ? full(body.shape, body.root) as object : { [body.key]: full(body.shape, body.root) };
      const fromPath = Object.fromEntries(Array.from(paths[0]!.matchAll(/\{(\w+)\}/g), ([, key]) => [key!, 'x']));
      const written = JSON.stringify(describeWrite(name, { ...fromBody, ...fromPath })).replace(/>([A-Za-z0-9+/]{8,}=*)</g, (_, encoded: string) => `>${Buffer.from(encoded, 'base64')}<`);
      assert.doesNotMatch(written, untold, name);
      told += written.match(/told:/g)?.length ?? 0;
    }
    assert.ok(told > 20, 'and much else');
    const packageUrl = 'https://a.blob.core.windows.net/p/x.cspkg?se=1&sig=SECRET%3D&sp=r';
    const written = JSON.stringify(describeWrite('deployments.create', { serviceName: 's', slot: 'Production', name: 'v1', label: 'l', packageUrl, configuration: 'SECRET' }));
    assert.ok(written.includes('se=1&amp;sig=***&amp;sp=r'), written);
    assert.ok(!written.includes('SECRET') && !written.includes(Buffer.from('SECRET').toString('base64')), written);
  });

  it('leaves out a body that is too long to keep', () => {
    assert.deepEqual(describeWrite('affinityGroups.create', { name: 'g', label: 'l', description: 'x'.repeat(4000), location: 'West US' }).parameters, []);
  });

  it('comes of any parameters that an operation may have', () => {
    for (const [name, row] of writes) {
      fc.assert(fc.property(parametersOf(row), (parameters) => {
        const { as, object } = describeWrite(name as OperationName, parameters);
        assert.match(as, /^[A-Z]\w+$/);
        assert.match(object, /^\/\w/);
      }), { numRuns: 50 });
    }
  });
});

describe('the operations that are remembered', () => {
  it('are the newest 1,000 of 90 days, and all that are not over', () => {
    const subscription = { operations: [] as Operation[] } as Subscription;
    let now = 0;
    const record = (name: OperationName, outcome: Parameters<typeof recordOperation>[2] = {}) =>
      recordOperation({ subscription, requestId: String(now), operationMs: 1e12, clock: { now: () => now } } as Context, { name, started: now }, outcome);
    record('deployments.create', { pending: { lock: { hostedService: 's' } } });
    for (now = 1; now <= 2000; now++) record('affinityGroups.create');
    const ids = () => subscription.operations.map(({ id }) => Number(id));
    assert.equal(ids().length, 1001);
    assert.deepEqual([ids()[0], ids()[1], ids().at(-1)], [0, 1001, 2000]);
    now = 1500 + 90 * 24 * 60 * 60 * 1000;
    record('affinityGroups.delete');
    assert.deepEqual([ids()[0], ids()[1], ids().at(-1)], [0, 1500, now]);
  });
});
