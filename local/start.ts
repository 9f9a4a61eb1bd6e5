import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { LocalSystem } from './emulator/description.ts';
import { type RunningSystem, startSystem } from './emulator/system.ts';
import { chooseInstance, descriptionFile, folderOf } from './process/instance.ts';
import { runs } from './process/predecessor.ts';
import { describeTrouble, print, step, Trouble } from './process/progress.ts';

const help = `npm start [-- --fresh] [-- --help]

Starts the local system: local AWS, deploy, seed. Stays until Ctrl-C; what it holds is there again next time.

  --fresh            begin with an empty local AWS
  HABEAS_PORT        port of API and page; the local AWS takes the one after it (default: free ones)
  HABEAS_WINDOW      retrieval window after a contract's end, ISO 8601 (default PT45S, so that a purge can be watched)
  HABEAS_PYTHON      the Python to use
  AWS_ENDPOINT_URL   use the emulator at that address: nothing is started or stopped, but deploy and seed happen
`;

const interruption = new Promise<string>((done) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done(signal));
  // The launcher has ended, perhaps by `kill -9`.
  process.on('disconnect', () => done('disconnect'));
});
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Refuses a second start on the same folder: two emulators would overwrite each other's state. Returns the release. */
function claim(folder: string): () => void {
  const lock = join(folder, 'start.pid');
  if (existsSync(lock)) {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (runs(pid, 'start.ts'))
      throw new Trouble(
        `It runs already (process ${pid}); .habeas/local.json has its addresses.`,
        'Stop it there with Ctrl-C, or use a second copy of the repository.',
      );
  }
  writeFileSync(lock, String(process.pid));
  return () => {
    rmSync(lock, { force: true });
    rmSync(descriptionFile, { force: true });
  };
}

function announce({ system }: RunningSystem): void {
  print(`
Habeas runs.

  API          ${system.api}
  docs         ${system.docs}
  page         ${system.page}
  inbox        ${system.inbox}
  executions   ${system.executions}
  local AWS    ${system.emulator}
  all of it    .habeas/local.json

Try:

  curl -s ${system.api}/health
${tryReading(system)}
  npm run demo

The mail with the link to the individual's page is in the inbox.

Ctrl-C stops it.`);
}

/** A read that is refused until the individual consents on the page. */
function tryReading({ api, demo }: LocalSystem): string {
  if (!demo) return '';
  const body = JSON.stringify({
    individualId: demo.individual,
    purpose: 'MedicalHealth',
    categories: ['health.lab'],
  });
  return `  curl -s ${api}/v1/tenants/${demo.tenant}/disclosures \\
    -H "authorization: Bearer $(npm run --silent token -- requester)" -H 'content-type: application/json' \\
    -d '${body}'`;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    print(help);
    return 0;
  }
  print('Starting the local system');
  const release = claim(folderOf('start'));
  try {
    const starting = chooseInstance('start', { fresh: values.fresh ?? false }).then((instance) =>
      startSystem(instance, { retentionWindow: process.env.HABEAS_WINDOW ?? 'PT45S', demo: true }),
    );
    starting.catch(() => undefined);
    const running = await Promise.race([starting, interruption]);
    if (typeof running === 'string') {
      // Interrupted while starting: the emulator ends with this process, see attached.py.
      print('\nStopped before it was up.');
      return 1;
    }
    writeFileSync(descriptionFile, `${JSON.stringify(running.system, undefined, 2)}\n`);
    announce(running);
    const end = await Promise.race([interruption, running.died]);
    const asked = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'].includes(end);
    print(asked ? '' : `\nFailed: ${end}\nStart again; what was stored since the last clean stop is lost.`);
    await step('stop', () => running.stop());
    return asked ? 0 : 1;
  } finally {
    release();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\n${describeTrouble(error)}\n`);
  process.exitCode = 1;
}
process.exit();
