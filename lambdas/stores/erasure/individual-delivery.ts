import type { Tenant } from '../../domain/members/authority.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Language } from '../../domain/values.ts';
import { type ErasureRow, erasureRow } from '../../model/erasure-rows.ts';
import { deliveryContent, deliveryRow } from '../../model/key-rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { equals, present, type Write } from '../../platform/dynamodb/transaction.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';
import { commit } from '../commit/commit.ts';
import { newEnvelopeKey } from '../keys/make-envelope-key.ts';
import { envelopeSealer } from '../keys/open-envelope.ts';

/** Where the attestation of an individual's erasure is told, in which language, and the salt that only they get. */
export interface Delivery {
  readonly email: string;
  readonly language: Language;
  readonly salt: string;
}

const daysKept = 14;

/**
 * Seals an individual's address under a key that is not theirs, so that their attestation can be mailed when everything
 * else has been erased: the writes, on condition that the erasure still waits. It expires after 14 days; sealing again
 * replaces it.
 */
export async function sealedDelivery(
  tenant: string,
  { individual, attestation }: ErasureRow,
  delivery: Delivery,
  at: string,
): Promise<[Write, Write]> {
  const { sealer, wrapped, salt } = await newEnvelopeKey(tenant);
  const sealed = deliveryContent.seal(sealer, { id: attestation, version: 1 }, delivery);
  const expiresAt = epochSeconds(after(at, daysKept * 24 * 60 * 60));
  return [
    erasureRow.check([tenant, individual], equals({ state: 'waiting', attestation })),
    deliveryRow.put([attestation], { v: 1, wrapped, salt, sealed, expiresAt }),
  ];
}

/** Where to tell of an attestation; undefined when it was told, or nobody can be. */
export async function openDelivery(
  tenant: string,
  attestation: string,
  at: string,
): Promise<Secret<Delivery> | undefined> {
  const [found] = await read([deliveryRow.at(attestation)]);
  const row = deliveryRow.from(found);
  if (!row || row.told || row.expiresAt <= epochSeconds(at)) return undefined;
  const opener = await envelopeSealer(tenant, row);
  return deliveryContent.open(opener, { id: attestation, sealed: row.sealed });
}

/** Notes that it was told, so that a repetition tells nobody twice. */
export async function noteDelivered(tenant: Tenant, attestation: string, at: string): Promise<void> {
  await commit({ tenant, at }, [deliveryRow.update([attestation], { set: { told: true } }, { if: present })]);
}
