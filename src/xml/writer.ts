import { XMLBuilder } from 'fast-xml-parser';

/** A value that XML 1.0 cannot carry. `element` is the element that would have held it. */
export class XmlValueError extends Error {
  readonly code = 'IllegalXmlCharacter';
  readonly element: string;
  /** `U+0001` */
  readonly character: string;
  constructor(element: string, character: string) {
    const name = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    super(`The value of ${element} holds the character ${name}, which XML cannot carry.`);
    this.name = 'XmlValueError';
    this.element = element;
    this.character = name;
  }
}

/** One element to be written: text, or children in the order they are written. */
export interface XmlNode {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly content: string | readonly XmlNode[];
}

// XML 1.0 production 2; a lone surrogate is in neither range once the `u` flag reads by code point.
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Escapes what fast-xml-parser's builder would write raw: a bare CR is read back as LF, `]]>` and `<` are not text. */
function escape(element: string, value: string): string {
  const bad = illegal.exec(value);
  if (bad) throw new XmlValueError(element, bad[0]);
  return value.replace(/[&<>"\r]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '"' ? '&quot;' : '&#xD;'));
}

/** Attribute values are normalised by readers: a raw tab or line feed would come back as a space. */
const escapeAttribute = (element: string, value: string) =>
  escape(element, value).replace(/[\t\n]/g, (c) => (c === '\t' ? '&#x9;' : '&#xA;'));

const makeBuilder = (format: boolean) => new XMLBuilder({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', suppressEmptyNode: true, processEntities: false, format,
});
const compact = makeBuilder(false);
const readable = makeBuilder(true);

function toBuilderNode(node: XmlNode): Record<string, unknown> {
  const content = typeof node.content === 'string'
    ? (node.content === '' ? [] : [{ '#text': escape(node.name, node.content) }])
    : node.content.map(toBuilderNode);
  const attributes = Object.entries(node.attributes ?? {}).map(([name, value]) => [name, escapeAttribute(node.name, value)]);
  return { [node.name]: content, ...(attributes.length > 0 && { ':@': Object.fromEntries(attributes) }) };
}

/**
 * Writes one document: UTF-8 text without XML declaration or BOM, as the service wrote its own (wire-facts.md, Answers); compact
 * unless it is `indented`, for a person to read.
 * @throws XmlValueError for a character that XML 1.0 has no way to carry.
 */
export function writeXml(root: XmlNode, { indented = false } = {}): string {
  return (indented ? readable : compact).build([toBuilderNode(root)]).trimStart();
}
