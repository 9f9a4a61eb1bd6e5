import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './sources.ts';

/** A change of the process itself, which no new module takes back. */
const lasting =
  /\bprocess\.env(?:\.\w+|\[[^\]]+\])\s*(?:\?\?|\|\|)?=(?!=)|\bdelete process\.env|\bObject\.assign\(process\.env|\bglobalThis(?:\.\w+|\[[^\]]+\])\s*=(?!=)|\bprocess\.chdir\(/;

it('test files that follow one another in a process leave its environment, globals and folder as they were', () => {
  const files = ['unit', 'template', 'documents', 'system', 'browser'].flatMap((folder) =>
    readdirSync(join(root, 'test', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('test', folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => lasting.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

it.each([
  'process.env.STAGE = a',
  'process.env[name] ??= a',
  'delete process.env.STAGE',
  'Object.assign(process.env, a)',
  'globalThis.fetch = a',
])('%s is such a change', (code) => {
  expect(code).toMatch(lasting);
});
