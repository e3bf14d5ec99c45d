import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandRuns } from './commandRuns.ts';

const without: Readonly<Record<string, readonly string[]>> = {};

describe('every command of package.json', () => {
  const declared = () => (vscode.extensions.getExtension('azure-classic.azure-classic')!.packageJSON.contributes.commands as { command: string }[]).map(({ command }) => command);
  const exempt = new Set(Object.values(without).flat().map((noun) => `azureClassic.${noun}`));

  it('was run to success in these tests', () => {
    assert.deepEqual(declared().filter((command) => !commandRuns().succeeded.has(command)), []);
  });

  it('was refused by the service in these tests, and said so', () => {
    assert.deepEqual(declared().filter((command) => !commandRuns().refused.has(command) && !exempt.has(command)), []);
  });
});
