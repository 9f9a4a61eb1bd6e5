#!/usr/bin/env node
// Plain JavaScript on purpose: `npx habeas` runs on the host's own Node, and the first time before anything is
// installed.
import process from 'node:process';
import { launch } from './launch.mjs';

process.exitCode = await launch('cli/habeas.ts', process.argv.slice(2), process.cwd()).exitCode;
