import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { shards } from '../../../lambdas/domain/identifiers.ts';
import { purgeBeginsAt, wakesAt } from '../../../lambdas/domain/retention/due.ts';
import type { LeaseRow } from '../../../lambdas/model/erasure-rows.ts';
import { rowKinds } from '../../../lambdas/model/registry.ts';
import { tables } from '../../../lambdas/model/tables.ts';
import { rowsAtMost } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { sentinels } from '../../../lambdas/stores/erasure/residue.ts';
import {
  individualsOf,
  leavesOf,
  rangeNames,
  sweptRangesOf,
} from '../../../lambdas/stores/erasure/tenant-ranges.ts';
import { openWorld } from '../../support/leaving/world.ts';

/* What AWS allows, and what leaving needs of it at the worst. */
const aws = { events: 25_000, state: 256 * 1024, days: 365, items: 100, row: 400 * 1024 };
const day = 24 * 60 * 60 * 1000;
/** The longest window that a deployment may have, in days (`lib/stage.ts`). */
const longestWindow = 300;
/** Milliseconds that a step works before it leaves the rest to its next call. */
const round = 14 * 60 * 1000;

interface State {
  readonly Type: string;
  readonly Arguments?: { readonly Payload?: Readonly<Record<string, string>> };
  readonly Output?: string;
}
const statesOf = (machine: string): Readonly<Record<string, State>> =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '..', '..', '..', 'state-machines', `${machine}.asl.json`),
      'utf8',
    ),
  ).States;

/** Events of a state that is passed once: entered and left, and of a task also scheduled, started and ended. */
const eventsOf = { Task: 5, Choice: 2, Wait: 2, Succeed: 1, Fail: 1 } as const;
const eventsIn = (machine: string, names: readonly string[]) =>
  names.reduce((sum, name) => {
    const type = statesOf(machine)[name]?.Type as keyof typeof eventsOf;
    return sum + eventsOf[type];
  }, 0);
/** The awakenings of the longest wait: from the end of a contract, or from when somebody looked at last. */
function awakenings(overlooked: number) {
  const { tenant } = openWorld('tnt_ffffffffffffffffffffffffffffffff', '2026-01-01T12:00:00.000Z', 'P2D');
  if (!tenant) return expect.unreachable();
  const ended = Date.parse(tenant.createdAt);
  const at = (days: number) => new Date(ended + days * day).toISOString();
  const leaving = { ...tenant, state: 'retrieval', endedAt: at(0), purgeAt: at(longestWindow) } as const;
  const from = at(overlooked);
  const told = overlooked > longestWindow - 14 ? { noticedAt: from } : { noticedAt: at(longestWindow - 14) };
  const begins = purgeBeginsAt(leaving, told) ?? '';
  let wakes = 0;
  let now = from;
  for (; now < begins; wakes++) now = wakesAt(leaving, told, now);
  return { wakes, days: (Date.parse(now) - Date.parse(from)) / day };
}

describe('an execution of retention', () => {
  const daily = eventsIn('retention', [
    'Check whether the purge is due',
    'Is the purge due?',
    'Tell the admins how near the purge is',
    'Are the admins told?',
    'Check that the data can be retrieved',
    'Is all of it checked?',
    'Wait until somebody has to look',
  ]);

  it.each([
    ['at the end of a contract', 0],
    ['on the last day of a window that was overlooked', longestWindow],
  ])(
    'that begins %s ends within a year and 25,000 events, with eight calls of the probe a day',
    (_, begun) => {
      const { wakes, days } = awakenings(begun);
      expect(days).toBeLessThan(aws.days);
      expect(wakes).toBeGreaterThan(10);
      expect(wakes * (daily + 7 * (eventsOf.Task + eventsOf.Choice))).toBeLessThan(aws.events);
    },
  );
});

describe('an execution of purge', () => {
  it('ends within a year and 25,000 events for a terabyte on a new table that is to be swept three times', () => {
    const once = eventsIn('purge', Object.keys(statesOf('purge')));
    // Kilobytes by the units a second that a new table takes.
    const rounds = Math.ceil(1e9 / 4000 / (round / 1000));
    const passes = 1 + 3;
    const events = once + passes * rounds * (eventsOf.Task + eventsOf.Choice);
    expect(rounds).toBeGreaterThan(200);
    expect(events).toBeLessThan(aws.events);
    // Beside it the key's seven days, and one by which AWS may be late.
    expect((passes * rounds * round) / day + 8).toBeLessThan(aws.days);
  });
});

describe.each(['retention', 'purge', 'export'])('the state of an execution of %s', (machine) => {
  it('is ids, instants and an outcome, far below 256 KiB however long they are', () => {
    const ids = { tenant: 36, export: 36, individual: 36 };
    const longest = { ...ids, execution: 2048, task: 64, v: 16, epoch: 16, attempt: 16 };
    for (const [name, { Type, Arguments, Output }] of Object.entries(statesOf(machine))) {
      if (Type !== 'Task' || !Arguments?.Payload) continue;
      // Nothing of the answer but what the function returned, which is an outcome and a few ids and numbers.
      expect(Output, name).toBe('{% $states.result.Payload %}');
      const size = Object.keys(Arguments.Payload)
        .map(
          (member) => member.length + (longest[member as keyof typeof longest] ?? Number.POSITIVE_INFINITY),
        )
        .reduce((sum, bytes) => sum + bytes + 8);
      expect(size, name).toBeLessThan(aws.state / 64);
    }
  });
});

describe('a removal', () => {
  it('keeps where it is in a lease that is far below the 400 KB of a row, amid the longest keys', () => {
    const ranges = [
      ...tables.flatMap((table) => sweptRangesOf(table, 'tnt_0')),
      ...leavesOf('tnt_0'),
      ...individualsOf('tnt_0'),
    ];
    const marks = Object.fromEntries(ranges.map(({ name }) => [name, 'x'.repeat(400)]));
    const kinds = Object.fromEntries(rowKinds.map(({ name }) => [name, 1e12]));
    const counts = Object.fromEntries(tables.map((table) => [table, kinds]));
    const lease: LeaseRow = {
      epoch: 1e9,
      attempt: 1e9,
      until: new Date(0).toISOString(),
      execution: 'x'.repeat(2048),
      progress: { step: 'expire', state: { done: marks, counted: marks } },
      tally: { existed: counts, deleted: counts },
    };
    expect(JSON.stringify(marshall(lease, { removeUndefinedValues: true })).length).toBeLessThan(aws.row / 2);
  });

  it('writes no more than 100 rows in a transaction, whatever the amount of data', () => {
    const [lease, entryAndLeaf, tenant, mail] = [1, 2, 1, 1];
    expect(rowsAtMost).toBe(aws.items);
    // The end of a contract closes all shards; the shred takes the secret of every range; a verification plants its
    // rows.
    expect(tenant + lease + shards.length + entryAndLeaf + mail).toBeLessThanOrEqual(aws.items);
    expect(rangeNames.length + lease + entryAndLeaf).toBeLessThanOrEqual(aws.items);
    expect(tenant + sentinels.rows).toBeLessThanOrEqual(aws.items);
  });
});
