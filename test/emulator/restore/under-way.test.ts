import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitsOf } from '../../../lambdas/domain/identifiers.ts';
import { erasureRow } from '../../../lambdas/model/erasure-rows.ts';
import { holdRow } from '../../../lambdas/model/hold-rows.ts';
import { deliveryRow } from '../../../lambdas/model/key-rows.ts';
import { individualRow } from '../../../lambdas/model/people-rows.ts';
import { attestationRow, erasedRow } from '../../../lambdas/model/statement-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import type { Row } from '../../../lambdas/platform/dynamodb/key.ts';
import { present } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { copyName, restoreCopy, rowsOf } from '../../support/in-process/restored-copy.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';

/*
 * Vault is restored while removals are under way that had not begun at the restore point: purges that leave somebody
 * who is held, and erasures past their point of no return.
 */

const before = 'held before';
const since = 'held since';
const released = 'released since';
const nobody = 'never held';
type Who = typeof before | typeof since | typeof released | typeof nobody;
const purgeSteps = ['commit', 'shred', 'expire', 'sweep', 'verify', 'attest'] as const;
/** How far a purge has come when Vault is restored. */
const purgeStages = ['commit', 'shred', 'attest'] as const;
const erasureSteps = ['commit', 'shred', 'expire', 'sweep', 'verify', 'attest', 'deliver', 'finish'] as const;
/** How far an erasure has come then. */
const erasureStages = ['commit', 'shred', 'sweep', 'attest', 'finish'] as const;

let workflow: Workflow;
let persons: typeof import('../../support/workflows/held-person.ts');
let asking: typeof import('../../support/workflows/asked-erasure.ts');
let restore: (task: string) => Promise<Record<string, unknown>>;
let after: readonly Row[];
const purges: Record<string, { tenant: string; people: Record<Who, string> }> = {};
const erasures: Record<string, { individual: string; attestation: string; person: string }> = {};
let open: string;

async function purgeTo(last: string, tenant: string): Promise<void> {
  for (const name of ['envelope', ...purgeSteps]) {
    const input = { task: `purge.${name}`, v: 1, tenant, epoch: 2, attempt: 2 };
    while (((await workflow.invoke(input)) as { outcome: string }).outcome === 'more');
    if (name === last) return;
  }
}

async function eraseTo(last: string, individual: string): Promise<void> {
  for (const name of erasureSteps) {
    const input = { task: `purge.${name}`, v: 1, tenant: open, epoch: 1, attempt: 1, individual };
    await workflow.invoke(input);
    if (name === last) return;
  }
}

async function replayed(then: readonly Row[], point: string): Promise<void> {
  const { handler } = await import('../../../lambdas/functions/restore.ts');
  restore = (task) =>
    handler({ task, v: 1, copy: copyName, since: point }, { getRemainingTimeInMillis: () => 900_000 });
  await restoreCopy(then);
  expect((await restore('restore.replay')).outcome).toBe('replayed');
  after = await rowsOf(copyName);
}

beforeAll(async () => {
  workflow = await loadWorkflow();
  persons = await import('../../support/workflows/held-person.ts');
  asking = await import('../../support/workflows/asked-erasure.ts');
  for (const stage of purgeStages) {
    const tenant = await workflow.endedTenant(4, 1);
    const ids = (await persons.people(tenant)).map(({ id }) => id);
    const [one = '', two = '', three = '', four = ''] = ids;
    await persons.hold(tenant, one);
    await persons.hold(tenant, three);
    purges[stage] = { tenant, people: { [before]: one, [since]: two, [released]: three, [nobody]: four } };
  }
  open = await workflow.openTenant(1, 1);
  const people = new Map<string, string>();
  for (const stage of erasureStages)
    for (const when of ['before', 'since'])
      people.set(`${stage} ${when}`, await workflow.newIndividual(open));
  const ask = async (name: string) => {
    const individual = people.get(name) ?? '';
    const { attestation, person } = await asking.askErasure(open, individual);
    const sealed = new Uint8Array([1]);
    const delivery = { v: 1, wrapped: sealed, salt: sealed, sealed, expiresAt: 4e9 } as const;
    await workflow.adapters.transact([deliveryRow.put([attestation], delivery)]);
    // These are nobody whose data could be opened: what a law demands to stay of them is none, and kept already.
    await workflow.adapters.transact([
      erasureRow.update([open, individual], { set: { kept: [] } }, { if: present }),
    ]);
    erasures[name] = { individual, attestation, person };
  };
  for (const stage of erasureStages) await ask(`${stage} before`);
  const then = await rowsOf('vault');
  const point = new Date().toISOString();
  for (const stage of erasureStages) await ask(`${stage} since`);
  for (const stage of purgeStages) {
    const { tenant, people } = purges[stage] as (typeof purges)[string];
    await persons.hold(tenant, people[since]);
    await persons.release(tenant, people[released]);
    await purgeTo(stage, tenant);
  }
  for (const [name, { individual }] of Object.entries(erasures))
    await eraseTo(name.split(' ')[0] ?? '', individual);
  await replayed(then, point);
}, 120_000);
afterAll(() => workflow?.stop());

