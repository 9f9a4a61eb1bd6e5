import { pause } from '../../platform/dynamodb/backoff.ts';
import {
  type Expected,
  findInIndexes,
  findInRanges,
  removeSentinels,
  sentinels,
  writeSentinels,
} from './residue.ts';

/** How often an index is asked before what it shows counts as a residue. */
const indexTries = 120;
/** Between two of them: some 150 ms, as after a fourth attempt. */
const betweenTries = 4;

/** `blind`: the sentinel rows were not all found, so that finding nothing would prove nothing. */
export interface Verdict {
  readonly verdict: 'clean' | 'blind' | 'residue';
  /** How many rows were found that should not be there; at least, for the index. */
  readonly rows: number;
}

/**
 * Whether nothing of a tenant is left but what is expected. Before it looks, it writes sentinel rows into every range
 * and has to find them all.
 */
export async function verifyTenant(tenant: string, expected: Expected, at: string): Promise<Verdict> {
  await writeSentinels(tenant, at);
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

/** An index cannot be read consistently: it has to be empty twice in a row. */
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
