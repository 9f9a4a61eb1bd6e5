import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import type { TenantState } from '../../../../lambdas/domain/tenants/tenancy.ts';
import { entryRow } from '../../../../lambdas/model/audit-rows.ts';
import { consentRow } from '../../../../lambdas/model/consent-rows.ts';
import { operatorRow } from '../../../../lambdas/model/member-rows.ts';
import { linkRow } from '../../../../lambdas/model/session-rows.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { dynamo } from '../../../../lambdas/platform/dynamodb/reads.ts';
import { absent, present, type Write } from '../../../../lambdas/platform/dynamodb/transaction.ts';
import { count } from '../../../../lambdas/platform/observability/log.ts';
import { commit, commitOnce, ForbiddenWrite } from '../../../../lambdas/stores/commit/commit.ts';
import { fakeClient } from '../../../support/fake-client.ts';

vi.mock(import('../../../../lambdas/platform/observability/log.ts'), async (original) => ({
  ...(await original()),
  count: vi.fn(),
}));

const { sent, answer } = fakeClient(dynamo);
const id = `tnt_${'0'.repeat(32)}`;
const other = `tnt_${'1'.repeat(32)}`;
const individual = `ind_${'4'.repeat(32)}`;
const consent = `cns_${'4'.repeat(32)}${'a'.repeat(32)}`;
const place: [string, string, string, string] = [id, individual, '0'.repeat(16), consent];
const hash = 'c5'.repeat(32);
const at = '2026-03-01T10:00:00.000Z';
const tenant = (state: TenantState, endsAt?: string) => ({ id, state, epoch: 1, endsAt });
const link = linkRow.put([id, individual, hash], {
  kind: 'request',
  addressVersion: 1,
  endsAt: at,
  expiresAt: 1,
});
const outcome = (write: Write, state: TenantState = 'open', endsAt?: string) =>
  commit({ tenant: tenant(state, endsAt), at }, [write]).then(
    () => 'written',
    (error: unknown) => error,
  );

describe('a commit writes what may be written', () => {
  it.each<[string, Write, TenantState]>([
    ['a link while the contract is open', link, 'open'],
    ['a link in the retrieval window', link, 'retrieval'],
    [
      'a change of a consent in the retrieval window',
      consentRow.update(place, {}, { if: present }),
      'retrieval',
    ],
    ['a check of anything in any state', tenantRow.check([id], present), 'purged'],
    ['the removal of anything in any state', linkRow.remove([id, individual, hash]), 'purging'],
  ])('%s', async (_, write, state) => {
    answer({});
    expect(await outcome(write, state)).toBe('written');
    expect(sent).toHaveLength(1);
  });

  it('for the deployment itself, where no tenant is concerned', async () => {
    answer({});
    const row = { id: hash, ref: hash, cursorSecret: new Uint8Array(), since: at };
    await commit({ tenant: 'deployment', at }, [operatorRow.put([hash], row)]);
    expect(sent).toHaveLength(1);
  });
});

/*
 * Its purge may commit at any instant, and whoever is held stays: a call that began before writes nothing below them
 * after.
 */
describe('a write below an individual while a contract is in retrieval', () => {
  const written = async (state: TenantState, ...writes: readonly Write[]) => {
    answer({});
    await commit({ tenant: tenant(state), at }, writes);
    return JSON.stringify(sent[0].input.TransactItems);
  };
  const checked = `"ConditionCheck":{"TableName":"vault-table"`;

  it('depends on the tenant being as it was read, as its last condition', async () => {
    const [first, last] = (await written('retrieval', link)).split(checked);
    expect(first).toContain('Put');
    expect(last).toContain('"#c0":"state","#c1":"epoch"');
    expect(last).toContain(`T#${id}#t`);
  });

  it('depends on it once, where the change says so itself', async () => {
    const own = tenantRow.check([id], present);
    expect((await written('retrieval', own, link)).split(checked)).toHaveLength(2);
  });

  it('does not while the contract runs, so that those who write do not contend for one row', async () => {
    expect(await written('open', link)).not.toContain(checked);
  });
});

