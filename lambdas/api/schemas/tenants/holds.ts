import * as z from 'zod/mini';
import { individualId, memberId } from '../../../domain/identifiers.ts';
import { instant, line, version } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

/** Why somebody sets a hold, on whose word, and until when. */
const ground = { reason: line(500), authority: line(200), until: instant };
const hold = z.object({
  scope: z.enum(['tenant', 'individual']),
  individual: z.optional(individualId),
  ...ground,
  setAt: instant,
  version,
  release: z.optional(z.object({ requestedBy: memberId, requestedAt: instant })),
});
const released = z.object({ until: instant, pendingConfirmation: z.boolean() });

const setting = {
  body: z.strictObject(ground),
  status: 200,
  answer: hold,
  versioned: true,
  problems: ['conflict', 'tenant-not-open', 'version-mismatch'],
} as const;
const releasing = { status: 200, answer: released, problems: ['conflict', 'tenant-not-open'] } as const;
const confirming = {
  body: z.strictObject({ until: instant }),
  status: 200,
  answer: released,
  problems: ['conflict', 'tenant-not-open', 'separation-of-duties'],
} as const;

/** Legal holds, which stop a purge. */
export const holdSchemas = {
  'hold.set': {
    summary:
      'Set or renew the legal hold on the tenant: nothing of it is purged until it ends, after 366 days at most',
    ...setting,
  },
  'individual-hold.set': {
    summary:
      'Set or renew the legal hold on one individual: they are not erased, and a purge removes everybody else, until it ends, after 366 days at most',
    ...setting,
  },
  'hold.list': {
    summary: 'The legal holds of the tenant: those on individuals, and that on the whole',
    query: z.strictObject(page),
    status: 200,
    answer: listOf(hold),
  },
  'hold.release': {
    summary: 'Request the release of the legal hold on the tenant, which a second admin has to confirm',
    ...releasing,
  },
  'hold.release-confirm': {
    summary:
      'A second admin confirms the release of the legal hold within seven days, repeating until when it would last; neither made the other an admin, and one has been it for two weeks',
    ...confirming,
  },
  'individual-hold.release': {
    summary: 'Request the release of the legal hold on one individual, which a second admin has to confirm',
    ...releasing,
  },
  'individual-hold.release-confirm': {
    summary:
      'A second admin confirms the release of the legal hold on one individual within seven days, repeating until when it would last; neither made the other an admin, and one has been it for two weeks',
    ...confirming,
  },
} as const satisfies Schemas;
