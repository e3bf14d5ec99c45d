import { env } from 'vscode';

/** A number as the reader writes it: `2,000`. */
export const count = (n: number): string => n.toLocaleString(env.language);
