import * as z from 'zod/mini';
import { code } from '../../domain/identifiers.ts';
import { date } from '../../domain/values.ts';

const text = z.string();
const value = z.union([z.string(), z.number(), z.boolean()]);
/** A record as its individual reads it: labels and values in the chosen language. */
export const shownRecord = z.object({
  category: code,
  label: text,
  date: z.optional(date),
  /** `after-talk` and `withheld` come without values. */
  marking: z.optional(z.enum(['after-talk', 'withheld'])),
  note: z.optional(text),
  fields: z.array(z.object({ code: text, label: text, unit: z.optional(text), value })),
});
