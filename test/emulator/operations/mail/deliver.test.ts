import '../../../support/in-process/two-shards.ts';
import process from 'node:process';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { secretHash } from '../../../../lambdas/crypto/one-time.ts';
import { shardSecretRow, tenantKeyRow } from '../../../../lambdas/model/key-rows.ts';
import { dueMailList, type MailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { attestationOfRow } from '../../../../lambdas/model/statement-rows.ts';
import { tenantRange } from '../../../../lambdas/model/tables.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import { now } from '../../../../lambdas/platform/runtime/clock.ts';
import { newId, newIdBelow } from '../../../../lambdas/platform/runtime/random.ts';
import type { DueMail } from '../../../../lambdas/stores/mail/due-mail.ts';
import { sessionToken } from '../../../../lambdas/stores/sessions/session-token.ts';
import { laborSued } from '../../../../local/demo/praxis-nord.ts';
import { anna } from '../../../support/in-process/deployment.ts';
import { type Faults, startFaults } from '../../../support/in-process/faults.ts';
import { otto, rita } from '../../../support/scenario/in-process.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';

let scenario: MailedScenario;
let faults: Faults;
let dueMail: typeof import('../../../../lambdas/stores/mail/due-mail.ts').dueMail;
let person: Individual;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  faults = startFaults(process.env.AWS_ENDPOINT_URL ?? '');
  ({ dueMail } = await import('../../../../lambdas/stores/mail/due-mail.ts'));
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => faults?.stop());

/** A mail row without a message. */
async function due(mail: Partial<MailRow> & Pick<MailRow, 'kind'>, at = now()): Promise<DueMail> {
  const made = dueMail({ tenant: scenario.tenant, ...mail }, at);
  await scenario.transact([made.write]);
  return made;
}

const sent = (...bodies: readonly unknown[]) =>
  scenario.notify({
    Records: bodies.map((body, i) => ({ messageId: `m${i}`, body: JSON.stringify(body) })),
  } as unknown as SQSEvent);

const rowOf = ({ write }: DueMail) =>
  scenario.row('put' in write ? { pk: write.put.pk, sk: write.put.sk } : { pk: '', sk: '' });

async function receipt(): Promise<DueMail> {
  person = await scenario.individual();
  return due({ kind: 'withdrawn', individual: person.id, leaf: 'ab'.repeat(32) });
}

/** More members of a tenant: two admins with an address, one without, and a requester. */
async function members(tenant: string): Promise<void> {
  const path = { tenant, organisation: 'labor-sued' };
  await scenario.call('organisation.set', { as: anna, path, body: laborSued });
  for (const [subject, body] of Object.entries({
    a: { roles: ['admin'], email: 'admin-a@example.org' },
    b: { roles: ['admin', 'auditor'], email: 'admin-b@example.org' },
    c: { roles: ['requester'], organisation: 'labor-sued', email: 'requester@example.org' },
    d: { roles: ['admin'] },
  }))
    await scenario.member(tenant, subject, body);
}

