import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { tenantStates } from '../../../domain/tenants/tenancy.ts';
import { instant } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const retention = z.object({
  state: z.enum(tenantStates),
  epoch: z.number(),
  endedAt: z.optional(instant),
  purgeAt: z.optional(instant),
  schedule: z.optional(signedStatement),
  attestations: z.array(z.string()),
});

/** The state of a tenant between the end of its contract and the attestation of its erasure. */
export const retentionSchemas = {
  'retention.read': {
    summary: 'The state of the tenant between contract end and attestation',
    status: 200,
    answer: retention,
  },
} as const satisfies Schemas;
