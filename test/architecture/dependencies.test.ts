import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, importsIn, root, type Source, sources } from './sources.ts';

/** Where a file stands. Of `platform` the parts are told apart, of everything else below lambdas/ the layers. */
function layerOf(path: string): string {
  const [top = '', folder = '', part = ''] = path.split('/');
  if (top !== 'lambdas') return top;
  return folder === 'platform' ? `platform/${part}` : folder;
}

/** The capability a file belongs to, where files of one capability may not import another's. */
function capabilityOf(path: string): string | undefined {
  return /^lambdas\/operations\/([^/]+)\//.exec(path)?.[1];
}

const runtime = ['platform/runtime', 'platform/observability'] as const;
const platform = ['platform/dynamodb', 'platform/aws', ...runtime] as const;

/** The dependency rule: what a layer may import besides its own. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  bin: ['lib'],
  lib: ['api', 'domain'],
  functions: ['operations', 'http', 'stores', 'api', 'domain', ...runtime],
  operations: ['stores', 'http', 'api', 'domain', ...runtime],
  http: ['api', 'domain', 'platform/observability'],
  stores: ['model', ...platform, 'crypto', 'domain'],
  model: ['domain'],
  'platform/dynamodb': ['platform/runtime', 'domain'],
  'platform/aws': ['platform/runtime', 'domain'],
  'platform/runtime': ['domain'],
  'platform/observability': ['domain'],
  crypto: ['domain'],
  api: ['domain'],
  domain: [],
  cli: ['crypto', 'api', 'domain'],
  web: [],
};

/** What a layer may know as types only, which leave nothing behind. */
const asTypes: Readonly<Record<string, readonly string[]>> = {
  operations: ['model'],
  model: ['platform/dynamodb'],
  web: ['api', 'domain'],
};

/** Single files that a whole layer may import, and why. */
const files: Readonly<Record<string, readonly string[]>> = {
  // Names of the environment are typed once, for whoever sets them and whoever reads them.
  stores: ['lambdas/api/environment.ts'],
  'platform/runtime': ['lambdas/api/environment.ts'],
  // The key policies of tenants are written by functions, for roles that the template makes.
  lib: ['lambdas/stores/keys/key-policy.ts'],
  // Routes know no schema; the page takes the individual's.
  web: ['consents', 'disclosure', 'people', 'records', 'requests', 'sessions'].map(
    (capability) => `lambdas/api/routes/${capability}.ts`,
  ),
};

/** What one file may import beyond its layer, and why. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The one command that is no offline tool: it makes the first operator with the same code as the functions.
  'cli/operator-add.ts': ['stores', 'platform/runtime'],
  'cli/restore-settings.ts': ['stores'],
};

/** Packages that each layer may import; `node:` modules stand for themselves. */
const packages: Readonly<Record<string, RegExp>> = {
  bin: /^(aws-cdk-lib|constructs|cdk-nag|node:)/,
  lib: /^(aws-cdk-lib|constructs|cdk-nag|esbuild$|zod\/mini$|node:)/,
  functions: /^(zod\/mini$|aws-lambda$)/,
  operations: /^(zod\/mini$|aws-lambda$)/,
  http: /^(@middy\/core$|aws-lambda$|zod\/mini$)/,
  stores: /^(jose$|zod\/mini$|node:(?!process))/,
  model: /^$/,
  'platform/dynamodb': /^(@aws-sdk\/|node:(?!process))/,
  'platform/aws': /^(@aws-sdk\/|node:(?!process))/,
  'platform/runtime': /^node:/,
  'platform/observability': /^@aws-lambda-powertools\//,
  crypto: /^(jose$|canonicalize$|zod\/mini$|node:crypto$)/,
  api: /^zod\/mini$/,
  domain: /^zod\/mini$/,
  cli: /^(zod\/mini$|node:)/,
  web: /^preact(\/hooks)?$/,
  tools: /^(@aws-sdk\/|zod\/mini$|esbuild$|aws-lambda$|node:)/,
  local: /^(@aws-sdk\/|aws-lambda$|playwright-core$|@sparticuz\/chromium$|node:)/,
};

const edges = sources.flatMap((source) => source.imports.map((one) => ({ source, one })));
const say = (source: Source, one: Import) => `${source.path} imports ${one.specifier}`;

function mayImport({ path }: Source, { file = '', typeOnly }: Import): boolean {
  const [from, to] = [layerOf(path), layerOf(file)];
  if (from === to) return capabilityOf(path) === capabilityOf(file);
  // Development's own: it may look at what it runs, and nothing that is deployed looks back.
  if (from === 'tools' || from === 'local') return to !== 'functions';
  if (typeOnly && asTypes[from]?.includes(to)) return true;
  return (
    [allowed[from], exceptions[path]].some((list) => list?.includes(to)) || !!files[from]?.includes(file)
  );
}

describe('the dependency rule', () => {
  test('holds for every import of every file', () => {
    const broken = edges.filter(({ source, one }) => one.file !== undefined && !mayImport(source, one));
    expect(broken.map(({ source, one }) => say(source, one))).toEqual([]);
  });

  test('lets each layer use the packages that are its business', () => {
    const broken = edges.filter(
      ({ source, one }) => one.file === undefined && !packages[layerOf(source.path)]?.test(one.specifier),
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

  test('is asked of launchers too, which are no TypeScript', () => {
    const launched = edges
      .filter(({ source }) => source.path === 'cli/habeas.mjs')
      .map(({ one }) => one.file);
    expect(launched).toContain('cli/launch.mjs');
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