const isThere = ({ pk, sk }: { pk: string; sk: string }) =>
  after.find((row) => row.pk === pk && row.sk === sk);

describe('of a purge that was committed since the restore point, and has come as far as', () => {
  it.each(purgeStages)('%s, those stay who are held, and nobody else', async (stage) => {
    const { tenant, people } = purges[stage] as (typeof purges)[string];
    const own = after.filter(({ pk }) => pk.startsWith(`T#${tenant}#`));
    const left = Object.keys(people).filter((who) => isThere(individualRow.key(tenant, people[who as Who])));
    expect(left).toEqual([before, since]);
    // All that is theirs, and what points to them: said by the test, and not by the replay.
    const rows = own.map((row) => `vault ${row.pk.replace(tenant, '')} ${row.sk}`);
    const held = [before, since].map((who) =>
      individualRow.from(isThere(individualRow.key(tenant, people[who as Who])) as Row),
    );
    expect(rows.filter((row) => held.every((one) => persons.whyItStays(row, one) === undefined))).toEqual([]);
    for (const { id, referenceHash, addressHash } of held) {
      const theirs = rows.filter((row) => row.includes(bitsOf(id)));
      expect(theirs.filter((row) => row.includes(`ADDR#${addressHash}`))).toHaveLength(1);
      expect(rows.filter((row) => row.endsWith(`REF#${referenceHash}`))).toHaveLength(1);
      expect(theirs.some((row) => /#R#/.test(row))).toBe(true);
    }
    const holds = own.filter((row) => holdRow.is(row)).map((row) => holdRow.from(row));
    expect(holds.map(({ id }) => id).sort()).toEqual([people[before], people[since]].sort());
    // Until when the one was held that the copy does not know, nobody can say.
    const { until, sealed } = holds.find(({ id }) => id === people[since]) ?? {};
    expect(sealed).toBeUndefined();
    expect(Math.round((Date.parse(String(until)) - Date.now()) / 86_400_000)).toBe(30);
    expect(isThere(tenantRow.key(tenant))).toMatchObject({ state: 'purging', epoch: 2 });
  });
});

it('an erasure past its point of no return leaves nothing of the individual, and goes on under the id that was promised', () => {
  for (const [name, { individual, attestation, person }] of Object.entries(erasures)) {
    const bits = individual.slice(4);
    const rows = after.filter((row) => row.sk.includes(bits) || row.individual === individual);
    const goesOn = name.startsWith('finish') ? [] : [`ERASURE#${bits}`];
    expect([name, rows.map(({ sk }) => sk)]).toEqual([name, goesOn]);
    const row = erasureRow.from(rows[0]);
    if (row) expect(row).toMatchObject({ attestation, person, individual });
  }
});

it('all of it is proven', async () => {
  expect(await restore('restore.prove')).toEqual({ outcome: 'proven', open: 2, living: 2 });
});

describe('served from the copy,', () => {
  beforeAll(() => {
    process.env.VAULT_TABLE = copyName;
  });

  it('each erasure is attested as it was promised, with what there was', async () => {
    for (const [name, { individual, attestation, person }] of Object.entries(erasures)) {
      const { status } = await workflow.run('purge', open, 2, 1, {}, individual);
      expect([name, status]).toEqual([name, 'SUCCEEDED']);
      const [row, pointer, left] = await workflow.adapters.read([
        attestationRow.at(attestation),
        erasedRow.at(open, attestation),
        erasureRow.at(open, individual),
      ]);
      expect([name, pointer?.attestation, left]).toEqual([name, attestation, undefined]);
      const { record = {} } = attestationRow.from(row)?.signed ?? {};
      expect(record).toMatchObject({
        person,
        asked: { by: 'individual' },
        shredded: { keys: 4 },
        existed: { vault: { individual: 1, reference: 1, address: 1, consent: 1 } },
      });
      const { existed, deleted } = record as Record<string, Record<string, unknown>>;
      expect([name, { keys: existed?.keys, vault: existed?.vault }]).toEqual([name, deleted]);
    }
  });

  it.each(purgeStages)('the purge at %s goes on, rests, and ends with the last hold', async (stage) => {
    const { tenant, people } = purges[stage] as (typeof purges)[string];
    const { output } = await workflow.run('purge', tenant, 2, 1001);
    expect(output).toEqual({ outcome: 'leave', reason: 'held' });
    expect((await persons.people(tenant)).map(({ id }) => id).sort()).toEqual(
      [people[before], people[since]].sort(),
    );
    if (stage !== 'shred') return;
    for (const who of [before, since] as const) await persons.release(tenant, people[who]);
    expect((await workflow.run('purge', tenant, 2, 1002)).status).toBe('WAITING');
    const left = Object.keys(await workflow.remainsOf(tenant)).filter((row) => row.startsWith('vault'));
    expect(left.sort()).toEqual(['vault LEASE', 'vault TENANT']);
  });
});
