import { Disposable, l10n, QuickInputButtons, ThemeIcon, window, type InputBox, type QuickInput, type QuickInputButton, type QuickPick, type QuickPickItem } from 'vscode';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';

/** Thrown by a step whose Back button was pressed, and by any step that was dismissed. */
const back = Symbol('back');
const dismissed = Symbol('dismissed');

export interface Choice<T> extends QuickPickItem { readonly value: T }

/** What a step may ask. The title, step numbers and the Back button are the wizard's. */
export interface Ask {
  /** One of several; `items` may take a while, the list then shows that it is busy. */
  pick<T>(options: { placeholder: string; items: Promise<readonly (Choice<T> | QuickPickItem)[]> | readonly (Choice<T> | QuickPickItem)[]; active?: (value: T) => boolean }): Promise<T>;
  /** Any number of them, and none only where that is said; those with `picked` are ticked at first. */
  many<T>(options: { placeholder: string; items: Promise<readonly Choice<T>[]> | readonly Choice<T>[]; orNone?: true }): Promise<T[]>;
  /**
   * A line of text. `check` says what is wrong with it, before it is taken and, unless it is a path, while it is typed.
   * `browse` makes it a path: a button opens a file dialog instead. `checkOnEnter` is for what is no path and like one in that.
   */
  text(options: {
    prompt: string; value?: string; placeholder?: string; password?: boolean;
    check?: (value: string) => string | undefined | Promise<string | undefined>; browse?: () => Thenable<string | undefined>; checkOnEnter?: boolean;
  }): Promise<string>;
  /** Anything else that is asked without a quick input, a file dialog say: undefined means dismissed. */
  other<T>(question: () => Thenable<T | undefined>): Promise<T>;
}

/** One question. Returns false when there was nothing to ask, so that Back does not stop at it. */
export type Step<A> = (ask: Ask, answers: A) => Promise<boolean | void>;

/**
 * Asks one question after the other, each with a Back button and "2/5" in the title. Steps write what they learn into `answers`.
 * @param total how many questions are asked in the usual course, by what is known; the title never says less than the step it is at
 * @returns the answers, or undefined when the person dismissed a question: then nothing was done.
 */
export async function runWizard<A>(title: string, answers: A, steps: readonly Step<A>[], total: number | ((answers: A) => number) = steps.length): Promise<A | undefined> {
  const asked: number[] = [];
  for (let at = 0; at < steps.length;) {
    const step = asked.length + 1;
    const ask = new Questions(title, step, Math.max(typeof total === 'number' ? total : total(answers), step), asked.length > 0);
    try {
      if (await steps[at]!(ask, answers) !== false) asked.push(at);
      at++;
    } catch (reason) {
      if (reason === dismissed) return undefined;
      if (reason !== back) throw reason;
      at = asked.pop()!;
    }
  }
  return answers;
}

const nothing = (placeholder: string): string => l10n.t('{0} There is nothing to choose.', placeholder);

class Questions implements Ask {
  readonly #title: string;
  readonly #step: number;
  readonly #total: number;
  readonly #canGoBack: boolean;

  constructor(title: string, step: number, total: number, canGoBack: boolean) {
    this.#title = title;
    this.#step = step;
    this.#total = total;
    this.#canGoBack = canGoBack;
  }

