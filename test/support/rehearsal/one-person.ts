/*
 * Everything that can happen to one individual who may be erased, done by the real functions on tables that can be put
 * back: so every act is tried on every state. What people were told is noted as it was said, by no rule of the code.
 */
import { firstPlace, type Next, placeAfter } from '../leaving/definitions.ts';
import type { Item } from './conditions.ts';
import type { Practice } from './practice.ts';
import { remembered } from './remembered.ts';
import type { Snapshot } from './tables.ts';

interface Execution {
  readonly attempt: number;
  /** The version of its definition. */
  readonly version: number;
  readonly next: Next;
}

export interface State {
  readonly now: number;
  readonly tables: Snapshot;
  /** The restore point, if there is one. */
  readonly backup?: { readonly at: number; readonly vault: Snapshot; readonly told: Told } | undefined;
  readonly executions: readonly Execution[];
  readonly version: number;
  readonly told: Told;
  /** What a restore was proven to be; undefined when there was none. */
  readonly proven?: string | undefined;
}

interface Told {
  /** When their erasure was begun that they, or two admins, want. */
  readonly askedAt?: number | undefined;
  readonly held: boolean;
}

type Done = Partial<Omit<State, 'tables' | 'now'>> | undefined;

const hour = 3_600_000;
const machines = { retention: 'retention', purge: 'purge', export: 'export' };

