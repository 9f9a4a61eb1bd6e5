import * as z from 'zod/mini';
import { attestationId } from '../../../domain/identifiers.ts';
import { instant } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const answer = z.object({
  state: z.enum(['none', 'waiting', 'running']),
  /** Who began it. */
  by: z.optional(z.enum(['individual', 'tenant'])),
  /** Until when it can be undone. */
  dueAt: z.optional(instant),
  attestation: z.optional(attestationId),
  /** Where the attestation will be; whoever has this address gets it. */
  address: z.optional(z.string()),
  /** What proves that the attestation is about me: it names me by a hash of this and my id. */
  salt: z.optional(z.string()),
});

/** How an individual has their data erased. */
export const myErasureSchemas = {
  'my-erasure.read': {
    summary:
      'Whether my data are to be erased, until when that can be undone, and where the attestation will be',
    status: 200,
    answer,
  },
  'my-erasure.ask': {
    summary: 'Have my data erased: locked at once, destroyed after 72 hours',
    body: z.strictObject({ everything: z.literal(true) }),
    status: 200,
    answer,
    problems: ['conflict'],
  },
  'my-erasure.undo': {
    summary: 'Undo the erasure of my data within 72 hours, whoever asked for it',
    status: 200,
    answer,
    problems: ['conflict'],
  },
} as const satisfies Schemas;
