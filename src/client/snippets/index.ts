import type { OperationName } from '../../protocol/operations.ts';
import { writeCurl } from './curl.ts';
import type { Known } from './fill.ts';
import { writePython } from './python.ts';
import type { SnippetTarget } from './target.ts';
import { writeTypeScript } from './typescript.ts';

export { operationsOn, type ApplicableOperation } from './applicable.ts';
export type { SnippetTarget } from './target.ts';

const writers = { python: writePython, curl: writeCurl, typescript: writeTypeScript };
export type SnippetLanguage = keyof typeof writers;

/**
 * A call of an operation as code to paste, with what is known of its parameters and placeholders for the others; never with a secret.
 * @throws ServiceManagementError `InvalidParameter` for a value that no request can carry, TypeError for Python's client where it has no method
 */
export const writeSnippet = (language: SnippetLanguage, name: OperationName, known: Known, target: SnippetTarget): string => writers[language](name, known, target);
