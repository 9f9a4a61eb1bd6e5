import type { ResultOf } from '../lambdas/api/client.ts';
import { atRest } from '../lambdas/domain/retention/lease.ts';
import { amount } from './amount.ts';

/** A tenant on its way out, as the API lists it. */
export type Leaving = ResultOf<'retention.list'>['items'][number];
/** What is at work on a tenant. */
type Work = Pick<
  Leaving,
  'step' | 'done' | 'of' | 'fault' | 'next' | 'execution' | 'blockedBy' | 'heldIndividuals'
>;

/** What each step does, by the name of its task. */
const steps: Readonly<Record<string, string>> = {
  'retention.schedule': 'signs the retention schedule',
  'retention.check': 'checks whether the purge is due',
  'retention.notify': 'tells the admins how near the purge is',
  'retention.probe': 'checks that the data can be retrieved',
  'retention.begin': 'starts the purge',
  'purge.envelope': "seals the admins' addresses",
  'purge.commit': 'passes the point of no return',
  'purge.shred': 'destroys the keys',
  'purge.expire': 'counts every row and makes it expire',
  'purge.sweep': 'deletes every row',
  'purge.verify': 'verifies that nothing is left',
  'purge.attest': 'signs attestation (1)',
  'purge.deliver': 'mails attestation (1)',
  'purge.key': 'checks whether AWS has destroyed the key',
  'purge.attest-finally': 'signs attestation (2)',
  'purge.deliver-finally': 'mails attestation (2)',
  'purge.finish': 'deletes the last rows',
  [atRest]: 'everybody is removed but who is held',
};

/** What a step does, in words. */
export const stepSentence = (step: string): string => steps[step] ?? step;

const blockers: Readonly<Record<Leaving['blockedBy'][number]['by'], string>> = {
  window: 'the retrieval window',
  hold: 'a legal hold',
  export: 'a running export',
};

/**
 * What is at work on a tenant, with its progress, and what it waits for, in one line.
 * @param idle what is said when nothing is at work
 */
export function workSentence(work: Work, locale?: string, idle = 'no step has run'): string {
  const { step, done, of, fault, next, execution, blockedBy, heldIndividuals } = work;
  const number = (count: number) => count.toLocaleString(locale);
  const progress =
    done === undefined
      ? ''
      : ` (${of === undefined ? amount(done, 'row', locale) : `${number(done)} of ${amount(of, 'row', locale)}`} deleted)`;
  return [
    ...(step === undefined ? (blockedBy.length === 0 ? [idle] : []) : [`${stepSentence(step)}${progress}`]),
    ...(fault ? [`failed ${amount(fault.tries, 'time', locale)}, last ${fault.at}: ${fault.code}`] : []),
    ...(heldIndividuals === undefined ? [] : [`held individuals: ${number(heldIndividuals)}`]),
    ...blockedBy.map(({ by, until }) => `waits for ${blockers[by]} until ${until}`),
    ...(next === undefined ? [] : [`wakes ${next}`]),
    ...(execution === undefined ? [] : [execution]),
  ].join('; ');
}

/** Where a tenant stands, in one line. */
export function statusLine(leaving: Leaving, locale?: string): string {
  const { state, tenant, name, endsAt } = leaving;
  const idle = state === 'removed' ? 'everything is deleted, AWS has yet to destroy the key' : undefined;
  const what = state === 'ending' ? `its contract ends ${endsAt}` : workSentence(leaving, locale, idle);
  return `${state.padEnd(9)}  ${tenant}  ${name}: ${what}`;
}
