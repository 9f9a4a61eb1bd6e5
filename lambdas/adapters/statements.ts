import type { SignedStatement } from '../domain/statement.ts';
import { queryAll, type Row, read } from './dynamo.ts';
import { evidenceKey } from './key-registry.ts';

/** What SCHEDULE and ATT rows of Evidence hold: the statement as it was signed. */
export interface StatementRow {
  readonly v: 1;
  readonly signed: SignedStatement;
}

/** What an ATTESTATION row of Evidence holds: the random id under which anyone finds the statement. */
export interface AttestationRow {
  readonly v: 1;
  readonly attestation: string;
  readonly at: string;
}

const signedOf = (row: Row | undefined) => row?.signed as SignedStatement | undefined;

/** The retention schedule that was signed for an end of contract; undefined while there is none. */
export async function retentionSchedule(tenant: string, epoch: number): Promise<SignedStatement | undefined> {
  const [row] = await read([{ table: 'evidence', key: evidenceKey.schedule(tenant, epoch) }]);
  return signedOf(row);
}

/** The ids of a tenant's attestations, oldest first. They outlive the tenant. */
export async function attestationsOf(tenant: string): Promise<string[]> {
  const rows = await queryAll({
    table: 'evidence',
    pk: evidenceKey.statements(tenant),
    prefix: 'ATTESTATION#',
  });
  return rows.map((row) => row.attestation as string);
}

/** An attestation by its random id; undefined when there is none. */
export async function attestation(id: string): Promise<SignedStatement | undefined> {
  const [row] = await read([{ table: 'evidence', key: evidenceKey.attestation(id) }]);
  return signedOf(row);
}
