import { shards } from '../../domain/identifiers.ts';
import { individualUses, knownKind } from '../../model/key-registry.ts';
import { individualsOf, type TableRange } from '../../model/tenant-ranges.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { type Positions, rowsOf } from '../../platform/dynamodb/walk.ts';
import { count } from '../../platform/observability/log.ts';
import { canaryOpens } from '../../stores/keys/open-canary.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, type Run, type Step } from '../../stores/retention/step.ts';

const step = 'probe';

/**
 * Checks that the tenant's data is still retrievable: every individual has all their keys, every key has its
 * individual, and the synthetic canary of each shard opens. Nobody's data is read. What is found is an alarm, and
 * never hastens or delays the purge.
 */
export const retentionProbe: Step = (attempt, run) =>
  holding(attempt, run, ['retrieval'], async (held) => {
    const { tenant, lease } = held;
    if (!tenant.kmsKey) return { outcome: 'nothing-to-probe' };
    const kmsKey = tenant.kmsKey;
    const before = lease.progress?.step === step ? (lease.progress.state as Positions) : {};
    const ranges = individualsOf(tenant.id).filter(({ name }) => before[name] !== null);
    const compared = await Promise.all(ranges.map((range) => compare(range, before[range.name], run)));
    const closed = await Promise.all(
      shards.map((shard) =>
        canaryOpens(tenant.id, kmsKey, shard).then(
          (opens) => (opens ? 0 : 1),
          () => 1,
        ),
      ),
    );
    const damaged = [...compared.map((one) => one.damaged), ...closed].reduce((sum, one) => sum + one, 0);
    if (damaged > 0) count('DataNotRetrievable');
    const positions = {
      ...before,
      ...Object.fromEntries(compared.map(({ name, position }) => [name, position])),
    };
    const finished = compared.every(({ position }) => position === null);
    await transact([
      leaseChange(held, { progress: finished ? undefined : { step, state: positions satisfies Positions } }),
    ]);
    return { outcome: finished ? 'probed' : 'more', damaged };
  });

interface Compared {
  readonly name: string;
  /** Individuals without all their keys, and keys without their individual. */
  readonly damaged: number;
  readonly position: string | null;
}

const keysOfAnyone = ['AUDIT', ...individualUses.map((use) => `K#${use}`)].sort();
const keysOfCanary = ['AUDIT', 'K#canary'];

/** Walks through the individuals of a shard and their keys side by side; both are in the same order. */
async function compare(range: TableRange, from: string | null | undefined, run: Run): Promise<Compared> {
  const start = from ?? undefined;
  const keys = byIndividual(rowsOf({ ...range, table: 'keys' }, ['sk'], start && `${start}~`));
  let held = await keys.next();
  let damaged = 0;
  for await (const row of rowsOf(range, ['pk', 'sk', 'canary'], start)) {
    if (knownKind('vault', row) !== 'individual') continue;
    for (; !held.done && held.value.individual < row.sk; held = await keys.next()) damaged++;
    const own = !held.done && held.value.individual === row.sk ? held.value.names : [];
    const wanted = row.canary === true ? keysOfCanary : keysOfAnyone;
    if (own.join() !== wanted.join()) damaged++;
    if (own.length > 0) held = await keys.next();
    if (run.timeIsUp()) return { name: range.name, damaged, position: row.sk };
  }
  for (; !held.done; held = await keys.next()) damaged++;
  return { name: range.name, damaged, position: null };
}

interface KeysOfOne {
  /** The sort key of the individual's own row in Vault. */
  readonly individual: string;
  readonly names: readonly string[];
}

async function* byIndividual(
  rows: AsyncIterable<{ readonly sk: string }>,
): AsyncGenerator<KeysOfOne, undefined> {
  let current: { individual: string; names: string[] } | undefined;
  for await (const { sk } of rows) {
    const [prefix = '', bits = '', ...name] = sk.split('#');
    const individual = `${prefix}#${bits}`;
    if (current && current.individual !== individual) {
      yield current;
      current = undefined;
    }
    current ??= { individual, names: [] };
    current.names.push(name.join('#'));
  }
  if (current) yield current;
  return undefined;
}
