// npm run reference: writes the page of all operations beside the protocol table; a test says when it is stale.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rows } from '../../src/protocol/operations.ts';

export const operationsPageFile = new URL('../../src/protocol/OPERATIONS.md', import.meta.url);

const link = (page: string, reference: string | undefined) =>
  (reference === undefined ? page : `[${page}](https://learn.microsoft.com/previous-versions/azure/reference/${reference}%28v=azure.100%29)`);

/** One line for each row of the table, as Markdown. */
export function operationsPage(): string {
  const lines = [...rows].map(([name, { method, paths, query, version, status, page, reference, python = [], outsideSubscriptions }]) => {
    const parameters = Object.entries(query).map(([key, { name: parameter, flag, required }]) => `${parameter}=${flag ?? `{${key}}`}${required || flag !== undefined ? '' : '?'}`);
    const rest = paths.map((path) => `\`${method} ${outsideSubscriptions ? '' : '/{subscriptionId}'}${path}\``).join('<br>');
    return [
      `\`${name}\``,
      [python].flat().map((each) => `\`${each}\``).join('<br>'),
      rest + (parameters.length > 0 ? `<br>query: \`${parameters.join('`, `')}\`` : ''),
      version,
      status === 202 ? 'asynchronous' : 'synchronous',
      link(page, reference),
    ].join(' | ');
  });
  return `<!-- Written by "npm run reference" from the rows of the table in operations.ts. -->

# The ${rows.size} operations

The client's method (\`client.<group>.<method>\`), the methods of Python's \`ServiceManagementService\` that call the same, the REST request, the \`x-ms-version\` that we send (a newer one where a parameter came later), how it ends, and its page in the Service Management REST API reference. An asynchronous operation answers 202 and is followed with \`client.operations.wait(requestId)\`; a few synchronous ones become so with \`comp=media\`.

Method | Python | REST | Version | Ends | Source
---|---|---|---|---|---
${lines.join('\n')}
`;
}

if (import.meta.main) writeFileSync(fileURLToPath(operationsPageFile), operationsPage());
