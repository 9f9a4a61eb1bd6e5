import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleAll, entryFile, functionZones } from '../../lib/functions/bundle.ts';
import { root } from '../architecture/sources.ts';

const kib = 1024;
let bundles: Bundles;
beforeAll(async () => {
  bundles = await bundleAll(root);
});
const codeOf = (zone: (typeof functionZones)[number]) => Buffer.from(bundles[zone].get(entryFile) ?? '');

describe.each(functionZones)('the code of zone %s', (zone) => {
  it('has at most 320 KiB, its part of the AWS SDK included', () => {
    expect(codeOf(zone).length).toBeGreaterThan(10 * kib);
    expect(codeOf(zone).length).toBeLessThanOrEqual(320 * kib);
    expect(gzipSync(codeOf(zone)).length).toBeLessThanOrEqual(105 * kib);
  });

  it('exports a handler and imports nothing but Node’s own modules', () => {
    const code = codeOf(zone).toString('utf8');
    expect(code).toMatch(/export\{[^}]*\bas handler\b[^}]*\}/);
    const imported = [...code.matchAll(/(?:^|[;}\n])import(?:[\w\s{},*$]*from)?\s*"([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(imported.filter((name) => !/^(?:node:)?[a-z_/]+$/.test(name))).toEqual([]);
  });
});

it('only zone public carries files: the page and the documents of the API', () => {
  for (const zone of functionZones)
    expect([...bundles[zone].keys()].length, zone).toBeGreaterThanOrEqual(zone === 'public' ? 5 : 1);
  for (const zone of functionZones.filter((one) => one !== 'public'))
    expect([...bundles[zone].keys()]).toEqual([entryFile]);
  expect([...bundles.public.keys()]).toEqual(
    expect.arrayContaining(['page/page.js', 'page/index.html', 'docs/openapi.json', 'docs/api.html']),
  );
});
