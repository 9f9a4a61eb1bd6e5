import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { exportId, tenantId } from '../domain/identifiers.ts';
import { purgeAttest } from '../operations/erasure/purge-attest.ts';
import { purgeAttestFinally } from '../operations/erasure/purge-attest-finally.ts';
import { purgeCommit } from '../operations/erasure/purge-commit.ts';
import { purgeDeliver, purgeDeliverFinally } from '../operations/erasure/purge-deliver.ts';
import { purgeEnvelope } from '../operations/erasure/purge-envelope.ts';
import { purgeExpire } from '../operations/erasure/purge-expire.ts';
import { purgeFinish } from '../operations/erasure/purge-finish.ts';
import { purgeKey } from '../operations/erasure/purge-key.ts';
import { purgeShred } from '../operations/erasure/purge-shred.ts';
import { purgeSweep } from '../operations/erasure/purge-sweep.ts';
import { purgeVerify } from '../operations/erasure/purge-verify.ts';
import { exportClear } from '../operations/exports/export-clear.ts';
import { exportSign } from '../operations/exports/export-sign.ts';
import { reconcile } from '../operations/retention/reconcile.ts';
import { retentionBegin } from '../operations/retention/retention-begin.ts';
import { retentionCheck } from '../operations/retention/retention-check.ts';
import { retentionNotify } from '../operations/retention/retention-notify.ts';
import { retentionProbe } from '../operations/retention/retention-probe.ts';
import { retentionSchedule } from '../operations/retention/retention-schedule.ts';
import { faultOf, log } from '../platform/observability/log.ts';
import { monotonic, now } from '../platform/runtime/clock.ts';
import { noteFault } from '../stores/retention/lease.ts';
import type { Outcome, Run, Step } from '../stores/retention/step.ts';

/** The steps of both state machines, by the name of their task. */
export const steps = {
  'retention.schedule': retentionSchedule,
  'retention.check': retentionCheck,
  'retention.notify': retentionNotify,
  'retention.probe': retentionProbe,
  'retention.begin': retentionBegin,
  'purge.envelope': purgeEnvelope,
  'purge.commit': purgeCommit,
  'purge.shred': purgeShred,
  'purge.expire': purgeExpire,
  'purge.sweep': purgeSweep,
  'purge.verify': purgeVerify,
  'purge.attest': purgeAttest,
  'purge.deliver': purgeDeliver,
  'purge.key': purgeKey,
  'purge.attest-finally': purgeAttestFinally,
  'purge.deliver-finally': purgeDeliverFinally,
  'purge.finish': purgeFinish,
} as const satisfies Record<string, Step>;

/** The steps of an export that need no opening, by the name of their task. */
export const exportSteps = { 'export.sign': exportSign, 'export.clear': exportClear } as const;
type ExportStepName = keyof typeof exportSteps;

type StepName = keyof typeof steps;

const whole = z.int().check(z.minimum(0));
const input = z.union([
  z.strictObject({
    task: z.enum(Object.keys(steps) as [StepName, ...StepName[]]),
    v: z.literal(1),
    tenant: tenantId,
    epoch: whole,
    attempt: whole,
    execution: z.optional(z.string().check(z.maxLength(2048))),
  }),
  z.strictObject({
    task: z.enum(Object.keys(exportSteps) as [ExportStepName, ...ExportStepName[]]),
    v: z.literal(1),
    tenant: tenantId,
    export: exportId,
    attempt: whole,
  }),
  z.strictObject({
    task: z.literal('reconcile'),
    machines: z.strictObject({ retention: z.string(), purge: z.string(), export: z.string() }),
  }),
]);

/** Milliseconds before the function's timeout at which a step stops starting new work. */
const margin = 60_000;

/**
 * Runs one step of a state machine, or the reconciler. The result of a step is its outcome; it throws only errors
 * that a retry may heal. An invalid input gives an outcome that no state machine knows, so that its execution fails
 * at once.
 * @throws whatever failed, for the state machine to try again
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  const began = monotonic();
  const end = began + Math.max(context.getRemainingTimeInMillis() - margin, 1000);
  const run: Run = { at: now(), timeIsUp: () => monotonic() > end };
  const task = taskOf(event);
  const parsed = input.safeParse(event);
  if (!parsed.success) {
    log('error', 'workflow', { task, outcome: 'invalid-input' });
    return { outcome: 'invalid-input' };
  }
  const call = parsed.data;
  const ids =
    call.task === 'reconcile'
      ? {}
      : { tenant: call.tenant, attempt: call.attempt, ...('epoch' in call && { epoch: call.epoch }) };
  try {
    const outcome =
      call.task === 'reconcile'
        ? await reconcile(call.machines, run)
        : 'export' in call
          ? await exportSteps[call.task](call, run)
          : await steps[call.task](call, run);
    log('info', 'workflow', {
      task,
      ...ids,
      outcome: outcome.outcome === 'leave' ? `leave ${outcome.reason}` : outcome.outcome,
      milliseconds: Math.round(monotonic() - began),
    });
    return outcome;
  } catch (error) {
    const fault = faultOf(error);
    log('error', 'workflow', { task, ...ids, outcome: 'failed', ...fault });
    // Whoever asks where the tenant stands is told; if that fails too, the log tells.
    if ('epoch' in call) await noteFault(call, fault.fault ?? 'unknown', run.at).catch(() => undefined);
    throw error;
  }
}

/** The name of the task for the log, if it is a known one: nothing else of a forged input is logged. */
function taskOf(event: unknown): string {
  const task = typeof event === 'object' && event !== null && 'task' in event ? event.task : undefined;
  return typeof task === 'string' &&
    (Object.hasOwn({ ...steps, ...exportSteps }, task) || task === 'reconcile')
    ? task
    : 'unknown';
}
