import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { accountAt } from './emulator/account.ts';
import type { LocalSystem } from './emulator/description.ts';
import { type PrincipalName, principalOutputs } from './emulator/outputs.ts';
import { bearerToken } from './emulator/tokens.ts';
import { descriptionFile } from './process/instance.ts';

const names = Object.keys(principalOutputs) as PrincipalName[];
const help = `npm run --silent token -- <principal>

Prints a bearer token for one of the demo's principals of the running local system (npm start):
  ${names.join(', ')}

  curl -H "authorization: Bearer $(npm run --silent token -- requester)" …
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const name = names.find((known) => known === positionals[0]);
  if (name === undefined || positionals.length !== 1)
    throw new Error(`Name one principal of: ${names.join(', ')}.`);
  if (!existsSync(descriptionFile)) throw new Error('No local system runs here. Start it: npm start');
  const system = JSON.parse(readFileSync(descriptionFile, 'utf8')) as LocalSystem;
  const token = await bearerToken({
    account: { ...accountAt(system.emulator, process.env), region: system.region },
    userPoolId: system.userPoolId,
    tokenScope: system.tokenScope,
    clientId: system.principals[name].clientId,
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The local system at ${system.emulator} gave no token (${reason}). Is npm start still running?`,
    );
  });
  process.stdout.write(`${token}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
