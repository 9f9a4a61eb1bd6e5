import '../../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { deletionRow, erasureRow } from '../../../../lambdas/model/erasure-rows.ts';
import { rangeOfTenant } from '../../../../lambdas/model/places.ts';
import { refusal } from '../../../support/in-process/call.ts';
import {
  anna,
  ines,
  openScenario,
  otto,
  paul,
  rita,
  rolf,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';
import { type MailedScenario, openMailedScenario } from '../../../support/scenario/mailbox.ts';
import { wanted } from '../../../support/scenario/objects.ts';

/* Those who have read are asked to delete once somebody is erased, and answer. */

let scenario: MailedScenario;
let other: Scenario;
/** Read by two organisations, by one of them twice, and by nobody. */
let one: Erased;
let alone: Erased;
let nobody: Erased;
let steps: typeof import('../../../../lambdas/stores/deletions/recipients.ts') &
  typeof import('../../../../lambdas/stores/erasure/individual-row.ts') &
  typeof import('../../../../lambdas/stores/erasure/individual-steps.ts');
beforeAll(async () => {
  scenario = await openMailedScenario();
  other = await openScenario(scenario);
  steps = {
    ...(await import('../../../../lambdas/stores/deletions/recipients.ts')),
    ...(await import('../../../../lambdas/stores/erasure/individual-row.ts')),
    ...(await import('../../../../lambdas/stores/erasure/individual-steps.ts')),
  };
  [one, alone, nobody] = await Promise.all([erased([rita, otto]), erased([rita, rita]), erased([])]);
  for (const { asking } of [one, nobody]) await asking();
}, 60_000);

const both = { recipients: ['labor-sued', 'institut-ost'] };
const lab = { test: 'HbA1c', loinc: '4548-4', value: 5.4, unit: '%' };

/** Somebody whose data two organisations may read, and these have read, who is then erased and attested. */
async function erased(readers: readonly string[]) {
  const individual = await scenario.enrol();
  await scenario.store(individual, { category: 'health.lab', date: '2026-10-01', fields: lab });
  const { consent } = await scenario.grant(await scenario.request(individual, both));
  for (const as of readers) {
    const { status } = await scenario.disclosures('disclosure.create', { as, body: wanted(individual) });
    expect(status).toBe(200);
  }
  const page = await scenario.page(individual);
  const { body } = await page('my-erasure.ask', { body: { everything: true } });
  const attestation = String(body.attestation);
  const past = { dueAt: new Date(Date.now() - 1).toISOString() };
  await scenario.change(erasureRow.key(scenario.tenant, individual), past);
  const read = async () => {
    const found = await steps.erasureAndTenant(scenario.tenant, individual);
    if (!found) throw new Error('no erasure');
    return found;
  };
  const at = new Date().toISOString();
  await steps.commitIndividual(await read(), at);
  const leased = await read();
  const verified = { ...leased, erasure: { ...leased.erasure, verifiedAt: at } };
  const signed = { statement: 'x', record: { tenant: scenario.tenant }, leaf: null, proof: null };
  const entry = await steps.attestedEntry(verified, at);
  await steps.storeIndividualAttestation(verified, signed, entry, at);
  return { individual, consent, attestation, asking: () => steps.askRecipients(verified, at) };
}
type Erased = Awaited<ReturnType<typeof erased>>;

const list = async (as: string, { individual }: Erased) => {
  const got = await scenario.call('deletion.list', { as, path: scenario.path, query: { limit: '100' } });
  const items = got.body.items as { readonly id: string; readonly individualId: string }[];
  return items.filter((item) => item.individualId === individual);
};
const requestOf = async (as: string, of: Erased) => {
  const [found] = await list(as, of);
  if (!found) throw new Error('nobody was asked');
  return found.id;
};
const answer = (as: string, deletion: string, body: object = { answer: 'deleted' }, path = scenario.path) =>
  scenario.call('deletion.answer', { as, path: { ...path, deletion }, body });
const shown = async ({ attestation }: Erased) =>
  (await scenario.evidence('attestation.answers', { path: { attestation } })).body.items;
const count = async (type: string) =>
  (await scenario.entriesOf(scenario.tenant)).filter((entry) => entry.type === type).length;

describe('a request to delete', () => {
  it('is made of none once the purge of the tenant has begun, else once, however often it is tried', async () => {
    await scenario.setState('purging');
    await expect(alone.asking()).rejects.toThrow('lease');
    await scenario.setState('open');
    expect(await list(anna, alone)).toEqual([]);
    const before = await count('deletion.asked');
    await Promise.all([alone.asking(), alone.asking()]);
    expect(await list(anna, alone)).toMatchObject([
      { organisation: 'labor-sued', individualId: alone.individual, consentIds: [alone.consent] },
    ]);
    expect(await count('deletion.asked')).toBe(before + 1);
  });

  it('is made of nobody who has read nothing', async () => {
    expect([await list(anna, nobody), await shown(nobody)]).toEqual([[], []]);
    expect(await list(otto, alone)).toEqual([]);
  });

  it('is seen by members of its organisation and by admins, and tells no recipient who the others are', async () => {
    for (const as of [rita, rolf, otto, ines]) {
      const own = (await list(as, one)).filter((item) => !('attestation' in item));
      expect(own, as).toHaveLength(1);
      expect(JSON.stringify(own)).not.toContain(one.attestation);
    }
    const { attestation } = one;
    expect(await list(anna, one)).toMatchObject([{ attestation }, { attestation }]);
    for (const as of [paul, ute])
      expect(refusal(await scenario.call('deletion.list', { as, path: scenario.path }))).toBe(
        '403 forbidden',
      );
  });

  it('is answered by nobody but a member of its organisation, in its tenant, without a free word', async () => {
    const id = await requestOf(rita, one);
    expect(refusal(await answer(otto, id))).toBe('404 not-found');
    expect(refusal(await answer(rita, id, undefined, other.path))).toBe('404 not-found');
    expect(refusal(await answer(rita, `del_${'0'.repeat(32)}`))).toBe('404 not-found');
    expect(refusal(await answer(anna, id))).toBe('403 forbidden');
    for (const body of [
      { answer: 'kept' },
      { answer: 'kept', ground: 'because' },
      { answer: 'deleted', ground: 'legal-claims' },
      { answer: 'kept', ground: 'legal-claims', note: 'of Erika Brandt' },
    ])
      expect(refusal(await answer(rita, id, body)), JSON.stringify(body)).toBe('400 invalid-request');
    expect(JSON.stringify(await shown(one))).not.toContain('"answer"');
  });

  it('is answered again until its end; the same answer again is none, and the attestation stays', async () => {
    const id = await requestOf(rita, one);
    const read = () => scenario.evidence('attestation.read', { path: { attestation: one.attestation } });
    const before = (await read()).body;
    expect(before).toMatchObject({ statement: 'x' });
    const answered = await count('deletion.answered');
    const kept = { answer: 'kept', ground: 'legal-obligation', keptUntil: '2036-12-31' };
    const first = await answer(rita, id, kept);
    expect(first.body).toMatchObject(kept);
    expect((await answer(rolf, id, kept)).body).toEqual(first.body);
    expect(await count('deletion.answered')).toBe(answered + 1);
    expect(await shown(one)).toContainEqual(expect.objectContaining({ name: 'Labor Süd GmbH', ...kept }));
    const together = await Promise.all([answer(rita, id), answer(rolf, id, { answer: 'nothing-held' })]);
    expect(together.map(({ status }) => status)).toEqual([200, 200]);
    expect((await answer(rita, id)).body).toMatchObject({ answer: 'deleted' });
    expect((await list(rita, one))[0]).not.toHaveProperty('ground');
    expect((await read()).body).toEqual(before);
    const entries = await scenario.entriesOf(scenario.tenant);
    for (const entry of entries.filter(({ type }) => type.startsWith('deletion.')))
      expect(entry).toMatchObject({ individualRef: null, payloadCommit: null });
  });

  it('is neither seen nor answered after its end, by anybody', async () => {
    const id = await requestOf(rita, alone);
    expect((await answer(rita, id)).status).toBe(200);
    const until = new Date(Date.now() - 1).toISOString();
    await scenario.change(deletionRow.key(scenario.tenant, id), { until });
    expect(refusal(await answer(rita, id))).toBe('404 not-found');
    for (const as of [rita, anna]) expect(await list(as, alone)).toEqual([]);
    expect(await shown(alone)).toEqual([]);
  });
});

describe('the answers to an erasure', () => {
  it('are found by the id of its attestation alone, and hold no id of anybody', async () => {
    const text = JSON.stringify(await shown(one));
    expect(text).toContain('askedAt');
    for (const id of [one.individual.slice(4), one.consent, one.attestation, 'del_'])
      expect(text).not.toContain(id);
    const absent = { path: { attestation: `att_${'0'.repeat(32)}` } };
    expect(refusal(await scenario.evidence('attestation.answers', absent))).toBe('404 not-found');
  });
});

describe('the mail about it', () => {
  it('goes to each member of the organisation, and leads nowhere: nothing in it can be followed or read', async () => {
    const { tenant, queryAll } = scenario;
    const { deliver } = await import('../../../../lambdas/operations/mail/deliver.ts');
    const email = 'rea@labor-sued.example';
    await scenario.member(tenant, 'rea', { roles: ['requester'], organisation: 'labor-sued', email });
    const due = await queryAll(rangeOfTenant(tenant, 'MAIL#'));
    const asking = due.filter(({ kind }) => kind === 'deletion-asked');
    // One of each request: of two organisations, and of one.
    expect(asking.map(({ organisation }) => organisation).sort()).toEqual([
      'institut-ost',
      'labor-sued',
      'labor-sued',
    ]);
    for (const { id } of asking) await deliver({ tenant, mail: String(id) }, new Date().toISOString());
    await scenario.deliver();
    const mails = await scenario.mails(email);
    expect(mails).toHaveLength(2);
    for (const { text, html, subject } of mails)
      for (const said of [one.individual.slice(4), one.attestation, one.consent, 'href', 'labor'])
        expect(`${subject} ${text} ${html}`).not.toContain(said);
  });

  it('goes to the admins of the tenant where the organisation has no members', async () => {
    const { addressedBy } = await import('../../../../lambdas/stores/mail/addresses.ts');
    const at = new Date().toISOString();
    const admins = await addressedBy(scenario.tenant, undefined, at);
    expect(admins.length).toBeGreaterThan(0);
    expect(await addressedBy(scenario.tenant, 'labor-west', at)).toEqual(admins);
  });
});