describe('a due mail', () => {
  it('is sent in the language of its reader, and its row is gone', async () => {
    person = await scenario.individual({ language: 'en' });
    const mail = await due({ kind: 'withdrawn', individual: person.id, leaf: 'ab'.repeat(32) });
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    const [got] = await scenario.mails(person.email);
    expect(got).toMatchObject({
      subject: 'Your permission has ended',
      from: 'Your permission <habeas@example.org>',
      text: expect.stringContaining('ab'.repeat(32)),
      html: expect.stringContaining('<html lang="en">'),
    });
    expect(await rowOf(mail)).toBeUndefined();
  });

  it('whose message comes many times is sent once', async () => {
    const mail = await receipt();
    await Promise.all(Array.from({ length: 8 }, () => sent(mail.named)));
    await sent(mail.named);
    expect(await scenario.mails(person.email)).toHaveLength(1);
  });

  it('that the mail service refuses fails alone, and is sent by a later try', async () => {
    const refused = await receipt();
    vi.stubEnv('MAIL_FROM', 'nobody@unverified.example');
    expect(await sent(refused.named)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    vi.unstubAllEnvs();
    expect(await rowOf(refused)).toMatchObject({ attempts: 1 });
    expect(await sent(refused.named)).toEqual({ batchItemFailures: [] });
    expect(await scenario.mails(person.email)).toHaveLength(1);
  });

  it('that was sent by a notifier that died then is sent twice rather than never, each with a link that works', async () => {
    person = await scenario.individual();
    // All calls but the last, which deletes the row.
    faults.dieAt(1000, 'before');
    const probe = await due({ kind: 'withdrawn', individual: person.id });
    await sent(probe.named);
    const calls = faults.calls();
    const request = await scenario.request(person.id, { reads: 'once' });
    const listed = await scenario.queryAll({ table: 'vault', index: 'listing', pk: dueMailList });
    const row = listed.find(({ sk }) => sk.includes(person.id.slice(4)));
    expect(row).toBeDefined();
    const named = { tenant: scenario.tenant, individual: person.id, mail: String(row?.sk).split('#M#')[1] };
    // Two calls more than the probe: it reads the request, and notes that its message has gone out.
    faults.dieAt(calls, 'before');
    expect((await sent(named))?.batchItemFailures).toHaveLength(1);
    faults.mend();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await sent(named))?.batchItemFailures).toHaveLength(0);
    const tokens = (await scenario.mails(person.email)).flatMap(
      ({ text }) => /\/#(\S+)/.exec(text)?.[1] ?? [],
    );
    expect(tokens).toHaveLength(2);
    for (const token of tokens) expect((await scenario.open(token)).opened.body.requestId).toBe(request);
  });

  it.each([
    ['to somebody who is not there', { kind: 'request', individual: `ind_${'0'.repeat(32)}` }],
    ['about a request that is not there', { kind: 'request', request: true }],
    ['with a code for a session that is not there', { kind: 'code', session: 'ab'.repeat(32) }],
    ['with a link to a consent that has ended', { kind: 'granted', linkEndsAt: '2026-01-01T00:00:00.000Z' }],
  ])('%s is dropped', async (_, over) => {
    person = await scenario.individual();
    const mail = await due({
      individual: person.id,
      ...over,
      ...('request' in over && { request: newIdBelow('crq', person.id) }),
    } as MailRow);
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    expect(await rowOf(mail)).toBeUndefined();
    expect(await scenario.mails(person.email)).toEqual([]);
  });

  it('about a request that was decided, cancelled or has lapsed is dropped', async () => {
    person = await scenario.individual();
    const request = await scenario.request(person.id);
    await scenario.lapse(request);
    expect(await scenario.deliver()).toBe(0);
    expect(await scenario.mails(person.email)).toEqual([]);
    expect(request).toMatch(/^crq_/);
  });

  it('of a tenant that is being purged is the workflow’s: it is left alone', async () => {
    const mail = await receipt();
    await scenario.setState('purging');
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    await scenario.setState('open');
    expect(await rowOf(mail)).toBeDefined();
    expect(await scenario.mails(person.email)).toEqual([]);
  });

  it('with a link waits until the days after a change of address are over', async () => {
    person = await scenario.individual();
    const quietUntil = new Date(Date.now() + 72 * 3600 * 1000).toISOString();
    const key = individualRow.key(scenario.tenant, person.id);
    await scenario.transact([{ table: 'vault', update: key, set: { quietUntil } }]);
    const mail = await due({ kind: 'link', individual: person.id });
    await sent(mail.named);
    expect(await rowOf(mail)).toMatchObject({ dueAt: quietUntil });
    expect(await scenario.mails(person.email)).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(quietUntil) + 61_000 });
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toHaveLength(1);
  });

  it('about a request waits while the data are locked; a link that the individual sends for does not', async () => {
    person = await scenario.individual();
    const request = await scenario.request(person.id);
    const call = await scenario.page(person.id);
    await call('my-restriction.set', { body: {} });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toEqual([]);
    const link = await due({ kind: 'link', individual: person.id, request });
    await sent(link.named);
    expect(await scenario.mails(person.email)).toHaveLength(1);
    await call('my-restriction.lift');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600 * 1000 + 61_000 });
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toHaveLength(2);
  });

  it('about a request waits its turn: three in 24 hours from one tenant, whoever asks', async () => {
    person = await scenario.individual();
    for (const as of [rita, otto]) {
      const request = await scenario.request(person.id, {}, as);
      const reminded = await scenario.consents('request.remind', { as, path: { request }, body: {} });
      expect(reminded.status).toBe(202);
    }
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toHaveLength(3);
    await scenario.deliver();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3600 * 1000 + 62_000 });
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toHaveLength(4);
  });

  it('about a request that would wait until less than three days are left is dropped, and it ends undelivered', async () => {
    person = await scenario.individual();
    const key = individualRow.key(scenario.tenant, person.id);
    await scenario.change(key, { quietUntil: new Date(Date.now() + 72 * 3600 * 1000).toISOString() });
    const until = new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString();
    const request = await scenario.request(person.id, { until });
    await scenario.deliver();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 24 * 3600 * 1000 });
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toEqual([]);
    const { body } = await scenario.consents('request.read', { path: { request } });
    expect(body.state).toBe('undelivered');
  });

  it('of a change of address goes to the one before', async () => {
    person = await scenario.individual();
    const id = newId('mal');
    const sealed = (await scenario.sealer(person.id, 'contact')).seal('mail', id, 1, {
      email: 'before@example.org',
    });
    const at = now();
    const made = dueMail(
      { kind: 'contact-changed', tenant: scenario.tenant, individual: person.id, sealed },
      at,
      id,
    );
    await scenario.transact([made.write]);
    await sent(made.named);
    expect(await scenario.mails('before@example.org')).toHaveLength(1);
    expect(await scenario.mails(person.email)).toEqual([]);
  });

  it('to the admins goes to each of them, and to nobody else', async () => {
    await members(scenario.tenant);
    await scenario.setState('retrieval', { purgeAt: '2027-01-31T23:00:00.000Z' });
    const mail = await due({ kind: 'contract-ended' });
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    await scenario.deliver();
    await scenario.setState('open');
    for (const name of ['a', 'b'])
      expect(
        // They also hear of each other's becoming an admin.
        (await scenario.mails(`admin-${name}@example.org`)).filter(({ subject }) =>
          subject.includes('Vertrag'),
        ),
      ).toMatchObject([
        { to: [`admin-${name}@example.org`], text: expect.stringMatching(/Praxis Nord.*31\. Januar 2027/s) },
      ]);
    expect(await scenario.mails('requester@example.org')).toEqual([]);
  });
});