export function onePerson(practice: Practice) {
  const { aws, tenant, one, anna, bea, records, call, invoke, later } = practice;
  const bits = one.slice(4);
  const path = { tenant, individual: one };
  const rows = (table: string, name: RegExp | string) =>
    aws.tables.rows(table).filter(({ sk }) => (sk?.S ?? '').match(name) !== null);
  const well = async (answer: Promise<{ readonly status: number }>) => (await answer).status < 300;

  /** An act of theirs, in a session that is over with it. */
  const byThem = async (name: 'my-erasure.ask' | 'my-erasure.undo', body?: object) => {
    if (rows('keys', new RegExp(`^I#${bits}#`)).length === 0) return false;
    const page = await practice.page(one);
    const done = await well(page(name, body ? { body } : {}));
    const sessions = rows('vault', new RegExp(`^I#${bits}#[SL]#`));
    for (const { pk, sk } of sessions)
      await practice.transact([{ table: 'vault', remove: { pk: pk?.S ?? '', sk: sk?.S ?? '' } }]);
    return done;
  };
  const stepped = async (state: State, execution: Execution | undefined): Promise<Done> => {
    if (!execution || typeof execution.next !== 'object') return undefined;
    const { attempt, version, next } = execution;
    const v = version === state.version ? 1 : 2;
    const input = { v, tenant, epoch: 1, attempt, individual: one, execution: `purge ${attempt}` };
    // A step that finds other than what it needs fails, however often it is tried.
    const answer = await invoke({ task: next.task, ...input }).catch(() => undefined);
    const after = {
      ...execution,
      next: answer ? placeAfter('purge', next.task, answer.outcome) : ('failed' as const),
    };
    return { executions: state.executions.map((other) => (other === execution ? after : other)) };
  };

  const acts: Readonly<Record<string, (state: State) => Promise<Done>>> = {
    'they ask': async ({ told, now }) =>
      (await byThem('my-erasure.ask', { everything: true }))
        ? { told: { ...told, askedAt: told.askedAt ?? now } }
        : undefined,
    'they undo': async ({ told }) =>
      (await byThem('my-erasure.undo')) ? { told: { ...told, askedAt: undefined } } : undefined,
    'an admin requests': async () =>
      (await well(records('erasure.request', { as: anna, path, body: {} }))) ? {} : undefined,
    'another confirms': async ({ told, now }) =>
      (await well(records('erasure.confirm', { as: bea, path, body: { individualId: one } })))
        ? { told: { ...told, askedAt: now } }
        : undefined,
    'an admin undoes': async ({ told }) =>
      (await well(records('erasure.undo', { as: anna, path })))
        ? { told: { ...told, askedAt: undefined } }
        : undefined,
    hold: async ({ told, now }) => {
      if (told.held) return undefined;
      const until = new Date(now + 300 * 24 * hour).toISOString();
      const body = { reason: 'Klage', authority: 'Landgericht Kiel', until };
      const done = await well(call('individual-hold.set', { as: anna, path, body }));
      return done ? { told: { ...told, held: true } } : undefined;
    },
    release: async ({ told }) => {
      const { body } = await call('hold.list', { as: anna, path: { tenant } });
      const [hold] = body.items as readonly { readonly until: string }[];
      if (!hold || !(await well(call('individual-hold.release', { as: anna, path })))) return undefined;
      await call('individual-hold.release-confirm', { as: bea, path, body: { until: hold.until } });
      return { told: { ...told, held: false } };
    },
    reconcile: async ({ executions, version }) => {
      aws.mark();
      await invoke({ task: 'reconcile', machines });
      const started = aws.outside().flatMap((name) => /^execution .*-ind_\w+-(\d+)$/.exec(name)?.[1] ?? []);
      const fresh = started.map((attempt) => ({
        attempt: Number(attempt),
        version,
        next: firstPlace('purge'),
      }));
      return fresh.length > 0 ? { executions: [...executions, ...fresh] } : undefined;
    },
    step: (state) => stepped(state, state.executions.at(-1)),
    'step, late': (state) => stepped(state, state.executions.at(-2)),
    // The step has acted, and its answer got lost.
    'step, lost': async (state) => ((await stepped(state, state.executions.at(-1))) ? {} : undefined),
    'a definition is deployed': async ({ version }) => ({ version: 3 - version }),
    'time passes': async () => {
      later((73 * hour) / 1000);
      return {};
    },
    'a restore point': async ({ now, told }) => ({
      backup: { at: now, vault: aws.tables.snapshot(), told },
    }),
    restore: async ({ backup, told }) => {
      if (!backup) return undefined;
      const copy = 'Restored-explored';
      aws.tables.reset(new Map([[copy, backup.vault.get('vault') ?? new Map()]]), copy);
      const since = new Date(backup.at).toISOString();
      const input = { v: 1, copy, since } as const;
      const restore = practice.restore;
      await restore({ task: 'restore.replay', ...input });
      const proof = await restore({ task: 'restore.prove', ...input });
      aws.tables.reset(new Map([['vault', aws.tables.snapshot().get(copy) ?? new Map()]]), 'vault');
      aws.tables.reset(new Map(), copy);
      // What was begun or undone since is to be asked for again.
      const same = told.askedAt === backup.told.askedAt;
      return {
        proven: JSON.stringify(proof),
        told: { ...told, askedAt: same ? told.askedAt : undefined },
        backup: undefined,
      };
    },
  };

  const untold = /^(?:sealed|at|since|version|gate)$/;
  // No item is ever changed: another one takes its place.
  const textOf = remembered((item: Item) =>
    JSON.stringify(item, (name, value) => (untold.test(name) ? 0 : value)),
  );

  /** What of a state matters for what is to come. */
  const essence = ({ now, executions, version, told, backup }: State): string => {
    const since = (text: string) =>
      text
        .replace(/\d{4}-\d\d-\d\dT[\d:.]{12}Z/g, (at) => String(Math.round((Date.parse(at) - now) / hour)))
        .replace(/[0-9a-f]{32}/g, (one) => (one === bits ? one : '*'));
    const saying = (item: Item) => since(textOf(item));
    const found = ['vault', 'keys'].flatMap((table) =>
      rows(table, new RegExp(`${bits}(?:$|#(?:K|AUDIT|R#|C#))|HOLD#`)).map(saying),
    );
    const saved = backup && [
      Math.round((backup.at - now) / hour),
      ...[...(backup.vault.get('vault')?.values() ?? [])].flatMap((partition) =>
        [...partition].filter(([sk]) => new RegExp(`${bits}$`).test(sk)).map(([, item]) => saying(item)),
      ),
    ];
    const place = executions.slice(-2).map(({ next, version }) => [next, version]);
    return JSON.stringify([found.sort(), place, version, told.held, told.askedAt === undefined, saved]);
  };

  /** What is left of them, and what the evidence says. */
  const seen = remembered((state: State) => {
    const count = (table: string, name: RegExp) =>
      [...(state.tables.get(table)?.values() ?? [])].reduce(
        (sum, partition) => sum + [...partition.keys()].filter((sk) => name.test(sk)).length,
        0,
      );
    const partitions = [...(state.tables.get('vault')?.values() ?? [])];
    const row = partitions.map((partition) => partition.get(`I#${bits}`)).find(Boolean);
    return {
      keys: count('keys', new RegExp(`^I#${bits}#K`)),
      rows: count('vault', new RegExp(`^I#${bits}`)),
      state: row?.state?.S,
      ledger: count('evidence', /^[0-9a-f]{64}$/),
      attested: count('evidence', /^ERASED#/),
    };
  });

  return {
    acts,
    essence,
    /** Does an act on a state; undefined when it is refused. */
    async acted(state: State, name: string): Promise<State | undefined> {
      aws.tables.reset(state.tables);
      practice.setTime(state.now);
      const done = await acts[name]?.(state);
      if (!done) return undefined;
      return { ...state, ...done, now: Date.now(), tables: aws.tables.snapshot() };
    },
    seen,
  };
}
