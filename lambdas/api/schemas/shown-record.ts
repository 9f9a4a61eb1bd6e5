import * as z from 'zod/mini';
import { fieldType } from '../../domain/catalogue/category.ts';
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
  /** Only the value of a field of type `date` is a day. */
  fields: z.array(z.object({ code: text, label: text, unit: z.optional(text), type: fieldType, value })),
});
