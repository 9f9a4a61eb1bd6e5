import process from 'node:process';
import { type Command, UsageError } from './command.ts';

const usage = `habeas: evidence that anyone can check, and what a deployment is doing

Usage:
  habeas verify FILE… --jwks FILE
      Checks signed statements offline, with public keys alone.
  habeas export --url URL --tenant ID --export ID --key FILE --jwks FILE --out FOLDER --token-command COMMAND
      Fetches an export, checks it against its manifest, and decrypts it.
  habeas operator add --issuer URL --subject ID [--vault TABLE --evidence TABLE]
      Makes a principal an operator of a deployment, with your AWS credentials.
  habeas restore settings --from TABLE --to TABLE [--mend]
      Says what a restored table lacks that DynamoDB does not restore, and puts it right.
  habeas status --url URL --token-command COMMAND [--state STATE]
      Lists the tenants on their way out, and what each waits for.
  habeas watch TENANT --url URL --token-command COMMAND
      Follows one tenant from the end of its contract to its attestation.

  habeas verify --help, habeas export --help, habeas operator add --help, habeas restore settings --help,
  habeas status --help, habeas watch --help
      More about one command.
`;

/** Commands are loaded when they are called for: `verify` never loads AWS code. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import('./verify.ts')).verify,
  export: async () => (await import('./export.ts')).exportCommand,
  'operator add': async () => (await import('./operator-add.ts')).operatorAdd,
  'restore settings': async () => (await import('./restore-settings.ts')).restoreSettings,
  status: async () => (await import('./status.ts')).status,
  watch: async () => (await import('./watch.ts')).watch,
};

async function main(words: readonly string[]): Promise<number> {
  if (words.length === 0 || words[0] === '--help' || words[0] === '-h' || words[0] === 'help') {
    process.stdout.write(usage);
    return words.length === 0 ? 2 : 0;
  }
  const name = Object.keys(commands).find((one) => one.split(' ').every((word, i) => word === words[i]));
  const load = name === undefined ? undefined : commands[name];
  if (name === undefined || load === undefined) {
    process.stderr.write(`There is no command like this.\n\n${usage}`);
    return 2;
  }
  const { help, run } = await load();
  const rest = words.slice(name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(help);
    return 0;
  }
  try {
    return await run(rest, (line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${help}`);
    return 2;
  }
}

// Whoever reads the lines may stop reading, as `head` does: nobody is left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(1);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