  pick<T>({ placeholder, items, active }: Parameters<Ask['pick']>[0] & { active?: (value: T) => boolean }): Promise<T> {
    const input = window.createQuickPick<Choice<T> | QuickPickItem>();
    input.placeholder = placeholder;
    input.matchOnDescription = true;
    input.matchOnDetail = true;
    const show = (list: readonly (Choice<T> | QuickPickItem)[]) => {
      input.items = list;
      const preferred = active && list.find((item) => 'value' in item && active(item.value));
      if (preferred) input.activeItems = [preferred];
      if (list.length === 0) input.placeholder = nothing(placeholder);
      input.busy = false;
    };
    return this.#ask<QuickPick<Choice<T> | QuickPickItem>, T>(input, (take, fail) => {
      if (Array.isArray(items)) show(items);
      else {
        input.busy = true;
        (items as Promise<readonly Choice<T>[]>).then(show, fail);
      }
      return input.onDidAccept(() => {
        const chosen = input.selectedItems[0];
        if (chosen && 'value' in chosen) take(chosen.value);
      });
    });
  }

  many<T>({ placeholder, items, orNone }: Parameters<Ask['many']>[0]): Promise<T[]> {
    const input = window.createQuickPick<Choice<T>>();
    input.placeholder = placeholder;
    input.canSelectMany = true;
    input.matchOnDescription = true;
    input.busy = true;
    const show = (list: readonly Choice<T>[]) => {
      input.items = list;
      input.selectedItems = list.filter(({ picked }) => picked);
      if (list.length === 0) input.placeholder = nothing(placeholder);
      input.busy = false;
    };
    return this.#ask<QuickPick<Choice<T>>, T[]>(input, (take, fail) => {
      if (Array.isArray(items)) show(items);
      else (items as Promise<readonly Choice<T>[]>).then(show, fail);
      return input.onDidAccept(() => {
        if (orNone || input.selectedItems.length > 0) take(input.selectedItems.map(({ value }) => value));
      });
    });
  }

  text({ prompt, value, placeholder, password, check, browse, checkOnEnter = browse !== undefined }: Parameters<Ask['text']>[0]): Promise<string> {
    const input = window.createInputBox();
    input.prompt = prompt;
    input.value = value ?? '';
    input.placeholder = placeholder ?? '';
    input.password = password ?? false;
    const browseButton: QuickInputButton = { iconPath: new ThemeIcon('folder-opened'), tooltip: l10n.t('Browse...') };
    return this.#ask<InputBox, string>(input, (take, fail, pause) => {
      let typed = 0;
      // An answer that arrives after something else was typed is about something nobody sees any more.
      const judge = async (): Promise<boolean> => {
        const mine = ++typed;
        input.busy = true;
        let problem: string | undefined;
        try {
          problem = await check?.(input.value);
        } catch (error) {
          // It passes, or not: either way what was entered before stays.
          problem = wordsOf(error);
        }
        if (mine !== typed) return false;
        input.busy = false;
        input.validationMessage = problem ?? '';
        return problem === undefined;
      };
      // Half a path is wrong about nothing yet.
      const changed = input.onDidChangeValue(() => { if (checkOnEnter) input.validationMessage = ''; else void judge(); });
      const accepted = input.onDidAccept(() => void judge().then((good) => { if (good) take(input.value); }));
      const browsed = input.onDidTriggerButton((button) => {
        if (button !== browseButton) return;
        pause(async () => { input.value = await browse?.() ?? input.value; }).catch(fail);
      });
      return Disposable.from(changed, accepted, browsed);
    }, browse ? [browseButton] : []);
  }

  async other<T>(question: () => Thenable<T | undefined>): Promise<T> {
    const answer = await question();
    if (answer === undefined) throw dismissed;
    return answer;
  }

  #ask<I extends QuickInput & { buttons: QuickPick<QuickPickItem>['buttons']; onDidTriggerButton: QuickPick<QuickPickItem>['onDidTriggerButton'] }, T>(
    input: I, listen: (take: (value: T) => void, fail: (error: unknown) => void, pause: (work: () => Promise<void>) => Promise<void>) => Disposable,
    buttons: readonly QuickInputButton[] = [],
  ): Promise<T> {
    const disposables = new DisposableStore();
    disposables.add(input);
    input.title = this.#total > 1 ? l10n.t('{0} ({1}/{2})', this.#title, this.#step, this.#total) : this.#title;
    // A glance at another window must not lose what was entered.
    input.ignoreFocusOut = true;
    input.buttons = [...(this.#canGoBack ? [QuickInputButtons.Back] : []), ...buttons];
    return new Promise<T>((take, fail) => {
      disposables.add(input.onDidTriggerButton((button) => { if (button === QuickInputButtons.Back) fail(back); }));
      // A file dialog may be a quick input itself, which hides this one for as long as it is open.
      let paused = false;
      const pause = async (work: () => Promise<void>) => {
        paused = true;
        await work().finally(() => { paused = false; input.show(); });
      };
      disposables.add(input.onDidHide(() => { if (!paused) fail(dismissed); }));
      disposables.add(listen(take, fail, pause));
      input.show();
    }).finally(() => disposables.dispose());
  }
}
