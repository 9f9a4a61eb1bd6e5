import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { functionNames } from '../../lambdas/api/functions.ts';
import type { Bundle, Bundles } from '../../lib/functions/bundle.ts';
import { preparePython } from '../../local/emulator/python.ts';
import { run } from '../../local/process/child.ts';
import { root } from '../../local/process/instance.ts';
import { describeTrouble } from '../../local/process/progress.ts';
import { settings } from '../../test/template/settings.ts';

// Lints the template of stage prod with cfn-lint: schema, names and values as CloudFormation has them. A template
// whose sources have not changed since it was found clean is not linted again.

/** What a template is made of. */
const sources = ['lib', 'state-machines', 'lambdas/api', 'lambdas/stores/keys', 'package-lock.json'];
/** W3005: CDK makes a function depend on its role though it names it; that is redundant, and true. */
const ignored = ['W3005'];

const folder = join(root, '.habeas', 'template-lint');
const stamp = join(folder, 'clean');
const requirements = join('tools', 'template-lint', 'requirements.txt');

function filesIn(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of [...sources, requirements].flatMap(filesIn))
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function isClean(hash: string): boolean {
  try {
    return readFileSync(stamp, 'utf8') === hash;
  } catch {
    return false;
  }
}

async function lint(): Promise<number> {
  const hash = hashOfSources();
  if (isClean(hash)) return 0;
  const python = await preparePython(() => undefined, {
    folder: join(root, '.habeas', 'cfn-lint'),
    requirements: join(root, requirements),
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // What the functions hold changes nothing in a template.
  const nothing: Bundle = new Map([['index.mjs', Buffer.from('export const handler = () => undefined;')]]);
  const bundles = Object.fromEntries(functionNames.map((name) => [name, nothing])) as Bundles;
  // CDK's own rules for templates take most of a synthesis; a test of the template has them find nothing.
  process.env.CDK_VALIDATION = 'false';
  // CDK takes seconds to load; mostly nothing has changed.
  const { plainApp } = await import('../../lib/habeas-app.ts');
  plainApp(bundles, { context: settings.prod, outdir: folder }).app.synth();
  const template = join(folder, 'Habeas-prod.template.json');
  const { code, output } = await run(python, [
    // The script that pip makes names the folder that the environment was built in.
    ...['-c', 'import sys; from cfnlint.runner import main; sys.exit(main())'],
    ...['--regions', 'eu-central-1', '--format', 'parseable'],
    ...['--ignore-checks', ...ignored, '--', template],
  ]);
  if (code === 0) writeFileSync(stamp, hash);
  else process.stderr.write(output);
  return code;
}

try {
  process.exitCode = await lint();
} catch (error) {
  process.stderr.write(`${describeTrouble(error)}\n`);
  process.exitCode = 1;
}
