import { rowOf, rows, type OperationName } from '../../protocol/operations.ts';
import { pathKeys, type Known } from './fill.ts';

/** An operation that may be called on a resource; `known`: nothing of its path is missing. */
export interface ApplicableOperation {
  readonly name: OperationName;
  /** Title of its page in the reference. */
  readonly title: string;
  readonly known: boolean;
  readonly python: boolean;
}

/**
 * What there is to call on a resource that `read` reads: that itself, what has a path below it, and what takes one of the parameters
 * `more` that only this resource knows (a location); in the order of the table, those first of which all is known.
 */
export function operationsOn(read: OperationName, parameters: Known, more: Known = {}): ApplicableOperation[] {
  const known = { ...parameters, ...more };
  const isKnown = (template: string): boolean => pathKeys(template).every((key) => known[key] !== undefined);
  const bases = rowOf(read).paths.filter(isKnown);
  const found = [...rows].filter(([name, { paths, body }]) => name === read
    || paths.some((path) => bases.some((base) => path.startsWith(base) && /^([/?]|$)/.test(path.slice(base.length))))
    || (body && 'shape' in body && body.shape.kind === 'struct' && body.shape.fields.some(({ key }) => key in more)));
  const described = found.map(([name, { page, paths, python }]): ApplicableOperation => ({ name, title: page, known: paths.some(isKnown), python: python !== undefined }));
  const rank = ({ name, known: all }: ApplicableOperation): number => (name === read ? 0 : all ? 1 : 2);
  return described.sort((a, b) => rank(a) - rank(b));
}
