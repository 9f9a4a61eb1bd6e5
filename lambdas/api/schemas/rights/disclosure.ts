import * as z from 'zod/mini';
import { disclosureId } from '../../../domain/identifiers.ts';
import { instant, language } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

const text = z.string();

/** Who read the individual’s data, or tried to. */
export const myDisclosureSchemas = {
  'my-disclosure.list': {
    summary: 'Who read my data or tried to, newest first',
    query: z.strictObject({ ...page, language: z.optional(language) }),
    status: 200,
    answer: listOf(
      z.object({
        id: disclosureId,
        at: instant,
        /** Its name as it was then, and its present one if that has changed. */
        organisation: text,
        nameNow: z.optional(text),
        /** Staff as a stable code. */
        staff: text,
        purpose: text,
        outcome: z.enum(['released', 'refused']),
        /** Why nothing was released, in plain words. */
        reason: z.optional(text),
        items: z.array(z.object({ label: text, fields: z.array(text) })),
      }),
    ),
  },
} as const satisfies Schemas;
