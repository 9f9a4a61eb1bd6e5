/** The parts of vitest's JSON report that are read. */
export interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string }[];
    readonly status: string;
  }[];
}

/** How a run of tests went. */
export interface Tally {
  readonly passed: number;
  /** Tests that failed, or never ran because their file failed; a failed file without tests counts as one. */
  readonly failed: number;
  /** Tests that were left out on purpose. */
  readonly skipped: number;
}

/**
 * Counts a report so that no failure is lost. A file that could not be set up has failed with all its tests. A run that
 * failed although every test in its report passed (a process died with its tests) has failed once.
 * @param code the exit code of vitest.
 */
export function tallyOf({ numPassedTests: passed, testResults }: Report, code: number): Tally {
  const files = testResults.map(({ status, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed').length;
    const unrun = assertionResults.filter((one) => !['passed', 'failed'].includes(one.status)).length;
    return status === 'failed' && failed === 0
      ? { failed: Math.max(1, unrun), skipped: 0 }
      : { failed, skipped: unrun };
  });
  const failed = files.reduce((sum, file) => sum + file.failed, 0);
  const skipped = files.reduce((sum, file) => sum + file.skipped, 0);
  const lost = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: lost ? 1 : failed, skipped };
}
