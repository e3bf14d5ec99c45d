import assert from 'node:assert/strict';
import { readShape } from '../../src/protocol/read.ts';
import { base64, boolean, buildXml, date, fixed, inNamespace, integer, list, nillable, oneOf, preciseDate, required, struct, text, typeAttribute } from '../../src/protocol/schema.ts';
import { xmlLimits } from '../../src/xml/reader.ts';

const shape = struct({
  type: typeAttribute, name: required(text), label: base64, description: nillable(text), count: integer, locked: boolean, created: date,
  roles: list('Role', text), inner: struct({ a: text }),
});
const read = (xml: string) => readShape(xml, { Thing: shape });
const xsi = 'xmlns="http://schemas.microsoft.com/windowsazure" xmlns:p2="http://www.w3.org/2001/XMLSchema-instance"';

describe('a shape', () => {
  it('tells nil, empty and absent apart, whatever prefix stands for nil', () => {
    assert.deepEqual(read(`<Thing ${xsi}><Name>a</Name><Description p2:nil="true"/><Roles/></Thing>`), { name: 'a', description: null, roles: [] });
    assert.deepEqual(read(`<Thing ${xsi}><Name>a</Name><Description/></Thing>`), { name: 'a', description: '' });
    assert.deepEqual(read(`<Thing><Name>a</Name></Thing>`), { name: 'a' });
  });

  it('takes nil for absent where no null may be', () => {
    assert.deepEqual(read(`<Thing ${xsi}><Name>a</Name><Label p2:nil="true"/><Roles p2:nil="true"/><Count p2:nil="true"/></Thing>`), { name: 'a' });
    assert.deepEqual(read(`<Thing ${xsi} p2:nil="true"><Name>a</Name><Roles><Role p2:nil="true"/><Role>x</Role></Roles></Thing>`), { name: 'a', roles: ['x'] });
    assert.throws(() => read(`<Thing ${xsi}><Name p2:nil="true"/></Thing>`), /Thing: Name is missing/);
  });

  it('takes no attribute of another namespace for nil', () => {
    assert.deepEqual(read(`<Thing xmlns:q="urn:other"><Name>a</Name><Description q:nil="true">x</Description></Thing>`), { name: 'a', description: 'x' });
  });

  it('reads numbers, dates and words as what they are and keeps edge spaces and leading zeros of text', () => {
    assert.deepEqual(
      read('<Thing><Name> 007 </Name><Count>12</Count><Locked>True</Locked><Created>2015-06-30T23:59:00.1234567Z</Created></Thing>'),
      { name: ' 007 ', count: 12, locked: true, created: new Date('2015-06-30T23:59:00.123Z') },
    );
  });

  it('reads every instant as Date does, however it is written', () => {
    for (const written of ['2015-06-30T23:59:00Z', '2016-02-29T00:00:00Z', '2015-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '2015-06-30T23:59:00.5Z', '2015-06-30T23:59:00+02:00', '2015-06-30']) {
      const { created } = read(`<Thing><Name>a</Name><Created>${written}</Created></Thing>`) as { created: Date };
      assert.deepEqual(created, new Date(written), written);
    }
    assert.deepEqual(read('<Thing><Name>a</Name><Created>2015-06-30T23:59:00</Created></Thing>'), { name: 'a', created: new Date('2015-06-30T23:59:00Z') });
    for (const written of ['2015-13-01T00:00:00Z', '2015-06-10T24:30:00Z', '2015-06-10T00:60:00Z', 'yesterday']) {
      assert.throws(() => read(`<Thing><Name>a</Name><Created>${written}</Created></Thing>`), { message: `Thing/Created: "${written}" is not a date.` });
    }
  });

  it('decodes base64 and takes what is none as it is', () => {
    for (const [written, label] of [['', ''], ['YQ==', 'a'], ['YWI=', 'ab'], [' YWJj\n', 'abc'], ['w7E=', 'ñ'], ['AB==', 'AB=='], ['YQ', 'YQ'], ['my label', 'my label'], ['a=b=', 'a=b=']]) {
      assert.deepEqual(read(`<Thing><Name>a</Name><Label>${written}</Label></Thing>`), { name: 'a', label }, written);
    }
  });

  it('reads elements in whatever order they come and with whatever prefix', () => {
    assert.deepEqual(read('<x:Thing><Inner><A>i</A></Inner><x:Count>3</x:Count><Roles><x:Role>r</x:Role><Role>s</Role></Roles><Label>YQ==</Label><Name>a</Name></x:Thing>'),
      { inner: { a: 'i' }, count: 3, roles: ['r', 's'], label: 'a', name: 'a' });
  });

  it('keeps elements nobody taught it, with what is in them, in the nearest struct', () => {
    assert.deepEqual(read('<Thing><Name>a</Name><New>1<Deep>x</Deep>2</New></Thing>'), {
      name: 'a', unknownElements: [{ name: 'New', text: '12', children: [{ name: 'Deep', text: 'x', children: [] }] }],
    });
    assert.deepEqual(read('<Thing><Name>a</Name><Roles><Role>x</Role><q:New/></Roles><Inner><New/></Inner></Thing>'), {
      name: 'a', roles: ['x'], unknownElements: [{ name: 'q:New', text: '', children: [] }], inner: { unknownElements: [{ name: 'New', text: '', children: [] }] },
    });
  });

  it('sends them back with the rest, after what it was taught, and tells nobody else', () => {
    const value = read('<Thing><New>1</New><Name>a</Name><q:Other/><Inner><New><Deep>x</Deep></New><A>b</A></Inner></Thing>');
    const bare = (xml: string) => xml.replace(/ xmlns(:i)?="[^"]*"/g, '');
    assert.equal(bare(buildXml('Thing', shape, value, { unknown: true })), '<Thing><Name>a</Name><Inner><A>b</A><New><Deep>x</Deep></New></Inner><New>1</New></Thing>');
    assert.equal(bare(buildXml('Thing', shape, value)), '<Thing><Name>a</Name><Inner><A>b</A></Inner></Thing>');
  });

  it('says where a value is not what it should be', () => {
    assert.throws(() => read('<Thing><Name>a</Name><Count>many</Count></Thing>'), { code: 'UnexpectedXml', message: 'Thing/Count: "many" is not a whole number.' });
    assert.throws(() => read('<Thing><Count>1</Count></Thing>'), { message: 'Thing: Name is missing.' });
    assert.throws(() => read('<Other/>'), { message: 'Other: expected Thing here.' });
    assert.throws(() => read('<constructor/>'), { code: 'UnexpectedXml' });
    assert.throws(() => read('<Thing><Name><b/></Name></Thing>'), { message: 'Thing/Name: expected text, found the element b.' });
  });

  it('writes elements in the order of the shape, whatever order the value has', () => {
    assert.equal(buildXml('Thing', shape, { roles: ['x', 'y'], description: null, name: 'a', type: 'T' }),
      '<Thing xmlns="http://schemas.microsoft.com/windowsazure" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="T"><Name>a</Name><Description i:nil="true"/><Roles><Role>x</Role><Role>y</Role></Roles></Thing>');
  });

  it('writes elements of another namespace with a prefix that their list declares, as the service did', () => {
    const pairs = struct({ pairs: list('Pair', struct({ name: inNamespace('urn:pairs', text), value: inNamespace('urn:pairs', text), own: text })) });
    const value = { pairs: [{ name: 'a', value: 'b', own: 'c' }, { name: 'd', value: '' }] };
    const xml = buildXml('Thing', pairs, value);
    assert.equal(xml.replace(/ xmlns(:i)?="[^"]*"/g, ''), '<Thing><Pairs xmlns:a="urn:pairs"><Pair><a:Name>a</a:Name><a:Value>b</a:Value><Own>c</Own></Pair><Pair><a:Name>d</a:Name><a:Value/></Pair></Pairs></Thing>');
    assert.deepEqual(readShape(xml, { Thing: pairs }), value);
  });

  it('writes an instant as precisely as it is known', () => {
    const instant = struct({ at: preciseDate });
    for (const text of ['2015-06-30T23:59:23.831Z', '2015-06-30T23:59:23.83Z', '2015-06-30T23:59:20Z', '2015-06-30T00:00:00Z']) {
      assert.ok(buildXml('Thing', instant, { at: new Date(text) }).includes(`<At>${text}</At>`), text);
    }
    assert.deepEqual(readShape('<Thing><At>2015-06-30T23:59:23.8312837Z</At></Thing>', { Thing: instant }), { at: new Date('2015-06-30T23:59:23.831Z') });
  });

  it('gives back what it wrote, with everything XML makes difficult', () => {
    const value = { name: ' a\r\nb\tc ]]> <&>"\' \u{1F600} ', label: 'contraseña €', description: '', count: 0, locked: false, created: new Date('2020-01-01T00:00:00Z'), roles: ['', ' '], inner: { a: '\r' } };
    assert.deepEqual(read(buildXml('Thing', shape, value)), value);
  });

  it('writes an element that always says the same, and tells nothing of it', () => {
    const operation = struct({ operationType: fixed('Start'), name: text });
    const xml = buildXml('Start', operation, { name: 'a' });
    assert.match(xml, /<OperationType>Start<\/OperationType><Name>a<\/Name>/);
    assert.deepEqual(readShape(xml, { Start: operation }), { name: 'a' });
  });

  it('is one of several, each with fields of its own, in one order for all', () => {
    const set = oneOf('setType', { Net: { port: integer, shared: text }, Os: { hostName: required(text), shared: text } });
    const os = { setType: 'Os' as const, shared: 's', hostName: 'h' };
    const xml = buildXml('Set', set, os);
    assert.match(xml, /<SetType>Os<\/SetType><HostName>h<\/HostName><Shared>s<\/Shared>/);
    assert.deepEqual(readShape(xml, { Set: set }), os);
    assert.deepEqual(readShape('<Set><SetType>Net</SetType><Port>1</Port></Set>', { Set: set }), { setType: 'Net', port: 1 });
    assert.throws(() => readShape('<Set><Port>1</Port></Set>', { Set: set }), { message: 'Set: SetType is missing.' });
  });

  it('writes a value as often as it is there, though it is the same each time', () => {
    const inner = { a: '<&>' };
    const xml = buildXml('Things', list('Thing', struct({ inner: struct({ a: text }), other: struct({ a: text }) })), [{ inner, other: inner }, { inner }, { inner }]);
    const written = '<Inner><A>&lt;&amp;&gt;</A></Inner>';
    assert.match(xml, new RegExp(`^<Things [^>]*><Thing>${written}<Other><A>&lt;&amp;&gt;</A></Other></Thing><Thing>${written}</Thing><Thing>${written}</Thing></Things>$`));
  });

  it('refuses characters that XML cannot carry, naming the element', () => {
    for (const bad of ['\u0000', '\u000b', '\ud800', '\ufffe']) {
      assert.throws(() => buildXml('Thing', shape, { name: `x${bad}` }), { code: 'InvalidParameter', message: /^The value of Name holds the character U\+/ });
    }
  });

  it('says which value is missing', () => {
    assert.throws(() => buildXml('Thing', shape, {}), { code: 'InvalidParameter', message: 'Thing/name is missing.' });
  });
});

describe('the XML reader', () => {
  it('refuses what is not XML, with line and column', () => {
    for (const xml of ['<a><b></a>', '<a>', 'not xml', '', '<a/><b/>', '<a x="&bogus;"/>']) {
      assert.throws(() => readShape(xml, { a: struct({}) }), { code: 'MalformedXml', line: 1 }, xml);
    }
  });

  it('refuses a DOCTYPE before any entity in it is read', () => {
    assert.throws(() => readShape('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', { a: text }), { code: 'MalformedXml', message: 'A DOCTYPE is not allowed.' });
  });

  it('refuses XML that is too deep or too long, without reading it to the end', () => {
    assert.throws(() => readShape('<a>'.repeat(100_000), { a: struct({}) }), { message: `Elements are nested deeper than ${xmlLimits.depth}.` });
    assert.throws(() => readShape('x'.repeat(xmlLimits.bytes + 1), { a: text }), { message: /larger than/ });
  });
});
