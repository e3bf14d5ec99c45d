import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import * as vscode from 'vscode';
import { commandRuns } from './commandRuns.ts';
import { services } from './services.ts';

/** What a person does about one question. */
export type Answer =
  /** With `back`, the Back button instead. */
  | { readonly choose: string | readonly string[]; readonly back?: true }
  /** With `not`, what is entered is refused in these words, and the next answer is about the same question. */
  | { readonly enter: string; readonly not?: RegExp }
  /** A button of a modal; '' closes it. */
  | { readonly click: string }
  | { readonly browse: vscode.Uri };

export const choose = (...labels: string[]): Answer => ({ choose: labels.length === 1 ? labels[0]! : labels });
export const back: Answer = { choose: [], back: true };
export const enter = (text: string): Answer => ({ enter: text });
export const refused = (text: string, not: RegExp): Answer => ({ enter: text, not });
export const click = (button: string): Answer => ({ click: button });
export const browse = (uri: vscode.Uri): Answer => ({ browse: uri });

/** What was shown: each question with its title, and each notification. */
export interface Shown { readonly asked: string[]; readonly told: string[] }

type Patched = 'createQuickPick' | 'createInputBox' | 'showWarningMessage' | 'showInformationMessage' | 'showErrorMessage' | 'showOpenDialog' | 'showSaveDialog';

/**
 * Runs a command while a person answers what it asks, in real quick inputs; modals and file dialogs, which nothing inside VS Code can
 * click, are answered in their stead. Fails when a question has no answer, or an answer no question. What came of it is noted in `commandRuns`.
 */
export async function run(command: string, args: readonly unknown[], answers: readonly Answer[]): Promise<Shown> {
  const window = vscode.window as unknown as Record<Patched, (...args: any[]) => any>;
  const originals = { ...window } as Record<Patched, (...args: any[]) => any>;
  const left = [...answers];
  const shown: Shown = { asked: [], told: [] };
  const failures: unknown[] = [];
  let saidError = false;
  const accept = async () => {
    // What was set on an input is sent to the window in the next turn.
    await new Promise((resolve) => setTimeout(resolve));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  };
  const next = <K extends string>(kind: K, question: string): Extract<Answer, Record<K, unknown>> => {
    shown.asked.push(question);
    const answer = left.shift();
    assert.ok(answer && kind in answer, `"${question}" wants ${kind}, but what is to be answered is ${JSON.stringify(answer)}`);
    return answer as Extract<Answer, Record<K, unknown>>;
  };
  /** Answers an input once it is there, or closes it and fails. */
  const soon = (input: vscode.QuickInput, answer: () => Promise<void>) => {
    const show = input.show.bind(input);
    let begun = false;
    input.show = () => {
      show();
      if (begun) return;
      begun = true;
      void answer().catch((error: unknown) => { failures.push(error); input.hide(); });
    };
    return input;
  };
  window.createQuickPick = () => {
    const input = originals.createQuickPick.call(window) as vscode.QuickPick<vscode.QuickPickItem>;
    return soon(input, async () => {
      await until(() => !input.busy && input.items.some(({ kind }) => kind !== vscode.QuickPickItemKind.Separator));
      const answer = next('choose', `${input.title}: ${input.placeholder}`);
      if (answer.back) return void await vscode.commands.executeCommand('workbench.action.quickInputBack');
      const labels = [answer.choose].flat();
      const chosen = labels.map((label) => input.items.find((item) => item.label === label));
      assert.ok(chosen.every(Boolean), `${labels} is offered among ${input.items.map(({ label }) => label).join(', ')}`);
      if (input.canSelectMany) input.selectedItems = chosen as vscode.QuickPickItem[];
      else input.activeItems = chosen as vscode.QuickPickItem[];
      await accept();
    });
  };
  window.createInputBox = () => {
    const input = originals.createInputBox.call(window) as vscode.InputBox;
    return soon(input, async () => {
      for (;;) {
        const { enter: text, not } = next('enter', `${input.title}: ${input.prompt}`);
        input.value = text;
        await accept();
        if (!not) return;
        await until(() => !input.busy && Boolean(input.validationMessage));
        assert.match(String(input.validationMessage), not);
      }
    });
  };
  const tell = (message: string, ...rest: any[]): Promise<string | undefined> => {
    const [options] = rest;
    if (!options?.modal) {
      shown.told.push(message);
      return Promise.resolve(undefined);
    }
    try {
      return Promise.resolve(next('click', [message, options.detail].filter(Boolean).join('\n')).click || undefined);
    } catch (error) {
      failures.push(error);
      return Promise.resolve(undefined);
    }
  };
  window.showWarningMessage = window.showInformationMessage = tell;
  window.showErrorMessage = (...args: [string]) => { saidError = true; return tell(...args); };
  window.showSaveDialog = async ({ title }: { title: string }) => next('browse', title).browse;
  window.showOpenDialog = async ({ title }: { title: string }) => [next('browse', title).browse];
  try {
    await vscode.commands.executeCommand(command, ...args);
    if (failures.length > 0) throw failures[0];
    assert.deepEqual(left, [], `all is asked for: ${shown.asked.join('; ')}; told: ${shown.told.join('; ')}`);
    const isCancelled = answers.some((answer) => 'click' in answer && answer.click === '');
    if (saidError) await noteIfFaulty(command);
    else if (!isCancelled) commandRuns().succeeded.add(command);
    return shown;
  } finally {
    for (const name of ['createQuickPick', 'createInputBox', 'showWarningMessage', 'showInformationMessage', 'showErrorMessage', 'showOpenDialog', 'showSaveDialog'] as const) window[name] = originals[name];
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let attempts = 400; !isSo(); attempts--) {
    assert.ok(attempts > 0, 'it comes');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

let injected = '';

/** Lets the emulator fail, instead of what failed before: `deployments.upgrade:500:4`, as `--help` of the emulator explains; '' ends all faults. */
export async function inject(faults: string): Promise<void> {
  injected = await emulatorFaults('POST', faults);
}

/** Notes that a command said an error, where it was the injected fault that it met. */
async function noteIfFaulty(command: string): Promise<void> {
  if (injected === '') return;
  const left = await emulatorFaults('GET');
  if (left !== injected) commandRuns().refused.add(command);
  injected = left;
}

/** The emulator's faults, after they were set where `faults` are given. */
async function emulatorFaults(method: 'GET' | 'POST', faults = ''): Promise<string> {
  const { endpoint, certificatePath, caPath } = (await services()).emulator.running!;
  const [pem, ca] = await Promise.all([readFile(certificatePath, 'utf8'), readFile(caPath, 'utf8')]);
  return new Promise((resolve, reject) => {
    const request = https.request(`${endpoint}/_emulator/faults`, { method, ca, cert: pem, key: pem, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject).once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The emulator says ${response.statusCode}: ${text}`));
      });
    });
    request.once('error', reject);
    request.end(faults);
  });
}
