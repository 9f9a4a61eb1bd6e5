import '../../support/in-process/two-shards.ts';
import process from 'node:process';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deletionRow } from '../../../lambdas/model/erasure-rows.ts';
import { individualRow } from '../../../lambdas/model/people-rows.ts';
import { rangeOfTenant } from '../../../lambdas/model/places.ts';
import { recordRow } from '../../../lambdas/model/record-rows.ts';
import { attestationRow } from '../../../lambdas/model/statement-rows.ts';
import type { Write } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { newIdBelow } from '../../../lambdas/platform/runtime/random.ts';
import { loadWorkflow, type Workflow } from '../../support/workflows/loaded.ts';
import type { World } from '../../support/workflows/machine.ts';

/* The erasure of one individual: the machine of the purge, with a smaller scope. */

let workflow: Workflow;
let tenant: string;
let stores: typeof import('../../../lambdas/stores/people/erasure.ts') &
  typeof import('../../../lambdas/stores/people/known-erasure.ts') &
  typeof import('../../../lambdas/stores/people/individuals.ts') &
  typeof import('../../../lambdas/stores/tenants/read-tenant.ts');
beforeAll(async () => {
  workflow = await loadWorkflow();
  stores = {
    ...(await import('../../../lambdas/stores/people/erasure.ts')),
    ...(await import('../../../lambdas/stores/people/known-erasure.ts')),
    ...(await import('../../../lambdas/stores/people/individuals.ts')),
    ...(await import('../../../lambdas/stores/tenants/read-tenant.ts')),
  };
  tenant = await workflow.openTenant(1, 1);
}, 60_000);
afterAll(() => workflow?.stop());

const hour = 3600 * 1000;
const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();

/** What an act on somebody's erasure is decided on, as of some hours ago. */
async function act(of: string, individual: string, hours: number) {
  const found = await stores.readTenant(of);
  if (!found) throw new Error('no tenant');
  return {
    tenant: found,
    keyed: await stores.readIndividual(of, individual, []),
    erasure: await stores.erasureOf(of, individual),
    at: ago(hours),
    race: 'test',
  };
}

/** Somebody who asked for their erasure so many hours ago. */
async function asked(hours = 73, of = tenant) {
  const individual = await workflow.newIndividual(of);
  const given = await act(of, individual, hours);
  const erasure = await stores.beginErasure(given, 'individual');
  const { referenceHash, addressHash } = given.keyed.row;
  const left = () =>
    workflow.remainsOfIndividual(of, individual.slice(4), referenceHash, addressHash, erasure.attestation);
  return { individual, erasure, left, given };
}
type Asked = Awaited<ReturnType<typeof asked>>;

const erase = ({ individual }: Asked, world: Partial<World> = {}, attempt = 1, of = tenant) =>
  workflow.run('purge', of, 1, attempt, world, individual);

const everything = { 'evidence ERASED#att_…': 1 };
const statementOf = async ({ erasure }: Asked) => {
  const [row] = await workflow.adapters.read([attestationRow.at(erasure.attestation)]);
  return attestationRow.from(row)?.signed;
};

/** What those were asked who have read, after the erasure of somebody; and the mails that tell them. */
async function deletionsOf({ erasure }: Asked, of = tenant) {
  const { queryAll } = workflow.adapters;
  const [asked, mails] = await Promise.all(
    ['DELETION#', 'MAIL#'].map((prefix) => queryAll(rangeOfTenant(of, prefix))),
  );
  const requests = (asked ?? []).map((row) => deletionRow.from(row));
  return {
    own: requests.filter(({ attestation }) => attestation === erasure.attestation),
    all: requests.length,
    mails: (mails ?? []).filter(({ kind }) => kind === 'deletion-asked').length,
  };
}

