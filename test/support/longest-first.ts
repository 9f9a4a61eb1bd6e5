import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What waits most of its time, and what keeps the cores busy meanwhile. */
const early = [
  'system/end-to-end/story',
  'system/start/start',
  'system/retention/retention',
  'emulator/workflows/held',
  'emulator/workflows/deaths',
];

/** What takes longest of the other files, the longest of each project first. */
const longest = [
  'browser/page-accessibility',
  'system/end-to-end/consent',
  'browser/page-traps',
  'browser/page-withdraw',
  'browser/page-decide',
  'system/privacy/canaries',
  'system/authorisation/sessions',
  'system/end-to-end/bad-input',
  'system/end-to-end/repeats',
  'browser/page-link',
  'browser/page-language',
  'browser/page-scanner',
  'system/authorisation/members',
  'system/end-to-end/walk-through',
  'emulator/acts',
  'emulator/workflows/taken-back',
  'emulator/workflows/one-person',
  'emulator/operations/sessions/link-and-code',
  'emulator/authorisation/members',
  'emulator/workflows/purge',
  'emulator/restore/under-way',
  'emulator/operations/keys/provision',
  'emulator/workflows/keeping',
  'unit/cli/verify',
  'template/acknowledgements',
  'unit/crypto/sealing',
  'unit/stores/restore/crashes',
  'unit/stores/erasure/economy',
  'template/joint',
];

/** A process of tests serves one project, and another takes its place when that is done. */
const projects = ['system', 'emulator', 'unit'];

/**
 * Begins with the files that are known to take long, project by project; the others follow in vitest's own order. In a
 * fresh clone nothing is known of earlier runs, and vitest would begin with the largest files; a long one that begins
 * last keeps one core busy while the other rests.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeIn = (names: readonly string[], { moduleId }: TestSpecification) =>
      names.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
    const place = (file: TestSpecification) => {
      const soon = placeIn(early, file);
      if (soon >= 0) return soon;
      const long = placeIn(longest, file);
      const within = long >= 0 ? long : longest.length;
      return early.length + projects.indexOf(file.project.name) * (longest.length + 1) + within;
    };
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}
