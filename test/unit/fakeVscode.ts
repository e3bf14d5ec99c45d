import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { readJson, root } from './sources.ts';

/**
 * Lets files of src/ui be loaded outside VS Code, with `await import()` after this module. `l10n.t` does what VS Code's does, `env` has its language; whatever
 * else they import by name can be called, constructed and read, and does nothing.
 */

let bundle: Readonly<Record<string, string>> | undefined;

/** From here on `l10n.t` answers in this language. */
export function speak(language: 'en' | 'es'): void {
  bundle = language === 'en' ? undefined : readJson(`l10n/bundle.l10n.${language}.json`);
}

const l10n = {
  get bundle() { return bundle; },
  t(message: string, ...args: readonly unknown[]): string {
    const values = (typeof args[0] === 'object' && args[0] !== null ? args[0] : args) as Readonly<Record<string, unknown>>;
    return (bundle?.[message] ?? message).replace(/\{([^}]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  },
};

const env = { get language() { return bundle ? 'es' : 'en'; } };

/** Progress is shown to nobody. */
const withProgress = (_options: unknown, task: (progress: unknown, token: unknown) => unknown): unknown => task(anything, anything);

/** What is chained of a MarkdownString. */
class Something { appendMarkdown() { return this; } appendText() { return this; } }

const anything: unknown = new Proxy(Something, { get: (target, key) => (typeof key === 'symbol' ? undefined : key === 'prototype' ? target.prototype : key === 'withProgress' ? withProgress : anything), apply: () => anything });

const imports = globSync('src/ui/**/*.ts', { cwd: root }).flatMap((file) => [...readFileSync(root + file, 'utf8').matchAll(/import \{([^}]*)\} from 'vscode'/g)]);
const names = new Set(imports.flatMap(([, list]) => list!.split(',').map((name) => name.trim())).filter((name) => name && name !== 'l10n' && name !== 'env' && !name.startsWith('type ')));
Object.assign(globalThis, { fakeVscode: { l10n, env, anything } });
const source = `export const { l10n, env } = fakeVscode;\n${[...names].map((name) => `export const ${name} = fakeVscode.anything;`).join('\n')}`;
const url = `data:text/javascript,${encodeURIComponent(source)}`;

registerHooks({ resolve: (specifier, context, next) => (specifier === 'vscode' ? { url, shortCircuit: true } : next(specifier, context)) });
