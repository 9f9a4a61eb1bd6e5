import { knownKind } from '../../model/key-registry.ts';
import { individualsOf, keptBySweep, rangesOf } from '../../model/tenant-ranges.ts';
import { removeRows, stampRows } from '../../platform/dynamodb/batches.ts';
import { transact } from '../../platform/dynamodb/transaction.ts';
import { type Positions, walkRanges } from '../../platform/dynamodb/walk.ts';
import { epochSeconds } from '../../platform/runtime/clock.ts';
import { leaseChange } from '../../stores/retention/lease.ts';
import { holding, type Run, type Step } from '../../stores/retention/step.ts';

const step = 'expire';

/**
 * Deletes the individuals' own rows, which is the end of every late write below them, and then gives every row
 * that is left an expiry of now: no read returns it any more, and should all that follows fail for ever, DynamoDB
 * itself removes it. Rows that end sooner keep their end.
 */
export const purgeExpire: Step = (attempt, run) =>
  holding(attempt, run, ['purging'], async (held) => {
    const { tenant, lease } = held;
    const before = lease.progress?.step === step ? (lease.progress.state as Positions) : {};
    const closed = await removeIndividuals(tenant.id, before, run);
    const stamped = closed.finished ? await stamp(tenant.id, tenant.epoch, closed.positions, run) : closed;
    const progress = stamped.finished ? undefined : { step, state: stamped.positions };
    await transact([leaseChange(held, { progress })]);
    return { outcome: stamped.finished ? 'expired' : 'more' };
  });

type Gone = { readonly positions: Positions; readonly finished: boolean };

function removeIndividuals(tenant: string, from: Positions, { timeIsUp }: Run): Promise<Gone> {
  const options = { attributes: ['pk', 'sk'], timeIsUp };
  return walkRanges(individualsOf(tenant), from, options, ({ table }, rows) =>
    removeRows(
      table,
      rows.filter((row) => knownKind(table, row) === 'individual'),
    ),
  );
}

/** Evidence has no expiry: its rows have end dates of their own, and the sweep deletes what is to go. */
function stamp(tenant: string, epoch: number, from: Positions, { at, timeIsUp }: Run): Promise<Gone> {
  const now = epochSeconds(at);
  const kept = keptBySweep(tenant, epoch);
  const options = { attributes: ['pk', 'sk', 'expiresAt'], timeIsUp };
  return walkRanges(
    [...rangesOf('keys', tenant), ...rangesOf('vault', tenant)],
    from,
    options,
    ({ table }, rows) =>
      stampRows(
        table,
        rows.filter(
          (row) => !kept(table, row) && !(typeof row.expiresAt === 'number' && row.expiresAt <= now),
        ),
        now,
      ),
  );
}
