import { SaxesParser } from 'saxes';

/** XML that cannot be read. `line` counts from 1, `column` from 0, as editors and saxes do; absent where the fault has no place. */
export class XmlError extends Error {
  readonly code = 'MalformedXml';
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.name = 'XmlError';
    this.line = line;
    this.column = column;
  }
}

/** What one document may cost us (design.md): a server or a file must not be able to exhaust memory. */
export const xmlLimits = { bytes: 64 * 1024 * 1024, elements: 2_000_000, depth: 64 } as const;

export type XmlAttributes = Readonly<Record<string, string>>;

/**
 * What a reader of XML is told, in document order. Names are qualified as written (`i:nil`).
 */
export interface XmlHandler {
  /** Each of an element's attributes, before it opens: quicker than going through those that `open` gets. */
  attribute?(name: string, value: string): void;
  open(name: string, attributes: XmlAttributes, selfClosing: boolean): void;
  text(text: string): void;
  close(name: string): void;
}

/** Where the reader stands, for handlers that keep positions. */
export interface XmlPosition {
  /** UTF-16 units read so far. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Reads one whole XML document strictly, calling `handler` as it goes. CDATA arrives as text.
 * A leading byte order mark is skipped; a DOCTYPE is refused, because nothing we read has one and entities are how XML attacks work.
 * @throws XmlError for anything that is not well-formed XML 1.0 or exceeds {@link xmlLimits}.
 */
export function readXml(xml: string, handler: XmlHandler | ((position: XmlPosition) => XmlHandler)): void {
  if (xml.length > xmlLimits.bytes) throw new XmlError(`The XML is larger than ${xmlLimits.bytes} bytes.`);
  const parser = new SaxesParser({ xmlns: false, position: true });
  const position: XmlPosition = {
    get offset() { return parser.position; },
    get line() { return parser.line; },
    get column() { return parser.column; },
  };
  const to = typeof handler === 'function' ? handler(position) : handler;
  const fail = (message: string): never => { throw new XmlError(message, parser.line, parser.column); };

  let depth = 0;
  let elements = 0;
  // saxes writes "line:column: message" itself; the place is kept apart here.
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => fail('A DOCTYPE is not allowed.'));
  if (to.attribute) parser.on('attribute', ({ name, value }) => to.attribute!(name, value));
  parser.on('opentag', (tag) => {
    if (++depth > xmlLimits.depth) fail(`Elements are nested deeper than ${xmlLimits.depth}.`);
    if (++elements > xmlLimits.elements) fail(`There are more than ${xmlLimits.elements} elements.`);
    to.open(tag.name, tag.attributes as XmlAttributes, tag.isSelfClosing);
  });
  parser.on('text', (text) => to.text(text));
  parser.on('cdata', (text) => to.text(text));
  parser.on('closetag', (tag) => { depth--; to.close(tag.name); });

  parser.write(xml.charCodeAt(0) === 0xfeff ? xml.slice(1) : xml).close();
  if (elements === 0) fail('There is no XML element.');
}

/** The name without its prefix: `i:nil` gives `nil`. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
