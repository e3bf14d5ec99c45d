import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type * as shipped from '../../api.d.ts';
import type { ServiceManagementClient } from '../../src/client/index.ts';
import type { Table } from '../../src/protocol/operations.ts';
import type { AzureClassicApi, ConnectionFacts, FinishedOperation } from '../../src/ui/api.ts';
import { root } from './sources.ts';

type Fits<A, B> = [A] extends [B] ? true : never;
type Same<A, B> = Fits<A, B> & Fits<B, A>;

/** The compiler is the test: api.d.ts, which is packed, tells the truth of what `activate` gives. */
const checks: readonly true[] = [
  true satisfies Same<ConnectionFacts, shipped.ConnectionFacts>, true satisfies Same<FinishedOperation, shipped.FinishedOperation>, true satisfies Same<keyof AzureClassicApi, keyof shipped.AzureClassicApi>,
  true satisfies Fits<AzureClassicApi, shipped.AzureClassicApi>, true satisfies Same<keyof Table, shipped.GroupName>, true satisfies Fits<ServiceManagementClient, shipped.ServiceManagementClient>,
];

describe('the types of what other extensions get', () => {
  it('are packed, and named in both languages', () => {
    assert.ok(checks.every(Boolean));
    const read = (file: string) => readFileSync(root + file, 'utf8');
    assert.match(read('.vscodeignore'), /^!api\.d\.ts$/m);
    for (const file of ['README.md', 'README.es.md']) assert.match(read(file), /\[`api\.d\.ts`\]\(api\.d\.ts\)/);
    assert.doesNotMatch(read('api.d.ts'), /from '\./, 'needs no other file');
  });
});
