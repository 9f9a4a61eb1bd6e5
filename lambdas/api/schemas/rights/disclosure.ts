import * as z from 'zod/mini';
import { exportOutcomes, scopesOfPeople } from '../../../domain/exports/export.ts';
import { disclosureId, exportId } from '../../../domain/identifiers.ts';
import { instant, language } from '../../../domain/values.ts';
import { listOf } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';

const text = z.string();

const logged = z.object({
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
});

const covering = z.object({
  id: exportId,
  /** When it began. */
  at: instant,
  scope: z.enum(scopesOfPeople),
  outcome: z.enum(exportOutcomes),
  doneAt: z.optional(instant),
});

/** Who read the individual’s data, or tried to. */
export const myDisclosureSchemas = {
  'my-disclosure.list': {
    summary: 'Who read my data or tried to, newest first, and the exports that hold them',
    query: z.strictObject({ ...page, language: z.optional(language) }),
    status: 200,
    /** All exports come with the first entries. */
    answer: z.object({ ...listOf(logged).shape, exports: z.optional(z.array(covering)) }),
  },
} as const satisfies Schemas;
