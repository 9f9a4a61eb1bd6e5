import { join } from 'node:path';
import process from 'node:process';
import { bundleAll } from '../lib/functions/bundle.ts';
import { habeasApp } from '../lib/habeas-app.ts';
import { StageFault } from '../lib/stage.ts';

try {
  habeasApp(await bundleAll(join(import.meta.dirname, '..'))).app.synth();
} catch (error) {
  if (!(error instanceof StageFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
