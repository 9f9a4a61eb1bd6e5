import { describe, expect, it } from 'vitest';
import { kindNameOf } from '../../../lambdas/model/registry.ts';
import type { Table } from '../../../lambdas/model/tables.ts';
import { Individual, outcome } from '../../support/scenario/individual.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { findings } from '../../support/system/canaries.ts';
import { everythingHeld, type Held, rowsHeld } from '../../support/system/holdings.ts';
import { Retention } from '../../support/system/retention.ts';

/** A practice with a consented individual, whose contract has just ended; its execution waits. */
async function endedPractice() {
  const scenario = await Scenario.open();
  const { stage, path } = scenario;
  const erika = await Individual.of(scenario);
  const granted = await erika.granted();
  expect(outcome(await erika.read())).toBe('ok');
  const retention = new Retention(stage, path.tenant);
  const { epoch } = await stage.does('operator', 'termination.set', { path, body: { reason: 'other' } });
  const first = await retention.at('retention', 'Wait until somebody has to look');
  return { scenario, stage, path, erika, granted, retention, epoch, first };
}
type Ended = Awaited<ReturnType<typeof endedPractice>>;

const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const state = ({ stage, path }: Ended) => stage.does('operator', 'retention.read', { path });
const attested = ({ stage, path, retention }: Ended) =>
  stage
    .until('the attestation', 60, async () => {
      const { attestations } = await stage.does('operator', 'retention.read', { path });
      return attestations[0];
    })
    .catch(async (cause: unknown) => {
      const executions = [await retention.executions('retention'), await retention.executions('purge')];
      throw new Error(`no attestation; executions: ${JSON.stringify(executions)}`, { cause });
    });

async function statement({ stage }: Ended, attestation: string) {
  const reply = await stage.call(undefined, 'attestation.read', { path: { attestation } });
  if (!reply.ok) throw new Error(`attestation.read: ${reply.problem.code}`);
  return reply.body;
}

/** What all three tables hold of a tenant, wherever it stands and however it is written: rows by table and kind. */
async function rowsOfTenant({ stage, path }: Ended): Promise<Record<string, Held[]>> {
  const tables: readonly Table[] = ['vault', 'keys', 'evidence'];
  const rows: Record<string, Held[]> = {};
  for (const table of tables) {
    const all = await rowsHeld(stage, table);
    const places = new Set(findings(all, path).map(({ place }) => place));
    for (const held of all.filter(({ place }) => places.has(place))) {
      const { pk, sk } = held.value as { readonly pk: string; readonly sk: string };
      // That a tenant of this id was created, the deployment knows for a day: for a repeat of that call.
      const kind = pk.startsWith('D#') ? 'deployment' : `${table} ${kindNameOf(table, { pk, sk })}`;
      rows[kind] = [...(rows[kind] ?? []), held];
    }
  }
  return rows;
}

/** How many rows there are of each kind, leaf hashes aside: there are as many as there ever were entries. */
const counted = ({ deployment: _, 'evidence leaf': __, ...rows }: Record<string, Held[]>) =>
  Object.fromEntries(Object.entries(rows).map(([kind, { length }]) => [kind, length]));

/** The names of the attributes of rows, each once. */
const attributes = (rows: readonly Held[] = []) =>
  [...new Set(rows.flatMap(({ value }) => Object.keys(value as object)))].sort();

