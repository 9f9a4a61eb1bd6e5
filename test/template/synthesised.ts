import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import type { Bundle, Bundles } from '../../lib/functions/bundle.ts';
import { plainApp } from '../../lib/habeas-app.ts';
import { settings } from './settings.ts';

export { settings } from './settings.ts';

export type Resource = Readonly<{
  Type: string;
  Properties: Record<string, unknown>;
  [more: string]: unknown;
}>;

export type StageName = keyof typeof settings;

/** Stage prod with what its own tests do without, each with a value of its own: synthesised once for all who look. */
const more = {
  ...settings.prod,
  reserveConcurrency: 'yes',
  issuer: 'https://id.example.org',
  jwksUrl: 'https://id.example.org/keys',
  audience: 'vault',
  vaultTable: 'Habeas-prod-vault-2',
  keysTable: 'Habeas-prod-keys-2',
} as const;
/** A stage, or stage prod with more. */
const assemblies = { ...settings, more };
type AssemblyName = keyof typeof assemblies;

const placeholder: Bundle = new Map([['index.mjs', Buffer.from('export const handler = () => undefined;')]]);
/** Stand in for bundles, which take time to make and change nothing in a template. */
export const placeholders = Object.fromEntries(functionNames.map((name) => [name, placeholder])) as Bundles;

/** How long another test file may take to synthesise them. */
const limitMs = 300_000;

/**
 * The folder of a stage's cloud assembly. All of them are synthesised once in a run, by the first test file that asks
 * for one: CDK takes longer to load and to warm up than to synthesise. Others wait. Ask at the top of a file, where no
 * test's limit counts. The rule packs, which change nothing in a template, have acknowledgements.test.ts to themselves.
 */
function assemblyOf(name: AssemblyName): string {
  const folder = inject('runFolder');
  const done = join(folder, 'done');
  if (claimed(join(folder, 'claim'))) {
    // What the functions hold changes nothing in it, so they do without the time that real bundles take.
    for (const [one, context] of Object.entries(assemblies))
      plainApp(placeholders, { context, outdir: join(folder, one) }).app.synth();
    mkdirSync(done);
  }
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (const limit = performance.now() + limitMs; !existsSync(done); Atomics.wait(still, 0, 0, 50))
    if (performance.now() > limit) throw new Error('the stages were not synthesised in time');
  return join(folder, name);
}

/** Whether nobody came before. */
function claimed(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}

/** A stage's template. */
export function templateOf(name: AssemblyName): Template {
  const file = join(assemblyOf(name), `Habeas-${assemblies[name].stage}.template.json`);
  return Template.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
}

/** Resources of a type, by logical id. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}
