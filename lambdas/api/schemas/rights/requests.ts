import * as z from 'zod/mini';
import { signedStatement } from '../../../domain/evidence/statement.ts';
import { requestId } from '../../../domain/identifiers.ts';
import { instant } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';
import { inLanguage } from '../individuals/shown-texts.ts';

const text = z.string();

/** The individual’s refusals, and their signed receipts. */
export const myRefusalSchemas = {
  'request.receipt': {
    summary: 'The signed receipt of a refusal; a grant has the receipt of its consent',
    status: 200,
    answer: signedStatement,
    problems: ['conflict'],
  },
  'my-refusal.list': {
    summary: 'What I refused, newest first, and until when nobody may ask again',
    query: inLanguage,
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          /** Of the request that was refused. */
          id: requestId,
          organisation: z.object({ name: text, nameNow: z.optional(text) }),
          purpose: text,
          /** Names of the categories that were requested. */
          data: z.array(text),
          at: instant,
          /** Until when the organisation may not request the same again. */
          blockedUntil: instant,
          /** Whether it was confirmed by the code; only then there is a receipt. */
          confirmed: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies Schemas;
