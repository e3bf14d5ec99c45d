import { rowOf, type OperationName } from '../../protocol/operations.ts';
import { fill, type Known } from './fill.ts';
import { authority, certificate, quoted, type SnippetTarget } from './target.ts';

/** This project's client. */
export function writeTypeScript(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const filled = fill(name, known, now);
  const call = `client.${name}(${Object.keys(filled).length > 0 ? literal(filled) : ''})`;
  const lines = [
    ...(ownAuthority ? ["import { readFile } from 'node:fs/promises';"] : []),
    "import { readCertificateFile, ServiceManagementClient } from 'azure-classic/dist/client.js';", '',
    'const client = new ServiceManagementClient({', `  subscriptionId: ${quoted(subscriptionId)},`, `  endpoint: ${quoted(endpoint)},`, `  certificate: await readCertificateFile(${quoted(certificate)}),`,
    ...(ownAuthority ? [`  ca: await readFile(${quoted(authority)}, 'utf8'),`] : []), '});', `const result = await ${call};`,
  ];
  if (rowOf(name).status === 202) lines.push('await client.operations.wait(result.requestId);');
  return `${lines.join('\n')}\n`;
}

function literal(value: unknown): string {
  if (value instanceof Date) return `new Date(${quoted(value.toISOString())})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`).join(', ')} }`;
  return typeof value === 'string' ? quoted(value) : String(value);
}
