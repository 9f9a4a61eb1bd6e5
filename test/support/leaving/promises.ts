/*
 * What must be true of everything that happens to a tenant on its way out, said without the rules of the code.
 */
import type { Step } from './explore.ts';
import type { World } from './world.ts';

const hour = 60 * 60 * 1000;
const dateIn = (instant: string, timeZone: string) =>
  new Date(instant).toLocaleDateString('sv', { timeZone });
const later = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10);

const committed = ({ before, after }: Step) =>
  before.tenant?.state === 'retrieval' && after.tenant?.state === 'purging';
const removes = ({ before, after }: Step) => before.secrets !== after.secrets || before.rows !== after.rows;
const order = { there: 0, expired: 1, gone: 2 };
const isPurging = ({ tenant }: World) => tenant === undefined || ['purging', 'purged'].includes(tenant.state);

/** Whether an act was one of an execution that another has overtaken, or that is of another end of the contract. */
function isSuperseded({ before, act }: Step): boolean {
  const one = before.executions.find(({ name }) => name === act.of);
  const { lease, tenant } = before;
  if (!one || act.name === 'copy') return false;
  return tenant?.epoch !== one.epoch || (lease?.epoch === one.epoch && lease.attempt > one.attempt);
}

const withoutExecutions = ({ executions: _, ...rest }: World) => JSON.stringify(rest);

/** The promises, each with what would break it. */
export const broken: Readonly<Record<string, (step: Step) => boolean>> = {
  'nothing is removed before the last day of the window is over': (step) => {
    if (!committed(step)) return false;
    const { promised, window, tenant, now } = step.before;
    if (promised.endedAt === undefined || !tenant) return true;
    const last = later(dateIn(promised.endedAt, tenant.timeZone), Number(/\d+/.exec(window)?.[0]));
    return dateIn(now, tenant.timeZone) <= last;
  },
  'nothing is removed while it is held': (step) => {
    const { promised, now } = step.before;
    return committed(step) && promised.heldUntil !== undefined && promised.heldUntil > now;
  },
  'nothing is removed while an export has time left': (step) => {
    const { exporting, now } = step.before;
    return committed(step) && exporting !== undefined && exporting.until > now;
  },
  'nothing is removed before the admins had a sixth of the window from the first notice': (step) => {
    const { promised, window, now } = step.before;
    const sixth = (Number(/\d+/.exec(window)?.[0]) * 24 * hour) / 6;
    const { firstNoticeAt } = promised;
    return (
      committed(step) &&
      !(firstNoticeAt !== undefined && Date.parse(now) - Date.parse(firstNoticeAt) >= sixth)
    );
  },
  'nothing is removed but by a purge that has committed': (step) =>
    removes(step) && step.before.tenant?.state !== 'purging',
  'a purge commits once': ({ after }) => after.ledger > 1,
  'nothing comes back': ({ before, after }) =>
    (after.secrets && !before.secrets) ||
    order[after.rows] < order[before.rows] ||
    after.attested < before.attested ||
    (before.tenant === undefined && after.tenant !== undefined) ||
    (before.lease === undefined && after.lease !== undefined) ||
    (isPurging(before) && !isPurging(after)),
  'nothing is attested that is not so': ({ before, after }) =>
    after.attested > before.attested &&
    (after.secrets ||
      after.rows !== 'gone' ||
      (after.attested === 2 && !(before.keyGoneAt ?? '~' <= before.now))),
  'the last row goes after the second attestation': ({ before, after }) =>
    before.tenant !== undefined && after.tenant === undefined && before.attested !== 2,
  'what was superseded changes nothing': (step) =>
    isSuperseded(step) &&
    step.after.executions.length === step.before.executions.length &&
    withoutExecutions(step.before) !== withoutExecutions(step.after),
  'an epoch never falls, and no lease is ahead of its contract': ({ before, after }) =>
    (after.tenant?.epoch ?? before.tenant?.epoch ?? 0) < (before.tenant?.epoch ?? 0) ||
    (after.lease?.epoch ?? 0) > (after.tenant?.epoch ?? 0),
  'the reconciler starts nothing beside an execution that has the lease': ({ act, before, after }) =>
    act.name === 'reconcile' &&
    after.executions.length > before.executions.length &&
    before.executions.some(
      ({ name, died, next }) =>
        name === before.lease?.execution &&
        died === undefined &&
        typeof next === 'object' &&
        before.lease.epoch === before.tenant?.epoch &&
        before.lease.until > before.now,
    ),
};
