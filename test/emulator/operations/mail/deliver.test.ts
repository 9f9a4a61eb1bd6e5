import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { shardSecretRow, tenantKeyRow } from '../../../../lambdas/model/key-rows.ts';
import { memberRow } from '../../../../lambdas/model/member-rows.ts';
import type { MailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { dueMailList } from '../../../../lambdas/model/outbox-rows.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { attestationOfRow } from '../../../../lambdas/model/statement-rows.ts';
import { tenantRange } from '../../../../lambdas/model/tables.ts';
import type { DueMail } from '../../../../lambdas/stores/mail/due-mail.ts';
import { type Faults, startFaults } from '../../../support/in-process/faults.ts';
import { openWorld, type Person, type Practice, type World } from '../../../support/world.ts';

let world: World;
let faults: Faults;
let practice: Practice;
let person: Person;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  world = await openWorld();
  faults = startFaults(world.endpoint);
  practice = await world.practice();
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => faults?.stop());

/** A mail row without a message. */
async function due(
  mail: Partial<MailRow> & Pick<MailRow, 'kind'>,
  at = world.lambdas.now(),
): Promise<DueMail> {
  const made = world.lambdas.dueMail({ tenant: practice.tenant, ...mail }, at);
  await world.lambdas.transact([made.write]);
  return made;
}

const sent = (...bodies: readonly unknown[]) =>
  world.lambdas.notify({
    Records: bodies.map((body, i) => ({ messageId: `m${i}`, body: JSON.stringify(body) })),
  } as unknown as SQSEvent);

const rowOf = ({ write }: DueMail) =>
  world.row('put' in write ? { pk: write.put.pk, sk: write.put.sk } : { pk: '', sk: '' });

async function receipt(): Promise<DueMail> {
  person = await world.person(practice);
  return due({ kind: 'withdrawn', individual: person.id, leaf: 'ab'.repeat(32) });
}

/** Members of a tenant: two admins with an address, one without, and a requester. */
async function members(practice: Practice): Promise<void> {
  const { transact, tenantKeys, read, tenantSealer } = world.lambdas;
  const keys = tenantKeys.from(
    practice.tenant,
    'tenant',
    await read(tenantKeys.rows(practice.tenant, 'tenant')),
  );
  if (!keys) throw new Error('no key');
  const sealer = await tenantSealer(practice.kmsKey, keys);
  const all = [
    ['a', ['admin'], 'admin-a@example.org'],
    ['b', ['admin', 'auditor'], 'admin-b@example.org'],
    ['c', ['requester'], 'requester@example.org'],
    ['d', ['admin'], undefined],
  ] as const;
  await transact(
    all.map(([name, roles, email]) => {
      const id = name.repeat(64);
      const sealed = email && sealer.seal('member', id, 1, { email });
      return {
        table: 'vault',
        put: { ...memberRow.key(practice.tenant, id), id, version: 1, roles, sealed },
      };
    }),
  );
}

