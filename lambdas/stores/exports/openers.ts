import { isPast } from '../../domain/instant.ts';
import type { Tenant } from '../../domain/members/authority.ts';
import { isHeld } from '../../domain/retention/due.ts';
import { keptSetRow } from '../../model/kept-rows.ts';
import type { IndividualUse, Sealer } from '../../model/row.ts';
import type { ExportRow } from '../../model/statement-rows.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import type { Pace } from '../../platform/dynamodb/pace.ts';
import { read, readNamed } from '../../platform/dynamodb/reads.ts';
import { monotonic, pauseFor } from '../../platform/runtime/clock.ts';
import { caseSealer } from '../keys/open-case.ts';
import { contactSealer } from '../keys/open-contact.ts';
import { keptKeyRowsOf, keptSealer } from '../keys/open-kept.ts';
import { recordSealer } from '../keys/open-record.ts';
import { tenantSealer } from '../keys/open-tenant.ts';
import { type ReadKeys, tenantKeys } from '../keys/read-keys.ts';
import { individualFrom, individualRowsOf } from '../people/individuals.ts';
import { takes } from './covering.ts';
import type { Opener } from './lines.ts';

/** Keys unwrapped in a second, at most: the quota of KMS is shared with everybody's reads. */
const unwrapsPerSecond = 200;
/** Individuals whose rows are read at once: a hundred keys of theirs at most. */
const peopleAtOnce = 16;
/** Tries of an unwrapping that KMS refuses for the moment. */
const tries = 50;

let next = 0;

/** Unwraps a key when it is its turn; “not yet” is tried again. */
async function inTurn(unwrap: () => Promise<Sealer | undefined>, pace: Pace): Promise<Sealer> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const turn = Math.max(next, monotonic());
    next = turn + 1000 / unwrapsPerSecond;
    if (turn > monotonic()) await pauseFor(turn - monotonic());
    const sealer = await pace.call(unwrap);
    if (sealer) return sealer;
  }
  throw new Error('KMS unwraps nothing');
}

/** Gives each sealer once. */
function once(make: (use: Parameters<Opener>[0]) => Promise<Sealer>): Opener {
  const made = new Map<string, Promise<Sealer>>();
  return (use) => {
    const known = made.get(use) ?? make(use);
    made.set(use, known);
    return known;
  };
}

const sealers = { record: recordSealer, contact: contactSealer, case: caseSealer } as const;

/** What opens the rows of an individual with their keys of some uses. */
export function individualOpener(
  kmsKey: string,
  keys: ReadKeys<IndividualUse>,
  uses: readonly IndividualUse[],
): Opener {
  return (use) => {
    const own = uses.find((one) => one === use);
    if (!own) throw new Error(`${use} is not opened here`);
    return sealers[own](kmsKey, keys);
  };
}

/**
 * What opens the rows of individuals, by their ids, for an export. Keys are unwrapped when they are first needed.
 * Individuals who were enrolled after it began, whose keys are gone, and the canaries have none. Those who are to be
 * erased have theirs until then: an erasure that commits takes back the parts that hold them, and one that does not
 * leaves nobody out who stays.
 */
export async function openersOf(
  tenant: Tenant,
  row: Pick<ExportRow, 'startedAt'>,
  individuals: readonly string[],
  uses: readonly IndividualUse[],
  pace: Pace,
): Promise<ReadonlyMap<string, Opener>> {
  const { kmsKey } = tenant;
  const openers = new Map<string, Opener>();
  if (kmsKey === undefined) return openers;
  for (let start = 0; start < individuals.length; start += peopleAtOnce) {
    const some = individuals.slice(start, start + peopleAtOnce);
    const wanted = some.map((individual) => individualRowsOf(tenant.id, individual, uses));
    const rows = await read(wanted.flat());
    const each = wanted[0]?.length ?? 0;
    for (const [i, individual] of some.entries()) {
      const found = individualFrom(tenant.id, individual, uses, rows.slice(i * each, (i + 1) * each));
      if (!found || !takes(row, found.row)) continue;
      const open = individualOpener(kmsKey, found.keys, uses);
      openers.set(
        individual,
        once((use) => inTurn(async () => open(use), pace)),
      );
    }
  }
  return openers;
}

/** Kept sets whose rows are read at once: a hundred keys at most. */
const setsAtOnce = 32;

/**
 * What opens the lines of kept sets, by the sets' ids. Those of an erasure that may still be undone have none: nothing
 * of them stands yet. Nor do those whose day has come, unless a legal hold on the tenant keeps them, and those whose
 * key is gone.
 */
export async function keptOpenersOf(
  tenant: Tenant,
  sets: readonly string[],
  at: string,
  pace: Pace,
): Promise<ReadonlyMap<string, Opener>> {
  const { id, kmsKey } = tenant;
  const openers = new Map<string, Opener>();
  if (kmsKey === undefined) return openers;
  for (let start = 0; start < sets.length; start += setsAtOnce) {
    const some = sets.slice(start, start + setsAtOnce);
    const rows = await read(some.flatMap((set) => [keptSetRow.at(id, set), ...keptKeyRowsOf(id, set)]));
    for (const [i, set] of some.entries()) {
      const [head, ...keys] = rows.slice(3 * i, 3 * i + 3);
      const row = keptSetRow.from(head);
      if (row?.listPk === undefined || keys.some((key) => !key)) continue;
      if (isPast(row.until, at) && !isHeld(tenant, at)) continue;
      openers.set(
        set,
        once(async (use) => {
          const sealer = use === 'kept' ? inTurn(() => keptSealer(kmsKey, id, set, keys), pace) : undefined;
          if (!sealer) throw new Error(`${use} is not opened here`);
          return sealer;
        }),
      );
    }
  }
  return openers;
}

/** What opens the rows of the tenant itself. */
export function tenantOpener({ id, kmsKey }: Tenant, pace: Pace): Opener {
  return once(async (use) => {
    if (use !== 'tenant' || kmsKey === undefined) throw new Error(`${use} is not opened here`);
    const { rows } = await readNamed({ rows: tenantKeys.rows(id, 'tenant') });
    const keys = tenantKeys.from(id, 'tenant', rows);
    if (!keys) throw new Error('the keys of the tenant are gone');
    return inTurn(() => tenantSealer(kmsKey, keys), pace);
  });
}

/** Every row has the same. */
export const always = (open: Opener) => (_: Key) => open;

/** Gives each row what opens it, by the name of its owner. */
export async function openedBy(
  nameOf: (key: Key) => string,
  rows: readonly Row[],
  openersFor: (owners: readonly string[]) => Promise<ReadonlyMap<string, Opener>>,
): Promise<(key: Key) => Opener | undefined> {
  const openers = await openersFor([...new Set(rows.map(nameOf))]);
  return (key) => openers.get(nameOf(key));
}
