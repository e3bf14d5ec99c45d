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

/** What is in nodes that came more than once, as the builder wrote it; undefined while a node came once. */
type Written = Map<XmlNode, string | undefined>;

function toBuilderNode(node: XmlNode, written: Written | undefined): Record<string, unknown> {
  const built: Record<string, unknown> = { [node.name]: toContent(node, written) };
  if (node.attributes) built[':@'] = Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, escapeAttribute(node.name, value)]));
  return built;
}

/** The builder takes content that is no list as it is: text escaped here, or XML that it wrote before. */
function toContent(node: XmlNode, written: Written | undefined): string | Record<string, unknown>[] {
  if (typeof node.content === 'string') return escape(node.name, node.content);
  const before = written?.get(node);
  if (before !== undefined) return before;
  const children = node.content.map((child) => toBuilderNode(child, written));
  written?.set(node, written.has(node) ? compact.build(children) : undefined);
  return children;
}

/**
 * Writes one document: UTF-8 text without XML declaration or BOM, as the service wrote its own (wire-facts.md, Answers); compact
 * unless it is `indented`, for a person to read. A node that is in it more than once is written once and copied.
 * @throws XmlValueError for a character that XML 1.0 has no way to carry.
 */
export function writeXml(root: XmlNode, { indented = false } = {}): string {
  return (indented ? readable : compact).build([toBuilderNode(root, indented ? undefined : new Map())]).trimStart();
}
