import { writeXml, type XmlNode, type XmlValueError } from '../xml/writer.ts';
import { localError, ServiceManagementError } from './errors.ts';

/*
 * A shape says how one value stands in XML. The same shape reads an answer (read.ts) and writes a request, on both ends
 * of the wire. Keys become element names by capitalising: `serviceName` is `ServiceName`; `named` says otherwise.
 * The order of the keys is the order of the elements, which the service insists on (gg441304).
 */

export const azureNamespace = 'http://schemas.microsoft.com/windowsazure';
export const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** A value that is the text of its element. `parse` throws for text that is no such value; `undefined` means "as if absent". */
export interface Leaf<T> {
  readonly kind: 'leaf';
  parse(text: string): T | undefined;
  format(value: T): string;
}

/** A wrapper element whose children all have the same name. */
export interface List<T> {
  readonly kind: 'list';
  readonly item: string;
  readonly of: Shape<T>;
}

/** An element with named children, in order. */
export interface Struct<T> {
  readonly kind: 'struct';
  readonly fields: readonly Field[];
  readonly byElement: ReadonlyMap<string, Field>;
  readonly required: readonly Field[];
  /** Carries the type; never there at run time. */
  readonly value?: T;
}

export type Shape<T> = Leaf<T> | List<T extends readonly (infer I)[] ? I : never> | Struct<T>;
/** The table holds shapes of every type. */
export type AnyShape = Leaf<any> | List<any> | Struct<any>;

interface Field {
  readonly key: string;
  readonly element: string;
  readonly shape: AnyShape;
  readonly required: boolean;
  readonly isType: boolean;
  readonly nillable: boolean;
  /** What it always says; no value of it is given or told. */
  readonly fixed: string | undefined;
  /** The first `x-ms-version` that has the element; absent where it always was or nobody knows. */
  readonly since: string | undefined;
  /** Where it is not {@link azureNamespace}. */
  readonly namespace: string | undefined;
}

/**
 * An element nobody taught us, kept under `unknownElements` of the nearest struct so that nothing the service says is lost; what is read,
 * changed and sent back has it again, after the others, unless it is of another namespace.
 */
export interface UnknownElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly UnknownElement[];
}

type Modified<S, R extends boolean, N> = {
  readonly modified: S; readonly required: R; readonly nil?: N; readonly nillable?: boolean; readonly element?: string; readonly isType?: boolean; readonly fixed?: string;
  readonly since?: string; readonly namespace?: string;
};
type AnyField = AnyShape | Modified<AnyShape, boolean, unknown>;

export type ValueOf<S> =
  S extends Modified<infer I, boolean, infer N> ? ValueOf<I> | N :
  S extends Leaf<infer T> ? T :
  S extends List<infer T> ? T[] :
  S extends Struct<infer T> ? T : never;

type IsRequired<S> = S extends Modified<unknown, true, unknown> ? true : false;
type IsFixed<S> = S extends { readonly fixed: string } ? true : false;
type StructValue<F> =
  & { [K in keyof F as IsRequired<F[K]> extends true ? K : never]: ValueOf<F[K]> }
  & { [K in keyof F as IsRequired<F[K]> extends true ? never : IsFixed<F[K]> extends true ? never : K]?: ValueOf<F[K]> | undefined }
  & { unknownElements?: UnknownElement[] };
type Flat<T> = { [K in keyof T]: T[K] } & {};

const modifiers = (field: AnyField): Modified<AnyShape, boolean, unknown> => ('modified' in field ? field : { modified: field, required: false });

/** Must be there: a request without it cannot be built, an answer without it is malformed. */
export const required = <S extends AnyField>(field: S): S extends Modified<infer I, boolean, infer N> ? Modified<I, true, N> : Modified<S, true, never> =>
  ({ ...modifiers(field), required: true }) as never;

/** May be `i:nil`, which reads as null; anywhere else nil is as if absent (wire-facts.md: only Description, State, Reason and DomainNameLabel ever were). */
export const nillable = <S extends AnyShape>(shape: S): Modified<S, false, null> => ({ modified: shape, required: false, nillable: true });

/** An element whose name is not its key capitalised. */
export const named = <S extends AnyField>(element: string, field: S): S extends AnyShape ? Modified<S, false, never> : S =>
  ({ ...modifiers(field), element }) as never;

/**
 * Came with an `x-ms-version`: the emulator leaves it out of answers to older requests, and the client asks with that version when
 * a request has it.
 */
export const since = <S extends AnyField>(version: string, field: S): S extends AnyShape ? Modified<S, false, never> : S =>
  ({ ...modifiers(field), since: version }) as never;

/** An element of another namespace, in an item of a list (wire-facts.md: the parameters of List Subscription Operations). */
export const inNamespace = <S extends AnyField>(namespace: string, field: S): S extends AnyShape ? Modified<S, false, never> : S =>
  ({ ...modifiers(field), namespace }) as never;

