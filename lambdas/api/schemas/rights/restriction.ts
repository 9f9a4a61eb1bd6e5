import * as z from 'zod/mini';
import { restrictionReasons } from '../../../domain/people/restriction.ts';
import { instant } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const reason = z.enum(restrictionReasons);
const answer = z.object({
  /** Why the data are locked: by the individual (`asked`), by the tenant (`admin`), or before an erasure. */
  reasons: z.array(reason),
  /** What happened lately, newest first. */
  log: z.array(z.object({ at: instant, reason, locked: z.boolean() })),
});

/** How an individual locks their own data. */
export const myRestrictionSchemas = {
  'my-restriction.read': {
    summary: 'Whether my data are locked, why, and what was locked and unlocked lately',
    status: 200,
    answer,
  },
  'my-restriction.set': {
    summary: 'Lock my data at once: nobody is shown anything, and nobody asks',
    body: z.strictObject({}),
    status: 200,
    answer,
    problems: ['conflict'],
  },
  'my-restriction.lift': {
    summary: 'Unlock my data again; what the tenant has locked stays locked',
    status: 200,
    answer,
    problems: ['conflict'],
  },
} as const satisfies Schemas;
