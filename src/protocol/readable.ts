import { localName, readXml } from '../xml/reader.ts';
import { writeXml, type XmlNode } from '../xml/writer.ts';

/*
 * An answer for a person to read, as JSON or as XML, without what is secret in it. Secrets are told by the names the API gives them, in
 * both spellings, so that what no shape knows (`unknownElements`) is covered too.
 */

/** One item of a list in an answer, by the value of one of its keys; the answer itself is the list where `in` is absent. */
export interface ItemOfAnswer {
  readonly in?: string;
  readonly key: string;
  readonly value: string;
}

const hidden = '***';

/** Storage keys, passwords, the text of a .cscfg and what machines and extensions are given in confidence. */
export const isSecretName = (name: string): boolean =>
  /^(configuration|(private|protected)(configuration|settings)|primary|secondary|(primary|secondary|account|shared|private)key|customdata|\w*(password|secret|passphrase))$/i.test(name);

/** Hides shared access signatures, and secrets in a document that is a text of the answer, as the history of operations has them. */
function maskText(text: string): string {
  const masked = text.replace(/\b(sig=)[^&\s"'<>]+/gi, `$1${hidden}`);
  return masked.replace(/<((?:[\w-]+:)?([\w-]+))(\s[^<>]*)?>[^<>]+<\/\1>/g, (element, name: string, local: string, attributes = '') => (isSecretName(local) ? `<${name}${attributes}>${hidden}</${name}>` : element));
}

const capitalised = (key: string) => key[0]!.toUpperCase() + key.slice(1);

/** The value of a read operation as JSON, its dates as ISO text. With `item` only that item; undefined when there is none such. */
export function readableJson(value: unknown, item?: ItemOfAnswer): string | undefined {
  const shown = item ? itemOf(value, item) : value;
  return JSON.stringify(shown, (key, at: unknown) => {
    if (typeof at === 'string') return isSecretName(key) && at !== '' ? hidden : maskText(at);
    // A pair in which the name says what the value is: a parameter, an element nobody taught us.
    const pair = at as { readonly name?: unknown; readonly value?: unknown; readonly text?: unknown } | null;
    if (typeof pair?.name !== 'string' || !isSecretName(pair.name)) return at;
    return { ...pair, ...(pair.value ? { value: hidden } : {}), ...(pair.text ? { text: hidden } : {}) };
  }, 2);
}

function itemOf(value: unknown, item: ItemOfAnswer): unknown {
  const list = item.in === undefined ? value : findKey(value, item.in);
  return Array.isArray(list) ? list.find((each) => each?.[item.key] === item.value) : undefined;
}

function findKey(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (key in value) return (value as Record<string, unknown>)[key];
  for (const each of Object.values(value)) {
    const found = findKey(each, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * An answer as it came, indented. With `item` only the element of that item; undefined when there is none such.
 * @throws XmlError for text that is not XML
 */
export function readableXml(xml: string, item?: ItemOfAnswer): string | undefined {
  const root = readTree(xml);
  const shown = item ? elementOf(root, item) : root;
  return shown && writeXml(maskElement(shown), { indented: true });
}

function readTree(xml: string): XmlNode {
  type Building = { name: string; attributes: Readonly<Record<string, string>>; text: string; children: XmlNode[] };
  const open: Building[] = [];
  let root: XmlNode | undefined;
  readXml(xml, {
    open(name, attributes) { open.push({ name, attributes, text: '', children: [] }); },
    text(text) { const at = open.at(-1); if (at) at.text += text; },
    close() {
      const { text, children, ...element } = open.pop()!;
      const node: XmlNode = { ...element, content: children.length > 0 ? children : text };
      const parent = open.at(-1);
      if (parent) parent.children.push(node);
      else root = node;
    },
  });
  return root!;
}

const childrenOf = ({ content }: XmlNode): readonly XmlNode[] => (typeof content === 'string' ? [] : content);
const textOf = (parent: XmlNode, name: string): string | undefined => {
  const content = childrenOf(parent).find((child) => localName(child.name) === name)?.content;
  return typeof content === 'string' ? content : undefined;
};

function elementOf(root: XmlNode, item: ItemOfAnswer): XmlNode | undefined {
  const list = item.in === undefined ? root : findElement(root, capitalised(item.in));
  const found = list && childrenOf(list).find((child) => textOf(child, capitalised(item.key)) === item.value);
  // What its prefixes stand for is said on the root.
  return found && { ...found, attributes: { ...root.attributes, ...found.attributes } };
}

function findElement(root: XmlNode, name: string): XmlNode | undefined {
  if (localName(root.name) === name) return root;
  for (const child of childrenOf(root)) {
    const found = findElement(child, name);
    if (found) return found;
  }
  return undefined;
}

function maskElement(element: XmlNode): XmlNode {
  const { content } = element;
  if (typeof content === 'string') return { ...element, content: isSecretName(localName(element.name)) && content !== '' ? hidden : maskText(content) };
  const secretPair = isSecretName(textOf(element, 'Name') ?? '');
  return { ...element, content: content.map((child) => (secretPair && localName(child.name) === 'Value' ? { ...child, content: hidden } : maskElement(child))) };
}
