import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { individualId, keptSetId } from '../domain/identifiers.ts';
import { exportStepInput, stepInput } from '../domain/retention/step-input.ts';
import {
  individualAttest,
  individualDeliver,
  individualFinish,
} from '../operations/erasure/individual-proof.ts';
import {
  type IndividualStep,
  individualCommit,
  individualEnvelope,
  individualExpire,
  individualShred,
  individualSweep,
  individualVerify,
} from '../operations/erasure/individual-removal.ts';
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
import {
  type KeptStep,
  keptCommit,
  keptFinish,
  keptShred,
  keptSweep,
  keptVerify,
} from '../operations/kept/kept-removal.ts';
import type { Outcome, Run, Step } from '../stores/retention/step.ts';
import { runTask } from '../stores/retention/task.ts';

/** The steps of the machine of removal, by the name of their task. */
export const steps = {
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
type StepName = keyof typeof steps;

/**
 * The same machine erases one individual, with other steps. They have no KMS key of their own, so that there is nothing
 * to wait for and no second attestation.
 */
const ofIndividual: Readonly<Record<StepName, IndividualStep>> = {
  'purge.envelope': individualEnvelope,
  'purge.commit': individualCommit,
  'purge.shred': individualShred,
  'purge.expire': individualExpire,
  'purge.sweep': individualSweep,
  'purge.verify': individualVerify,
  'purge.attest': individualAttest,
  'purge.deliver': individualDeliver,
  'purge.key': async () => ({ outcome: 'gone' }),
  'purge.attest-finally': async () => ({ outcome: 'attested' }),
  'purge.deliver-finally': async () => ({ outcome: 'delivered' }),
  'purge.finish': individualFinish,
};

const answering = (outcome: string) => async () => ({ outcome });

/**
 * And it removes a kept set on its day. A set has one key and some lines; there is nobody to tell, and nothing is
 * attested: that it would go then stands in the attestation of the erasure.
 */
const ofKeptSet: Readonly<Record<StepName, KeptStep>> = {
  'purge.envelope': answering('kept'),
  'purge.commit': keptCommit,
  'purge.shred': keptShred,
  'purge.expire': answering('expired'),
  'purge.sweep': keptSweep,
  'purge.verify': keptVerify,
  'purge.attest': answering('attested'),
  'purge.deliver': answering('delivered'),
  'purge.key': answering('gone'),
  'purge.attest-finally': answering('attested'),
  'purge.deliver-finally': answering('delivered'),
  'purge.finish': keptFinish,
};

const input = z.union([
  z.extend(stepInput(steps), {
    /** Whose data an erasure removes, or the kept set that goes; empty for the purge of the whole tenant. */
    individual: z.optional(z.union([individualId, keptSetId, z.literal('')])),
  }),
  exportStepInput('export.clear'),
]);
type StepCall = Extract<z.output<typeof input>, { readonly epoch: number }>;

/**
 * Runs a step that destroys: of the purge of a tenant, of the erasure of an individual, of the removal of a kept set or
 * of an export. It opens nothing. No other function may delete what this one does.
 * @throws whatever failed, for the state machine to try again
 */
export function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Outcome> {
  return runTask(input, event, context, (call, run) =>
    'export' in call ? exportClear(call, run) : runStep(call, run),
  );
}

function runStep({ task, individual, ...attempt }: StepCall, run: Run): Promise<Outcome> {
  if (!individual) return steps[task](attempt, run);
  const act = keptSetId.safeParse(individual).success ? ofKeptSet[task] : ofIndividual[task];
  return act({ ...attempt, individual }, run);
}
