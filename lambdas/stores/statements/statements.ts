import { recordHash } from '../../crypto/statement.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import { evidenceKey } from '../../model/key-registry.ts';
import { queryAll, type Row, read } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';

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

/** What one statement says of another: its id, and the SHA-256 of its record's RFC 8785 bytes, in hex. */
export function referenceTo(id: string, { record }: SignedStatement): { id: string; sha256: string } {
  return { id, sha256: recordHash(record) };
}

/**
 * The writes that store an attestation once in an epoch and part, and under its random id. The first fails with
 * `known` when there is one already.
 */
export function attestationWrites(
  of: { readonly tenant: string; readonly epoch: number; readonly part: 1 | 2 },
  id: string,
  signed: SignedStatement,
  at: string,
  known: Error,
): Write[] {
  const pointer: AttestationRow = { v: 1, attestation: id, at };
  const statement: StatementRow = { v: 1, signed };
  return [
    {
      table: 'evidence',
      put: { ...evidenceKey.attestationOf(of.tenant, of.epoch, of.part), ...pointer },
      if: absent,
      else: known,
    },
    { table: 'evidence', put: { ...evidenceKey.attestation(id), ...statement }, if: absent },
  ];
}