describe('the erasure of one individual', () => {
  it('removes every row of theirs and nothing of anybody else, and attests it under the id they have', async () => {
    const other = await workflow.newIndividual(tenant);
    const before = await workflow.remainsOfIndividual(tenant, other.slice(4));
    const one = await asked();
    const { status, trail } = await erase(one);
    expect([status, trail.at(-1)]).toEqual(['SUCCEEDED', 'Nothing is left of the tenant']);
    expect(await one.left()).toEqual(everything);
    expect(await workflow.remainsOfIndividual(tenant, other.slice(4))).toEqual(before);
    const signed = await statementOf(one);
    expect(signed?.record).toMatchObject({
      scope: 'individual',
      tenant,
      person: one.erasure.person,
      asked: { by: 'individual' },
      shredded: { keys: 4 },
      verified: { found: 'nothing' },
    });
    const { existed, deleted } = (signed?.record ?? {}) as Record<string, Record<string, unknown>>;
    expect({ keys: existed?.keys, vault: existed?.vault }).toEqual(deleted);
    expect(deleted).toMatchObject({
      vault: { individual: 1, reference: 1, address: 1, consent: 1, mail: 2 },
    });
    const { saltedPerson } = await import('../../../lambdas/crypto/keyed-hash.ts');
    expect(saltedPerson(stores.saltOf(one.given.keyed, one.erasure), one.individual)).toBe(
      one.erasure.person,
    );
    expect(JSON.stringify(signed)).not.toContain(one.individual.slice(4));
    const { own } = await deletionsOf(one);
    expect(own).toMatchObject([{ organisation: 'labor-sued', individual: one.individual, version: 1 }]);
    expect(own[0]?.consents).toHaveLength(1);
    expect(JSON.stringify(signed?.record.remains)).toContain(own[0]?.until);
  });

  it('begins neither before 72 hours are over nor when it was undone, whoever starts it', async () => {
    const early = await asked(71);
    const before = await early.left();
    expect((await erase(early)).trail.at(-1)).toBe('Nothing to do any more');
    const undone = await asked();
    const given = await act(tenant, undone.individual, 72.5);
    await stores.undoErasure(given, undone.erasure);
    expect((await erase(undone)).output).toEqual({ outcome: 'leave', reason: 'undone' });
    expect(await early.left()).toEqual(before);
    const { row } = await stores.readIndividual(tenant, undone.individual, []);
    expect([row.state, row.restrictionLog?.map(({ locked }) => locked)]).toEqual(['active', [false, true]]);
  });

  it('that was undone and asked for again is another one, with an attestation of its own', async () => {
    const first = await asked();
    await stores.undoErasure(await act(tenant, first.individual, 72.5), first.erasure);
    const second = await stores.beginErasure(await act(tenant, first.individual, 73), 'individual');
    expect(second.attestation).not.toBe(first.erasure.attestation);
    expect((await erase(first)).status).toBe('SUCCEEDED');
    expect(await statementOf(first)).toBeUndefined();
    expect(await statementOf({ ...first, erasure: second })).toBeDefined();
  });

  it('takes no late write once it is committed, and opens nothing once the keys are gone', async () => {
    const one = await asked();
    const { row } = one.given.keyed;
    await erase(one, {
      invoke: async (payload) => {
        const outcome = await workflow.invoke(payload);
        if (payload.task === 'purge.commit')
          await expect(
            workflow.adapters.transact([stores.fenceOf(tenant, { ...row, gate: row.gate + 1 })]),
          ).rejects.toMatchObject({ code: 'conflict' });
        if (payload.task === 'purge.shred')
          expect(await stores.findIndividual(tenant, one.individual, ['record'])).toBeUndefined();
        return outcome;
      },
    });
    expect(await one.left()).toEqual(everything);
  });

  /* Writers admitted before the point of no return, whose transactions come at any time; half of them come again. */
  it('leaves no row of 64 writers at once and their replays, and takes none once it is committed', async () => {
    const one = await asked();
    const { row } = await stores.readIndividual(tenant, one.individual, []);
    const fence = stores.fenceOf(tenant, row);
    const written: Write[][] = [];
    const late: Write[][] = [];
    let closed = false;
    const write = async (i: number) => {
      const after = closed;
      const key = recordRow.key(tenant, one.individual, '0f'.repeat(8), newIdBelow('rec', one.individual));
      const again = i % 2 === 1 ? written[i % Math.max(written.length, 1)] : undefined;
      const writes = again ?? [
        fence,
        { table: 'vault', put: { ...key, version: 1, sealed: new Uint8Array(99) } },
      ];
      await workflow.adapters.transact(writes).then(
        () => (after ? late : written).push(writes),
        () => undefined,
      );
    };
    const busy = ['purge.envelope', 'purge.commit', 'purge.expire', 'purge.sweep'];
    await erase(one, {
      invoke: async (payload) => {
        const writers = busy.includes(String(payload.task))
          ? Array.from({ length: 64 }, (_, i) => write(i))
          : [];
        const outcome = await workflow.invoke(payload);
        if (payload.task === 'purge.commit') closed = true;
        await Promise.all(writers);
        return outcome;
      },
    });
    expect(written.length).toBeGreaterThan(32);
    expect(late).toEqual([]);
    expect(await one.left()).toEqual(everything);
  });

  it('goes back to the sweep when something is left, and fails after three rounds', async () => {
    const one = await asked();
    const late = individualRow.put([tenant, one.individual], one.given.keyed.row);
    const { status, error, trail } = await erase(one, {
      invoke: async (payload) => {
        if (payload.task === 'purge.verify') await workflow.adapters.transact([late]);
        return workflow.invoke(payload);
      },
    });
    expect([status, error]).toEqual(['FAILED', 'Habeas.Residue']);
    expect(trail.filter((name) => name === 'Delete every row')).toHaveLength(3);
    expect(await statementOf(one)).toBeUndefined();
    expect((await erase(one, {}, 2)).status).toBe('SUCCEEDED');
    expect(await one.left()).toEqual(everything);
  });

  it('of which another attempt has the lease is left to that one', async () => {
    const one = await asked();
    expect((await erase(one, {}, 2)).status).toBe('SUCCEEDED');
    const two = await asked();
    let overtaken: Awaited<ReturnType<typeof erase>> | undefined;
    const played = await erase(two, {
      invoke: async (payload) => {
        if (payload.task === 'purge.sweep' && !overtaken) overtaken = await erase(two, {}, 2);
        return workflow.invoke(payload);
      },
    });
    expect([overtaken?.trail.at(-1), played.output]).toEqual([
      'Nothing is left of the tenant',
      { outcome: 'leave', reason: 'gone' },
    ]);
    expect(await two.left()).toEqual(everything);
  });

  it('is ended by the purge of the tenant, which leaves nothing of it', async () => {
    const of = await workflow.openTenant(1, 1);
    const one = await asked(73, of);
    let committed = false;
    const played = await erase(
      one,
      {
        invoke: async (payload) => {
          if (payload.task === 'purge.expire' && !committed) {
            committed = true;
            await workflow.end(of);
            const purged = await workflow.run('purge', of, 2, 2, { wait: () => false });
            expect(purged.status).toBe('WAITING');
          }
          return workflow.invoke(payload);
        },
      },
      1,
      of,
    );
    expect(played.output).toEqual({ outcome: 'leave', reason: 'gone' });
    expect(await one.left()).toEqual({});
    expect(await deletionsOf(one, of)).toEqual({ own: [], all: 0, mails: 0 });
  });

  it('is started by the reconciler once it is due, and by nobody before', async () => {
    const early = await asked(71);
    const due = await asked();
    const stateMachineArn = process.env.PURGE_MACHINE ?? '';
    const { RETENTION_MACHINE: retention, EXPORT_MACHINE: others } = process.env;
    const machines = { retention, purge: stateMachineArn, export: others };
    await Promise.all([1, 2].map(() => workflow.invoke({ task: 'reconcile', machines })));
    await workflow.invoke({ task: 'reconcile', machines });
    const { executions = [] } = await new SFNClient().send(new ListExecutionsCommand({ stateMachineArn }));
    const started = executions.map(({ name }) => name);
    expect(started.filter((name) => name?.includes(due.individual))).toEqual([
      `${tenant}-${due.individual}-1`,
    ]);
    expect(started.filter((name) => name?.includes(early.individual))).toEqual([]);
  });
});

