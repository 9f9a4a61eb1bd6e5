import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { Table } from './table.ts';

export interface Tables {
  readonly vault: Table;
  readonly keys: Table;
  readonly evidence: Table;
}

/**
 * The recovery window of Keys, equal to the waiting period of a KMS key's deletion: when both have passed, the data
 * is unreadable for ever.
 */
const keysRecovery = Duration.days(7);
const recovery = Duration.days(35);

/** The three tables: the data, the keys that open it, and the evidence. */
export function tablesOf(scope: Construct, deployment: Deployment): Tables {
  const { vaultTable, keysTable } = deployment.stage;
  return {
    vault: new Table(scope, 'Vault', {
      deployment,
      variable: 'VAULT_TABLE',
      restored: vaultTable,
      recovery,
      expires: true,
      listing: true,
    }),
    keys: new Table(scope, 'KeyRows', {
      deployment,
      variable: 'KEYS_TABLE',
      restored: keysTable,
      recovery: keysRecovery,
      expires: true,
    }),
    evidence: new Table(scope, 'EvidenceRows', {
      deployment,
      variable: 'EVIDENCE_TABLE',
      // Evidence is never rolled back.
      restored: undefined,
      recovery,
      listing: true,
      streams: true,
    }),
  };
}
