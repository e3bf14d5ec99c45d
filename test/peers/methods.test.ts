import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeWithPython, told } from './stories.ts';

// The tests of all stories come before this one, whatever order mocha has the files in: each is loaded once, whoever asks first.
// By require, as mocha does: of a file that imports with await it would hide why it could not be loaded.
const require = createRequire(import.meta.url);
for (const file of readdirSync(import.meta.dirname)) if (/(?<!^methods)\.test\.ts$/.test(file)) require(`./${file}`);

describeWithPython('The methods of ServiceManagementService', () => {
  it('were each called by a step that passed', () => {
    assert.deepEqual([...told.untold], [], 'these stories were not told in this run');
    assert.ok(told.methods.size > 100, `only ${told.methods.size} methods are known`);
    assert.deepEqual([...told.methods].filter((method) => !told.called.has(method)), []);
  });
});
