import assert from 'node:assert/strict';
import './fakeVscode.ts';

const { nameFor, vhdAddressProblem } = await import('../../src/ui/input/vhd.ts');
const { imageNameProblem, notTaken } = await import('../../src/ui/input/names.ts');
const { addressesProblem } = await import('../../src/ui/input/imageWords.ts');
const { configurationProblem } = await import('../../src/ui/input/extensionConfiguration.ts');
const { propertyNameProblem } = await import('../../src/ui/commands/extendedProperties.ts');
const { extensionPlaces } = await import('../../src/ui/commands/extensionPlaces.ts');

describe('what is typed', () => {
  it('is the address of a VHD when it names a container and a blob, without a signature', () => {
    for (const address of ['https://contoso.blob.core.windows.net/vhds/a.vhd', ' http://127.0.0.1:10000/contoso/vhds/a b.vhd ', 'https://contoso.blob.core.windows.net/vhds/folder/a']) assert.equal(vhdAddressProblem(address), undefined, address);
    for (const address of ['', 'a.vhd', 'ftp://contoso/vhds/a.vhd', 'https://contoso.blob.core.windows.net/', 'https://contoso.blob.core.windows.net/vhds/']) assert.match(vhdAddressProblem(address)!, /names no VHD/, address);
    assert.match(vhdAddressProblem('https://contoso.blob.core.windows.net/vhds/a.vhd?sv=1&sig=x')!, /question mark/);
    for (const [file, problem] of [['50%.vhd', '% is written %25'], ['%ff.vhd', '% is written %25'], ['disk#1.vhd', '# is written %23'], ['a.vhd#', '# is written %23']] as const) {
      assert.equal(vhdAddressProblem(`https://contoso.blob.core.windows.net/vhds/${file}`), `In the address of a VHD, ${problem}.`, file);
    }
    assert.equal(vhdAddressProblem('https://contoso.blob.core.windows.net/vhds/50%25%20%231.vhd'), undefined);
  });

  it('has a name to begin with, made of the file\'s', () => {
    assert.equal(nameFor('https://contoso.blob.core.windows.net/vhds/2015/Servidor%20de%20ma%C3%B1ana.VHD'), 'Servidor-de-manana');
    assert.equal(nameFor(`https://contoso.blob.core.windows.net/vhds/${'x'.repeat(120)}.vhd`).length, 100);
    assert.equal(imageNameProblem(nameFor('https://contoso.blob.core.windows.net/vhds/web_1.0.vhd')), undefined);
  });

  it('names a disk or an image in the service\'s letters, and none twice', async () => {
    for (const name of ['', 'dos palabras', 'ñ', 'a/b', 'x'.repeat(101)]) assert.ok(imageNameProblem(name), name);
    let read = 0;
    const check = notTaken(imageNameProblem, async () => { read++; return ['Web']; });
    assert.deepEqual([await check('web'), await check('web-2'), await check('a b')].map(Boolean), [true, false, true]);
    assert.equal(read, 1);
  });

  it('is compared with a list that is read again after it could not be read', async () => {
    let read = 0;
    const check = notTaken(imageNameProblem, async () => { if (read++ === 0) throw new Error('No network'); return ['Web']; });
    await assert.rejects(async () => check('web'), /No network/);
    assert.deepEqual([await check('web'), await check('web-2'), read], ['The name web is taken.', undefined, 2]);
  });

  it('is one address, several or none', () => {
    assert.equal(addressesProblem(''), undefined);
    assert.equal(addressesProblem('https://a.com/x; http://b.com'), undefined);
    assert.match(addressesProblem('https://a.com;b.com')!, /^b\.com is no address/);
    assert.match(addressesProblem('https://a.com;https://b.com', 1)!, /Only one/);
  });

  it('is a configuration in XML or JSON, and what is wrong with it is not repeated', () => {
    for (const text of ['<a/>', ' <a>\n</a>\n', '{}', '{"a": [1]}']) assert.equal(configurationProblem(text), undefined, text);
    for (const text of ['', 'secreto', '<secreto', '{secreto', '[1]']) {
      assert.ok(configurationProblem(text), text);
      assert.doesNotMatch(configurationProblem(text)!, /secreto/);
    }
  });

  it('names a property in letters, digits and underscores', () => {
    assert.equal(propertyNameProblem('Equipo_1'), undefined);
    for (const name of ['', '1a', 'a-b', 'ñu', 'x'.repeat(65)]) assert.ok(propertyNameProblem(name), name);
  });
});

describe('a new extension', () => {
  const kind = { providerNameSpace: 'Contoso', type: 'Diag' };
  const client = (...ids: string[]) => ({ extensions: { list: async () => ids.map((id) => ({ id, type: id.includes('Other') ? 'Other' : 'Diag' })) } }) as never;
  const deployment = (extensionConfiguration: object) => ({ name: 'v1', extensionConfiguration }) as never;

  it('has an id that is free, of at most 60 characters', async () => {
    assert.equal((await extensionPlaces(client('Default-Diag-Ext-0', 'Default-Diag-Ext-1'), 'shop', kind, undefined)).id, 'Default-Diag-Ext-2');
    const long = await extensionPlaces(client(), 'shop', { ...kind, type: `Very.${'Long'.repeat(30)}` }, { slot: 'Production', deployment: deployment({}) });
    assert.match(long.id, /^[\w-]{1,60}$/);
  });

  it('takes the place of those of its kind on all roles, and of no other', async () => {
    const before = { allRoles: [{ id: 'Diag-0' }, { id: 'Other-0' }], namedRoles: [{ roleName: 'Web', extensions: [{ id: 'Diag-1' }, { id: 'Other-1' }] }] };
    const { extensionConfiguration } = await extensionPlaces(client('Diag-0', 'Diag-1', 'Other-0', 'Other-1'), 'shop', kind, { slot: 'Staging', deployment: deployment(before) });
    assert.deepEqual(extensionConfiguration, { allRoles: [{ id: 'Other-0' }, { id: 'Default-Diag-Staging-Ext-0' }], namedRoles: [{ roleName: 'Web', extensions: [{ id: 'Other-1' }] }] });
  });

  it('is added to one role alone', async () => {
    const before = { allRoles: [{ id: 'Other-0' }], namedRoles: [{ roleName: 'Web', extensions: [{ id: 'Diag-1' }] }, { roleName: 'Worker', extensions: [{ id: 'Diag-2' }] }] };
    const { extensionConfiguration } = await extensionPlaces(client('Diag-1', 'Diag-2', 'Other-0'), 'shop', kind, { slot: 'Staging', deployment: deployment(before), role: 'Web' });
    assert.deepEqual(extensionConfiguration, { allRoles: [{ id: 'Other-0' }], namedRoles: [{ roleName: 'Worker', extensions: [{ id: 'Diag-2' }] }, { roleName: 'Web', extensions: [{ id: 'Default-Diag-Staging-Ext-0' }] }] });
  });
});
