import fc from 'fast-check';
import type { Row } from '../../src/protocol/operation.ts';
import { base64, boolean, date, integer, preciseDate, text, type AnyShape } from '../../src/protocol/schema.ts';

/*
 * Values of every shape of the protocol table, made from the shapes themselves, with what XML makes difficult among them.
 */

/** One character that XML 1.0 can carry (production 2), the awkward ones often. */
const legalCharacter = fc.oneof(
  fc.constantFrom('\r', '\n', '\t', ' ', '<', '>', '&', '"', "'", ']', ']]>', '<![CDATA[', '&amp;', '\u{1F600}', '\u{10FFFF}', '\uFFFD', '\u0085', '\u2028'),
  fc.integer({ min: 0x20, max: 0xd7ff }).map((point) => String.fromCodePoint(point)),
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
);
const several = (character: fc.Arbitrary<string>, minLength = 0) => fc.array(character, { minLength, maxLength: 8 }).map((parts) => parts.join(''));
export const legalText = several(legalCharacter);

/** Characters that XML 1.0 has no way to carry: controls, lone surrogates, U+FFFE and U+FFFF. */
export const illegalCharacter = fc.oneof(
  fc.constantFrom('\ufffe', '\uffff', '\ud800', '\udfff', '\u0000', '\u001f'),
  fc.integer({ min: 0xd800, max: 0xdbff }).map((unit) => String.fromCharCode(unit)),
  fc.constantFrom(...Array.from({ length: 0x20 }, (_, i) => i).filter((code) => ![9, 10, 13].includes(code)).map((code) => String.fromCharCode(code))),
);

const leaves = new Map<AnyShape, fc.Arbitrary<unknown>>([
  [text, legalText],
  // Every string that is well-formed, because it travels as the base64 of its bytes.
  [base64, fc.string({ unit: 'binary', maxLength: 8 })],
  [integer, fc.maxSafeInteger()],
  [boolean, fc.boolean()],
  [date, fc.integer({ min: 0, max: 4_102_444_800 }).map((second) => new Date(second * 1000))],
  [preciseDate, fc.integer({ min: 0, max: 4_102_444_800_000 }).map((ms) => new Date(ms))],
]);

/** @throws TypeError for a leaf that nobody taught it, so that a new kind of leaf cannot go untested. */
export function arbitraryOf(shape: AnyShape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'leaf': {
      const leaf = leaves.get(shape);
      if (!leaf) throw new TypeError('arbitraries.ts does not know this leaf.');
      return leaf;
    }
    case 'list': return fc.array(arbitraryOf(shape.of), { maxLength: 3 });
    case 'struct': return fc.record(
      Object.fromEntries(shape.fields.filter(({ fixed }) => fixed === undefined).map((field) => [field.key, field.isType ? fc.constantFrom('PersistentVMRole', 'NetworkConfigurationSet') : arbitraryOf(field.shape)])),
      { requiredKeys: shape.required.map(({ key }) => key), noNullPrototype: true },
    );
  }
}

const pathValue = several(fc.oneof(legalCharacter, fc.constantFrom('/', '?', '#', '%', '.', 'ñ')), 1).filter((value) => value !== '.' && value !== '..');

/** Parameters of a request of the row, by one of its paths. */
export function parametersOf(row: Row): fc.Arbitrary<Record<string, unknown>> {
  const { body } = row;
  const fromBody = !body ? fc.constant({})
    : 'text' in body ? fc.record({ [body.text]: legalText })
      : body.key === undefined ? arbitraryOf(body.shape) as fc.Arbitrary<object> : fc.record({ [body.key]: arbitraryOf(body.shape) });
  const fromQuery = fc.record(
    // A flag that is false is as if it were not there.
    Object.fromEntries(Object.entries(row.query).map(([key, { leaf, flag }]) => [key, flag === undefined ? leaves.get(leaf) ?? fc.constant(undefined) : fc.constant(true)])),
    { requiredKeys: Object.entries(row.query).filter(([, { required }]) => required).map(([key]) => key), noNullPrototype: true },
  );
  const fromPath = fc.oneof(...row.paths.map((template) => fc.record(Object.fromEntries(
    Array.from(template.matchAll(/\{(\w+)\}/g), ([, key]) => [key!, key === 'slot' ? fc.constantFrom('Production', 'Staging') : key === 'lun' ? fc.nat() : key === 'thumbprintAlgorithm' ? fc.constant('sha1') : pathValue]),
  ))));
  return fc.tuple(fromBody, fromQuery, fromPath).map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);
}

/** A text that a server may send in place of a good one: damaged, cut off, doubled, or something else altogether. */
export function damaged(xml: string): fc.Arbitrary<string> {
  const at = fc.nat(xml.length);
  return fc.oneof(
    at.map((end) => xml.slice(0, end)),
    fc.tuple(at, legalText).map(([i, more]) => xml.slice(0, i) + more + xml.slice(i)),
    fc.tuple(at, at).map(([i, j]) => xml.slice(0, Math.min(i, j)) + xml.slice(Math.max(i, j))),
    fc.tuple(at, fc.constantFrom('</', '<!--', '<?xml version="1.0"?>', '<!DOCTYPE a>', '&#0;', '&#xD800;', '&bogus;', ' i:nil="true"', '<Unheard><Of/></Unheard>', '\u0000', ' xmlns:i="urn:x"'))
      .map(([i, more]) => xml.slice(0, i) + more + xml.slice(i)),
    fc.constant(xml + xml),
    fc.string({ maxLength: 40 }),
    fc.constantFrom('', ' ', '\ufeff', 'Not Found', '<html><body>502 Bad Gateway</body></html>', '{"error":{}}', '<Error/>', '<string>&lt;Error&gt;</string>', '<__proto__/>', `${'<a>'.repeat(70)}`),
  );
}
