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

/** One open element: what it is to become, and under which key of its parent. Frames are used again at the same depth. */
interface Frame {
  name: string;
  shape: AnyShape | undefined;
  key: string;
  value: any;
  nil: boolean;
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
  let depth = 0;
  let result: unknown;
  // Namespace declarations are rare and sit on the root: a list of the open ones, looked up only where a prefix is used.
  const declared: { depth: number; prefix: string; uri: string }[] = [];

  const open = () => frames.slice(0, depth);
  const path = () => open().map((f) => f.name).join('/');
  const instanceAttribute = (attributes: XmlAttributes, local: string) => {
    for (const name in attributes) {
      if (!name.endsWith(`:${local}`)) continue;
      const prefix = name.slice(0, name.indexOf(':'));
      if (declared.findLast((d) => d.prefix === prefix)?.uri === instanceNamespace) return attributes[name];
    }
    return undefined;
  };
  const unknown = (name: string): MutableUnknown => {
    const parent = open().findLast((f) => typeof f.value === 'object' && f.value !== null);
    const node: MutableUnknown = { name, text: '', children: [] };
    if (parent?.shape === undefined) parent?.value.children.push(node);
    else (parent.value.unknownElements ??= [] as UnknownElement[]).push(node);
    return node;
  };
  const push = (name: string, shape: AnyShape | undefined, key: string, value: unknown) => {
    const frame = frames[depth];
    if (frame) {
      frame.name = name; frame.shape = shape; frame.key = key; frame.value = value; frame.nil = false; frame.text = '';
    } else frames.push({ name, shape, key, value, nil: false, text: '' });
    depth++;
  };

  /** The shape of an element by what its parent expects, and its key there; undefined for one nobody expects. */
  let key = '';
  const expected = (local: string): AnyShape | undefined => {
    const parent = frames[depth - 1]?.shape;
    key = '';
    if (depth === 0) {
      if (!Object.hasOwn(roots, local)) throw new ShapeError(local, `expected ${Object.keys(roots).join(' or ')} here.`);
      return roots[local];
    }
    switch (parent?.kind) {
      case 'struct': {
        const field = parent.byElement.get(local);
        if (field) key = field.fixed === undefined ? field.key : '';
        return field?.shape;
      }
      case 'list': return parent.item === local ? parent.of : undefined;
      case 'leaf': throw new ShapeError(path(), `expected text, found the element ${local}.`);
      case undefined: return undefined;
    }
  };

  const attributesOf = (frame: Frame, attributes: XmlAttributes) => {
    frame.nil = frame.shape !== undefined && /^(true|1)$/.test(instanceAttribute(attributes, 'nil') ?? '');
    if (frame.shape?.kind !== 'struct') return;
    const typeField = frame.shape.fields.find((f) => f.isType);
    const type = typeField && instanceAttribute(attributes, 'type');
    if (typeField && type !== undefined) frame.value[typeField.key] = localName(type);
  };

  /** What an element became, at its end; undefined: as if it had not been there. */
  const valueOf = ({ shape, value, nil, text }: Frame): unknown => {
    if (nil) return null;
    if (shape!.kind === 'leaf') {
      try { return shape!.parse(text); } catch (error) { throw new ShapeError(path(), `${(error as Error).message}.`); }
    }
    if (shape!.kind === 'struct') {
      for (const field of shape!.required) {
        if (value[field.key] === undefined) throw new ShapeError(path(), `${field.element} is missing.`);
      }
    }
    return value;
  };

  readXml(xml, {
    open(name, attributes) {
      const local = localName(name);
      const shape = expected(local);
      push(local, shape, key, shape === undefined ? unknown(name) : shape.kind === 'list' ? [] : shape.kind === 'struct' ? {} : undefined);
      let hasAttributes = false;
      for (const attribute in attributes) {
        hasAttributes = true;
        if (attribute.startsWith('xmlns:')) declared.push({ depth, prefix: attribute.slice(6), uri: attributes[attribute]! });
      }
      if (hasAttributes) attributesOf(frames[depth - 1]!, attributes);
    },
    text(text) { if (depth > 0) frames[depth - 1]!.text += text; },
    close() {
      const frame = frames[depth - 1]!;
      if (frame.shape === undefined) frame.value.text = frame.text;
      else {
        const value = valueOf(frame);
        const parent = frames[depth - 2];
        if (!parent) result = value;
        else if (value !== undefined && parent.shape!.kind === 'list') parent.value.push(value);
        else if (value !== undefined && frame.key !== '') parent.value[frame.key] = value;
      }
      while (declared.length > 0 && declared.at(-1)!.depth >= depth) declared.pop();
      depth--;
    },
  });
  return result;
}
