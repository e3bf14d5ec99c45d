import type { Row } from '../../protocol/operation.ts';
import { rowOf, type OperationName } from '../../protocol/operations.ts';
import { isSecretName } from '../../protocol/readable.ts';
import { boolean, date, integer, preciseDate, type AnyShape } from '../../protocol/schema.ts';

/** Parameters by their names in the protocol table. */
export type Known = Readonly<Record<string, unknown>>;

/** What stands for what is not known: `PACKAGE_URL`, which is legible in a URL too. */
export const placeholderFor = (key: string): string => snakeCase(key).toUpperCase();
export const snakeCase = (key: string): string => key.replace(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`);

export const pathKeys = (template: string): string[] => Array.from(template.matchAll(/\{(\w+)\}/g), ([, key]) => key!);

/** The path of which most is known, the first of equals. */
const bestPath = ({ paths }: Row, known: Known): string => {
  const missing = (template: string): number => pathKeys(template).filter((key) => known[key] === undefined).length;
  return [...paths].sort((a, b) => missing(a) - missing(b))[0]!;
};

/**
 * The parameters of a call: all that the operation insists on, and what else is known that it takes. What is not known, and whatever is
 * secret, are placeholders of the right type.
 * @param now what times are told by
 * @param path one of the row's, where it is not to be the one of which most is known
 */
export function fill(name: OperationName, known: Known, now: Date, path?: string): Record<string, unknown> {
  const row = rowOf(name);
  const told = (key: string): unknown => (isSecretName(key) ? undefined : known[key]);
  const filled: Record<string, unknown> = {};
  const take = (key: string, required: boolean, placeholder: () => unknown): void => {
    const value = told(key) ?? (required ? placeholder() : undefined);
    if (value !== undefined) filled[key] = value;
  };
  for (const key of pathKeys(path ?? bestPath(row, known))) take(key, true, () => (key === 'slot' ? 'Production' : key === 'lun' ? 0 : placeholderFor(key)));
  for (const [key, { leaf, required }] of Object.entries(row.query)) take(key, required, () => placeholder(leaf, key, now));
  const { body } = row;
  if (body && 'text' in body) take(body.text, true, () => placeholderFor(body.text));
  else if (body?.key !== undefined) take(body.key, true, () => placeholder(body.shape, body.key!, now));
  else if (body?.shape.kind === 'struct') for (const { key, required, shape } of body.shape.fields) take(key, required, () => placeholder(shape, key, now));
  return filled;
}

const dayMs = 24 * 60 * 60 * 1000;

function placeholder(shape: AnyShape, key: string, now: Date): unknown {
  switch (shape.kind) {
    case 'list': return [placeholder(shape.of, key.replace(/s$/, ''), now)];
    case 'struct': return Object.fromEntries(shape.required.map((field) => [field.key, placeholder(field.shape, field.key, now)]));
    case 'leaf': break;
  }
  if (shape === integer) return 0;
  if (shape === boolean) return false;
  if (shape === date || shape === preciseDate) return new Date(/start/i.test(key) ? now.getTime() - dayMs : now);
  return placeholderFor(key);
}
