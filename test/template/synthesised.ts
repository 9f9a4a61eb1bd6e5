import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import type { Bundle, Bundles } from '../../lib/functions/bundle.ts';
import { habeasApp } from '../../lib/habeas-app.ts';

export type Resource = Readonly<{
  Type: string;
  Properties: Record<string, unknown>;
  [more: string]: unknown;
}>;

/** Settings that each stage is tested with. */
export const settings = {
  local: { stage: 'local' },
  dev: { stage: 'dev' },
  prod: {
    stage: 'prod',
    domain: 'vault.example.org',
    certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f',
    mailFrom: 'vault@example.org',
    mailDomain: 'example.org',
    securityContact: 'security@example.org',
    alarmEmail: 'alarms@example.org',
  },
} as const;
export type StageName = keyof typeof settings;

const placeholder: Bundle = new Map([['index.mjs', Buffer.from('export const handler = () => undefined;')]]);
/** Stand in for bundles, which take time to make and change nothing in a template. */
export const placeholders = Object.fromEntries(functionNames.map((name) => [name, placeholder])) as Bundles;

/** The app of a stage, without the time that real bundles take; what the functions hold changes nothing in it. */
export function appOf(name: StageName, { outdir, context = {} }: AppProps = {}) {
  return habeasApp(placeholders, { context: { ...settings[name], ...context }, ...(outdir && { outdir }) });
}

/** How long another test file may take to synthesise a stage. */
const limitMs = 300_000;

/**
 * The folder of a stage's cloud assembly: its template and the report of the rule packs. It is synthesised once in a
 * run, by the first test file that asks for it; others wait. Ask at the top of a file, where no test's limit counts.
 */
export function assemblyOf(name: StageName): string {
  const folder = join(inject('assemblies'), name);
  if (claimed(`${folder}.claim`)) {
    const { exitCode } = process;
    appOf(name, { outdir: `${folder}.making` }).app.synth();
    // What the rule packs find is for a test to say, not for the exit code of the run.
    process.exitCode = exitCode;
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
export function templateOf(name: StageName): Template {
  const file = join(assemblyOf(name), `Habeas-${name}.template.json`);
  return Template.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
}

/** Resources of a type, by logical id. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}
