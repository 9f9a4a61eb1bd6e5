import * as z from 'zod/mini';
import type { Category, Field } from '../catalogue/category.ts';
import { fieldCode } from '../catalogue/category.ts';
import { code, recordId } from '../identifiers.ts';
import type { InputFault } from '../problems.ts';
import { date, line, prose } from '../values.ts';

/** A provider's mark on a record: its values are to be discussed first, or withheld for now. */
const marking = z.strictObject({
  kind: z.enum(['after-talk', 'withheld']),
  reason: prose(300),
  reviewer: line(120),
});

const value = z.union([z.string().check(z.maxLength(16_384)), z.number(), z.boolean()]);

/** One stored datum of an individual, as a provider sends it. */
export const record = z.strictObject({
  category: code,
  /** The day the data are about. */
  date,
  fields: z.record(fieldCode, value),
  marking: z.optional(marking),
});
export type RecordContent = z.output<typeof record>;

/** Records of one individual, stored together or not at all. */
export const batch = z.strictObject({
  records: z.array(z.strictObject({ id: z.optional(recordId), ...record.shape })).check(
    z.minLength(1),
    z.maxLength(25),
    z.refine((records) => {
      const ids = records.flatMap(({ id }) => id ?? []);
      return new Set(ids).size === ids.length;
    }, 'ids must differ'),
  ),
});

const fits: Record<Field['type'], (candidate: unknown) => boolean> = {
  string: (candidate) => typeof candidate === 'string',
  number: (candidate) => typeof candidate === 'number',
  boolean: (candidate) => typeof candidate === 'boolean',
  date: (candidate) => date.safeParse(candidate).success,
};

/** The faults of a record's fields under its category: unknown, missing, or of another type. */
export function faultsOf(fields: RecordContent['fields'], category: Category, at: string): InputFault[] {
  const known = new Map(category.fields.map((field) => [field.code, field]));
  // The name of an unknown field is the caller's text: it is not quoted.
  const unknown = Object.keys(fields).every((name) => known.has(name))
    ? []
    : [{ pointer: at, detail: 'holds a field that this category does not have' }];
  const wrong = category.fields.flatMap((field) => {
    const given = fields[field.code];
    if (given === undefined)
      return field.required ? [{ pointer: `${at}/${field.code}`, detail: 'required' }] : [];
    return fits[field.type](given)
      ? []
      : [{ pointer: `${at}/${field.code}`, detail: `expected a ${field.type}` }];
  });
  return [...unknown, ...wrong];
}
