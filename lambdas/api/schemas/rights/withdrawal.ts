import * as z from 'zod/mini';
import { consentId } from '../../../domain/identifiers.ts';
import { version } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';
import { myConsent } from '../individuals/my-consent.ts';
import { inLanguage } from '../individuals/shown-texts.ts';

const text = z.string();
const { id, state, grantedAt, withdrawable, withdrawSentence } = myConsent.shape;
const named = z.object({ name: text, nameNow: z.optional(text) });

/** How an individual withdraws a consent. */
export const withdrawalSchemas = {
  'withdrawal.read': {
    summary:
      'What a withdrawal link shows of its permission: who reads, and since when; not what for, nor what',
    query: inLanguage,
    status: 200,
    answer: z.object({
      id,
      organisation: named,
      recipients: z.array(named),
      state,
      grantedAt,
      withdrawable,
      withdrawSentence,
    }),
  },
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
