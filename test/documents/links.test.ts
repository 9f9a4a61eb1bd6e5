import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, documents, linksOf, root, textOf } from './markdown.ts';

const scripts = new Set(
  Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts),
);

/** Every text of the code: what runs, deploys and tests. */
const code = ['bin', 'cli', 'lambdas', 'lib', 'local', 'test/support/system'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|py)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);
/** Names of environment variables that code looks up; a name in a comment or message is no look-up. */
const lookedUp = new Set(
  code.flatMap((text) =>
    [...text.matchAll(/env(?:iron)?(?:\.|\[['"]|\.get\(['"])(HABEAS_\w+)/g)].map(([, name]) => name),
  ),
);

/** What is wrong with a link of a document; undefined when it leads somewhere. */
function faultOf(from: string, target: string): string | undefined {
  if (/^(?:https?|mailto):/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? from : normalize(join(dirname(from), path));
  if (to.startsWith('..') || !existsSync(join(root, to))) return `${target} does not exist`;
  if (anchor === undefined) return undefined;
  const isPage = to.endsWith('.md') && statSync(join(root, to)).isFile();
  return isPage && anchorsOf(textOf(to)).has(anchor) ? undefined : `${target} has no such heading`;
}

describe.each(documents)('%s', (path) => {
  const text = textOf(path);

  it('has no link that leads nowhere', () => {
    expect(linksOf(text).flatMap((target) => faultOf(path, target) ?? [])).toEqual([]);
  });

  it('names no script that package.json does not have', () => {
    const named = [...text.matchAll(/\bnpm run (?:--?[\w-]+ )*([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name);
    expect([...named, ...short].filter((name) => !scripts.has(name))).toEqual([]);
  });

  it('names no environment variable that nothing looks up', () => {
    const named = [...text.matchAll(/\bHABEAS_[A-Z_]+\b/g)].map(([name]) => name);
    expect(named.filter((name) => !lookedUp.has(name))).toEqual([]);
  });
});

describe('a link is noticed that leads', () => {
  it.each([
    ['to a file that is not there', 'docs/nothing.md'],
    ['to a heading that is not there', 'docs/formats.md#nothing'],
    ['to a heading of its own that is not there', '#nothing'],
    ['out of the repository', '../elsewhere.md'],
  ])('%s', (_, target) => {
    expect(faultOf('README.md', target)).toContain(target);
  });

  it('nowhere, and not one that leads to a file, a folder, a heading or another site', () => {
    const good = [
      'docs/formats.md',
      'docs/adr/',
      'docs/formats.md#sealed-values',
      '#habeas',
      'https://example.org',
    ];
    expect(good.map((target) => faultOf('README.md', target))).toEqual(good.map(() => undefined));
  });
});

describe('an environment variable that code looks up', () => {
  it('is found in the sources', () => {
    expect(lookedUp).toContain('HABEAS_PORT');
  });
});