describe('a commit never sends', () => {
  it.each<[string, Write]>([
    ['put', { table: 'vault', put: { pk: `T#${id}#t`, sk: 'SOMETHING' } }],
    ['check', { table: 'vault', check: { pk: `T#${id}#t`, sk: 'SOMETHING' }, if: present }],
    ['remove', { table: 'evidence', remove: { pk: `T#${id}#t`, sk: 'TENANT' } }],
    ['update', { table: 'keys', update: { pk: `T#${id}#t`, sk: 'TENANT' }, set: { a: 1 } }],
    ['put in a partition of no family', { table: 'vault', put: { pk: 'X', sk: 'TENANT' } }],
  ])('%s of a key that is not declared', async (_, write) => {
    expect(await outcome(write)).toMatchObject({ message: expect.stringContaining('not declared') });
    expect(sent).toHaveLength(0);
  });

  it.each<[string, Write]>([
    [
      'put',
      linkRow.put([other, individual, hash], {
        kind: 'request',
        addressVersion: 1,
        endsAt: at,
        expiresAt: 1,
      }),
    ],
    ['check', tenantRow.check([other], present)],
    ['remove', linkRow.remove([other, individual, hash])],
    ['entry', { table: 'evidence', put: { ...entryRow.key(other, `ent_${'7'.repeat(32)}`) } }],
  ])('%s of a row of another tenant', async (_, write) => {
    expect(await outcome(write)).toBeInstanceOf(ForbiddenWrite);
    expect(sent).toHaveLength(0);
  });

  it.each<[string, Write, TenantState, string?]>([
    ['a link once the purge has begun', link, 'purging'],
    ['a consent made anew in the retrieval window', { ...consentPut(), if: absent }, 'retrieval'],
    [
      'a consent made anew when the end has come and no job has run',
      { ...consentPut(), if: absent },
      'open',
      at,
    ],
    ['a row that may be there or not, where neither is allowed', link, 'purged'],
  ])('%s, and counts it', async (_, write, state, endsAt) => {
    vi.mocked(count).mockClear();
    expect(await outcome(write, state, endsAt)).toBeInstanceOf(ForbiddenWrite);
    expect(sent).toHaveLength(0);
    expect(vi.mocked(count).mock.calls).toEqual([['ForbiddenWrite']]);
  });
});

function consentPut(): Write {
  return consentRow.put(place, {
    id: consent,
    individual,
    organisation: 'labor',
    state: 'active',
    version: 1,
    sealedVersion: 1,
    sealed: new Uint8Array(),
  });
}

describe('messages of a change', () => {
  const message = (announce: () => Promise<void>) => ({ write: link, announce });

  it('are written with it and announced after it; one that gets lost fails nothing', async () => {
    answer({});
    const announce = vi.fn(async () => {
      expect(sent).toHaveLength(1);
      throw new Error('no queue');
    });
    await commit({ tenant: tenant('open'), at }, [], [message(announce)]);
    expect(sent[0].input.TransactItems).toHaveLength(1);
    expect(announce).toHaveBeenCalledOnce();
  });

  it('are not announced when the change did not happen', async () => {
    answer(new Error('no'));
    const announce = vi.fn(async () => undefined);
    await expect(commit({ tenant: tenant('open'), at }, [], [message(announce)])).rejects.toThrow('no');
    expect(announce).not.toHaveBeenCalled();
  });
});

it('a commit that happens once writes, says false when its rows were there, and throws any other failure', async () => {
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  const once = () => commitOnce({ tenant: tenant('open'), at }, [link, tenantRow.check([id], present)]);
  answer({}, cancelled('ConditionalCheckFailed', 'None'), cancelled('None', 'ConditionalCheckFailed'));
  expect(await once()).toBe(true);
  expect(await once()).toBe(false);
  await expect(once()).rejects.toMatchObject({ code: 'conflict' });
});
