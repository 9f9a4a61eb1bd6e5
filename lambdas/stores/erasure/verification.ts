import type { Tenant } from '../../domain/members/authority.ts';
import { pause } from '../../platform/dynamodb/backoff.ts';
import {
  type Expected,
  findInIndexes,
  findInRanges,
  removeSentinels,
  sentinels,
  writeSentinels,
} from './residue.ts';

/** How often an index is read before what it shows counts as residue. */
const indexTries = 120;
/** Attempt number that sets the wait between two of these reads: some 150 ms. */
const betweenTries = 4;

/** The verdict. `blind`: not all sentinel rows were found, so finding nothing else proves nothing. */
export interface Verdict {
  readonly verdict: 'clean' | 'blind' | 'residue';
  /** How many rows were found that should not exist; for the index, at least this many. */
  readonly rows: number;
}

/**
 * Verifies that nothing of a tenant is left but the expected rows. It first writes sentinel rows into every range,
 * and has to find all of them.
 */
export async function verifyTenant(of: Tenant, expected: Expected, at: string): Promise<Verdict> {
  const tenant = of.id;
  await writeSentinels(of, at);
  const seen = await findsSentinels(tenant, expected);
  await removeSentinels(tenant);
  if (!seen) return { verdict: 'blind', rows: 0 };
  const left = await findInRanges(tenant, expected);
  const rows = left.sentinels + left.others;
  if (rows > 0) return { verdict: 'residue', rows };
  if (!(await indexesAreEmpty(tenant, expected))) return { verdict: 'residue', rows: 1 };
  return { verdict: 'clean', rows: 0 };
}

async function findsSentinels(tenant: string, expected: Expected): Promise<boolean> {
  const found = await findInRanges(tenant, expected);
  if (found.sentinels !== sentinels.rows) return false;
  for (let attempt = 0; attempt < indexTries; attempt++) {
    if ((await findInIndexes(tenant, expected)).sentinels === sentinels.listed) return true;
    await pause(betweenTries);
  }
  return false;
}

/** An index cannot be read consistently, so it has to be found empty twice in a row. */
async function indexesAreEmpty(tenant: string, expected: Expected): Promise<boolean> {
  let empty = 0;
  for (let attempt = 0; attempt < indexTries; attempt++) {
    const found = await findInIndexes(tenant, expected);
    empty = found.sentinels + found.others === 0 ? empty + 1 : 0;
    if (empty === 2) return true;
    await pause(betweenTries);
  }
  return false;
}
