import type { Sealer } from '../../model/row.ts';
import { readNamed } from '../../platform/dynamodb/reads.ts';
import { keyRowsOf, keysFrom, type ReadKeys } from './read-keys.ts';
import { unwrappedSealer } from './unwrapped-keys.ts';

/**
 * Seals and opens an individual's case: consent requests, consents, disclosures. Its key is unwrapped by KMS unless it
 * is cached.
 */
export function caseSealer(kmsKey: string, keys: ReadKeys<'case'>): Promise<Sealer> {
  return unwrappedSealer(kmsKey, keys, 'case');
}

/** How many individuals' key rows fit into one batch of a hundred, together with the secrets of all shards. */
const individualsPerBatch = 40;

/**
 * Sealers of use `case` for the individuals of a list, in one round trip, and one to KMS for keys that are not
 * cached. Individuals whose keys are gone are left out.
 */
export async function caseSealers(
  tenant: string,
  kmsKey: string,
  individuals: readonly string[],
): Promise<ReadonlyMap<string, Sealer>> {
  const different = [...new Set(individuals)];
  const groups = Array.from({ length: Math.ceil(different.length / individualsPerBatch) }, (_, i) =>
    different.slice(i * individualsPerBatch, (i + 1) * individualsPerBatch),
  );
  const found = await Promise.all(groups.map((group) => keysOf(tenant, group)));
  const sealers = await Promise.all(
    found.flat().map(async ({ individual, keys }) => [individual, await caseSealer(kmsKey, keys)] as const),
  );
  return new Map(sealers);
}

async function keysOf(tenant: string, individuals: readonly string[]) {
  const found = await readNamed(
    Object.fromEntries(
      individuals.map((individual) => [individual, keyRowsOf(tenant, individual, ['case'])]),
    ),
  );
  return individuals.flatMap((individual) => {
    const keys = keysFrom({ tenant, individual }, ['case'], found[individual] ?? []);
    return keys ? [{ individual, keys }] : [];
  });
}
