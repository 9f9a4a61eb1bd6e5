import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, rowsOf, textOf } from './markdown.ts';

const [kept = '', missing = ''] = textOf('docs/promises.md').split(/^## Not yet$/m);
/** The promises, P1 to P25. */
const promises = Array.from({ length: 25 }, (_, i) => `P${i + 1}`);
const keptRows = rowsOf(kept);
const missingRows = rowsOf(missing);

const cited = /`(?<file>test\/[^`]+)` “(?<name>[^”]+)”/g;
const citationsIn = (cell = '') =>
  [...cell.matchAll(cited)].map(({ groups: { file = '', name = '' } = {} }) => ({ file, name }));
/** What is in backticks and stands in a folder of the repository. */
const pathsIn = (cell = '') =>
  [...cell.matchAll(/`([\w.-]+\/[\w./-]*|[A-Z]+\.md)`/g)].map(([, path = '']) => path);
const citations = keptRows.flatMap(([, , , tests]) => citationsIn(tests));

/** Whether a test file has a test, or a table of tests, of that name. */
function has(file: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/['"]/g, '\\\\?$&');
  return new RegExp(
    `\\b(?:it|test)\\b[^'"\`]*?\\(\\s*(['"\`])${escaped}\\1|\\)\\(\\s*(['"\`])${escaped}\\2`,
  ).test(textOf(file));
}

describe('docs/promises.md', () => {
  it('names every promise, in the one table or the other, and no other', () => {
    const named = [...keptRows, ...missingRows].map(([id = '']) => id);
    expect([...new Set(named)].sort()).toEqual([...promises].sort());
    for (const rows of [keptRows, missingRows])
      expect(rows.map(([id = '']) => id)).toEqual(promises.filter((id) => rows.some(([own]) => own === id)));
  });

  it.each(keptRows.map(([id = '', ...cells]) => ({ id, cells })))(
    '$id, if it is kept, has a place and a test',
    ({ cells }) => {
      const [promise, places, tests] = cells;
      expect(promise).toMatch(/\w/);
      expect(pathsIn(places)).not.toEqual([]);
      expect(citationsIn(tests)).not.toEqual([]);
      // Nothing stands in the cell that is not a citation: a typing error would go unseen.
      expect(tests?.replaceAll(cited, '').replaceAll(/[, ]/g, '')).toBe('');
    },
  );

  it.each(missingRows.map(([id = '', ...cells]) => ({ id, cells })))(
    '$id, if something is missing, says what and why',
    ({ cells }) => {
      expect(cells).toEqual([expect.stringMatching(/\w{3}/), expect.stringMatching(/\w{3}/)]);
    },
  );

  it('names files that exist', () => {
    const named = [...keptRows, ...missingRows].flat().flatMap(pathsIn);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(citations)('$file has the test “$name”', ({ file, name }) => {
    expect(has(file, name)).toBe(true);
  });

  it('would notice a test that is not there', () => {
    expect(has('test/unit/domain/disclosure/disclosure.test.ts', 'releases everything to everybody')).toBe(
      false,
    );
  });
});
