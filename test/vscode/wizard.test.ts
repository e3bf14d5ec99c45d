import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runWizard } from '../../src/ui/input/wizard.ts';

describe('a question with nothing to choose from', () => {
  it('says so, and is dismissed like any other', async () => {
    const window = vscode.window as { createQuickPick: typeof vscode.window.createQuickPick };
    const original = window.createQuickPick;
    const inputs: vscode.QuickPick<vscode.QuickPickItem>[] = [];
    window.createQuickPick = <T extends vscode.QuickPickItem>() => {
      const input = original.call(vscode.window) as vscode.QuickPick<T>;
      inputs.push(input as never);
      return input;
    };
    try {
      const items = Promise.resolve([]);
      const answers = runWizard('Disassociate', {}, [async (ask) => { await ask.pick({ placeholder: 'Which address?', items }); }]);
      await items;
      assert.deepEqual(inputs.map(({ placeholder, busy }) => [placeholder, busy]), [['Which address? There is nothing to choose.', false]]);
      inputs[0]!.hide();
      assert.equal(await answers, undefined);
    } finally {
      window.createQuickPick = original;
    }
  });
});
