import { recordHash } from '../../crypto/statement.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import {
  attestationOfRow,
  attestationRow,
  attestationsOf as attestationRowsOf,
  scheduleRow,
} from '../../model/statement-rows.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';

export type { StatementRow } from '../../model/statement-rows.ts';

/** The retention schedule that was signed for an end of contract; undefined while there is none. */
export async function retentionSchedule(tenant: string, epoch: number): Promise<SignedStatement | undefined> {
  const { schedule } = await readNamed({ schedule: scheduleRow.at(tenant, epoch) });
  return scheduleRow.from(schedule)?.signed;
}

/** The ids of a tenant's attestations, oldest first. They outlive the tenant. */
export async function attestationsOf(tenant: string): Promise<string[]> {
  const rows = await queryAll(attestationRowsOf(tenant));
  return rows.map((row) => attestationOfRow.from(row).attestation);
}

/** An attestation by its random id; undefined when there is none. */
export async function attestation(id: string): Promise<SignedStatement | undefined> {
  const found = await readNamed({ attestation: attestationRow.at(id) });
  return attestationRow.from(found.attestation)?.signed;
}

/** What one statement says of another: its id, and the SHA-256 of its record's RFC 8785 bytes, in hex. */
export function referenceTo(id: string, { record }: SignedStatement): { id: string; sha256: string } {
  return { id, sha256: recordHash(record) };
}

/**
 * The writes that store an attestation once in an epoch and part, and under its random id; for `commitOnce`, which
 * tells whether there was one already.
 */
export function attestationWrites(
  of: { readonly tenant: string; readonly epoch: number; readonly part: 1 | 2 },
  id: string,
  signed: SignedStatement,
  at: string,
  known?: Error,
): readonly [Write, Write] {
  return [
    attestationOfRow.put(
      [of.tenant, of.epoch, of.part],
      { v: 1, attestation: id, at },
      { if: absent, ...(known && { else: known }) },
    ),
    attestationRow.put([id], { v: 1, signed }, { if: absent }),
  ];
}