describe.concurrent('a contract that has ended', () => {
  it('and is reinstated within its retrieval window works again, and its execution ends without a purge', async () => {
    const ended = await endedPractice();
    const { scenario, stage, path, erika, granted, retention, epoch, first } = ended;
    expect(outcome(await erika.read())).toBe('tenant-not-open');
    expect(outcome(await erika.request({ items: [{ category: 'contact' }] }))).toBe('tenant-not-open');
    const { purgeAt = '' } = await state(ended);
    const reinstated = await stage.does('operator', 'termination.undo', { path });
    expect(reinstated).toEqual({ state: 'open', epoch: epoch + 1 });
    expect(outcome(await erika.read())).toBe('ok');
    const jonas = await Individual.of(scenario);
    const sent = await jonas.requested();
    await (await jonas.confirmed(sent.link)).grant(sent.request);
    expect(outcome(await jonas.read())).toBe('ok');
    // Neither the execution that waits nor one that anybody starts for the old epoch touches anything.
    const late = await retention.start('purge', epoch, 9);
    const left = { status: 'SUCCEEDED', output: { outcome: 'leave', reason: 'reinstated' } };
    expect(await retention.ended(late)).toEqual(left);
    expect(await retention.ended(first.arn)).toEqual(left);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(purgeAt));
    await retention.reconcile();
    expect(await state(ended)).toMatchObject({ state: 'open', epoch: epoch + 1, attestations: [] });
    expect((await retention.executions('purge')).map(({ arn }) => arn)).toEqual([late]);
    await granted.session.does('my-consent.withdraw', { path: { consent: granted.consent }, body: {} });
    expect(outcome(await erika.read())).toBe('consent-required');
    expect(outcome(await jonas.read())).toBe('ok');
  });

  it('is purged though its executions were stopped, again and again, leaving what the law of retention allows', async () => {
    const ended = await endedPractice();
    const { stage, path, erika, granted, retention, first } = ended;
    const { schedule } = await state(ended);
    expect(schedule?.record).toMatchObject({ tenant: path.tenant });
    // However slow the machine: the time of the purge comes when this test says so.
    await retention.set('purgeAt', secondsFromNow(3600));
    await retention.stop(first.arn);
    await Promise.all([retention.reconcile(), retention.reconcile()]);
    // Stopped only where it waits: one that dies between taking the lease and starting the purge is missed at once,
    // but replaced only when that lease is over.
    const second = await retention.at('retention', 'Wait until somebody has to look', first.attempt);
    expect(second).toMatchObject({ status: 'RUNNING', attempt: first.attempt + 1 });
    await retention.reconcile();
    expect(await retention.executions('retention')).toHaveLength(2);
    await retention.set('purgeAt', secondsFromNow(-1));
    await retention.stop(second.arn);
    expect(await retention.reconcile()).toMatchObject({ outcome: 'reconciled', failed: 0 });
    const attestation = await attested(ended);
    const purge = await retention.at('purge', 'Wait for AWS to destroy the key');
    await stage.mail(admin, ({ text }) => text.includes(attestation));

    const rows = await rowsOfTenant(ended);
    expect(counted(rows)).toEqual({
      'vault tenant': 1,
      'vault lease': 1,
      'keys envelope': 1,
      'evidence entry': 4,
      'evidence schedule': 1,
      'evidence attestation-of': 1,
      'evidence attestation': 1,
    });
    expect(attributes(rows['evidence leaf'])).toEqual(['leaf', 'pk', 'sk']);
    expect(attributes(rows['keys envelope'])).toEqual([
      'expiresAt',
      'pk',
      'salt',
      'sealed',
      'sk',
      'told',
      'v',
      'wrapped',
    ]);
    expect(attributes(rows['vault tenant']).filter((name) => /seal|mail|member/i.test(name))).toEqual([]);
    const { record } = await statement(ended, attestation);
    expect(record).toMatchObject({ part: 1, tenant: path.tenant, schedule: { id: `${path.tenant}#2` } });
    const ledger = (await rowsHeld(stage, 'evidence')).filter(({ place }) =>
      place.startsWith('evidence LEDGER#'),
    );
    const own = ledger.filter(({ value }) => (value as { at?: unknown }).at === record.committed);
    expect(own.map(({ value }) => Object.keys(value as object).sort())).toEqual([
      ['at', 'epoch', 'pk', 'scope', 'sk', 'v'],
    ]);
    expect((await state(ended)).schedule).toEqual(schedule);

    const { reference, contact } = erika.person;
    const person = { individual: erika.id, reference, name: contact.name, address: contact.email };
    const found = findings(await everythingHeld(stage), person);
    expect(found.filter(({ place }) => !place.startsWith('mail '))).toEqual([]);
    expect(outcome(await erika.read())).toBe('not-found');
    expect(outcome(await granted.session.call('my-data.read', { query: {} }))).toBe('unauthenticated');

    // AWS has destroyed the key, and again nobody's execution is there to see it.
    await retention.set('kmsKey', absentKey);
    await retention.stop(purge.arn);
    await retention.reconcile();
    const last = await retention.newest('purge', purge.attempt);
    expect(await retention.ended(last.arn)).toMatchObject({ status: 'SUCCEEDED' });
    const remains = await rowsOfTenant(ended);
    expect(counted(remains)).toEqual({ 'evidence attestation-of': 2, 'evidence attestation': 2 });
    expect(remains['evidence leaf']).toHaveLength((rows['evidence leaf']?.length ?? 0) + 1);
    expect(outcome(await stage.call('operator', 'retention.read', { path }))).toBe('not-found');
    const both = remains['evidence attestation-of']?.map(
      ({ value }) => (value as { attestation: string }).attestation,
    );
    const final = both?.find((id) => id !== attestation) ?? '';
    await stage.mail(admin, ({ text }) => text.includes(final));
    expect((await statement(ended, final)).record).toMatchObject({
      part: 2,
      kms_key: 'destroyed',
      first: { id: attestation },
    });
    const gone = await retention.start('purge', ended.epoch, last.attempt + 1);
    expect((await retention.ended(gone)).output).toEqual({ outcome: 'leave', reason: 'gone' });
    expect(counted(await rowsOfTenant(ended))).toEqual(counted(remains));
  });

  it('is purged and attested once, however many executions are at it at once', async () => {
    const ended = await endedPractice();
    const { retention, epoch } = ended;
    await retention.set('purgeAt', secondsFromNow(-1));
    await Promise.all([
      ...[5, 6, 7].map((attempt) => retention.start('purge', epoch, attempt)),
      retention.reconcile(),
      retention.reconcile(),
    ]);
    const attestation = await attested(ended);
    const waiting = await ended.stage.until('all but one to leave', 60, async () => {
      const running = (await retention.executions('purge')).filter(({ status }) => status === 'RUNNING');
      return running.length === 1 ? running[0] : undefined;
    });
    const statuses = (await retention.executions('purge')).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['RUNNING', 'SUCCEEDED']));
    expect(waiting.attempt).toBe(7);
    expect((await state(ended)).attestations).toEqual([attestation]);
    expect(counted(await rowsOfTenant(ended))).toMatchObject({
      'evidence attestation': 1,
      'evidence attestation-of': 1,
      'evidence entry': 4,
    });
  });
});

/** Where the practice's second admin gets mail. */
const admin = 'second-admin@praxis-nord.example.org';
/** A key that does not exist: the local AWS never destroys one. */
const absentKey = `arn:aws:kms:eu-central-1:000000000000:key/${crypto.randomUUID()}`;
