import { contentHash } from '../../crypto/canonical.ts';
import type { SignedStatement } from '../../domain/evidence/statement.ts';
import {
  attestationOfRow,
  attestationRow,
  attestationsOf as attestationRowsOf,
  scheduleRow,
} from '../../model/statement-rows.ts';
import { queryAll, readNamed } from '../../platform/dynamodb/reads.ts';
import { environment } from '../../platform/runtime/environment.ts';

/** The signed retention schedule of an end of contract; undefined while there is none. */
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

/** Where anybody gets an attestation by its random id. */
export const attestationAddress = (id: string) => `${environment('BASE_URL')}/v1/attestations/${id}`;

/** A reference from one statement to another: its id, and the SHA-256 of its record's RFC 8785 bytes, in hex. */
export function referenceTo(id: string, { record }: SignedStatement): { id: string; sha256: string } {
  return { id, sha256: contentHash(record) };
}
