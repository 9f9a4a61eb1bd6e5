import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { allOperations } from '../../../lambdas/api/operations.ts';
import { pageFiles } from '../../../lib/functions/bundle.ts';
import { root } from '../../architecture/sources.ts';

let files: [string, Uint8Array][];
let names: string[];
beforeAll(async () => {
  files = await pageFiles(root);
  names = files.map(([path]) => basename(path));
});

describe('the files of the individual’s page as they are served', () => {
  it('hold the script and everything that the page asks for', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'page.js',
        'index.html',
        'style.css',
        'docs.css',
        'icon.svg',
        'texts-de.json',
        'texts-en.json',
      ]),
    );
  });

  it('hold no source file, in whatever folder', () => {
    expect([...new Set(names.map((name) => extname(name)))].sort()).toEqual([
      '.css',
      '.html',
      '.js',
      '.json',
      '.svg',
    ]);
    expect(names.filter((name) => name.endsWith('.js')).sort()).toEqual([
      'chunk.js',
      'further.js',
      'page.js',
    ]);
  });

  it('hold a script that knows every operation of the individual from the table, and no other', () => {
    const scripts = files.filter(([path]) => path.endsWith('.js'));
    const script = scripts.map(([, content]) => Buffer.from(content).toString()).join();
    const individuals = allOperations.filter(({ path }) => path.startsWith('/v1/individual/'));
    const unknown = individuals.filter(
      ({ name, method, path }) =>
        !new RegExp(`"?${name}"?:{method:"${method}",path:"${path.replace(/[{}]/g, '\\$&')}"`).test(script),
    );
    expect(unknown.map(({ name }) => name)).toEqual([]);
    expect(script.match(/\/v1\/\w+/g)?.filter((path) => path !== '/v1/individual')).toEqual([]);
  });

  it('have a name of their own each: they are served by it alone', () => {
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what stands in index.html for a browser without scripts', () => {
  const html = readFileSync(join(root, 'web', 'index.html'), 'utf8');

  it('is outside the roots, whose content is drawn: they are empty', () => {
    expect(html).toContain('<div id="page"></div>');
    expect(html).toContain('<footer id="help" class="help"></footer>');
    expect(html.indexOf('<noscript>')).toBeLessThan(html.indexOf('<div id="page">'));
    expect(html.indexOf('class="wait"')).toBeLessThan(html.indexOf('<div id="page">'));
  });
});
