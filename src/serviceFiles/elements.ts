import { attributeValue, descend, parseXmlDocument, type XmlElement } from '../xml/document.ts';
import { XmlError } from '../xml/reader.ts';
import { ServiceFileError } from './errors.ts';

/** Reads a document whose root has this local name; the namespace is not looked at, because people leave it out. */
export function parseRoot(text: string, expected: string): XmlElement {
  let root: XmlElement;
  try {
    root = parseXmlDocument(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new ServiceFileError('MalformedXml', `The XML is malformed: ${error.message}`, { reason: error.message }, error as { line?: number; column?: number });
  }
  if (root.name !== expected) {
    throw new ServiceFileError('WrongRootElement', `The root element is <${root.name}>, not <${expected}>.`, { expected, found: root.name }, root.startTag);
  }
  return root;
}

export function requiredAttribute(element: XmlElement, attribute: string): string {
  const value = attributeValue(element, attribute);
  if (value) return value;
  throw new ServiceFileError('MissingAttribute', `<${element.name}> has no ${attribute}.`, { element: element.name, attribute }, element.startTag);
}

export function requiredChild(parent: XmlElement, name: string): XmlElement {
  const [child] = descend(parent, name);
  if (child) return child;
  throw new ServiceFileError('MissingElement', `<${parent.name}> has no <${name}>.`, { parent: parent.name, element: name }, parent.startTag);
}

/** A whole number within bounds. */
export function requiredInteger(element: XmlElement, attribute: string, minimum: number, maximum: number): number {
  const value = requiredAttribute(element, attribute);
  const number = /^-?\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (number >= minimum && number <= maximum) return number;
  throw new ServiceFileError(
    'InvalidNumber', `${attribute}="${value}" of <${element.name}> is not a whole number from ${minimum} to ${maximum}.`,
    { element: element.name, attribute, value, minimum, maximum }, element.attributes.find(({ name }) => name === attribute)?.valueRange);
}

/** The elements, each with its required name (or whatever attribute names it), which must be unique among them. */
export function named(elements: readonly XmlElement[], attribute = 'name'): ReadonlyMap<string, XmlElement> {
  const byName = new Map<string, XmlElement>();
  for (const element of elements) {
    const name = requiredAttribute(element, attribute);
    if (byName.has(name)) {
      throw new ServiceFileError('DuplicateName', `There is more than one <${element.name}> named '${name}'.`, { element: element.name, name }, element.startTag);
    }
    byName.set(name, element);
  }
  return byName;
}
