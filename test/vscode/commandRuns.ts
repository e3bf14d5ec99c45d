/** Which commands a person ran in these tests: to success, and to an error after a failing answer of the service. */
export interface CommandRuns { readonly succeeded: Set<string>; readonly refused: Set<string> }

const key = Symbol.for('azureClassic.commandRuns');

/** Shared by the files of tests, each of which is a bundle with modules of its own. */
export function commandRuns(): CommandRuns {
  const shared = globalThis as { [key]?: CommandRuns };
  return shared[key] ??= { succeeded: new Set(), refused: new Set() };
}
