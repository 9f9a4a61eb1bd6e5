import * as z from 'zod/mini';
import { keep } from '../../../domain/catalogue/keeping.ts';
import { language } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';

/** What an individual is told before their data are erased. */
export const myStayingSchemas = {
  'my-erasure.stays': {
    summary: 'What of my records a law demands to keep when my data are erased, and for how long',
    query: z.strictObject({ language: z.optional(language) }),
    status: 200,
    answer: z.object({
      stays: z.array(z.object({ category: z.string(), label: z.string(), keep })),
    }),
  },
} as const satisfies Schemas;