describe('a due mail', () => {
  it('is sent in the language of its reader, and its row is gone', async () => {
    person = await world.person(practice, { language: 'en' });
    const mail = await due({ kind: 'withdrawn', individual: person.id, leaf: 'ab'.repeat(32) });
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    const [got] = await world.mails(person.email);
    expect(got).toMatchObject({
      subject: 'Your permission has ended',
      from: 'Habeas <habeas@example.org>',
      text: expect.stringContaining('ab'.repeat(32)),
      html: expect.stringContaining('<html lang="en">'),
    });
    expect(await rowOf(mail)).toBeUndefined();
  });

  it('whose message comes many times is sent once', async () => {
    const mail = await receipt();
    await Promise.all(Array.from({ length: 8 }, () => sent(mail.named)));
    await sent(mail.named);
    expect(await world.mails(person.email)).toHaveLength(1);
  });

  it('that the mail service refuses fails alone, and is sent by a later try', async () => {
    const refused = await receipt();
    vi.stubEnv('MAIL_FROM', 'nobody@unverified.example');
    expect(await sent(refused.named)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    vi.unstubAllEnvs();
    expect(await rowOf(refused)).toMatchObject({ attempts: 1 });
    expect(await sent(refused.named)).toEqual({ batchItemFailures: [] });
    expect(await world.mails(person.email)).toHaveLength(1);
  });

  it('that was sent by a notifier that died then is sent twice rather than never, each with a link that works', async () => {
    person = await world.person(practice);
    await world.ask(practice, person);
    await world.deliver();
    // All calls but the last, which deletes the row.
    faults.dieAt(1000, 'before');
    const probe = await due({ kind: 'withdrawn', individual: person.id });
    await sent(probe.named);
    const calls = faults.calls();
    const request = await world.ask(practice, person);
    const [row] = await world.lambdas.queryAll({
      table: 'vault',
      index: 'listing',
      pk: dueMailList,
    });
    expect(row).toBeDefined();
    const named = { tenant: practice.tenant, individual: person.id, mail: String(row?.sk).split('#M#')[1] };
    // One call more than the probe: it reads the request, too.
    faults.dieAt(calls, 'before');
    expect((await sent(named))?.batchItemFailures).toHaveLength(1);
    faults.mend();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect((await sent(named))?.batchItemFailures).toHaveLength(0);
    const tokens = (await world.mails(person.email)).flatMap(({ text }) => /\/#(\S+)/.exec(text)?.[1] ?? []);
    expect(tokens).toHaveLength(3);
    for (const token of tokens.slice(0, 2))
      expect((await world.open(token)).opened.body.requestId).toBe(request);
  });

  it.each([
    ['to somebody who is not there', { kind: 'request', individual: `ind_${'0'.repeat(32)}` }],
    ['about a request that is not there', { kind: 'request', request: true }],
    ['with a code for a session that is not there', { kind: 'code', session: 'ab'.repeat(32) }],
    ['with a link to a consent that has ended', { kind: 'granted', linkEndsAt: '2026-01-01T00:00:00.000Z' }],
  ])('%s is dropped', async (_, over) => {
    person = await world.person(practice);
    const mail = await due({
      individual: person.id,
      ...over,
      ...('request' in over && { request: world.lambdas.newIdBelow('crq', person.id) }),
    } as MailRow);
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    expect(await rowOf(mail)).toBeUndefined();
    expect(await world.mails(person.email)).toEqual([]);
  });

  it('about a request that was decided, cancelled or has lapsed is dropped', async () => {
    person = await world.person(practice);
    const request = await world.ask(practice, person, { lapsesAt: new Date(Date.now() - 1).toISOString() });
    expect(await world.deliver()).toBe(0);
    expect(await world.mails(person.email)).toEqual([]);
    expect(request).toMatch(/^crq_/);
  });

  it('of a tenant that is being purged is the workflow’s: it is left alone', async () => {
    const mail = await receipt();
    await world.setState(practice, 'purging');
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    await world.setState(practice, 'open');
    expect(await rowOf(mail)).toBeDefined();
    expect(await world.mails(person.email)).toEqual([]);
  });

  it('with a link waits until the days after a change of address are over', async () => {
    person = await world.person(practice);
    const quietUntil = new Date(Date.now() + 72 * 3600 * 1000).toISOString();
    const key = individualRow.key(practice.tenant, person.id);
    await world.lambdas.transact([{ table: 'vault', update: key, set: { quietUntil } }]);
    const mail = await due({ kind: 'link', individual: person.id });
    await sent(mail.named);
    expect(await rowOf(mail)).toMatchObject({ dueAt: quietUntil });
    expect(await world.mails(person.email)).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(quietUntil) + 61_000 });
    await world.lambdas.notify({ task: 'sweep' });
    await world.deliver();
    expect(await world.mails(person.email)).toHaveLength(1);
  });

  it('of a change of address goes to the one before', async () => {
    person = await world.person(practice);
    const id = world.lambdas.newId('mal');
    const sealed = person.seal.contact.seal('mail', id, 1, { email: 'before@example.org' });
    const at = world.lambdas.now();
    const made = world.lambdas.dueMail(
      { kind: 'contact-changed', tenant: practice.tenant, individual: person.id, sealed },
      at,
      id,
    );
    await world.lambdas.transact([made.write]);
    await sent(made.named);
    expect(await world.mails('before@example.org')).toHaveLength(1);
    expect(await world.mails(person.email)).toEqual([]);
  });

  it('to the admins goes to each of them, and to nobody else', async () => {
    await members(practice);
    await world.setState(practice, 'retrieval', { purgeAt: '2027-01-31T23:00:00.000Z' });
    const mail = await due({ kind: 'contract-ended' });
    expect(await sent(mail.named)).toEqual({ batchItemFailures: [] });
    await world.setState(practice, 'open');
    for (const name of ['a', 'b'])
      expect(await world.mails(`admin-${name}@example.org`)).toMatchObject([
        { to: [`admin-${name}@example.org`], text: expect.stringMatching(/Praxis Nord.*31\. Januar 2027/s) },
      ]);
    expect(await world.mails('requester@example.org')).toEqual([]);
  });
});

describe('the end of a contract', () => {
  it('is announced when it is asked for, and when its day is set, unless it was dropped by then', async () => {
    await members(practice);
    for (const kind of ['contract-end-asked', 'contract-end-set'] as const)
      await sent((await due({ kind })).named);
    const told = async () => (await world.mails('admin-a@example.org')).map(({ subject }) => subject);
    expect(await told()).toContain('Jemand möchte Ihren Vertrag beenden');
    expect(await told()).not.toContain('Ihr Vertrag wird enden');
    await world.setState(practice, 'open', { endsAt: '2099-01-31T22:30:00.000Z' });
    await sent((await due({ kind: 'contract-end-set' })).named);
    expect(await told()).toContain('Ihr Vertrag wird enden');
    expect((await world.mails('admin-a@example.org')).map(({ text }) => text).join()).toContain(
      'endet am 31. Januar 2099',
    );
  });
});

