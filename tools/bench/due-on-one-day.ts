/*
 * Simulates the purges of many tenants that are due on one day: when each begins is the rule of the code, how often a
 * step calls AWS is recorded from a real purge (`purge-calls.json`), and what AWS takes in a second are its published
 * quotas.
 */
import { purgeBeginsAt } from '../../lambdas/domain/retention/due.ts';
import type { Figure } from './figure.ts';
import recorded from './purge-calls.json' with { type: 'json' };

const second = 1000;
const hour = 60 * 60 * second;

/** What AWS takes of an account in a second, and how many steps run at once (`lib/functions/functions.ts`). */
const quotas = { keyDeletions: 15, describeExecutions: 10, writes: 4000, workflows: 10 } as const;

/** What is assumed of tenants and answers; milliseconds. */
export const assumed = {
  tenants: 10_000,
  /** Kilobytes of rows of each, every one of which is stamped and deleted. */
  kilobytes: 1000,
  /** A call, one after the other, and what an invocation takes beside its calls. */
  call: 20,
  invocation: 100,
  /** The share of executions that are lost, and how many the reconciler starts in a run. */
  lost: 0.02,
  startsARun: 100,
  /** Over how long the beginnings are spread: as the code does it, or not at all. */
  spread: true,
};

/** Work that AWS takes at a rate: whoever comes later than the rate allows waits. */
function limited(rate: number) {
  let free = 0;
  return (at: number, units: number) => {
    free = Math.max(free, at) + (units * second) / rate;
    return free;
  };
}

/** The waits before another try of what found no room, at most: by the retries of the state machines, with jitter. */
const retries = [2, 4, 8, 16, 32, 64].map((wait) => wait * second);

interface Course {
  readonly at: number;
  readonly step: number;
  readonly tries: number;
}

/**
 * Plays the day.
 * @returns after how many milliseconds the last of them was attested, how many executions failed for want of room, and
 * how many runs the reconciler needed
 */
export function dueOnOneDay(over: Partial<typeof assumed> = {}) {
  const { tenants, kilobytes, call, invocation, lost, startsARun, spread } = { ...assumed, ...over };
  const steps = Object.entries(recorded);
  const keyDeletion = limited(quotas.keyDeletions);
  const describing = limited(quotas.describeExecutions);
  const writing = limited(quotas.writes);
  const slots: number[] = Array.from({ length: quotas.workflows }, () => 0);
  const agenda = newAgenda();
  const random = numbers();
  const overlooked: number[] = [];
  let last = 0;
  let failed = 0;
  let attested = 0;
  for (let i = 0; i < tenants; i++) {
    const at = spread ? beginsAt(i) : 0;
    if (i < tenants * lost) overlooked.push(at + hour);
    else agenda.add({ at, step: 0, tries: 0 });
  }
  let runs = 0;
  for (let run = hour; agenda.size() > 0 || overlooked.length > 0; run += hour, runs++) {
    for (let next = agenda.before(run); next; next = agenda.before(run)) {
      const { at, step, tries } = next;
      const slot = slots.findIndex((busy) => busy <= at);
      if (slot < 0) {
        const wait = retries[tries];
        if (wait !== undefined) agenda.add({ at: at + wait * random(), step, tries: tries + 1 });
        else {
          failed++;
          overlooked.push(at);
        }
        continue;
      }
      const [task = '', calls = 0] = steps[step] ?? [];
      let end = at + invocation + calls * call;
      if (task === 'purge.shred') end = Math.max(end, keyDeletion(at, 1));
      if (task === 'purge.expire' || task === 'purge.sweep') end = Math.max(end, writing(at, kilobytes));
      slots[slot] = end;
      if (task === 'purge.attest') {
        attested++;
        last = Math.max(last, end);
      } else agenda.add({ at: end, step: step + 1, tries: 0 });
    }
    // It asks of each whose lease is over whether its execution runs, and starts it anew.
    overlooked.sort((a, b) => a - b);
    for (
      let started = 0;
      started < startsARun && (overlooked[0] ?? Number.POSITIVE_INFINITY) <= run;
      started++
    ) {
      overlooked.shift();
      agenda.add({ at: describing(run, 1), step: 0, tries: 0 });
    }
  }
  return { last, failed, attested, runs };
}

const ended = '2026-01-01T12:00:00.000Z';
const purgeAt = '2026-01-31T23:00:00.000Z';

/** When the purge of a tenant begins, in milliseconds after its window, by the rule of the code. */
function beginsAt(i: number): number {
  // Ids are random: these are as far apart as can be, in an order that is none.
  const id = `tnt_${((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0').padEnd(32, '0')}`;
  const begins = purgeBeginsAt({ id, endedAt: ended, purgeAt }, { noticedAt: '2026-01-17T23:00:00.000Z' });
  return Date.parse(begins ?? purgeAt) - Date.parse(purgeAt);
}

/** Numbers from 0 to 1 that look random, and are the same in every run. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What is to happen, in the order of its time. */
function newAgenda() {
  const heap: Course[] = [];
  const less = (a: number, b: number) => (heap[a]?.at ?? 0) < (heap[b]?.at ?? 0);
  const swap = (a: number, b: number) => {
    const [one, other] = [heap[a], heap[b]];
    if (one && other) [heap[a], heap[b]] = [other, one];
  };
  return {
    size: () => heap.length,
    add(one: Course): void {
      heap.push(one);
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!less(i, parent)) return;
        swap(i, parent);
        i = parent;
      }
    },
    /** Takes the first that is due before an instant. */
    before(instant: number): Course | undefined {
      const first = heap[0];
      if (!first || first.at >= instant) return undefined;
      swap(0, heap.length - 1);
      heap.pop();
      for (let i = 0; ; ) {
        const [left, right] = [2 * i + 1, 2 * i + 2];
        const child = right < heap.length && less(right, left) ? right : left;
        if (child >= heap.length || !less(child, i)) return first;
        swap(i, child);
        i = child;
      }
    },
  };
}

/** The figure of the bench. */
export function measureDueOnOneDay(): Figure[] {
  const { last } = dueOnOneDay();
  return [
    {
      what: '10,000 tenants due on one day, until the last is attested',
      value: Math.round(last / 360_000) / 10,
      unit: 'h',
      target: 24,
    },
  ];
}
