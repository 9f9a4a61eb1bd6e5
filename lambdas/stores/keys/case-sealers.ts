import { read } from '../../platform/dynamodb/reads.ts';
import { heldKeys, keyRowsOf, type Sealer, sealerFor } from './keyring.ts';

/** Individuals whose key rows fit into one batch of a hundred, with the secrets of all shards. */
const abreast = 40;

/**
 * Sealers of use `case` for the individuals of a list, in one round trip, and one to KMS for keys that are not
 * cached. Whose keys are gone is left out.
 */
export async function caseSealers(
  tenant: string,
  kmsKey: string,
  individuals: readonly string[],
): Promise<ReadonlyMap<string, Sealer>> {
  const different = [...new Set(individuals)];
  const groups = Array.from({ length: Math.ceil(different.length / abreast) }, (_, i) =>
    different.slice(i * abreast, (i + 1) * abreast),
  );
  const found = await Promise.all(groups.map((group) => keysOf(tenant, group)));
  const sealers = await Promise.all(
    found
      .flat()
      .map(async ({ individual, keys }) => [individual, await sealerFor(kmsKey, keys, 'case')] as const),
  );
  return new Map(sealers);
}

async function keysOf(tenant: string, individuals: readonly string[]) {
  const rows = await read(individuals.flatMap((individual) => keyRowsOf(tenant, individual, ['case'])));
  const each = rows.length / individuals.length;
  return individuals.flatMap((individual, i) => {
    const own = rows.slice(i * each, (i + 1) * each);
    const keys = heldKeys({ tenant, individual }, ['case'], own);
    return keys ? [{ individual, keys }] : [];
  });
}
