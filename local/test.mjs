import process from 'node:process';
import { launchUnderNpm } from './process/launch.mjs';

process.exitCode = await launchUnderNpm('local/test.ts', process.argv.slice(2));
