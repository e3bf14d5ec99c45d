import type { Row } from '../protocol/operation.ts';
import { rowOf, rows, type OperationName } from '../protocol/operations.ts';
import { buildXml, type AnyShape } from '../protocol/schema.ts';
import serviceNames from './catalogues/operationNames.json' with { type: 'json' };
import type { Asked } from './state.ts';

/*
 * What List Subscription Operations (gg715318) tells of a write, worked out from its row and its parameters, so that every row has it
 * without doing anything. Recorded were the operations of storage accounts; the others follow them.
 */

/** A start further back is refused, and nothing older is kept. */
export const historyDays = 90;
/** Longer bodies are left out, because all of it is in memory and is written with every change. */
const maxValueLength = 4000;

const names: Readonly<Record<string, string>> = serviceNames;
const placeholder = /\{(\w+)\}/g;

/** @param parameters those of the operation, as its handler gets them. */
export function describeWrite(name: OperationName, parameters: Readonly<Record<string, unknown>>): Pick<Asked, 'as' | 'object' | 'parameters'> {
  const row = rowOf(name);
  const used = (template: string) => Array.from(template.matchAll(placeholder), ([, key]) => key!);
  const template = row.paths.find((path) => used(path).every((key) => parameters[key] !== undefined))!;
  const { as, bodyName } = nameOf(row, template);
  return {
    as,
    object: objectOf(row, template.split('?')[0]!, parameters),
    // Signatures in URLs are secret too.
    parameters: ([
      ...used(template).map((key) => [key === 'slot' ? 'deploymentSlot' : key, String(parameters[key])]),
      ...Object.entries(row.query).flatMap(([key, { name: parameter, leaf, flag }]) =>
        (parameters[key] === undefined || (flag !== undefined && parameters[key] !== true) ? [] : [[parameter, leaf.format(parameters[key])]])),
      ...bodyOf(row, parameters).map((text) => [bodyName, text]),
    ] as [string, string][]).map(([key, value]) => [key, value.replace(/([?&;]sig=)[^&<]*/gi, '$1***')]),
  };
}

/**
 * The operation's name, and that of its body among the parameters, in the service's own contract (IServiceManagement of
 * Microsoft's ServiceManagement samples), which goes by method and path; the title of its page where that is newer.
 */
function nameOf({ method, page }: Row, template: string): { as: string; bodyName: string } {
  const entry = names[`${method} ${template.replace(/[^/?]*\{[^/?]*/g, '*').toLowerCase()}`] ?? page.replaceAll(/\W/g, '');
  const [, as = entry, bodyName = 'input'] = /^(\w+)\((\w+)\)$/.exec(entry) ?? [];
  return { as, bodyName };
}

/** Where a GET shows what the write is about: what a POST to a collection makes in it, and not the last word of `.../keys` or `.../operations`. */
function objectOf({ method }: Row, path: string, parameters: Readonly<Record<string, unknown>>): string {
  const fill = (template: string, more?: object) => template.replace(placeholder, (_, key: string) => encodeURIComponent(String({ ...parameters, ...more }[key])));
  const shown = [...rows.values()].flatMap((row) => (method === 'POST' && row.method === 'GET' ? row.paths : []))
    .map((template) => /^(.*)\/\{(\w+)\}$/.exec(template)).find((match) => match?.[1] === path);
  const [template, , key] = shown ?? [];
  const name = key && (parameters[key] ?? parameters['name'] ?? parameters['id']);
  return name ? fill(template!, { [key]: name }) : fill(path.replace(/\}(\/\w+)+$/, '}'));
}

/** The body as XML, without what is secret. */
function bodyOf({ body }: Row, parameters: Readonly<Record<string, unknown>>): string[] {
  if (!body || 'text' in body) return [];
  const xml = buildXml(body.root, withoutSecrets(body.shape), body.key === undefined ? parameters : parameters[body.key]);
  return xml.length > maxValueLength ? [] : [`<?xml version="1.0" encoding="utf-16"?>${xml}`];
}

/** Elements whose text nobody but the caller should know, or that are files: by their names, wherever they stand. */
const secret = /password|secret|key$|data$|configuration$|^value$|^content$/i;
const open = new WeakMap<AnyShape, AnyShape>();

/** The shape without them. Extended properties are for everyone to read. */
function withoutSecrets(shape: AnyShape): AnyShape {
  const known = open.get(shape);
  if (known) return known;
  const made: AnyShape = shape.kind === 'list' && shape.item !== 'ExtendedProperty' ? { ...shape, of: withoutSecrets(shape.of) }
    : shape.kind === 'struct' ? {
      ...shape,
      fields: shape.fields.filter((field) => field.shape.kind !== 'leaf' || !secret.test(field.element)).map((field) => ({ ...field, shape: withoutSecrets(field.shape) })),
    } : shape;
  open.set(shape, made);
  return made;
}
