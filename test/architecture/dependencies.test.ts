import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, importsIn, root, type Source, sources } from './sources.ts';

const layers = ['contract', 'domain', 'crypto', 'adapters', 'http'] as const;
type Layer = (typeof layers)[number] | 'zone' | 'bin' | 'lib' | 'cli' | 'web' | 'local' | 'docs';

/** Where a file stands; every folder below lambdas/ that is no layer is a zone of its own. */
function layerOf(path: string): Layer {
  const [top = '', folder = ''] = path.split('/');
  if (top !== 'lambdas') return top as Layer;
  return layers.find((layer) => layer === folder) ?? 'zone';
}

/** The dependency rule: what a layer may import besides its own. */
const allowed: Record<Layer, readonly Layer[]> = {
  bin: ['lib', 'contract', 'domain'],
  lib: ['contract', 'domain'],
  zone: ['http', 'adapters', 'contract', 'domain'],
  adapters: ['crypto', 'domain'],
  http: ['contract', 'domain'],
  crypto: ['domain'],
  contract: ['domain'],
  domain: [],
  cli: ['crypto', 'contract', 'domain'],
  web: ['contract', 'domain'],
  docs: ['contract'],
  // Development's own: it may look at what it runs, and nothing that is deployed looks back.
  local: ['contract', 'domain', 'adapters', 'web'],
};

/** The one command that is no offline tool: it makes the first operator with the same code as the functions. */
const exceptions: Readonly<Record<string, readonly Layer[]>> = { 'cli/operator-add.ts': ['adapters'] };

/** Packages that each layer may import; `node:` modules stand for themselves. */
const packages: Record<Layer, RegExp> = {
  bin: /^(aws-cdk-lib|constructs|cdk-nag|node:)/,
  lib: /^(aws-cdk-lib|constructs|cdk-nag|esbuild$|zod\/mini$|node:)/,
  zone: /^(zod\/mini$|aws-lambda$)/,
  adapters: /^(@aws-sdk\/|jose$|zod\/mini$|node:(?!process))/,
  http: /^(@middy\/core$|@aws-lambda-powertools\/|aws-lambda$|zod\/mini$)/,
  crypto: /^(jose$|canonicalize$|zod\/mini$|node:crypto$)/,
  contract: /^zod\/mini$/,
  domain: /^zod\/mini$/,
  cli: /^(zod\/mini$|node:)/,
  web: /^$/,
  docs: /^node:/,
  local: /^(@aws-sdk\/|aws-lambda$|playwright-core$|@sparticuz\/chromium$|node:)/,
};

const edges = sources.flatMap((source) => source.imports.map((one) => ({ source, one })));
const say = (source: Source, one: Import) => `${source.path} imports ${one.specifier}`;

function mayImport({ path }: Source, { file = '', typeOnly }: Import): boolean {
  const [from, to] = [layerOf(path), layerOf(file)];
  if (from === to) return from !== 'zone' || path.split('/')[1] === file.split('/')[1];
  if (from === 'web' && !typeOnly) return false;
  return allowed[from].includes(to) || (exceptions[path] ?? []).includes(to);
}

describe('the dependency rule', () => {
  test('holds for every import of every file', () => {
    const broken = edges.filter(({ source, one }) => one.file !== undefined && !mayImport(source, one));
    expect(broken.map(({ source, one }) => say(source, one))).toEqual([]);
  });

  test('lets each layer use the packages that are its business', () => {
    const broken = edges.filter(
      ({ source, one }) => one.file === undefined && !packages[layerOf(source.path)].test(one.specifier),
    );
    // Printing a secret is the runtime's doing, so keeping it from printing needs the runtime's hook.
    expect(broken.map(({ source, one }) => say(source, one))).toEqual([
      'lambdas/domain/secret.ts imports node:util',
    ]);
  });

  test('is of use only when every import means a file that is there', () => {
    const lost = edges.filter(({ one }) => one.file !== undefined && !existsSync(join(root, one.file)));
    expect(lost.map(({ source, one }) => say(source, one))).toEqual([]);
    expect(edges.length).toBeGreaterThan(500);
  });

  test('sees imports in every form they come in', () => {
    const text = [
      "import a from './a.ts';",
      "import { b,\n  type c } from './b.ts';",
      "import type { d } from './d.ts';",
      "import * as e from 'e';",
      "import './f.ts';",
      "export { g } from './g.ts';",
      "export * from './h.ts';",
      "const i = await import('./i.ts');",
      "type J = import('./j.ts').J;",
      "// from './not.ts'",
      "export const k = 'not';",
    ].join('\n');
    const found = importsIn(text, 'lambdas/http/x.ts').map((one) => one.specifier);
    expect(found.sort()).toEqual([
      './a.ts',
      './b.ts',
      './d.ts',
      './f.ts',
      './g.ts',
      './h.ts',
      './i.ts',
      './j.ts',
      'e',
    ]);
    expect(importsIn(text, 'lambdas/http/x.ts')[0]?.file).toBe('lambdas/http/a.ts');
  });
});

test('no file needs itself, by whatever way round', () => {
  const needs = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])]),
  );
  expect(cycleIn(needs)).toEqual([]);
  expect(
    cycleIn(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b', 'c', 'b']);
});

/** The files of one cycle, in order; empty when there is none. */
function cycleIn(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>();
  const way: string[] = [];
  const walk = (path: string): string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (finished.has(path)) return [];
    way.push(path);
    for (const next of needs.get(path) ?? []) {
      const cycle = walk(next);
      if (cycle.length > 0) return cycle;
    }
    way.pop();
    finished.add(path);
    return [];
  };
  for (const path of needs.keys()) {
    const cycle = walk(path);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
