import * as z from 'zod/mini';
import { freeName } from '../identifiers.ts';
import { sign, translated, translatedProse } from '../values.ts';
import { keep } from './keeping.ts';

/** The assurance that the individual decided, by the way it was confirmed; the order is no ranking. */
export const assurance = z.enum(['link+code', 'second-channel', 'desk', 'paper', 'oidc']);
export type Assurance = z.output<typeof assurance>;

/** A field's code inside a category. */
export const fieldCode = z
  .string()
  .check(
    z.maxLength(40),
    z.regex(
      /^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[a-z][A-Za-z0-9]*$/,
      'expected a letter from a to z, then letters and digits',
    ),
    freeName,
  );

export const fieldType = z.enum(['string', 'number', 'boolean', 'date']);

const field = z.strictObject({
  code: fieldCode,
  type: fieldType,
  label: translated(80),
  unit: z.optional(sign(20)),
  required: z._default(z.boolean(), false),
});
export type Field = z.output<typeof field>;

/** A kind of record: its fields, its sensitivity, and what a consent to it needs. */
export const category = z.strictObject({
  label: translated(80),
  /** Its description in plain words, for the individual's page. */
  plain: translatedProse(300),
  /** `special`: a special category of Art. 9 GDPR, needing an explicit statement ticked by hand. */
  sensitivity: z.enum(['ordinary', 'special']),
  assurance,
  fields: z.array(field).check(
    z.minLength(1),
    z.maxLength(60),
    z.refine(
      (fields) => new Set(fields.map((f) => f.code)).size === fields.length,
      'field codes must differ',
    ),
  ),
  /** What a law demands to keep of its records, when the individual is erased. */
  keep: z.optional(keep),
});
export type Category = z.output<typeof category>;
