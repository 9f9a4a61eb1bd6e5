import type { InputFault } from '../problems.ts';
import type { Category } from './category.ts';

/**
 * The faults of a new version of a category: what it removes from the old one. Consents, notices and records refer to
 * categories and fields by their codes, so fields stay, with their type and unit; so does the sensitivity, on which
 * explicit statements depend, and every language that a text was offered in. Fields and languages may be added.
 */
export function removalFaults(before: Category, after: Category): InputFault[] {
  const fields = after.fields.map((field) => field.code);
  return [
    ...(before.sensitivity === after.sensitivity
      ? []
      : [
          {
            pointer: '/sensitivity',
            detail: 'stays as it is: what is more or less sensitive needs a new code',
          },
        ]),
    ...lost(before.label, after.label, '/label'),
    ...lost(before.plain, after.plain, '/plain'),
    ...before.fields.flatMap((field) => {
      const at = fields.indexOf(field.code);
      const now = after.fields[at];
      if (!now) return [{ pointer: '/fields', detail: `${field.code} cannot be taken away` }];
      return [
        ...(now.type === field.type
          ? []
          : [{ pointer: `/fields/${at}/type`, detail: 'the type of a field stays as it is' }]),
        ...(now.unit === field.unit
          ? []
          : [{ pointer: `/fields/${at}/unit`, detail: 'the unit of a field stays as it is' }]),
        ...lost(field.label, now.label, `/fields/${at}/label`),
      ];
    }),
  ];
}

function lost(before: Category['label'], after: Category['label'], pointer: string): InputFault[] {
  return Object.keys(before)
    .filter((language) => !(language in after))
    .map((language) => ({ pointer, detail: `missing in ${language}` }));
}
