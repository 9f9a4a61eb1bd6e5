import { count } from '../../platform/observability/log.ts';
import { unlessLost } from '../../stores/commit/commit.ts';
import { expireRows } from '../../stores/erasure/expiring.ts';
import { hasCome, type IndividualAttempt, withErasure } from '../../stores/erasure/individual-lease.ts';
import { verifyIndividual } from '../../stores/erasure/individual-residue.ts';
import { whyPutOff } from '../../stores/erasure/individual-row.ts';
import { individualScope } from '../../stores/erasure/individual-scope.ts';
import {
  commitIndividual,
  individualWork,
  keptRace,
  noteVerified,
  shredIndividual,
} from '../../stores/erasure/individual-steps.ts';
import { sweepRows } from '../../stores/erasure/sweeping.ts';
import { takeBackParts } from '../../stores/exports/taking-back.ts';
import { dropSets } from '../../stores/kept/dropping.ts';
import { callNotifier } from '../../stores/mail/notifier-call.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/** One step of the erasure of an individual, in the state machine of the purge: same states, same outcomes. */
export type IndividualStep = (attempt: IndividualAttempt, run: Run) => Promise<Outcome>;

/** Calls the notifier to seal the individual's address while it can be opened: it alone may. */
export const individualEnvelope: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async ({ tenant, erasure }) => {
    if (hasCome(erasure, 'committed')) return { outcome: 'kept' };
    const { individual } = erasure;
    return { outcome: await callNotifier({ task: 'delivery', tenant: tenant.id, individual }) };
  });

/**
 * The point of no return: not before the 72 hours are over, not under a legal hold, not when it was undone or a purge
 * was faster, and not before what has to stay is kept. Who is held loses what was copied of them for that.
 */
export const individualCommit: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    const { erasure } = leased;
    if (hasCome(erasure, 'attested')) return { outcome: 'attested' };
    if (hasCome(erasure, 'committed')) return { outcome: 'committed' };
    const reason = await whyPutOff(leased, run.at);
    if (reason !== undefined)
      return (await dropSets(leased, run)) ? { outcome: 'leave', reason } : { outcome: 'moved' };
    if (erasure.kept === undefined) return { outcome: 'unkept' };
    const committed = await unlessLost(keptRace, () => commitIndividual(leased, run.at));
    if (committed !== 'lost') return { outcome: 'committed' };
    return { outcome: (await dropSets(leased, run)) ? 'unkept' : 'moved' };
  });

/** Destroys the individual's keys: from then on nothing of theirs opens. */
export const individualShred: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    if (!hasCome(leased.erasure, 'shredded')) await shredIndividual(leased, run.at);
    return { outcome: 'shredded' };
  });

/** Deletes their own row, so that late writes fail, then counts every row and has it expire. */
export const individualExpire: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    const { tenant, erasure } = leased;
    if (erasure.tally?.at !== undefined) return { outcome: 'expired' };
    const work = individualWork(leased, run.at, run.timeIsUp, 'expire');
    const finished = await expireRows(individualScope(tenant.id, erasure), work, run.at);
    return { outcome: finished ? 'expired' : 'more' };
  });

/** Takes back the parts of exports that may hold them, then counts and deletes every row of theirs. */
export const individualSweep: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    const { tenant, erasure } = leased;
    if (hasCome(erasure, 'verified')) return { outcome: 'swept' };
    const going = await takeBackParts(leased, run);
    if (!going) return { outcome: 'more' };
    const work = individualWork(going, run.at, run.timeIsUp, 'sweep');
    return { outcome: (await sweepRows(individualScope(tenant.id, erasure), work)) ? 'swept' : 'more' };
  });

/** Verifies by other code that nothing of theirs is left, and records that. Residue goes back to the sweep. */
export const individualVerify: IndividualStep = (attempt, run) =>
  withErasure(attempt, run, async (leased) => {
    const { tenant, erasure } = leased;
    if (hasCome(erasure, 'verified')) return { outcome: 'verified' };
    const { verdict, rows } = await verifyIndividual(tenant, erasure, run.at);
    if (verdict !== 'clean') {
      count('ResidueAfterSweep');
      return { outcome: 'residue', why: verdict, count: rows };
    }
    await noteVerified(leased, run.at);
    return { outcome: 'verified' };
  });
