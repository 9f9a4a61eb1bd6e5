import { beforeAll, describe, expect, it } from 'vitest';
import { consentPlaceRow, consentRow } from '../../../lambdas/model/consent-rows.ts';
import { auditSecretRow, dataKeyRow } from '../../../lambdas/model/key-rows.ts';
import { memberRow } from '../../../lambdas/model/member-rows.ts';
import { individualRow } from '../../../lambdas/model/people-rows.ts';
import { recordsOf } from '../../../lambdas/model/record-rows.ts';
import { kindNameOf } from '../../../lambdas/model/registry.ts';
import { requestRow } from '../../../lambdas/model/request-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import type { Key, Row } from '../../../lambdas/platform/dynamodb/key.ts';
import { copyName, restoreCopy, rowsOf } from '../../support/in-process/restored-copy.ts';
import {
  anna,
  openScenario,
  operator,
  otto,
  paul,
  rita,
  rolf,
  type Scenario,
  ute,
} from '../../support/scenario/in-process.ts';

const lab = { category: 'health.lab', date: '2026-10-01' } as const;
const value = (value: number) => ({ test: 'HbA1c', loinc: '4548-4', value, unit: '%' });

let scenario: Scenario;
let invoke: (task: string, copy?: string) => Promise<Record<string, unknown>>;
/** Vault as it was at the restore point, and when that was. */
let then: Awaited<ReturnType<typeof rowsOf>>;
let since: string;
let after: readonly (Key & Record<string, unknown>)[];
const people: Record<string, string> = {};
const consents: Record<string, string> = {};
const requests: Record<string, string> = {};
let ended: string;
let purged: string;

const read = (individualId: string, as = rita) =>
  scenario.disclosures('disclosure.create', {
    as,
    body: { individualId, purpose: 'MedicalHealth', categories: ['health.lab'] },
  });

async function happenBefore(): Promise<void> {
  for (const name of [
    'withdrawer',
    'counted',
    'reader',
    'erased',
    'refuser',
    'stranger',
    'locked',
    'moved',
  ]) {
    const id = await scenario.enrol();
    people[name] = id;
    await scenario.store(id, { ...lab, fields: value(1) });
    if (name === 'stranger') continue;
    const reads = name === 'counted' ? { times: 3 } : 'unlimited';
    const request = await scenario.request(id, { reads });
    requests[name] = request;
    if (name !== 'refuser') consents[name] = (await scenario.grant(request)).consent;
  }
  ended = await scenario.openTenant();
  purged = await scenario.openTenant();
}

async function happenSince(): Promise<void> {
  const { ledgerRowOf } = await import('../../../lambdas/stores/erasure/ledger.ts');
  const of = (name: string) => people[name] ?? '';
  const well = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(JSON.stringify(body));
  };
  const page = await scenario.page(of('withdrawer'));
  await well(page('my-consent.withdraw', { path: { consent: consents.withdrawer ?? '' }, body: {} }));
  await well(read(of('counted')));
  await well(read(of('reader')));
  await scenario.refuse(requests.refuser ?? '');
  await scenario.refuse(await scenario.request(of('stranger')));
  await well((await scenario.page(of('locked')))('my-restriction.set', { body: {} }));
  await well(
    scenario.records('individual.update', {
      path: { individual: of('moved') },
      body: { contact: { email: 'new@example.org' } },
      headers: { 'if-match': '"v1"' },
    }),
  );
  const [record] = await scenario.queryAll(recordsOf(scenario.tenant, of('moved')));
  await well(
    scenario.records('record.put', {
      path: { individual: of('moved'), record: String(record?.id) },
      body: { ...lab, fields: value(2) },
      headers: { 'if-match': '"v1"' },
    }),
  );
  await well(
    scenario.call('member.remove', {
      as: anna,
      path: { ...scenario.path, member: rolf },
      headers: { 'if-match': '"v1"' },
    }),
  );
  await well(
    scenario.call('member.set', {
      as: anna,
      path: scenario.path,
      body: { principal: { subject: 'ute' }, roles: ['provider'] },
      headers: { 'if-match': '"v1"' },
    }),
  );
  await well(
    scenario.call('termination.set', {
      as: operator,
      path: { tenant: ended },
      body: { reason: 'customer-request' },
    }),
  );
  const at = new Date().toISOString();
  await scenario.transact([
    await ledgerRowOf({ tenant: scenario.tenant, individual: of('erased') }, 1, at),
    await ledgerRowOf({ tenant: purged }, 2, at),
    auditSecretRow.remove([scenario.tenant, of('erased')]),
    ...(['record', 'contact', 'case'] as const).map((use) =>
      dataKeyRow.remove([scenario.tenant, of('erased'), use]),
    ),
  ]);
}

async function replayAll(): Promise<Record<string, unknown>> {
  for (;;) {
    const outcome = await invoke('restore.replay');
    if (outcome.outcome !== 'more') return outcome;
  }
}

const found = (key: Key): Row | undefined => after.find(({ pk, sk }) => pk === key.pk && sk === key.sk);
const ofPerson = (name: string) => found(individualRow.key(scenario.tenant, people[name] ?? ''));
function ofConsent(name: string): Row | undefined {
  const id = consents[name] ?? '';
  const individual = people[name] ?? '';
  const place = then.find(({ sk }) => sk === consentPlaceRow.key(scenario.tenant, individual, id).sk);
  return found(consentRow.key(scenario.tenant, individual, String(place?.purpose16), id));
}
const below = (name: string, kind: string) =>
  after.filter((row) => kindNameOf('vault', row) === kind && row.sk.includes((people[name] ?? '').slice(4)));

