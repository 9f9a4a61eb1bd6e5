import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { httpFunctions } from '../../lambdas/api/functions.ts';
import {
  joined,
  type Operation,
  type OperationSchemas,
  type Route,
  type Routes,
  type Schemas,
} from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { parameters } from '../../lambdas/api/parameters.ts';
import { root, sources } from './sources.ts';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const inOperations = sources.filter(({ path }) => path.startsWith('lambdas/operations/'));

/** What every file below a folder of the contract exports, by name. */
async function exportsBelow(folder: string): Promise<readonly (readonly [string, unknown])[]> {
  const files = sources.filter(({ path }) => path.startsWith(`lambdas/api/${folder}/`));
  const modules = await Promise.all(files.map(({ path }) => import(join(root, path))));
  return modules.flatMap((module: Record<string, unknown>) => Object.entries(module));
}

/** The entries of all tables of one kind, as `[name of the operation, entry]`. */
const entriesOf = (kind: 'Routes' | 'Schemas', all: readonly (readonly [string, unknown])[]) =>
  all.filter(([name]) => name.endsWith(kind)).flatMap(([, table]) => Object.entries(table as object));

/** The file that serves an operation, whatever its capability. */
const fileOf = ({ name }: { name: string }) =>
  inOperations.find(({ path }) => path.endsWith(`/${name.replaceAll('.', '-')}.ts`))?.path ??
  `no file for ${name}`;

describe('every operation', () => {
  test('has its row and its file, and no file is without a row', () => {
    const serving = inOperations
      .filter(({ path }) => /\bHandler</.test(textOf(path)))
      .map(({ path }) => path);
    expect(serving.sort()).toEqual(allOperations.map(fileOf).sort());
  });

  test.each(allOperations.map((row) => [row.name, row] as const))(
    '%s is what its file serves, and its function knows it',
    (name, row) => {
      expect(textOf(fileOf(row))).toContain(`Handler<'${name}'>`);
      const handler = sources.find(({ path }) => path === `lambdas/functions/${row.function}.ts`);
      expect(handler?.imports.map(({ file }) => file)).toContain(fileOf(row));
    },
  );

  test('has a route and schemas of its name, each once, and there is neither without the other', async () => {
    const names = allOperations.map(({ name }) => name).sort();
    const routes = entriesOf('Routes', await exportsBelow('routes'));
    const schemas = entriesOf('Schemas', await exportsBelow('schemas'));
    expect(routes.map(([name]) => name).sort()).toEqual(names);
    expect(schemas.map(([name]) => name).sort()).toEqual(names);
    for (const [name, route] of routes)
      expect(allOperations.find((row) => row.name === name)).toMatchObject(route as object);
  });

  test('must have schemas for its route and a route for its schemas, or nothing starts', () => {
    const route: Route = { method: 'GET', path: '/health', function: 'public', who: ['public'] };
    const schemas: OperationSchemas = { summary: 'One', status: 204 };
    const given = joined as (routes: Routes, schemas: Schemas) => readonly Operation[];
    expect(given({ 'a.read': route }, { 'a.read': schemas })).toEqual([
      { name: 'a.read', ...route, ...schemas },
    ]);
    expect(() => given({ 'a.read': route, 'b.read': route }, { 'a.read': schemas })).toThrow('b.read');
    expect(() => given({ 'a.read': route }, { 'a.read': schemas, 'b.read': schemas })).toThrow('b.read');
  });

  test('has its schemas in the folder of its function, and a function imports no other rows', () => {
    const own = /^lambdas\/api\/operations\/([a-z]+)\.ts$/;
    const tables = sources.filter(({ path }) => own.test(path));
    expect(tables.map(({ path }) => own.exec(path)?.[1]).sort()).toEqual([...httpFunctions].sort());
    for (const { path, imports } of tables) {
      const [, name = ''] = own.exec(path) ?? [];
      const schemas = imports.flatMap(({ file }) => (file?.includes('/schemas/') ? [file] : []));
      expect(schemas.filter((file) => !file.startsWith(`lambdas/api/schemas/${name}/`))).toEqual([]);
      const handler = sources.find((one) => one.path === `lambdas/functions/${name}.ts`);
      const rows = handler?.imports.flatMap(({ file }) => (file && own.test(file) ? [file] : []));
      expect(rows).toEqual([path]);
    }
    for (const { name, function: served } of allOperations)
      expect(textOf(`lambdas/functions/${served}.ts`), name).toContain(`'${name}': `);
  });

  test('can be routed to without a schema: routes import only types', () => {
    const routes = sources.filter(({ path }) => path.startsWith('lambdas/api/routes/'));
    expect(routes.length).toBeGreaterThan(5);
    for (const { path, imports } of routes)
      expect(
        imports.filter(({ typeOnly }) => !typeOnly),
        path,
      ).toEqual([]);
  });

  test('has a name and a route of its own', () => {
    const routes = allOperations.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(allOperations.length);
    expect(new Set(allOperations.map(({ name }) => name)).size).toBe(allOperations.length);
    for (const { name } of allOperations) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/);
  });

  test('takes variables as whole segments of its path, each of a declared shape', () => {
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
