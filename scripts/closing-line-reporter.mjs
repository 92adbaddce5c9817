import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Ends a jest run with one plain line that any pipeline can read: `N passed, N failed`. `BACKLOT_TEST_TIMES` names a file
 * for what each suite took, the longest first: `scripts/test-suites.mjs` is in the order of what it says.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = results;
    // A suite that could not be loaded ran none of its tests; it must not look like a pass.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    if (process.env.BACKLOT_TEST_TIMES) writeFileSync(process.env.BACKLOT_TEST_TIMES, timesOf(results));
    // jest prints its own summary after the reporters: at exit this line is the last.
    process.once('exit', () => process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${skipped}\n`));
  }
}

/** A line for each suite: seconds and path. */
function timesOf({ testResults }) {
  return testResults
    .map(({ testFilePath, perfStats: { start, end } }) => ({ path: testFilePath, seconds: (end - start) / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .map(({ path, seconds }) => `${seconds.toFixed(1).padStart(7)}  ${relative(process.cwd(), path)}\n`)
    .join('');
}
