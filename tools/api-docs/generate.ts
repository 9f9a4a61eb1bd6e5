import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { allOperations } from '../../lambdas/api/operations.ts';
import { apiPage } from './api-page.ts';
import { openApi } from './openapi.ts';

// Generates docs/openapi.json and docs/api.html from the table of operations; with --check it only compares.

const document = openApi(allOperations);
const files = {
  'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'api.html': apiPage(allOperations, document),
};
const folder = join(import.meta.dirname, '..', '..', 'docs');
const read = (name: string) => {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
};
const stale = Object.entries(files).filter(([name, content]) => read(name) !== content);

if (process.argv.includes('--check')) {
  for (const [name] of stale)
    process.stderr.write(`docs/${name} does not say what the table says: npm run docs\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else for (const [name, content] of stale) writeFileSync(join(folder, name), content);
