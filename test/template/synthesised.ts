import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import type { Bundle, Bundles } from '../../lib/functions/bundle.ts';
import { habeasApp } from '../../lib/habeas-app.ts';
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

/** Stages whose reports a test looks at: with CDK's own rules for templates, which take most of a synthesis. */
const reported: ReadonlySet<AssemblyName> = new Set(['dev', 'prod']);
/** Says, where it is `false`, that CDK leaves these rules out; vitest.config.ts sets it. */
const templateRules = 'CDK_VALIDATION';

/** How long another test file may take to synthesise a stage. */
const limitMs = 300_000;

/**
 * The folder of a stage's cloud assembly: its template and the report of the rule packs. It is synthesised once in a
 * run, by the first test file that asks for it; others wait. Ask at the top of a file, where no test's limit counts.
 */
export function assemblyOf(name: AssemblyName): string {
  const folder = join(inject('assemblies'), name);
  if (claimed(`${folder}.claim`)) {
    const { exitCode } = process;
    if (reported.has(name)) delete process.env[templateRules];
    // What the functions hold changes nothing in it, so they do without the time that real bundles take.
    habeasApp(placeholders, { context: assemblies[name], outdir: `${folder}.making` }).app.synth();
    // What the rule packs find is for a test to say, not for the exit code of the run.
    process.exitCode = exitCode;
    process.env[templateRules] = 'false';
    renameSync(`${folder}.making`, folder);
  }
  const still = new Int32Array(new SharedArrayBuffer(4));
  for (const limit = performance.now() + limitMs; !existsSync(folder); Atomics.wait(still, 0, 0, 50))
    if (performance.now() > limit) throw new Error(`stage ${name} was not synthesised in time`);
  return folder;
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
