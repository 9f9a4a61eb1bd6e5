import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowKinds } from '../../lambdas/model/registry.ts';
import { numberIn } from './constants.ts';
import { codeIn, root, rowsOf, sectionOf, textOf } from './markdown.ts';

const page = textOf('docs/limits.md');

const section = (heading: string) => sectionOf(page, heading);
const growing = section('Rows that grow');
const fixed = section('Rows that do not grow');
const numbers = section('How many rows');

const kindsIn = (text: string) => rowsOf(text).flatMap(([kinds]) => codeIn(kinds));

/** Every number that names the constant it comes from, and the file that the constant is in. */
const capped = [growing, numbers].flatMap(rowsOf).flatMap((cells) =>
  cells.flatMap((cell) =>
    [...cell.matchAll(/(\d[\d,]*)(?: \w+)? \(`(\w+)`(?: in `([^`]+)`)?\)/g)].map(
      ([, number = '', constant = '', file = codeIn(cells.at(-1))[0] ?? '']) => ({
        number: Number(number.replaceAll(',', '')),
        constant,
        file,
      }),
    ),
  ),
);

/** The names that a pattern finds in the sources below a folder whose path has this end. */
const namesIn = (folder: string, end: string, names: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .flatMap((path) => [...textOf(`${folder}/${path}`).matchAll(names)].map(([, name = '']) => name));

describe('docs/limits.md', () => {
  it('says of every kind of row whether it grows, and of no other', () => {
    const named = [...kindsIn(growing), ...kindsIn(fixed)];
    expect(named.toSorted()).toEqual([...new Set(rowKinds.map(({ name }) => name))].sort());
  });

  it('says of every row that grows what does, by whose calls, up to what, and where that is kept', () => {
    for (const [, ...cells] of rowsOf(growing)) {
      expect(cells).toHaveLength(4);
      for (const cell of cells) expect(cell).toMatch(/\w{3}/);
      for (const path of codeIn(cells.at(-1))) expect(textOf(path)).toBeTruthy();
    }
  });

  it.each(capped)('$number is what $constant is in $file', ({ number, constant, file }) => {
    expect(number).toBe(numberIn(file, constant));
  });

  it('takes no number from a constant that is not there', () => {
    expect(capped.length).toBeGreaterThan(20);
    expect(numberIn('lambdas/domain/sessions/session.ts', 'triesForever')).toBeNaN();
  });

  it.each([
    ['list', namesIn('lambdas/model', '-rows.ts', /^ {2,}readonly (\w+)\??: readonly [^;\n]*\[\]/gm)],
    ['count', namesIn('lambdas/stores', '.ts', /\badd: \{ (\w+): /g)],
  ])('names every attribute of a row that is a %s', (_, attributes) => {
    expect(attributes.length).toBeGreaterThan(2);
    const named = codeIn(growing + fixed);
    expect(attributes.filter((one) => !named.includes(one))).toEqual([]);
  });
});
