import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, inject, it, vi } from 'vitest';
import { habeasApp } from '../../lib/habeas-app.ts';
import { placeholders, settings } from './synthesised.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: unknown[] }[];
  }[];
}

/** What the rule packs, and CDK's own rules for templates, find in a stage. */
function reportOf(stage: 'dev' | 'prod'): Report {
  const folder = join(inject('runFolder'), `${stage}-reported`);
  const { exitCode } = process;
  habeasApp(placeholders, { context: settings[stage], outdir: folder }).app.synth();
  // What is found is for a test to say, not for the exit code of the run.
  process.exitCode = exitCode;
  return JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')) as Report;
}

// CDK's own rules take most of a synthesis. vitest.config.ts has them left out but here.
vi.stubEnv('CDK_VALIDATION', undefined);
const reports = { dev: reportOf('dev'), prod: reportOf('prod') };

it.each(['dev', 'prod'] as const)(
  'the rule packs find nothing in stage %s that is not acknowledged',
  (stage) => {
    const { pluginReports } = reports[stage];
    expect(pluginReports.map(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual([]);
  },
);
