import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageFiles } from '../../../lib/functions/bundle.ts';
import { languages } from '../../../web/text/texts.ts';
import { root } from '../../architecture/sources.ts';

const kib = 1024;
let files: [string, Uint8Array][];
beforeAll(async () => {
  files = await pageFiles(root);
});

/** Bytes of the files of these names, each gzipped by itself. */
function gzipped(...names: string[]): number {
  const found = files.filter(([path]) => names.includes(basename(path)));
  expect(found.map(([path]) => basename(path)).sort()).toEqual([...names].sort());
  return found.reduce((sum, [, content]) => sum + gzipSync(content).length, 0);
}

describe('the individual’s page', () => {
  it('has a script of at most 24 KiB gzipped', () => {
    expect(gzipped('page.js', 'chunk.js')).toBeGreaterThan(5 * kib);
    expect(gzipped('page.js', 'chunk.js')).toBeLessThanOrEqual(24 * kib);
  });

  it('loads at most 8 KiB more for the screens beside the decision, once one of them is opened', () => {
    expect(gzipped('further.js')).toBeLessThanOrEqual(8 * kib);
  });

  it.each(languages)('loads at most 36 KiB gzipped for one visit in %s', (language) => {
    const visit = ['index.html', 'style.css', 'icon.svg', 'page.js', 'chunk.js', `texts-${language}.json`];
    expect(gzipped(...visit)).toBeLessThanOrEqual(36 * kib);
  });
});
