import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { parameters } from '../../lambdas/api/parameters.ts';
import { root, sources } from './sources.ts';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const inOperations = sources.filter(({ path }) => path.startsWith('lambdas/operations/'));
/** The file that serves an operation, whatever its capability. */
const fileOf = ({ name }: { name: string }) =>
  inOperations.find(({ path }) => path.endsWith(`/${name.replaceAll('.', '-')}.ts`))?.path ??
  `no file for ${name}`;

describe('every operation', () => {
  test('has its row and its file, and no file is without a row', () => {
    const serving = inOperations
      .filter(({ path }) => /\bHandlerOf</.test(textOf(path)))
      .map(({ path }) => path);
    expect(serving.sort()).toEqual(allOperations.map(fileOf).sort());
  });

  test.each(allOperations.map((row) => [row.name, row] as const))(
    '%s is what its file serves, and its function knows it',
    (name, row) => {
      expect(textOf(fileOf(row))).toContain(`'${name}'>`);
      const handler = sources.find(({ path }) => path === `lambdas/functions/${row.zone}.ts`);
      expect(handler?.imports.map(({ file }) => file)).toContain(fileOf(row));
    },
  );

  test('has a name and a route of its own', () => {
    const routes = allOperations.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(allOperations.length);
    expect(new Set(allOperations.map(({ name }) => name)).size).toBe(allOperations.length);
    for (const { name } of allOperations) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/);
  });

  test('takes variables as whole segments, of a shape that the contract knows', () => {
    for (const { path } of allOperations)
      for (const segment of path.split('/').filter((one) => /[{}]/.test(one))) {
        const [, name] = /^\{([a-z]+)\}$/.exec(segment) ?? [];
        expect(Object.keys(parameters), `${path}: ${segment}`).toContain(name);
      }
  });

  test('gives one variable one name at each place: API Gateway has one resource for it', () => {
    const names = new Map<string, Set<string>>();
    for (const { path } of allOperations)
      for (const [whole, name = ''] of path.matchAll(/\{([^}]+)\}/g)) {
        const before = path.slice(0, path.indexOf(whole)).replace(/\{[^}]+\}/g, '{}');
        names.set(before, (names.get(before) ?? new Set()).add(name));
      }
    for (const [place, given] of names) expect([...given], place).toHaveLength(1);
  });

  test('names who may call it; members never share one with the individual or with everybody', () => {
    const others = ['public', 'link', 'standing', 'confirmed'];
    for (const { name, who } of allOperations) {
      expect(who.length, name).toBeGreaterThan(0);
      const outside = who.filter((caller) => others.includes(caller));
      expect([0, who.length], name).toContain(outside.length);
      if (who.includes('public')) expect(who, name).toEqual(['public']);
    }
  });

  test('reads without a body, and makes at most once what creates', () => {
    for (const row of allOperations) {
      if (row.method === 'GET' || row.method === 'DELETE') expect(row.body, row.name).toBeUndefined();
      if (row.status === 204) expect(row.answer, row.name).toBeUndefined();
      if (row.idempotent) expect(row.method, row.name).toBe('POST');
    }
  });
});

describe('every file', () => {
  test('has at most 250 lines: past that something is hiding', () => {
    const long = sources.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path} ${lines}`);
    expect(long).toEqual([]);
  });

  test('stands in a folder with at most 20 of them: past that nobody finds it by the folder', () => {
    const folders = Map.groupBy(sources, ({ path }) => dirname(path));
    const full = [...folders].filter(([, files]) => files.length > 20).map(([folder]) => folder);
    expect(full).toEqual([]);
  });

  test('has a name that says what it is', () => {
    for (const { path } of sources) {
      expect(path).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)+[a-z0-9]+(?:-[a-z0-9]+)*\.(?:tsx?|mjs)$/);
      expect(path).not.toMatch(/(?:^|[/-])(?:utils?|helpers?|common|managers?|misc)(?:[./-]|$)/);
    }
  });
});
