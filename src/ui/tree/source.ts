import type { ItemOfAnswer, OperationCall } from '../../client/index.ts';

/**
 * How a row is read: the operation that answers it, and which item of a list in the answer it is where it has no operation of its own.
 * `known`: further parameters that operations on it take, as their rows in the protocol table name them.
 */
export type Source = OperationCall & { readonly item?: ItemOfAnswer; readonly known?: Readonly<Record<string, string>> };
