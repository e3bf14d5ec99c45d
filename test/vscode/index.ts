import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import CountingReporter, { testOutputMark } from '../tools/countingReporter.ts';
import { deleteWhatTestsMade } from './services.ts';

/** Judges what the others did. */
const last = 'everyCommand.test.js';

/** What VS Code calls inside the extension host: runs the bundled tests that stand beside this bundle; with TEST_FILE=documents only that file. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(testOutputMark + format(...args));
  const mocha = new Mocha({ reporter: CountingReporter, timeout: 30_000, color: false });
  const only = process.env['TEST_FILE'];
  const files = only ? only.split(',').map((name) => `${name}.test.js`) : [...readdirSync(__dirname).filter((file) => file.endsWith('.test.js') && file !== last), last];
  for (const file of files) mocha.addFile(path.join(__dirname, file));
  // All files share one emulator, whose subscription has cores for a few deployments only, and 20 storage accounts.
  mocha.suite.on('post-require', (_context: unknown, file: string) => {
    mocha.suite.suites.filter((suite) => suite.file === file).at(-1)?.afterAll('deletes what it made', deleteWhatTestsMade);
  });
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
