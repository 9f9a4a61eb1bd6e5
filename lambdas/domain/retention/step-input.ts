import * as z from 'zod/mini';
import { exportId, tenantId } from '../identifiers.ts';

const whole = z.int().check(z.minimum(0));

/** What the machines of a tenant give to a step, of these by name: ids only. */
export const stepInput = <N extends string>(steps: Readonly<Record<N, unknown>>) =>
  z.strictObject({
    task: z.enum(Object.keys(steps) as [N, ...N[]]),
    v: z.literal(1),
    tenant: tenantId,
    epoch: whole,
    attempt: whole,
    execution: z.optional(z.string().check(z.maxLength(2048))),
  });

/** What the machine of an export gives to this step. */
export const exportStepInput = <N extends string>(task: N) =>
  z.strictObject({
    task: z.literal(task),
    v: z.literal(1),
    tenant: tenantId,
    export: exportId,
    attempt: whole,
  });