beforeAll(async () => {
  scenario = await openScenario();
  const { handler } = await import('../../../lambdas/functions/restore.ts');
  invoke = (task, copy = copyName) =>
    handler({ task, v: 1, copy, since }, { getRemainingTimeInMillis: () => 900_000 });
  await happenBefore();
  since = new Date().toISOString();
  then = await rowsOf('vault');
  await happenSince();
  await restoreCopy(then);
  expect((await replayAll()).outcome).toBe('replayed');
  after = await rowsOf(copyName);
}, 120_000);

describe('in a restored copy, after the replay,', () => {
  it('nothing of an erased individual is left, pointers to them included', () => {
    const bits = (people.erased ?? '').slice(4);
    expect(then.filter((row) => JSON.stringify(row).includes(bits)).length).toBeGreaterThan(5);
    expect(after.filter((row) => JSON.stringify(row).includes(bits))).toEqual([]);
  });

  it('of a purged tenant only what its purge goes on with is left', () => {
    const left = after.filter(({ pk }) => pk.startsWith(`T#${purged}#`));
    expect(left.map(({ sk }) => sk).sort()).toEqual(['LEASE', 'TENANT']);
    expect(found(tenantRow.key(purged))).toMatchObject({ state: 'purging', epoch: 2 });
  });

  it('a withdrawn consent is withdrawn, and one with counted reads of somebody read since is revoked', () => {
    expect(ofConsent('withdrawer')).toMatchObject({ state: 'withdrawn', version: 2, sealedVersion: 1 });
    expect(ofConsent('counted')).toMatchObject({ state: 'revoked', version: 2, sealedVersion: 1 });
    expect(ofConsent('reader')).toMatchObject({ state: 'active', version: 1 });
  });

  it('what was refused since is blocked, and what the copy does not know keeps everybody from asking', () => {
    const request = found(requestRow.key(scenario.tenant, people.refuser ?? '', requests.refuser ?? ''));
    expect(request).toMatchObject({ state: 'cancelled' });
    const half = new Date(Date.now() + 180 * 24 * 3600 * 1000).toISOString();
    const [asking] = below('refuser', 'asking');
    expect(asking?.blockedUntil).toSatisfy((until: string) => until > half);
    expect(ofPerson('refuser')?.quietUntil).toBeUndefined();
    expect(ofPerson('stranger')?.quietUntil).toSatisfy((until: string) => until > half);
  });

  it('whoever locked their data is locked, by their own reason', () => {
    expect(ofPerson('locked')).toMatchObject({ state: 'restricted', restrictions: ['asked'] });
    expect(ofPerson('reader')).toMatchObject({ state: 'active', version: 1 });
  });

  it('an address that was changed since is marked, and a record that was replaced since is stale', () => {
    expect(ofPerson('moved')).toMatchObject({ restoredAddress: 1, addressVersion: 1 });
    expect(below('moved', 'record')).toMatchObject([{ stale: true, version: 1 }]);
    expect(below('reader', 'record')[0]?.stale).toBeUndefined();
  });

  it('a removed member is none, and one whose roles were set since has none', () => {
    const member = (id: string) => found(memberRow.key(scenario.tenant, id));
    expect(member(rolf)).toBeUndefined();
    expect(member(ute)).toMatchObject({ roles: [] });
    expect(member(otto)).toMatchObject({ roles: ['requester'] });
    expect(member(paul)).toMatchObject({ roles: ['provider'] });
  });

  it('a contract that ended since has that end, and every epoch is above all that were given out', async () => {
    const live = await scenario.tenantRow(ended);
    const copied = found(tenantRow.key(ended));
    expect(String(copied?.endsAt) <= String(live?.endsAt)).toBe(true);
    expect(Number(copied?.epoch)).toBeGreaterThan(Number(live?.epoch));
    expect(found(tenantRow.key(scenario.tenant))).toMatchObject({ state: 'open', epoch: 2 });
  });

  it('no link, session, stored answer or due mail is left', () => {
    const kinds = (rows: readonly Key[]) => new Set(rows.map((row) => kindNameOf('vault', row)));
    for (const kind of ['session', 'mail']) {
      expect(kinds(then)).toContain(kind);
      expect(kinds(after)).not.toContain(kind);
    }
  });

  it('all of it is proven by looking at the copy: nothing is wrong, and every canary opens', async () => {
    expect(await invoke('restore.prove')).toEqual({ outcome: 'proven', open: 32, living: 32 });
  });
});

it('the proof finds what a replay has left, and a copy that none was made of', async () => {
  await restoreCopy(then);
  expect(await invoke('restore.prove')).toEqual({ outcome: 'not-replayed' });
  const replayed = after.filter(({ sk }) => sk === 'REPLAY');
  await restoreCopy([...then, ...replayed]);
  const proof = await invoke('restore.prove');
  expect(proof).toMatchObject({
    outcome: 'faulty',
    'rows of erased individuals': expect.any(Number),
    'rows of erased tenants': expect.any(Number),
    'ended consents': 1,
    'removed members': 1,
  });
});

it('refuses the table in use, and whatever is no copy', async () => {
  for (const copy of ['vault', 'keys', 'Habeas-prod-Vault', 'Restored-', ''])
    expect(await invoke('restore.replay', copy)).toEqual({ outcome: 'invalid-input' });
});