describe('a message', () => {
  it('that is none goes to the dead letters, and keeps no other from being sent', async () => {
    const mail = await receipt();
    const answer = await sent({ tenant: 'x' }, mail.named, 'nonsense', { ...mail.named, more: 1 });
    expect(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm2', 'm3']);
    expect(await world.mails(person.email)).toHaveLength(1);
  });
});

describe('the sweeper', () => {
  it('queues what was not sent within a minute, and waits longer after each failed try', async () => {
    const mail = await receipt();
    await world.lambdas.notify({ task: 'sweep' });
    await world.deliver();
    expect(await world.mails(person.email)).toEqual([]);
    vi.stubEnv('MAIL_FROM', 'nobody@unverified.example');
    await sent(mail.named);
    vi.unstubAllEnvs();
    const begun = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begun + 61_000 });
    await world.lambdas.notify({ task: 'sweep' });
    await world.deliver();
    expect(await world.mails(person.email)).toEqual([]);
    vi.setSystemTime(begun + 121_000);
    await world.lambdas.notify({ task: 'sweep' });
    await world.deliver();
    expect(await world.mails(person.email)).toHaveLength(1);
  });
});

describe('a code', () => {
  async function session() {
    person = await world.person(practice);
    await world.ask(practice, person);
    return world.open(await world.token(person.email));
  }
  const codes = async () =>
    (await world.mails(person.email)).flatMap(({ text }) => /^(\d{6})$/m.exec(text)?.[1] ?? []);

  it('asked for twice at once is mailed once, so that no mail holds one that is not good', async () => {
    const page = await session();
    await Promise.all([1, 2].map(() => page.call('code.send', { body: {} })));
    await world.deliver();
    const [code, ...more] = await codes();
    expect(more).toEqual([]);
    expect((await page.call('code.verify', { body: { code } })).status).toBe(200);
  });

  it('that was stored by a notifier that died before sending is replaced and sent', async () => {
    const page = await session();
    const mail = await due({
      kind: 'code',
      individual: person.id,
      session: world.lambdas.rowHash(page.cookie.split('.')[2] ?? ''),
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
      session: world.lambdas.rowHash(page.cookie.split('.')[2] ?? ''),
    });
    await sent(mail.named);
    expect(await rowOf(mail)).toBeUndefined();
    expect(await codes()).toHaveLength(1);
    expect((await page.call('session.read')).body.level).toBe('confirmed');
  });
});

describe('for a purge', () => {
  const attestation = `att_${'7'.repeat(32)}`;
  const ask = (task: object) => world.lambdas.notify(task as Parameters<World['lambdas']['notify']>[0]);

  it('seals the admins’ addresses while they can be opened, and mails them the attestations afterwards', async () => {
    const ended = await world.practice();
    const { tenant } = ended;
    await members(ended);
    const { transact } = world.lambdas;
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'not-due' });
    await world.setState(ended, 'retrieval');
    expect(await ask({ task: 'envelope', tenant, epoch: 2 })).toEqual({ outcome: 'not-due' });
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'sealed' });
    await world.setState(ended, 'purged');
    // What the shred takes: nothing of the tenant's own keys is needed from here on.
    await transact([shardSecretRow.remove([tenant, tenantRange]), tenantKeyRow.remove([tenant, 'tenant'])]);
    expect(await ask({ task: 'attestation', tenant, epoch: 1, part: 1 })).toEqual({ outcome: 'nobody' });
    await transact([attestationOfRow.put([tenant, 1, 1], { v: 1, attestation, at: world.lambdas.now() })]);
    const before = (await world.mails('admin-a@example.org')).length;
    expect(await ask({ task: 'attestation', tenant, epoch: 1, part: 1 })).toEqual({ outcome: 'sent' });
    const mails = await world.mails('admin-a@example.org');
    expect(mails).toHaveLength(before + 1);
    expect(mails[0]).toMatchObject({
      subject: 'Ihre Daten sind gelöscht',
      text: expect.stringContaining(`http://localhost:4180/v1/attestations/${attestation}`),
    });
    expect((await world.mails('admin-b@example.org'))[0]?.subject).toBe('Ihre Daten sind gelöscht');
    expect(await world.mails('requester@example.org')).toEqual([]);
  });

  it('does nothing for a tenant that is not there, and refuses other tasks', async () => {
    const tenant = `tnt_${'0'.repeat(32)}`;
    expect(await ask({ task: 'envelope', tenant, epoch: 1 })).toEqual({ outcome: 'not-due' });
    await expect(ask({ task: 'everything' })).rejects.toThrow();
    await expect(ask({ task: 'sweep', more: 1 })).rejects.toThrow();
  });
});
