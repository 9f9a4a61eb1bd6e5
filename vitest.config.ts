import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** Suites that need the deployed local system. */
const system = 'test/{system,browser}/**/*.test.ts';

/** Suites that call functions in this process, against a local AWS. */
const emulator = 'test/emulator/**/*.test.ts';

export default defineConfig({
  test: {
    // Most of them wait most of the time, for mails, windows and answers of functions.
    maxWorkers: 4,
    // Files follow one another in the same processes, each with its own modules: see there.
    isolate: false,
    setupFiles: 'test/support/fresh-modules.ts',
    unstubEnvs: true,
    unstubGlobals: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [system, emulator],
          globalSetup: 'test/support/run-folder.ts',
          env: { CDK_VALIDATION: 'false' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'emulator',
          include: [emulator],
          globalSetup: 'test/support/emulator.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: [system],
          fileParallelism: true,
          // Visits of the page mostly wait for mails: those of one file go on side by side.
          maxConcurrency: 3,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
