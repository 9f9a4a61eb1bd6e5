import { join } from 'node:path';
import process from 'node:process';
import { run, tail } from '../process/child.ts';
import { root } from '../process/instance.ts';
import { Trouble } from '../process/progress.ts';
import { type Account, commandEnvironment } from './account.ts';
import type { LocalSystem } from './description.ts';

/**
 * Adds the demo's operator by the same command that an engineer runs after a deploy into AWS. Adding an operator
 * who is there already changes nothing.
 */
export async function seed(account: Account, system: LocalSystem): Promise<void> {
  const { code, output } = await run(
    process.execPath,
    [
      join(root, 'cli', 'habeas.ts'),
      'operator',
      'add',
      '--issuer',
      system.issuer,
      '--subject',
      system.principals.operator.subject,
    ],
    {
      env: {
        ...commandEnvironment(account),
        VAULT_TABLE: system.tables.vault,
        EVIDENCE_TABLE: system.tables.evidence,
        KEYS_TABLE: system.tables.keys,
      },
    },
  );
  if (code !== 0)
    throw new Trouble(
      'The operator could not be added.',
      '`habeas operator add` said the above.',
      tail(output),
    );
}
