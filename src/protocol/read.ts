import { localName, readXml, type XmlHandler } from '../xml/reader.ts';
import { instanceNamespace, text, type AnyShape, type UnknownElement } from './schema.ts';

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
  /** Undefined for an element that nobody expects; its `value` is a MutableUnknown. */
  shape: AnyShape | undefined;
  /** Empty in a list, and where the value is always the same and not told. */
  key: string;
  value: any;
  nil: boolean;
  /** In a struct: the field after the last one that came. Mostly it is the next to come, which saves looking it up. */
  next: number;
}

/**
 * Reads a document straight into the typed value of its shape, with no tree in between. Absent is undefined, empty is an
 * empty text or list, `i:nil` is null where that may be and else absent, whatever prefix stands for `i`. Elements that no field has go to `unknownElements`.
 * @param roots the shape for each root element that may come
 * @throws XmlError when the text is not XML, ShapeError when it is another value.
 */
export function readShape(xml: string, roots: Readonly<Record<string, AnyShape>>): unknown {
  const reader = new ShapeReader(roots);
  readXml(xml, reader);
  return reader.take();
}

/** A class, because its fields are faster than variables that several functions share. */
class ShapeReader implements XmlHandler {
  #result: unknown;
  readonly #roots: Readonly<Record<string, AnyShape>>;
  readonly #frames: Frame[] = [];
  #depth = 0;
  /** The innermost frame; undefined outside the root. */
  #current: Frame | undefined;
  /** Text of the leaf that is open. */
  #text = '';
  // Namespace declarations are rare and sit on the root: a list of the open ones, looked up only where a prefix is used.
  readonly #declared: { depth: number; prefix: string; uri: string }[] = [];
  /** Those called nil and type of the element that opens next. */
  readonly #attributes: { prefix: string; local: 'nil' | 'type'; value: string }[] = [];
  readonly #texts: string[] = new Array<string>(256).fill('');

  constructor(roots: Readonly<Record<string, AnyShape>>) {
    this.#roots = roots;
  }

  /** The value that was read, once. */
  take(): unknown {
    const value = this.#result;
    this.#result = undefined;
    return value;
  }

  attribute(name: string, value: string): void {
    const colon = name.indexOf(':');
    if (colon < 0) return;
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    if (prefix === 'xmlns') this.#declared.push({ depth: this.#depth + 1, prefix: local, uri: value });
    else if (local === 'nil' || local === 'type') this.#attributes.push({ prefix, local, value });
  }

