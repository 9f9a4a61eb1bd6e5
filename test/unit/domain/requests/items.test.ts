import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { named, overlap, without } from '../../../../lambdas/domain/requests/items.ts';
import type { NamedItem } from '../../../../lambdas/domain/requests/request.ts';
import { categories } from '../../../support/samples.ts';

/** Items over few codes, so that they often meet. */
const someItems = fc.uniqueArray(
  fc.record({
    category: fc.constantFrom('contact', 'health.lab', 'other'),
    fields: fc.subarray(['a', 'b', 'c', 'd']),
  }),
  { selector: (item) => item.category, maxLength: 3 },
);
const pairs = (items: readonly NamedItem[]) =>
  new Set(items.flatMap(({ category, fields }) => fields.map((field) => `${category}/${field}`)));

describe('items with everything named', () => {
  it('are all fields of the category where none were named', () => {
    expect(named([{ category: 'contact' }], categories)).toEqual([
      { category: 'contact', fields: ['name', 'street', 'city'] },
    ]);
  });

  it('stand in one order, so that equal requests are equal texts', () => {
    const one = named(
      [
        { category: 'health.lab', fields: ['unit', 'test', 'unit'] },
        { category: 'contact', fields: ['city', 'name'] },
      ],
      categories,
    );
    const other = named(
      [
        { category: 'contact', fields: ['name', 'city', 'name'] },
        { category: 'health.lab', fields: ['test', 'unit'] },
      ],
      categories,
    );
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    expect(one.map((item) => item.fields)).toEqual([
      ['name', 'city'],
      ['test', 'unit'],
    ]);
  });

  it('never hold a field that was not named', () => {
    fc.assert(
      fc.property(
        fc.subarray(['name', 'street', 'city', 'gone', 'away'], { minLength: 1 }),
        fc.constantFrom('contact', 'unknown'),
        (fields, category) => {
          const [item] = named([{ category, fields }], categories);
          expect(fields).toEqual(expect.arrayContaining([...(item?.fields ?? [])]));
          expect(new Set(item?.fields).size).toBe(item?.fields.length);
        },
      ),
    );
  });

  it('keep the fields of a category that is not known, once each and sorted', () => {
    expect(named([{ category: 'x', fields: ['b', 'a', 'b'] }], categories)).toEqual([
      { category: 'x', fields: ['a', 'b'] },
    ]);
  });
});

describe('items without others', () => {
  it('are exactly the fields that the others do not have; nothing empty is left', () => {
    fc.assert(
      fc.property(someItems, someItems, (items, others) => {
        const left = without(items, others);
        expect([...pairs(left)]).toEqual([...pairs(items)].filter((pair) => !pairs(others).has(pair)));
        expect(left.every(({ fields }) => fields.length > 0)).toBe(true);
      }),
    );
  });
});

describe('items overlap', () => {
  it('when they share a field of the same category, and only then', () => {
    fc.assert(
      fc.property(someItems, someItems, (items, others) => {
        const shared = [...pairs(items)].some((pair) => pairs(others).has(pair));
        expect(overlap(items, others)).toBe(shared);
        expect(overlap(others, items)).toBe(shared);
      }),
    );
  });

  it('not when the same field code stands in another category', () => {
    expect(overlap([{ category: 'a', fields: ['name'] }], [{ category: 'b', fields: ['name'] }])).toBe(false);
  });
});