/** An element that always says the same: `<OperationType>StartRoleOperation</OperationType>`. */
export const fixed = (value: string): Modified<Leaf<string>, false, never> & { readonly fixed: string } => ({ modified: text, required: false, fixed: value });

/** The element's `i:type`, a local name. */
export const typeAttribute: Modified<Leaf<string>, false, never> =
  { modified: { kind: 'leaf', parse: (t) => t, format: (v) => v }, required: false, isType: true };

export const struct = <F extends Record<string, AnyField>>(fields: F): Struct<Flat<StructValue<F>>> => {
  const compiled = Object.entries(fields).map(([key, field]): Field => {
    const { modified, required, element, isType = false, nillable = false, fixed, since, namespace } = modifiers(field);
    return { key, element: element ?? key[0]!.toUpperCase() + key.slice(1), shape: modified, required, isType, nillable, fixed, since, namespace };
  });
  return {
    kind: 'struct', fields: compiled, required: compiled.filter((f) => f.required),
    byElement: new Map(compiled.filter((f) => !f.isType).map((f) => [f.element, f])),
  };
};

type KeysOf<A> = A extends unknown ? keyof A : never;
/** Those that an alternative does not have are undefined there, so that a reader may ask for them without telling which it is. */
type Alternatives<K extends string, A> = {
  [T in keyof A]: Flat<Record<K, T> & { type?: string | undefined } & StructValue<A[T]> & { [O in Exclude<KeysOf<A[keyof A]>, keyof A[T]>]?: undefined }>;
}[keyof A];

/**
 * An element that is one of several, as the text of its first child says. The caller sees the fields of each; on the wire it is one
 * struct with all of them, in the order in which they stand here, those that several have where the last has them.
 */
export const oneOf = <const K extends string, A extends Record<string, Record<string, AnyField>>>(tag: K, alternatives: A): Struct<Alternatives<K, A>> => {
  const fields = new Map<string, AnyField>();
  for (const [key, field] of Object.values(alternatives).flatMap((each) => Object.entries(each))) {
    fields.delete(key);
    // What one of them must have another lacks.
    fields.set(key, { ...modifiers(field), required: false });
  }
  return struct({ type: typeAttribute, [tag]: required(text), ...Object.fromEntries(fields) }) as never;
};

export const list = <S extends AnyShape>(item: string, of: S): List<ValueOf<S>> => ({ kind: 'list', item, of: of as never });

const leaf = <T>(parse: (text: string) => T | undefined, format: (value: T) => string): Leaf<T> => ({ kind: 'leaf', parse, format });

export const text = leaf<string>((t) => t, (v) => v);

/** A known set of words; a word we do not know is kept as it came, because the service may know more. */
export const word = <W extends string>(..._words: W[]): Leaf<W | (string & {})> => text as Leaf<W | (string & {})>;

export const integer = leaf<number>((t) => {
  if (t === '') return undefined;
  if (!/^\s*[+-]?\d+\s*$/.test(t) || !Number.isSafeInteger(Number(t))) throw new Error(`"${t}" is not a whole number`);
  return Number(t);
}, String);

export const boolean = leaf<boolean>((t) => {
  switch (t.trim().toLowerCase()) {
    case '': return undefined;
    case 'true': case '1': return true;
    case 'false': case '0': return false;
    default: throw new Error(`"${t}" is neither true nor false`);
  }
}, String);

/** As the service writes nearly all: read by hand in half the time. Date knows which months have the later days, and years that Date.UTC does not. */
const serviceForm = /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const twoDigits = (t: string, at: number) => t.charCodeAt(at) * 10 + t.charCodeAt(at + 1) - 11 * 48;

/** An instant; written in UTC to the second, as the service writes it. */
export const date = leaf<Date>((t) => {
  if (t === '') return undefined;
  if (serviceForm.test(t)) return new Date(Date.UTC(twoDigits(t, 0) * 100 + twoDigits(t, 2), twoDigits(t, 5) - 1, twoDigits(t, 8), twoDigits(t, 11), twoDigits(t, 14), twoDigits(t, 17)));
  const value = new Date(/(Z|[+-]\d\d:\d\d)$/.test(t) ? t : `${t}Z`);
  if (Number.isNaN(value.getTime())) throw new Error(`"${t}" is not a date`);
  return value;
}, (v) => v.toISOString().replace(/\.\d+Z$/, 'Z'));

/** An instant that the service wrote to 100 ns, of which a Date has the milliseconds; without the zeros at its end. */
export const preciseDate = leaf<Date>(date.parse, (v) => v.toISOString().replace(/\.?0+Z$/, 'Z'));

/**
 * Text that travels as base64 of its UTF-8 bytes (labels, Configuration). The service dropped no BOM and neither do we.
 * What is not base64 is taken as it is: some clients send labels plain (wire-facts.md, Values).
 */
