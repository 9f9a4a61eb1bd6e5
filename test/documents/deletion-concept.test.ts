import { describe, expect, it } from 'vitest';
import { rowKinds } from '../../lambdas/model/registry.ts';
import { numberIn } from './constants.ts';
import { codeIn, rowsOf, sectionOf, textOf } from './markdown.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** How long a template keeps something, as its source says it. */
function daysIn(file: string, before: string): number {
  const [, found] = textOf(file).split(before);
  return Number(/Duration\.days\((\d+)\)/.exec(found ?? '')?.[1]);
}

const session = 'lambdas/domain/sessions/session.ts';

/** Every period in the order of the documents, in seconds, as the code has it. */
const periods: readonly (readonly [what: string, seconds: readonly number[]])[] = [
  ['window', [30 * day, 30, numberIn('lib/stage.ts', 'longestWindow')]],
  ['undo', [numberIn('lambdas/domain/erasure/undoing.ts', 'hoursToUndo') * hour]],
  ['link', [numberIn(session, 'endedLinkSeconds')]],
  ['session', [numberIn(session, 'sessionSeconds') * (1 + numberIn(session, 'extensionsAtMost'))]],
  ['mail', [Number(/daysKept: (\d+)/.exec(textOf('lambdas/stores/mail/mail-rows.ts'))?.[1]) * day]],
  ['idempotency', [numberIn('lambdas/stores/idempotency/once.ts', 'day')]],
  ['refused-reads', [numberIn('lambdas/stores/disclosure/refused-reads.ts', 'keptSeconds')]],
  ['former', [numberIn('lambdas/stores/members/former-members.ts', 'keptSeconds')]],
  ['envelope', [numberIn('lambdas/stores/erasure/delivery-envelope.ts', 'daysKept') * day]],
  ['deletion', [numberIn('lambdas/domain/deletions/period.ts', 'daysKept') * day]],
  ['objects', [numberIn('lambdas/domain/exports/export.ts', 'objectDays') * day]],
  ['hold', [numberIn('lambdas/domain/holds/hold.ts', 'holdDays') * day]],
  ['keys', [daysIn('lib/data/tables.ts', 'keysRecovery =') * day]],
  ['data', [daysIn('lib/data/tables.ts', 'const recovery =') * day]],
  ['kms', [7 * day]],
  ['logs', [365 * day]],
  ['histories', [90 * day]],
  ['dead', [daysIn('lib/oversight/encrypted.ts', 'deadLetterQueue') * day]],
];

const documents = [
  { path: 'docs/dpo/deletion-concept.md', kinds: 'Kinds of data', spans: 'Periods' },
  { path: 'docs/dpo/loeschkonzept.md', kinds: 'Arten von Daten', spans: 'Fristen' },
].map(({ path, kinds, spans }) => {
  const page = textOf(path);
  return { path, page, kinds: rowsOf(sectionOf(page, kinds)), spans: rowsOf(sectionOf(page, spans)) };
});

const units: Readonly<Record<string, number>> = {
  minute,
  hour,
  day,
  Minute: minute,
  Stunde: hour,
  Tag: day,
};

/** The lengths of time that a cell names, in seconds; a number of no unit is taken as it is. */
const secondsIn = (cell: string) =>
  [...cell.matchAll(/(\d+)(?: (minute|hour|day|Minute|Stunde|Tag))?/g)].map(
    ([, number, unit = '']) => Number(number) * (units[unit] ?? 1),
  );

describe.each(documents)('the deletion concept $path', ({ kinds, spans }) => {
  it('puts every kind of row into one class, and no other', () => {
    const named = kinds.flatMap(([, cell]) => codeIn(cell));
    expect(named.toSorted()).toEqual([...new Set(rowKinds.map(({ name }) => name))].sort());
  });

  it('states every period as the code has it', () => {
    expect(spans.map(([, cell = '']) => secondsIn(cell))).toEqual(periods.map(([, seconds]) => seconds));
  });

  it('says when each class begins, whether it ends by itself, and with what it goes at the latest', () => {
    for (const cells of kinds) {
      expect(cells).toHaveLength(5);
      for (const cell of cells) expect(cell).toMatch(/\w{2}/);
    }
  });
});
