import { localName, readXml, type XmlAttributes } from '../xml/reader.ts';
import { instanceNamespace, type AnyShape, type UnknownElement } from './schema.ts';

/** XML that is well-formed but is not the value asked for. `path` is where, in element names. */
export class ShapeError extends Error {
  readonly code = 'UnexpectedXml';
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'ShapeError';
    this.path = path;
  }
}

type MutableUnknown = { name: string; text: string; children: MutableUnknown[] };

/** One open element: what it is to become, and how to hand that to its parent. */
interface Frame {
  readonly name: string;
  readonly shape: AnyShape | undefined;
  readonly value: any;
  readonly nil: boolean;
  readonly done: (value: unknown) => void;
  text: string;
}

/**
 * Reads a document straight into the typed value of its shape, with no tree in between. Absent is undefined, empty is an
 * empty text or list, `i:nil` is null, whatever prefix stands for `i`. Elements that no field has go to `unknownElements`.
 * @param roots the shape for each root element that may come
 * @throws XmlError when the text is not XML, ShapeError when it is another value.
 */
export function readShape(xml: string, roots: Readonly<Record<string, AnyShape>>): unknown {
  const frames: Frame[] = [];
  let result: unknown;
  // Namespace declarations are rare and sit on the root: a list of the open ones, looked up only where a prefix is used.
  const declared: { depth: number; prefix: string; uri: string }[] = [];

  const path = () => frames.map((f) => f.name).join('/');
  const resolve = (qualified: string) => {
    const prefix = qualified.slice(0, qualified.indexOf(':'));
    return declared.findLast((d) => d.prefix === prefix)?.uri;
  };
  const instanceAttribute = (attributes: XmlAttributes, local: string) => {
    for (const name in attributes) {
      if (name.endsWith(`:${local}`) && resolve(name) === instanceNamespace) return attributes[name];
    }
    return undefined;
  };
  const unknown = (name: string): Frame => {
    const parent = frames.findLast((f) => typeof f.value === 'object' && f.value !== null);
    const node: MutableUnknown = { name, text: '', children: [] };
    if (parent?.shape === undefined) parent?.value.children.push(node);
    else (parent.value.unknownElements ??= [] as UnknownElement[]).push(node);
    return { name, shape: undefined, value: node, nil: false, text: '', done: () => {} };
  };

  const begin = (name: string, attributes: XmlAttributes, hasAttributes: boolean): Frame => {
    const local = localName(name);
    const parent = frames.at(-1);
    let shape: AnyShape | undefined;
    let done: (value: unknown) => void;
    if (!parent) {
      shape = Object.hasOwn(roots, local) ? roots[local] : undefined;
      if (!shape) throw new ShapeError(local, `expected ${Object.keys(roots).join(' or ')} here.`);
      done = (value) => { result = value; };
    } else if (parent.shape?.kind === 'struct') {
      const field = parent.shape.byElement.get(local);
      if (!field) return unknown(name);
      shape = field.shape;
      done = (value) => { parent.value[field.key] = value; };
    } else if (parent.shape?.kind === 'list' && parent.shape.item === local) {
      shape = parent.shape.of;
      done = (value) => { parent.value.push(value); };
    } else if (parent.shape?.kind === 'leaf') {
      throw new ShapeError(path(), `expected text, found the element ${local}.`);
    } else return unknown(name);

    const nil = hasAttributes && /^(true|1)$/.test(instanceAttribute(attributes, 'nil') ?? '');
    const value: any = shape.kind === 'list' ? [] : shape.kind === 'struct' ? {} : undefined;
    if (hasAttributes && shape.kind === 'struct') {
      const typeField = shape.fields.find((f) => f.isType);
      const type = typeField && instanceAttribute(attributes, 'type');
      if (typeField && type !== undefined) value[typeField.key] = localName(type);
    }
    return { name: local, shape, value, nil, done, text: '' };
  };

  const end = (frame: Frame) => {
    const { shape, value } = frame;
    if (!shape) { value.text = frame.text; return; }
    if (frame.nil) return frame.done(null);
    if (shape.kind === 'leaf') {
      let parsed: unknown;
      try { parsed = shape.parse(frame.text); } catch (error) { throw new ShapeError(path(), `${(error as Error).message}.`); }
      if (parsed !== undefined) frame.done(parsed);
      return;
    }
    if (shape.kind === 'struct') {
      for (const field of shape.fields) {
        if (field.required && value[field.key] === undefined) throw new ShapeError(path(), `${field.element} is missing.`);
      }
    }
    frame.done(value);
  };

  readXml(xml, {
    open(name, attributes) {
      let hasAttributes = false;
      for (const attribute in attributes) {
        hasAttributes = true;
        if (attribute.startsWith('xmlns:')) declared.push({ depth: frames.length, prefix: attribute.slice(6), uri: attributes[attribute]! });
      }
      frames.push(begin(name, attributes, hasAttributes));
    },
    text(text) { const frame = frames.at(-1); if (frame) frame.text += text; },
    close() {
      end(frames.at(-1)!);
      frames.pop();
      while (declared.length > 0 && declared.at(-1)!.depth >= frames.length) declared.pop();
    },
  });
  return result;
}
