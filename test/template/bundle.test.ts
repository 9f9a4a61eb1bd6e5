import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionNames } from '../../lambdas/api/functions.ts';
import { type Bundles, bundleAll, handlerFile } from '../../lib/functions/bundle.ts';
import { root } from '../architecture/sources.ts';

const kib = 1024;
let bundles: Bundles;
beforeAll(async () => {
  bundles = await bundleAll(root);
});
const codeOf = (name: FunctionName) => Buffer.from(bundles[name].get(handlerFile) ?? '');

describe.each(functionNames)('the code of function %s', (name) => {
  it('has at most 300 KiB, and 110 gzipped, its part of the AWS SDK included', () => {
    expect(codeOf(name).length).toBeGreaterThan(10 * kib);
    expect(codeOf(name).length).toBeLessThanOrEqual(300 * kib);
    expect(gzipSync(codeOf(name)).length).toBeLessThanOrEqual(110 * kib);
  });

  it('exports a handler and imports nothing but Node’s own modules', () => {
    const code = codeOf(name).toString('utf8');
    expect(code).toMatch(/export\{[^}]*\bas handler\b[^}]*\}/);
    const imported = [...code.matchAll(/(?:^|[;}\n])import(?:[\w\s{},*$]*from)?\s*"([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(imported.filter((name) => !/^(?:node:)?[a-z_/]+$/.test(name))).toEqual([]);
  });
});

it('only function public carries files: the page and the documents of the API', () => {
  for (const name of functionNames)
    expect([...bundles[name].keys()].length, name).toBeGreaterThanOrEqual(name === 'public' ? 5 : 1);
  for (const name of functionNames.filter((one) => one !== 'public'))
    expect([...bundles[name].keys()]).toEqual([handlerFile]);
  expect([...bundles.public.keys()]).toEqual(
    expect.arrayContaining(['page/page.js', 'page/index.html', 'docs/openapi.json', 'docs/api.html']),
  );
});