describe('the end of a contract', () => {
  it('is announced when it is asked for, and when its day is set, unless it was dropped by then', async () => {
    await members(scenario.tenant);
    for (const kind of ['contract-end-asked', 'contract-end-set'] as const)
      await sent((await due({ kind })).named);
    await scenario.deliver();
    const told = async () => (await scenario.mails('admin-a@example.org')).map(({ subject }) => subject);
    expect(await told()).toContain('Jemand möchte Ihren Vertrag beenden');
    expect(await told()).not.toContain('Ihr Vertrag wird enden');
    await scenario.setState('open', { endsAt: '2099-01-31T22:30:00.000Z' });
    await sent((await due({ kind: 'contract-end-set' })).named);
    await scenario.deliver();
    expect(await told()).toContain('Ihr Vertrag wird enden');
    expect((await scenario.mails('admin-a@example.org')).map(({ text }) => text).join()).toContain(
      'endet am 31. Januar 2099',
    );
  });
});

describe('a message of the mail queue', () => {
  it('that is malformed goes to the dead letters, and keeps no other from being sent', async () => {
    const mail = await receipt();
    const answer = await sent({ tenant: 'x' }, mail.named, 'nonsense', { ...mail.named, more: 1 });
    expect(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm2', 'm3']);
    expect(await scenario.mails(person.email)).toHaveLength(1);
  });
});

describe('the sweeper', () => {
  it('queues what was not sent within a minute, and waits longer after each failed try', async () => {
    const mail = await receipt();
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toEqual([]);
    vi.stubEnv('MAIL_FROM', 'nobody@unverified.example');
    await sent(mail.named);
    vi.unstubAllEnvs();
    const begun = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begun + 61_000 });
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toEqual([]);
    vi.setSystemTime(begun + 121_000);
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    expect(await scenario.mails(person.email)).toHaveLength(1);
  });

  it('leaves alone what may not be sent, and queues ever more rarely what waits in the queue', async () => {
    const mail = await receipt();
    const sweptMinute = async (minute: number) => {
      vi.setSystemTime(begun + minute * 60_000 + 1000);
      await scenario.notify({ task: 'sweep' });
      return (await rowOf(mail))?.announced ?? 0;
    };
    const begun = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begun });
    await scenario.setState('purging');
    expect(await sweptMinute(1)).toBe(0);
    const kmsKey = (await scenario.tenantRow(scenario.tenant))?.kmsKey;
    await scenario.transact([{ table: 'vault', update: tenantRow.key(scenario.tenant), unset: ['kmsKey'] }]);
    await scenario.setState('retrieval');
    expect(await sweptMinute(1)).toBe(0);
    await scenario.setState('open', { kmsKey });
    const counts = [];
    for (let minute = 1; minute <= 16; minute++) counts.push(await sweptMinute(minute));
    expect(counts).toEqual([1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5]);
  });
});

