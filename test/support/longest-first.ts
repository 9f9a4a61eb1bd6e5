import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Test files that take longest, the longest first. In a fresh clone nothing is known of earlier runs, and vitest would
 * begin with the largest files; a long one that begins last keeps one core busy while the others rest.
 */
const longest = [
  'test/system/start/start.test.ts',
  'test/system/end-to-end/story.test.ts',
  'test/system/retention/retention.test.ts',
  'test/emulator/workflows/held.test.ts',
  'test/emulator/workflows/deaths.test.ts',
  'test/browser/page-accessibility.test.ts',
  'test/system/end-to-end/repeats.test.ts',
  'test/system/end-to-end/consent.test.ts',
  'test/browser/page-traps.test.ts',
  'test/browser/page-withdraw.test.ts',
  'test/browser/page-decide.test.ts',
  'test/system/authorisation/tokens.test.ts',
  'test/system/privacy/canaries.test.ts',
  'test/system/authorisation/sessions.test.ts',
  'test/browser/page-link.test.ts',
  'test/emulator/workflows/purge.test.ts',
];

/** Begins with the files that are known to take long; the others follow in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const known = longest.flatMap((name) => rest.filter(({ moduleId }) => moduleId.endsWith(name)));
    return [...known, ...rest.filter((file) => !known.includes(file))];
  }
}
