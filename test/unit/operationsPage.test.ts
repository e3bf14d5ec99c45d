import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rows } from '../../src/protocol/operations.ts';
import { operationsPage, operationsPageFile } from '../tools/operationsPage.ts';

const methodsPage = new URL('../../../shared/reference/python-methods.md', import.meta.url);

/** Of the SDK's client, not of the API. */
const helpers = /^(perform_\w+|with_filter|set_proxy|should_use_requests|wait_for_operation_status_\w+)$/;

describe('the page of all operations', () => {
  it('is what "npm run reference" writes', () => {
    assert.equal(readFileSync(operationsPageFile, 'utf8'), operationsPage(), 'run "npm run reference"');
  });

  it("has a row for every method of Python's ServiceManagementService, and names no other", function () {
    if (!existsSync(methodsPage)) return this.skip();
    const methods = Array.from(readFileSync(methodsPage, 'utf8').matchAll(/^\| (\w+)(?: \(base\))? \| `\(/gm), ([, name]) => name!).filter((name) => !helpers.test(name));
    assert.ok(methods.length >= 95, `only ${methods.length} methods were found in the list`);
    const named = [...rows.values()].flatMap(({ python = [] }) => python);
    assert.deepEqual(methods.filter((name) => !named.includes(name)), [], 'methods without a row');
    assert.deepEqual(named.filter((name) => !methods.includes(name)), [], 'methods that the SDK does not have');
    assert.equal(new Set(named).size, named.length, 'a method belongs to one row');
  });
});
