import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { LocalSystem } from '../emulator/description.ts';
import { descriptionFile } from '../process/instance.ts';
import { describeTrouble, print, step, Trouble } from '../process/progress.ts';
import { startBrowser } from './browser.ts';
import { Stage } from './stage.ts';
import { story } from './story.ts';

const help = `npm run demo

Plays the whole story against the local system that npm start runs, and shows what the API really answered: ask, mail,
decide in a real browser, read, refuse, withdraw, erasure of one individual, end of contract, legal hold, export and its
check, release, purge, attestation, offline verification. It takes about as long as the retrieval window and two
minutes more. Receipt, attestation and the decrypted export stay in .habeas/demo.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return print(help);
  if (!existsSync(descriptionFile))
    throw new Trouble('No local system runs here.', 'Start it in another terminal: npm start');
  const system = JSON.parse(readFileSync(descriptionFile, 'utf8')) as LocalSystem;
  const browser = await startBrowser().catch((cause: unknown) => {
    throw new Trouble('No browser could be started.', cause instanceof Error ? cause.message : String(cause));
  });
  const told: string[] = [];
  try {
    for (const [number, { title, play }] of story(
      new Stage(system, (line) => told.push(line)),
      browser,
    ).entries()) {
      print(`\n${number + 1}. ${title}`);
      await step(`chapter ${number + 1}`, async (say) => {
        const waiting = setInterval(() => say(told.at(-1) ?? ''), 500);
        try {
          await play();
        } finally {
          clearInterval(waiting);
          for (const line of told.splice(0)) print(`     ${line}`);
        }
      });
    }
    print('\nThat is the whole story. Receipt, attestations, export and keys are in .habeas/demo.');
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\n${describeTrouble(error)}\n`);
  process.exitCode = 1;
}
