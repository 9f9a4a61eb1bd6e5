import { createHash } from 'node:crypto';
import { objectRef } from '../../crypto/keyed-hash.ts';
import { type Duty, dutyWithin, type KeptSet, withLine } from '../../domain/erasure/keeping.ts';
import type { ErasureRow } from '../../model/erasure-rows.ts';
import { holdRow } from '../../model/hold-rows.ts';
import { type KeptLine, keptContent, keptRow, keptSetId, keptSetRow } from '../../model/kept-rows.ts';
import { individualRow } from '../../model/people-rows.ts';
import { individualUses } from '../../model/row.ts';
import { queryPage, type Row, read } from '../../platform/dynamodb/reads.ts';
import { absent, type Write } from '../../platform/dynamodb/transaction.ts';
import { changeErasure } from '../erasure/individual-lease.ts';
import type { ErasureLeased } from '../erasure/individual-row.ts';
import { individualOpener } from '../exports/openers.ts';
import { newKeptKey } from '../keys/make-kept-key.ts';
import { keptKeyRowsOf, keptSealer } from '../keys/open-kept.ts';
import { findIndividual, gateMoved, type KeyedIndividual } from '../people/individuals.ts';
import { leaseRace } from '../retention/lease.ts';
import type { Run } from '../retention/step.ts';
import { keptLineOf, type Source, sourcesOf, stayingOf } from './sources.ts';

/** Lines that one transaction copies, and bytes of them, at most. */
const linesAtOnce = 40;
const bytesAtOnce = 3_000_000;
/** Rows read at once. */
const pageRows = 200;
/** Sets of one erasure, at most: its commit checks all of them in one transaction. */
const setsAtMost = 80;

/** How far the copying has come: the last row that was looked at, and the sets so far, by the name of their duty. */
interface Copied {
  readonly source: string;
  readonly after?: string | undefined;
  readonly sets: Readonly<Record<string, KeptSet>>;
}

const step = 'keep';

/**
 * Closes an individual to every write, so that what is copied is what there is. It is undone when the law puts off the
 * erasure.
 * @throws LostRace `lease` when anything has changed since it was read
 */
async function close(
  leased: ErasureLeased,
  { row }: KeyedIndividual<never>,
  at: string,
): Promise<ErasureLeased> {
  const { tenant, erasure } = leased;
  if (erasure.closedAt !== undefined) return leased;
  return changed(leased, at, { closedAt: at }, [
    gateMoved(row, { state: 'erasing' }, { race: leaseRace }).write,
    holdRow.check([tenant.id, erasure.individual], absent, { race: leaseRace }),
  ]);
}

/** Changes the erasure, and gives it as it is then. */
async function changed(
  leased: ErasureLeased,
  at: string,
  change: Partial<ErasureRow>,
  writes: readonly Write[],
): Promise<ErasureLeased> {
  await changeErasure(leased, at, change, writes);
  return { ...leased, erasure: { ...leased.erasure, ...change } };
}

/**
 * Copies what a law demands to stay of somebody, and what proves what was done, into kept sets, from where an earlier
 * call stopped. A line and the position after it are written together, a set once all its lines are, and its name on
 * the erasure with it: whatever dies in between, the copies end the same.
 * @returns whether all sets stand, before the time was up
 * @throws LostRace `lease` when anything has changed since it was read
 */
export async function keepSets(first: ErasureLeased, { at, timeIsUp }: Run): Promise<boolean> {
  const { tenant } = first;
  const { individual, attestation } = first.erasure;
  const found = await findIndividual(tenant.id, individual, individualUses);
  const { kmsKey } = tenant;
  if (!found || kmsKey === undefined) throw new Error('who is to be erased is not there');
  let leased = await close(first, found, at);
  const { progress } = leased.erasure;
  let copied: Copied = progress?.step === step ? (progress.state as Copied) : { source: '', sets: {} };
  const [own] = await read([individualRow.at(tenant.id, individual)]);
  const open = individualOpener(kmsKey, found.keys, individualUses);
  const keyRows = new Map<string, readonly (Row | undefined)[]>();
  let pending: Write[] = [];
  let bytes = 0;

  const save = async () => {
    leased = await changed(leased, at, { progress: { step, state: copied } }, pending);
    pending = [];
    bytes = 0;
  };
  const keysOf = async (set: string) => {
    const wanted = keptKeyRowsOf(tenant.id, set);
    const rows = keyRows.get(set) ?? (await read(wanted));
    if (rows[1] !== undefined) return rows;
    const key = await newKeptKey(tenant.id, kmsKey, set);
    leased = await changed(leased, at, {}, [{ ...key, else: { race: leaseRace } }]);
    return read(wanted);
  };
  // Only wrapped keys are remembered here: what is unwrapped lives a minute, and this step a quarter of an hour.
  const sealerOf = async (set: string) => {
    const rows = await keysOf(set);
    keyRows.set(set, rows);
    const sealer = await keptSealer(kmsKey, tenant.id, set, rows);
    if (!sealer) throw new Error('a kept set has no key');
    return sealer;
  };
  const add = async (wanted: Duty, line: KeptLine, sk: string) => {
    const duty = dutyWithin(copied.sets, wanted, setsAtMost);
    const known = copied.sets[duty.name];
    const set = known ?? newSet(attestation, duty);
    const id = objectRef(found.keys.auditSecret, `kept\n${sk}`).slice(0, 32);
    const sealed = keptContent.seal(await sealerOf(set.id), { id, version: 1 }, line);
    pending.push(keptRow.put([tenant.id, set.id, id], { id, version: 1, sealed }));
    bytes += sealed.length;
    copied = { ...copied, sets: { ...copied.sets, [duty.name]: withLine(set, line.kind, duty) } };
    if (known) return;
    const whose = own && (await keptLineOf(own, open));
    if (whose) await add(duty, whose, `${found.row.sk}\n${set.id}`);
  };

  for (const source of await sourcesOf(tenant, individual)) {
    if (source.name < copied.source) continue;
    if (source.name > copied.source) copied = { source: source.name, sets: copied.sets };
    for (let more = true; more; ) {
      const { rows, next } = await queryPage({
        ...source.range,
        limit: pageRows,
        start: startOf(source, copied),
      });
      for (const row of rows) {
        const staying = await stayingOf(source, row, open, tenant, at);
        copied = { ...copied, after: row.sk };
        if (staying) await add(staying.duty, staying.line, row.sk);
        if (pending.length < linesAtOnce && bytes < bytesAtOnce && !timeIsUp()) continue;
        await save();
        if (timeIsUp()) return false;
      }
      more = next !== undefined;
    }
  }
  const kept = Object.values(copied.sets);
  if (pending.length > 0) await save();
  await changed(leased, at, { kept, progress: undefined }, [
    ...kept.map((set) => keptSetRow.put([tenant.id, set.id], { ...set, attestation, at })),
  ]);
  return true;
}

function startOf({ range: { pk } }: Source, { after }: Copied) {
  return after === undefined ? undefined : { pk, sk: after };
}

/** A set of an erasure, under an id that is the same whenever it is made. */
function newSet(attestation: string, { name, kind, ground, until }: Duty): KeptSet {
  const own = createHash('sha256').update(`${attestation}\n${name}`, 'utf8').digest('hex').slice(0, 32);
  return { id: keptSetId(attestation, own), kind, ground, until, counts: {} };
}
