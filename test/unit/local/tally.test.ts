import { describe, expect, it } from 'vitest';
import { tallyOf } from '../../../local/tally.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});
const report = (...testResults: ReturnType<typeof file>[]) => ({
  numPassedTests: testResults.flatMap((one) => one.assertionResults).filter((one) => one.status === 'passed')
    .length,
  testResults,
});

describe('the last line of a run of tests', () => {
  it('counts the tests of a file that could not be set up as failed', () => {
    const run = report(file('passed', 'passed', 'passed'), file('failed', 'skipped', 'skipped', 'skipped'));
    expect(tallyOf(run, 1)).toEqual({ passed: 2, failed: 3, skipped: 0 });
  });

  it('counts a file that could not be read as one', () => {
    expect(tallyOf(report(file('passed', 'passed'), file('failed')), 1)).toMatchObject({ failed: 1 });
  });

  it('counts a process that died with its tests, though all that is in the report passed', () => {
    expect(tallyOf(report(file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('takes a run without any test for a failure', () => {
    expect(tallyOf(report(), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts failed tests once, and leaves out what was skipped on purpose', () => {
    const run = report(file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed', 'todo'));
    expect(tallyOf(run, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(tallyOf(report(file('passed', 'passed', 'passed')), 0)).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
    });
  });
});
