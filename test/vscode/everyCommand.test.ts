import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandRuns } from './commandRuns.ts';

/** Commands that no answer of the service can make fail, by why. */
const without: Readonly<Record<string, readonly string[]>> = {
  'it asks nothing of the service': [
    'emulator.start', 'emulator.stop', 'subscriptions.rename', 'subscriptions.remove', 'tree.filter', 'tree.clearFilter', 'tree.groupBy', 'tree.sortBy', 'tree.showMore',
    'resource.copyName', 'resource.copyUrl', 'resource.copyAs', 'walkthrough.open', 'log.show',
    'operations.stop', 'operations.cancel', 'operations.clear', 'operations.clearEnded', 'operations.showDetails', 'operations.copyRequestId',
  ],
  'the tree itself shows what could not be read (refusals.test.ts)': ['tree.refresh'],
  'it shows its own row instead': ['operations.showTarget'],
};

describe('every command of package.json', () => {
  const declared = () => (vscode.extensions.getExtension('azure-classic.azure-classic')!.packageJSON.contributes.commands as { command: string }[]).map(({ command }) => command);
  const exempt = Object.values(without).flat().map((noun) => `azureClassic.${noun}`);

  it('was run to success in these tests', () => {
    assert.deepEqual(declared().filter((command) => !commandRuns().succeeded.has(command)), []);
  });

  it('was refused by the service in these tests, and said so', () => {
    assert.deepEqual(declared().filter((command) => !commandRuns().refused.has(command) && !exempt.includes(command)), []);
    assert.deepEqual(exempt.filter((command) => commandRuns().refused.has(command) || !declared().includes(command)), [], 'none is excused needlessly');
  });
});
