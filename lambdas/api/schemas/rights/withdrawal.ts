import * as z from 'zod/mini';
import { consentId } from '../../../domain/identifiers.ts';
import { version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

const text = z.string();

/** How an individual withdraws a consent. */
export const withdrawalSchemas = {
  'my-consent.withdraw': {
    summary: 'Withdraw: no disclosure that starts after the answer succeeds',
    body: z.strictObject({ tellReason: z.optional(z.boolean()) }),
    status: 200,
    answer: z.object({
      id: consentId,
      state: z.literal('withdrawn'),
      version,
      audit: z.object({ entry: text, leaf: text }),
    }),
    problems: ['conflict'],
  },
} as const satisfies Schemas;
