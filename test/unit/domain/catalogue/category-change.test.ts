import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../../../lambdas/domain/catalogue/category.ts';
import { removalFaults } from '../../../../lambdas/domain/catalogue/category-change.ts';

const field = (code: string, type: 'string' | 'number' = 'string') =>
  ({ code, type, label: { de: code, en: code }, required: false }) as const;
const category: Category = {
  label: { de: 'Laborwerte', en: 'Laboratory results' },
  plain: { de: 'Ergebnisse', en: 'Results' },
  sensitivity: 'special',
  assurance: 'desk',
  fields: [field('test'), field('value', 'number')],
};
const pointers = (after: Category) => removalFaults(category, after).map(({ pointer }) => pointer);

describe('a new version of a category', () => {
  it.each<[string, Partial<Category>, string]>([
    ['a field', { fields: [field('test')] }, '/fields'],
    ['the type of a field', { fields: [field('value'), field('test')] }, '/fields/0/type'],
    [
      'a language of a field',
      { fields: [{ ...field('test'), label: { en: 'Test' } }, field('value', 'number')] },
      '/fields/0/label',
    ],
    ['a language of its label', { label: { de: 'Labor' } }, '/label'],
    ['a language of its description', { plain: { de: 'Labor' } }, '/plain'],
    [
      'the unit of a field',
      { fields: [field('test'), { ...field('value', 'number'), unit: 'mg/dL' }] },
      '/fields/1/unit',
    ],
    ['its sensitivity', { sensitivity: 'ordinary' }, '/sensitivity'],
  ])('takes nothing away: not %s', (_, over, pointer) => {
    expect(pointers({ ...category, ...over })).toEqual([pointer]);
  });

  it('may say the same in other words, need another assurance, be kept longer', () => {
    const after: Category = {
      ...category,
      label: { de: 'Blutwerte', en: 'Blood values' },
      assurance: 'paper',
      keep: { legalBasis: '§ 630f (3) BGB', minimum: 'P10Y', countsFrom: 'dated' },
    };
    expect(pointers(after)).toEqual([]);
  });

  it('may have more fields in any order', () => {
    const codes = fc.uniqueArray(fc.stringMatching(/^[a-z]{3}[A-Za-z0-9]{0,5}$/), { maxLength: 6 });
    fc.assert(
      fc.property(codes, fc.infiniteStream(fc.nat()), (added, places) => {
        const fields = [...category.fields];
        for (const code of added.filter((one) => !['test', 'value'].includes(one)))
          fields.splice((places.next().value as number) % (fields.length + 1), 0, field(code));
        expect(pointers({ ...category, fields })).toEqual([]);
      }),
    );
  });
});