describe('the erasure of somebody under a legal hold', () => {
  it('is refused when it is asked for, and put off when the hold comes later', async () => {
    const { hold, release } = await import('../../support/workflows/held-person.ts');
    const held = await workflow.newIndividual(tenant);
    await hold(tenant, held);
    const refused = { code: 'conflict', detail: 'a legal hold keeps the data of this individual' };
    await expect(stores.beginErasure(await act(tenant, held, 73), 'tenant')).rejects.toMatchObject(refused);
    await expect(stores.requestErasure(await act(tenant, held, 73), 'a')).rejects.toMatchObject(refused);
    const later = await asked();
    await hold(tenant, later.individual);
    expect((await erase(later)).output).toEqual({ outcome: 'leave', reason: 'held' });
    const { readIndividual } = stores;
    expect((await readIndividual(tenant, later.individual, [])).row.state).toBe('restricted');
    await release(tenant, later.individual);
    expect((await erase(later, {}, 2)).status).toBe('SUCCEEDED');
    await expect(readIndividual(tenant, later.individual, [])).rejects.toMatchObject({ code: 'not-found' });
  });

  it('loses against a hold that is set while it passes the point of no return', async () => {
    const { hold } = await import('../../support/workflows/held-person.ts');
    const { erasureAndTenant } = await import('../../../lambdas/stores/erasure/individual-row.ts');
    const { commitIndividual } = await import('../../../lambdas/stores/erasure/individual-steps.ts');
    const { individual } = await asked();
    const leased = await erasureAndTenant(tenant, individual);
    if (!leased) return expect.unreachable('no erasure');
    await hold(tenant, individual);
    await expect(commitIndividual(leased, new Date().toISOString())).rejects.toThrow('lease');
    expect((await stores.readIndividual(tenant, individual, [])).row.state).toBe('restricted');
  });
});