describe('a code', () => {
  async function session() {
    person = await scenario.individual();
    await scenario.request(person.id);
    return scenario.open(await scenario.token(person.email));
  }
  const codes = async () =>
    (await scenario.mails(person.email)).flatMap(({ text }) => /^(\d{6})$/m.exec(text)?.[1] ?? []);

  it('asked for twice at once is mailed once, so that no mail holds one that is not good', async () => {
    const page = await session();
    await Promise.all([1, 2].map(() => page.call('code.send', { body: {} })));
    await scenario.deliver();
    const [code, ...more] = await codes();
    expect(more).toEqual([]);
    expect((await page.call('code.verify', { body: { code } })).status).toBe(200);
  });

  it('that was stored by a notifier that died before sending is replaced and sent', async () => {
    const page = await session();
    const mail = await due({
      kind: 'code',
      individual: person.id,
      session: secretHash(sessionToken(page.cookie.replace(/^.*?=/, ''))?.secret ?? ''),
      link: secretHash(sessionToken(page.token)?.secret ?? ''),
    });
    // Mail and tenant, individual, session, then the transaction; the next call would send.
    faults.dieAt(5, 'before');
    expect((await sent(mail.named))?.batchItemFailures).toHaveLength(1);
    faults.mend();
    expect(await codes()).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await sent(mail.named))?.batchItemFailures).toHaveLength(0);
    const [code] = await codes();
    expect((await page.call('code.verify', { body: { code } })).status).toBe(200);
  });

  it('for a session that is confirmed already is not sent', async () => {
    const page = await session();
    await page.confirm(person.email);
    const mail = await due({
      kind: 'code',
      individual: person.id,
      session: secretHash(sessionToken(page.cookie.replace(/^.*?=/, ''))?.secret ?? ''),
      link: secretHash(sessionToken(page.token)?.secret ?? ''),
    });
    await sent(mail.named);
    expect(await rowOf(mail)).toBeUndefined();
    expect(await codes()).toHaveLength(1);
    expect((await page.call('session.read')).body.level).toBe('confirmed');
  });
});

describe('the notifier, for a purge,', () => {
  const attestation = `att_${'7'.repeat(32)}`;
  const ask = (task: object) => scenario.notify(task as Parameters<MailedScenario['notify']>[0]);

  it('seals the admins’ addresses while they can be opened, and mails them the attestations afterwards', async () => {
    const tenant = await scenario.openTenant();
    await members(tenant);
    const { transact } = scenario;
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'not-due' });
    await scenario.setState('retrieval', {}, tenant);
    expect(await ask({ task: 'envelope', tenant, epoch: 2 })).toEqual({ outcome: 'not-due' });
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'sealed' });
    await scenario.setState('purged', {}, tenant);
    // What the shred takes: nothing of the tenant's own keys is needed from here on.
    await transact([shardSecretRow.remove([tenant, tenantRange]), tenantKeyRow.remove([tenant, 'tenant'])]);
    expect(await ask({ task: 'attestation', tenant, epoch: 1, part: 1 })).toEqual({ outcome: 'nobody' });
    await transact([attestationOfRow.put([tenant, 1, 1], { v: 1, attestation, at: now() })]);
    const before = (await scenario.mails('admin-a@example.org')).length;
    expect(await ask({ task: 'attestation', tenant, epoch: 1, part: 1 })).toEqual({ outcome: 'sent' });
    const mails = await scenario.mails('admin-a@example.org');
    expect(mails).toHaveLength(before + 1);
    expect(mails[0]).toMatchObject({
      subject: 'Ihre Daten sind gelöscht',
      text: expect.stringContaining(`http://localhost:4180/v1/attestations/${attestation}`),
    });
    expect((await scenario.mails('admin-b@example.org'))[0]?.subject).toBe('Ihre Daten sind gelöscht');
    expect(await scenario.mails('requester@example.org')).toEqual([]);
  });

  it('does nothing for a tenant that is not there, and refuses other tasks', async () => {
    const tenant = `tnt_${'0'.repeat(32)}`;
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'not-due' });
    await expect(ask({ task: 'everything' })).rejects.toThrow();
    await expect(ask({ task: 'sweep', more: 1 })).rejects.toThrow();
  });
});
