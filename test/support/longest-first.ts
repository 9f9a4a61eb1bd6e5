import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Test files that take longest, the longest first. In a fresh clone nothing is known of earlier runs, and vitest would
 * begin with the largest files; a long one that begins last keeps one core busy while the others rest.
 */
const longest = [
  'test/system/start/start.test.ts',
  'test/system/retention/retention.test.ts',
  'test/system/end-to-end/story.test.ts',
  'test/emulator/workflows/purge.test.ts',
  'test/browser/page-accessibility.test.ts',
  'test/system/end-to-end/consent.test.ts',
  'test/emulator/operations/keys/provision.test.ts',
  'test/emulator/workflows/deaths.test.ts',
  'test/browser/page-link.test.ts',
  'test/browser/page-traps.test.ts',
  'test/emulator/workflows/export.test.ts',
  'test/emulator/operations/requests/request.test.ts',
];

/** Begins with the files that are known to take long; the others follow in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const known = longest.flatMap((name) => rest.filter(({ moduleId }) => moduleId.endsWith(name)));
    return [...known, ...rest.filter((file) => !known.includes(file))];
  }
}