export const base64 = leaf<string>((t) => {
  if (t.length % 4 === 0 && /^[A-Za-z0-9+/]*([AQgw]==|[AEIMQUYcgkosw048]=)?$/.test(t)) {
    // Labels are short and mostly ASCII: this way takes half the time.
    const bytes = atob(t);
    if (!/[^\0-\x7f]/.test(bytes)) return bytes;
  }
  const bytes = Buffer.from(t, 'base64');
  return bytes.toString('base64') === t.trim() ? bytes.toString('utf8') : t;
}, (v) => Buffer.from(v, 'utf8').toString('base64'));

function invalid(path: string, problem: string): never {
  throw new ServiceManagementError(`${path} ${problem}`, { code: 'InvalidParameter' });
}

interface Building {
  /** Leave out what came later; absent: nothing. */
  readonly version: string | undefined;
  readonly unknown: boolean;
  /** Becomes the newest version that what was written came with. */
  needs: string;
  /** Of each struct: one that comes again, as the capabilities of a location do with each of its services, is the same node, which is written once. */
  readonly nodes: Map<unknown, { readonly shape: AnyShape; readonly node: XmlNode }>;
}

function buildNode(name: string, shape: AnyShape, value: unknown, path: string, building: Building): XmlNode {
  if (value === null) return { name, attributes: { 'i:nil': 'true' }, content: [] };
  switch (shape.kind) {
    case 'leaf':
      return { name, content: shape.format(value) };
    case 'list': {
      if (!Array.isArray(value)) invalid(path, 'has to be a list.');
      const namespace = namespaceOf(shape.of);
      return {
        name, attributes: namespace === undefined ? undefined : { 'xmlns:a': namespace },
        content: (value as unknown[]).map((item) => buildNode(shape.item, shape.of, item, `${path}/${shape.item}`, building)),
      };
    }
    case 'struct': {
      if (typeof value !== 'object') invalid(path, 'has to be an object.');
      const before = building.nodes.get(value);
      if (before?.shape === shape && before.node.name === name) return before.node;
      const given = value as Record<string, unknown>;
      const content: XmlNode[] = [];
      let attributes: Record<string, string> | undefined;
      for (const field of shape.fields) {
        const at = field.fixed ?? given[field.key];
        if (at === undefined) {
          if (field.required) invalid(`${path}/${field.key}`, 'is missing.');
          continue;
        }
        if (field.since !== undefined) {
          if (building.version !== undefined && field.since > building.version) continue;
          if (field.since > building.needs) building.needs = field.since;
        }
        if (field.isType) attributes = { 'i:type': String(at) };
        else content.push(buildNode(field.namespace === undefined ? field.element : `a:${field.element}`, field.shape, at, `${path}/${field.key}`, building));
      }
      if (building.unknown) content.push(...unknownNodes(given['unknownElements'] as UnknownElement[] | undefined));
      const node = { name, attributes, content };
      building.nodes.set(value, { shape, node });
      return node;
    }
  }
}

/** A prefix stands for a namespace that nobody knows any more. */
const unknownNodes = (elements: readonly UnknownElement[] = []): XmlNode[] => elements.filter(({ name }) => !name.includes(':'))
  .map(({ name, text, children }) => ({ name, content: children.length > 0 ? unknownNodes(children) : text }));

/** What the service declared as `a` on the list whose items have elements of another namespace (recorded). */
const namespaceOf = (shape: AnyShape): string | undefined => (shape.kind === 'struct' ? shape.fields.find(({ namespace }) => namespace !== undefined)?.namespace : undefined);

export interface BuildOptions {
  /** Of the root and, unless a field says otherwise, all in it; {@link azureNamespace} when absent. */
  readonly namespace?: string | undefined;
  /** `x-ms-version` of the reader: what came later is left out. */
  readonly version?: string | undefined;
  /** With `unknownElements`: only where they go back to whom they came from, for they may be secret. */
  readonly unknown?: boolean | undefined;
}

/**
 * Writes `value` as a document with the service's namespaces. `needs`: the newest `x-ms-version` that what was written came with, or ''.
 * @throws ServiceManagementError `InvalidParameter`, naming the value that is missing or cannot be written.
 */
export function buildDocument(root: string, shape: AnyShape, value: unknown, { namespace = azureNamespace, version, unknown = false }: BuildOptions = {}): { xml: string; needs: string } {
  const building: Building = { version, unknown, needs: '', nodes: new Map() };
  const node = buildNode(root, shape, value, root, building);
  try {
    const attributes = { xmlns: namespace, ...(shape.kind !== 'leaf' && { 'xmlns:i': instanceNamespace }), ...node.attributes };
    return { xml: writeXml({ ...node, attributes }), needs: building.needs };
  } catch (cause) {
    const { element, character } = cause as XmlValueError;
    throw localError('CharacterUnwritable', { element, character }, { cause });
  }
}

export const buildXml = (root: string, shape: AnyShape, value: unknown, options?: BuildOptions): string => buildDocument(root, shape, value, options).xml;
