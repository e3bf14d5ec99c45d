import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

/** How the tests of one layer went. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Begins what the tests print inside VS Code, whose own log comes through the same console. */
export const testOutputMark = '[tests] ';

/** Mocha's spec reporter, which at the end also writes the counts as JSON into the file that TEST_COUNTS names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const counts: Counts = { passed: this.stats.passes, failed: this.stats.failures, skipped: this.stats.pending };
      if (process.env['TEST_COUNTS']) writeFileSync(process.env['TEST_COUNTS'], JSON.stringify(counts));
    });
  }
}
