import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runWizard, type Ask } from '../../src/ui/input/wizard.ts';
import { eventually } from './services.ts';

type Opener = 'createQuickPick' | 'createInputBox';

/** Asks one question while `answer` has the quick input that it is asked in; gives what was taken, or undefined when it was dismissed. */
async function asking<I extends vscode.QuickInput>(opener: Opener, question: (ask: Ask) => Promise<unknown>, answer: (input: I) => Promise<void>): Promise<unknown> {
  const window = vscode.window as unknown as Record<Opener, () => I>;
  const original = window[opener];
  let input: I | undefined;
  window[opener] = () => input = original.call(vscode.window);
  try {
    const answers = runWizard<{ taken?: unknown }>('Disassociate', {}, [async (ask, a) => { a.taken = await question(ask); }]);
    await Promise.all([answers, answer(input!)]);
    return (await answers)?.taken;
  } finally {
    window[opener] = original;
  }
}

describe('a question with nothing to choose from', () => {
  for (const kind of ['pick', 'many'] as const) {
    it(`says so, and is dismissed like any other (${kind})`, async () => {
      const taken = await asking<vscode.QuickPick<vscode.QuickPickItem>>('createQuickPick', (ask) => ask[kind]({ placeholder: 'Which address?', items: Promise.resolve([]) }), async (input) => {
        await eventually(async () => [input.placeholder, input.busy], ['Which address? There is nothing to choose.', false]);
        input.hide();
      });
      assert.equal(taken, undefined);
    });
  }
});

describe('a question whose answer cannot be checked', () => {
  it('stays and says why, and the next Enter has it checked again', async () => {
    let isOffline = true;
    const check = async () => { if (isOffline) throw new Error('Nothing answers.'); return undefined; };
    const enter = async () => {
      // What was set on an input is sent to the window in the next turn.
      await new Promise((resolve) => setTimeout(resolve));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    };
    const taken = await asking<vscode.InputBox>('createInputBox', (ask) => ask.text({ prompt: 'Name', value: 'web', check }), async (input) => {
      await enter();
      await eventually(async () => [input.validationMessage, input.busy], ['Nothing answers.', false]);
      isOffline = false;
      await enter();
    });
    assert.equal(taken, 'web');
  });
});
