import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { blockers, standings } from '../../../domain/retention/standing.ts';
import { tenantStates } from '../../../domain/tenants/tenancy.ts';
import { instant } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

/** What is at work on a tenant whose contract has ended, and what it waits for. */
const work = {
  step: z.optional(z.string()),
  since: z.optional(instant),
  done: z.optional(z.number()),
  of: z.optional(z.number()),
  attempt: z.optional(z.number()),
  until: z.optional(instant),
  fault: z.optional(z.object({ code: z.string(), at: instant, tries: z.number() })),
  next: z.optional(instant),
  execution: z.optional(z.string()),
  heldIndividuals: z.optional(z.number()),
  blockedBy: z.array(z.object({ by: z.enum(blockers), until: instant })),
};

const retention = z.object({
  state: z.enum(tenantStates),
  epoch: z.number(),
  endedAt: z.optional(instant),
  purgeAt: z.optional(instant),
  ...work,
  schedule: z.optional(signedStatement),
  attestations: z.array(z.string()),
});

/** The state of a tenant between the end of its contract and the attestation of its erasure. */
export const retentionSchemas = {
  'retention.list': {
    summary:
      'Tenants on their way out: ending, held, due, overdue, blocked, being removed; whoever is to be looked after first comes first',
    query: z.strictObject({ ...page, state: z.optional(z.enum(standings)) }),
    status: 200,
    answer: listOf(
      z.object({
        tenant: z.string(),
        name: z.string(),
        state: z.enum(standings),
        epoch: z.number(),
        endsAt: z.optional(instant),
        purgeAt: z.optional(instant),
        ...work,
      }),
    ),
  },
  'retention.read': {
    summary: 'The state of the tenant between contract end and attestation',
    status: 200,
    answer: retention,
  },
} as const satisfies Schemas;