  open(name: string): void {
    this.#text = '';
    if (this.#current === undefined) this.#openRoot(localName(name));
    else this.#openChild(this.#current, name);
    if (this.#attributes.length > 0) this.#takeAttributes(this.#current!);
  }

  text(text: string): void {
    if (this.#current === undefined) return;
    const { shape, value } = this.#current;
    if (shape === undefined) value.text += text;
    else if (shape.kind === 'leaf') this.#text = this.#text === '' ? text : this.#text + text;
  }

  close(): void {
    const frame = this.#current!;
    const parent = this.#depth > 1 ? this.#frames[this.#depth - 2] : undefined;
    if (frame.shape !== undefined) {
      const value = this.#valueOf(frame, frame.shape);
      if (parent === undefined) this.#result = value;
      else if (value !== undefined && parent.shape!.kind === 'list') parent.value.push(value);
      else if (value !== undefined && frame.key !== '') parent.value[frame.key] = value;
    }
    while (this.#declared.at(-1)?.depth === this.#depth) this.#declared.pop();
    // The last parser is kept alive by the engine: the value shall not be, and dies young where it is not wanted for long.
    frame.value = undefined;
    this.#depth--;
    this.#current = parent;
  }

  #openRoot(local: string): void {
    if (!Object.hasOwn(this.#roots, local)) throw new ShapeError(local, `expected ${Object.keys(this.#roots).join(' or ')} here.`);
    this.#pushExpected(local, this.#roots[local]!, '');
  }

  /** Compares the whole name first: prefixes are rare. */
  #openChild(parent: Frame, name: string): void {
    const { shape } = parent;
    if (shape?.kind === 'leaf') throw new ShapeError(this.#path(), `expected text, found the element ${localName(name)}.`);
    if (shape?.kind === 'struct') {
      const next = shape.fields[parent.next];
      const field = next?.element === name ? next : shape.byElement.get(localName(name));
      if (field === undefined) return this.#pushUnknown(name);
      parent.next = (field === next ? parent.next : shape.fields.indexOf(field)) + 1;
      this.#pushExpected(field.element, field.shape, field.fixed === undefined ? field.key : '');
    } else if (shape?.kind === 'list' && (shape.item === name || shape.item === localName(name))) this.#pushExpected(shape.item, shape.of, '');
    else this.#pushUnknown(name);
  }

  #pushExpected(name: string, shape: AnyShape, key: string): void {
    this.#push(name, shape, key, shape.kind === 'leaf' ? undefined : shape.kind === 'list' ? [] : {});
  }

  #pushUnknown(name: string): void {
    const node: MutableUnknown = { name, text: '', children: [] };
    const parent = this.#open().findLast(({ shape }) => shape?.kind !== 'list') ?? this.#frames[0]!;
    if (parent.shape === undefined) parent.value.children.push(node);
    else (parent.value.unknownElements ??= [] as UnknownElement[]).push(node);
    this.#push(localName(name), undefined, '', node);
  }

  #push(name: string, shape: AnyShape | undefined, key: string, value: unknown): void {
    const frame = this.#frames[this.#depth] ??= { name, shape, key, value, nil: false, next: 0 };
    frame.name = name; frame.shape = shape; frame.key = key; frame.value = value; frame.nil = false; frame.next = 0;
    this.#depth++;
    this.#current = frame;
  }

  #takeAttributes(frame: Frame): void {
    for (const { prefix, local, value } of this.#attributes) {
      if (this.#declared.findLast((each) => each.prefix === prefix)?.uri !== instanceNamespace || frame.shape === undefined) continue;
      if (local === 'nil') frame.nil = value === 'true' || value === '1';
      else if (frame.shape.kind === 'struct') {
        const field = frame.shape.fields.find(({ isType }) => isType);
        if (field) frame.value[field.key] = localName(value);
      }
    }
    this.#attributes.length = 0;
  }

  /** What an element became, at its end; undefined: as if it had not been there. */
  #valueOf({ key, value, nil }: Frame, shape: AnyShape): unknown {
    if (nil && this.#depth > 1) return this.#mayBeNull() ? null : undefined;
    if (shape.kind === 'leaf') {
      if (shape === text) return key === '' ? this.#once(this.#text) : this.#text;
      try { return shape.parse(this.#text); } catch (error) { throw new ShapeError(this.#path(), `${(error as Error).message}.`); }
    }
    // A copy has none of the room to grow that a short list has most of. (That of the root stays, for it may have unknownElements.)
    if (shape.kind === 'list') return this.#depth > 1 ? value.slice() : value;
    for (const field of shape.required) {
      if (value[field.key] === undefined) throw new ShapeError(this.#path(), `${field.element} is missing.`);
    }
    return value;
  }

  #mayBeNull(): boolean {
    const { shape, next } = this.#frames[this.#depth - 2]!;
    return shape?.kind === 'struct' && shape.fields[next - 1]!.nillable;
  }

  /** Short texts in lists are words that come again and again, as role sizes do: kept once, they halve the memory of a long answer. */
  #once(text: string): string {
    const { length } = text;
    if (length === 0 || length > 12) return text;
    const slot = (length + 3 * text.charCodeAt(length >> 1) + 7 * text.charCodeAt(length - 1) + 31 * text.charCodeAt(0)) % 256;
    const known = this.#texts[slot]!;
    return known === text ? known : (this.#texts[slot] = text);
  }

  #open(): Frame[] {
    return this.#frames.slice(0, this.#depth);
  }

  #path(): string {
    return this.#open().map(({ name }) => name).join('/');
  }
}
