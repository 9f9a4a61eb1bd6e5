import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { FunctionName } from '../../lambdas/api/functions.ts';
import { bundleAll, handlerFile, writeBundle } from '../../lib/functions/bundle.ts';
import { root } from '../../local/process/instance.ts';
import { type Figure, quantile, rounded } from './figure.ts';

const runs = 7;
const kib = 1024;

/** The size of every function's code, and the additional start time of a Node process that loads it. */
export async function measureBundles(): Promise<Figure[]> {
  const bundles = await bundleAll(root);
  const folder = mkdtempSync(join(tmpdir(), 'habeas-bench-'));
  try {
    return Object.entries(bundles).flatMap(([name, bundle]) => {
      const code = bundle.get(handlerFile);
      if (!code) throw new Error(`no code for ${name}`);
      writeBundle(bundle, join(folder, name));
      return [
        { what: `${name}: minified`, value: rounded(code.length / kib), unit: 'KiB', target: 300 },
        { what: `${name}: gzipped`, value: rounded(gzipSync(code).length / kib), unit: 'KiB', target: 110 },
        {
          what: `${name}: load, over a bare Node`,
          value: rounded(loadTime(join(folder, name, handlerFile), name as FunctionName)),
          unit: 'ms',
          target: 60,
        },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median of several processes that import the module; the time is measured inside each process. */
function loadTime(file: string, name: FunctionName): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - t); process.exit();`;
  const times = Array.from({ length: runs }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        env: {
          ...process.env,
          AWS_LAMBDA_FUNCTION_NAME: name,
          AWS_REGION: 'eu-central-1',
          POWERTOOLS_LOG_LEVEL: 'SILENT',
        },
      })
        .trim()
        .split('\n')
        .at(-1),
    ),
  );
  return quantile(times, 0.5);
}
