import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assemblyOf } from './synthesised.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: unknown[] }[];
  }[];
}

const reportOf = (stage: 'dev' | 'prod') =>
  JSON.parse(readFileSync(join(assemblyOf(stage), 'validation-report.json'), 'utf8')) as Report;
const reports = { dev: reportOf('dev'), prod: reportOf('prod') };

it.each(['dev', 'prod'] as const)(
  'the rule packs find nothing in stage %s that is not acknowledged',
  (stage) => {
    const { pluginReports } = reports[stage];
    expect(pluginReports.map(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual([]);
  },
);
