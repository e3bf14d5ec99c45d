import { localName, readXml } from './reader.ts';

/** A stretch of the text as editors count it: `start` and `end` are UTF-16 offsets, `line` (from 1) and `column` (from 0, UTF-16) are those of `start`. */
export interface XmlRange {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

export interface XmlAttribute {
  /** As written, prefix included. */
  readonly name: string;
  readonly value: string;
  /** `name="value"`. */
  readonly range: XmlRange;
  /** What stands between the quotes. */
  readonly valueRange: XmlRange;
}

export interface XmlElement {
  /** Without prefix: these vocabularies are recognised by local name. */
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The element's own text and CDATA, without that of its children. */
  readonly text: string;
  /** `<name ...>`. */
  readonly startTag: XmlRange;
  /** From `<name` to the end of `</name>`. */
  readonly range: XmlRange;
}

const attributePattern = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads a person's own file into a small tree that knows where everything stands, so that an editor can point at it and change it in place.
 * @throws XmlError for anything that is not well-formed, and for a DOCTYPE.
 */
export function parseXmlDocument(text: string): XmlElement {
  const skipped = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const lineStarts = [skipped, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
  const rangeOf = (start: number, end: number): XmlRange => {
    const line = lastAtMost(lineStarts, start);
    return { start, end, line: line + 1, column: start - lineStarts[line]! };
  };

  type Building = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] };
  const open: Building[] = [];
  let root: XmlElement | undefined;

  readXml(text, (position) => ({
    open(name, values) {
      const end = position.offset + skipped;
      // Well-formed XML has no raw `<` in an attribute, so the last one before the tag's end begins the tag.
      const start = text.lastIndexOf('<', end - 1);
      const attributes = [...text.slice(start, end).matchAll(attributePattern)].map((match): XmlAttribute => {
        const from = start + match.index;
        const to = from + match[0].length;
        const raw = match[2] ?? match[3] ?? '';
        return { name: match[1]!, value: values[match[1]!] ?? '', range: rangeOf(from, to), valueRange: rangeOf(to - 1 - raw.length, to - 1) };
      });
      const startTag = rangeOf(start, end);
      const element: Building = { name: localName(name), attributes, children: [], text: '', startTag, range: startTag };
      open.at(-1)?.children.push(element);
      root ??= element;
      open.push(element);
    },
    text(value) {
      const element = open.at(-1);
      if (element) element.text += value;
    },
    close() {
      const element = open.pop()!;
      element.range = { ...element.startTag, end: position.offset + skipped };
    },
  }));
  return root!;
}

/** The value of the attribute written exactly `name`, or undefined. */
export function attributeValue(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

/** The elements reached by following local names from `element`: `descend(root, 'Endpoints', 'InputEndpoint')`. */
export function descend(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap((parent) => parent.children.filter((child) => child.name === name)), [element]);
}

function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
