import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf, plus, plusTables } from '../../../lambdas/domain/counts.ts';

const counts = fc.dictionary(
  fc.constantFrom('record', 'consent', 'link', 'toString'),
  fc.integer({ min: 1, max: 9 }),
  {
    noNullPrototype: true,
  },
);
const tables = fc.dictionary(fc.constantFrom('vault', 'keys'), counts, { noNullPrototype: true });

describe('counts by kind', () => {
  it('count every name once, whatever it is called', () => {
    expect(countsOf(['record', 'link', 'record'])).toEqual({ record: 2, link: 1 });
    expect(countsOf(['toString', 'toString'])).toEqual({ toString: 2 });
    expect(countsOf([])).toEqual({});
  });

  it('add up, in any order, and take away again', () => {
    fc.assert(
      fc.property(tables, tables, (a, b) => {
        const sum = plusTables(a, b);
        expect(plusTables(b, a)).toEqual(sum);
        for (const table of Object.keys(sum))
          expect(plus(sum[table] ?? {}, b[table] ?? {}, -1)).toEqual(a[table] ?? {});
      }),
    );
  });

  it('leave out what there is none of', () => {
    expect(plus({ record: 1, link: 2 }, { record: 1 }, -1)).toEqual({ link: 2 });
  });
});
