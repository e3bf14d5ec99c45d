import assert from 'node:assert/strict';
import { attributeValue, descend, parseXmlDocument, type XmlElement, type XmlRange } from '../../src/xml/document.ts';
import { XmlError } from '../../src/xml/reader.ts';

function everyElement(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(everyElement)];
}

/** Line and column counted the slow way: one character after the other. */
function countTo(text: string, offset: number): { line: number; column: number } {
  let [line, column] = [1, 0];
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < offset; i++) {
    if (text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n')) [line, column] = [line + 1, 0];
    else column++;
  }
  return { line, column };
}

function random(seed: number): (below: number) => number {
  return (below) => (seed = (seed * 48_271) % 2_147_483_647) % below;
}

/** A random document with everything that moves positions: all line ends, astral characters, comments, CDATA, both quotes, odd spacing. */
function randomDocument(pick: (below: number) => number): string {
  const space = () => ['', ' ', '\n', '\r\n', '\r', '\t', '  \r\n '][pick(7)]!;
  const some = () => [' ', '\n', '\r\n  '][pick(3)]!;
  const value = () => ['', 'a', '💾 é', 'x &amp; y', '&#x41;>', '/>', 'a=b'][pick(7)]!;
  const element = (depth: number): string => {
    const name = ['Role', 'p:Setting', 'größe', 'a-b.c'][pick(4)]!;
    const attributes = ['name', 'xmlns:q', 'été'].slice(0, pick(4)).map((key) => {
      const quote = pick(2) ? '"' : '\'';
      return `${some()}${key}${space()}=${space()}${quote}${value()}${quote}`;
    }).join('');
    if (depth > 0 && pick(4) === 0) return `<${name}${attributes}${space()}/>`;
    const inside = Array.from({ length: depth > 4 ? 0 : pick(4) }, () =>
      [() => element(depth + 1), () => `<!-- <x> ${space()} -->`, () => `<![CDATA[<no💾>${space()}]]>`, () => `t${space()}&lt;`, () => '<?pi <?>'][pick(5)]!());
    return `<${name}${attributes}${space()}>${inside.join(space())}</${name}${space()}>`;
  };
  return `${pick(2) ? '\ufeff' : ''}${pick(2) ? '<?xml version="1.0"?>' : ''}${space()}${element(0)}${space()}`;
}

describe('the tree of a person\'s XML file', () => {
  it('knows where each element and attribute stands', () => {
    const text = '<a>\r\n  <!-- <b x="no"/> -->\r\n  <p:b x = "1 &amp; 2"\r\n    y=\'💾\'>one<![CDATA[<two>]]></p:b>\r\n</a>';
    const root = parseXmlDocument(text);
    const [b] = descend(root, 'b');
    assert.ok(b);
    assert.equal(b.text, 'one<two>');
    assert.deepEqual([b.startTag.line, b.startTag.column], [3, 2]);
    const slice = ({ start, end }: XmlRange) => text.slice(start, end);
    assert.equal(slice(b.startTag), '<p:b x = "1 &amp; 2"\r\n    y=\'💾\'>');
    assert.equal(slice(b.range), '<p:b x = "1 &amp; 2"\r\n    y=\'💾\'>one<![CDATA[<two>]]></p:b>');
    assert.deepEqual(b.attributes.map(({ name, value, range, valueRange }) => [name, value, slice(range), slice(valueRange), range.line, range.column]), [
      ['x', '1 & 2', 'x = "1 &amp; 2"', '1 &amp; 2', 3, 7],
      ['y', '💾', 'y=\'💾\'', '💾', 4, 4],
    ]);
    assert.equal(slice(root.range), text);
  });

  it('finds elements by local name and attributes by their written name', () => {
    const root = parseXmlDocument('<r xmlns:name="u"><q:a n="1"><b/></q:a><a n="2"><b/><b/></a><c/></r>');
    assert.deepEqual(descend(root, 'a').map((element) => attributeValue(element, 'n')), ['1', '2']);
    assert.equal(descend(root, 'a', 'b').length, 3);
    assert.deepEqual(descend(root, 'b'), []);
    assert.equal(attributeValue(root, 'name'), undefined);
  });

  it('is right about positions in any document', () => {
    const pick = random(20260);
    let elements = 0;
    for (let i = 0; i < 1000; i++) {
      const text = randomDocument(pick);
      for (const element of everyElement(parseXmlDocument(text))) {
        elements++;
        const tag = text.slice(element.startTag.start, element.startTag.end);
        assert.match(tag, /^<[^<]*>$/, text);
        assert.ok(tag.slice(1).replace(/^p:/, '').startsWith(element.name), text);
        assert.match(text.slice(element.range.start, element.range.end), tag.endsWith('/>') ? /\/>$/ : /<\/[^<]*>$/, text);
        for (const { start, line, column } of [element.startTag, ...element.attributes.flatMap(({ range, valueRange }) => [range, valueRange])]) {
          assert.deepEqual({ line, column }, countTo(text, start), text);
        }
        for (const { name, value, range, valueRange } of element.attributes) {
          assert.ok(text.startsWith(name, range.start), text);
          const raw = text.slice(valueRange.start, valueRange.end);
          assert.equal(raw.replace('&amp;', '&').replace('&#x41;', 'A'), value, text);
          assert.ok(`"'`.includes(text[valueRange.end]!) && text[valueRange.end] === text[valueRange.start - 1], text);
        }
      }
    }
    assert.ok(elements > 800, `only ${elements} elements were looked at`);
  });

  it('refuses what is not well-formed, and a DOCTYPE', () => {
    for (const text of ['', '<a>', '<a></b>', '<a/><b/>', '<a x="<"/>', '<!DOCTYPE a><a/>', 'text']) {
      assert.throws(() => parseXmlDocument(text), XmlError, text);
    }
  });
});
