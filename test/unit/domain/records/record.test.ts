import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Category, category, fieldCode } from '../../../../lambdas/domain/catalogue/category.ts';
import { batch, faultsOf, record } from '../../../../lambdas/domain/records/record.ts';
import { contact, lab } from '../../../support/samples.ts';

const vitals: Category = {
  ...lab,
  fields: [
    { code: 'text', type: 'string', label: { de: 'Text' }, required: true },
    { code: 'pulse', type: 'number', label: { de: 'Puls' }, required: false },
    { code: 'fasting', type: 'boolean', label: { de: 'Nüchtern' }, required: false },
    { code: 'taken', type: 'date', label: { de: 'Entnommen' }, required: false },
  ],
};
const valid = { category: 'health.lab', date: '2026-11-01', fields: { test: 'HbA1c' } };
const id = (digit: string) => `rec_${digit.repeat(64)}`;

describe('a record is refused', () => {
  it.each<[string, object]>([
    ['with a member more', { ...valid, x: 1 }],
    ['without a category', { date: '2026-11-01', fields: {} }],
    ['of a day that is not in the calendar', { ...valid, date: '2026-02-30' }],
    ['of an instant for a day', { ...valid, date: '2026-11-01T00:00:00Z' }],
    ['with an object for a value', { ...valid, fields: { test: {} } }],
    ['with a list for a value', { ...valid, fields: { test: ['a'] } }],
    ['with null for a value', { ...valid, fields: { test: null } }],
    ['with infinity for a value', { ...valid, fields: { test: Number.POSITIVE_INFINITY } }],
    ['with a text of more than 16,384 characters', { ...valid, fields: { test: 'x'.repeat(16_385) } }],
    ['with a field of a name that every object has', { ...valid, fields: { constructor: 'x' } }],
    ['with a field that is no code', { ...valid, fields: { 'Test 1': 'x' } }],
    ['marked without a reason', { ...valid, marking: { kind: 'withheld', reason: '', reviewer: 'Dr. V' } }],
    [
      'marked with a reason of white space',
      { ...valid, marking: { kind: 'withheld', reason: ' ', reviewer: 'V' } },
    ],
    ['marked as something else', { ...valid, marking: { kind: 'secret', reason: 'x', reviewer: 'V' } }],
  ])('%s', (_, given) => {
    expect(record.safeParse(given).success).toBe(false);
  });

  it('in a batch of none, of more than 25, or with one id twice', () => {
    const of = (records: object[]) => batch.safeParse({ records }).success;
    expect(of([])).toBe(false);
    expect(of(Array.from({ length: 26 }, () => valid))).toBe(false);
    expect(of([{ ...valid, id: id('a') }, valid, { ...valid, id: id('a') }])).toBe(false);
    expect(of([{ ...valid, id: id('a') }, valid, valid, { ...valid, id: id('b') }])).toBe(true);
  });
});

describe('the fields of a record', () => {
  const faults = (fields: Record<string, string | number | boolean>) =>
    faultsOf(fields, vitals, '/fields').map(({ pointer, detail }) => `${pointer}: ${detail}`);

  it.each<[Record<string, string | number | boolean>, string[]]>([
    [{ text: 'a', pulse: 60, fasting: false, taken: '2026-11-01' }, []],
    [{ text: 'a' }, []],
    [{ text: '' }, []],
    [{}, ['/fields/text: required']],
    [{ text: 1 }, ['/fields/text: expected a string']],
    [{ text: 'a', pulse: '60' }, ['/fields/pulse: expected a number']],
    [{ text: 'a', fasting: 'true' }, ['/fields/fasting: expected a boolean']],
    [{ text: 'a', fasting: 0 }, ['/fields/fasting: expected a boolean']],
    [{ text: 'a', taken: '2026-02-29' }, ['/fields/taken: expected a date']],
    [{ text: 'a', taken: 20_261_101 }, ['/fields/taken: expected a date']],
    [{ text: 'a', other: 'x' }, ['/fields: holds a field that this category does not have']],
    [
      { other: 'x', pulse: true },
      [
        '/fields: holds a field that this category does not have',
        '/fields/text: required',
        '/fields/pulse: expected a number',
      ],
    ],
  ])('%j have the faults %j', (fields, expected) => {
    expect(faults(fields)).toEqual(expected);
  });

  it('have values that never stand in the faults', () => {
    fc.assert(
      fc.property(fc.uuid(), (secret) => {
        expect(faults({ text: 1, pulse: secret, fasting: secret, taken: secret }).join()).not.toContain(
          secret,
        );
      }),
    );
  });
});

describe('a category is refused', () => {
  it.each<[string, object]>([
    ['without fields', { ...contact, fields: [] }],
    ['with two fields of one code', { ...contact, fields: [contact.fields[0], contact.fields[0]] }],
    ['without a word of what it is', { ...contact, plain: {} }],
    ['with blank words of what it is', { ...contact, plain: { de: ' ' } }],
    ['in a language nobody offers', { ...contact, label: { fr: 'Adresse' } }],
    ['of another sensitivity', { ...contact, sensitivity: 'secret' }],
    ['without an assurance', { ...contact, assurance: undefined }],
    ['with a type that no field has', { ...contact, fields: [{ ...contact.fields[0], type: 'object' }] }],
    ['with a duty to keep under no law', { ...contact, keep: { minimum: 'P10Y', countsFrom: 'dated' } }],
    ['with a member more', { ...contact, x: 1 }],
  ])('%s', (_, given) => {
    expect(category.safeParse(given).success).toBe(false);
  });

  it('and its fields are not required unless it says so', () => {
    const { required: _, ...field } = contact.fields[0] ?? { required: true };
    expect(category.parse({ ...contact, fields: [field] }).fields[0]?.required).toBe(false);
  });

  it.each(['', '1a', 'A', 'a-b', 'a.b', 'ä', 'a b', 'x'.repeat(41), 'toString', 'valueOf', '__proto__'])(
    'with a field "%s"',
    (code) => {
      expect(fieldCode.safeParse(code).success).toBe(false);
    },
  );
});
