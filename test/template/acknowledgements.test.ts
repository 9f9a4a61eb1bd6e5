import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { appOf } from './synthesised.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string; readonly violatingConstructs: unknown[] }[];
  }[];
}

it.each(['dev', 'prod'] as const)(
  'the rule packs find nothing in stage %s that is not acknowledged',
  (stage) => {
    const outdir = mkdtempSync(join(tmpdir(), 'habeas-packs-'));
    onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
    const exitCode = process.exitCode;
    appOf(stage, { outdir }).app.synth();
    process.exitCode = exitCode;
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    expect(report.pluginReports.map(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual(
      [],
    );
  },
);
