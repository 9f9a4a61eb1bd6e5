import '../../../support/in-process/two-shards.ts';
import { SESv2Client, type SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailRow } from '../../../../lambdas/model/outbox-rows.ts';
import { attestationOfRow } from '../../../../lambdas/model/statement-rows.ts';
import { now } from '../../../../lambdas/platform/runtime/clock.ts';
import { principalOf } from '../../../support/in-process/call.ts';
import { anna } from '../../../support/in-process/deployment.ts';
import { type MailedScenario, openMailedScenario } from '../../../support/scenario/mailbox.ts';

const names = ['a', 'b', 'c'];
const addressOf = (name: string) => `admin-${name}@example.org`;
/** Every set of recipients whose address the mail service refuses. */
const subsets = Array.from({ length: 2 ** names.length }, (_, set) =>
  names.filter((_, position) => set & (1 << position)),
);

let scenario: MailedScenario;
let dueMail: typeof import('../../../../lambdas/stores/mail/due-mail.ts').dueMail;
let tenant: string;
let refused: readonly string[] = [];
let got: string[] = [];

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
  ({ dueMail } = await import('../../../../lambdas/stores/mail/due-mail.ts'));
  tenant = await scenario.openTenant();
  for (const name of names) await scenario.member(tenant, name, { roles: ['admin'], email: addressOf(name) });
  vi.spyOn(SESv2Client.prototype, 'send').mockImplementation(async (command: unknown) => {
    const [to = ''] = (command as SendEmailCommand).input.Destination?.ToAddresses ?? [];
    if (refused.map(addressOf).includes(to)) throw new Error('refused');
    got.push(to);
  });
  await scenario.deliver();
  got = [];
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
  refused = [];
  got = [];
});

const others = () => names.filter((name) => !refused.includes(name)).map(addressOf);

describe('each addressee but the refused gets exactly one mail', () => {
  // Each recipient is sent to by itself, whatever the others are: a few sets stand for all.
  it.each([[], ['a'], ['b', 'c'], names].map((set) => [set.join(' ') || 'nobody', set] as const))(
    'to the admins, when refused is: %s',
    async (_, set) => {
      refused = set;
      const mail = dueMail({ kind: 'contract-end-asked', tenant } satisfies Partial<MailRow>, now());
      await scenario.transact([mail.write]);
      await mail.announce();
      await scenario.deliver();
      for (let minutes = 2; minutes <= 256; minutes *= 2) {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
        await scenario.notify({ task: 'sweep' });
        await scenario.deliver();
      }
      expect(got.sort()).toEqual(others());
      refused = [];
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 * 60_000 });
      await scenario.notify({ task: 'sweep' });
      await scenario.deliver();
      expect(got.sort()).toEqual(names.map(addressOf));
    },
  );

  it.each(subsets.map((set) => [set.join(' ') || 'nobody', set] as const))(
    'of an attestation, when refused is: %s',
    async (_, set) => {
      const task = { tenant, epoch: 1 };
      await scenario.setState('retrieval', {}, tenant);
      await scenario.notify({ task: 'envelope', ...task });
      await scenario.setState('purged', {}, tenant);
      const attestation = `att_${'7'.repeat(32)}`;
      await scenario.transact([attestationOfRow.put([tenant, 1, 1], { v: 1, attestation, at: now() })]);
      refused = set;
      const deliver = () => scenario.notify({ task: 'attestation', part: 1, ...task });
      for (let tries = 0; tries < 3; tries++)
        await (set.length === 0 ? deliver() : expect(deliver()).rejects.toThrow('refused'));
      expect(got.sort()).toEqual(others());
      refused = [];
      await deliver();
      expect(got.sort()).toEqual(names.map(addressOf));
    },
  );
});

it('the envelope of a purge holds a thousand of the longest addresses, is told to all, and holds no more', async () => {
  const { noteTold, openEnvelope, sealEnvelope } = await import(
    '../../../../lambdas/stores/erasure/delivery-envelope.ts'
  );
  const { readTenant } = await import('../../../../lambdas/stores/tenants/read-tenant.ts');
  await scenario.setState('retrieval', {}, tenant);
  const read = await readTenant(tenant);
  if (!read) throw new Error('no such tenant');
  const longest = `${'a'.repeat(64)}@${`${'b'.repeat(60)}.`.repeat(3)}example`.padEnd(254, 'e');
  const recipients = Array.from({ length: 1001 }, () => ({ email: longest, language: 'de' }) as const);
  await sealEnvelope(read, recipients, now());
  const told = [1, 2].flatMap((part) => recipients.slice(1).map((_, position) => `${part}-${position}`));
  await noteTold(read, told, now());
  const opened = await openEnvelope(tenant, now());
  expect(opened?.recipients.release()).toHaveLength(1000);
  expect(opened?.told).toEqual(told);
});

describe('a change of admins', () => {
  const set = async (name: string, body: Readonly<Record<string, unknown>>) =>
    expect(
      await scenario.call('member.set', {
        as: anna,
        path: { tenant },
        body: { principal: { subject: name }, ...body },
      }),
    ).toMatchObject({ status: 200 });
  const told = async () => {
    got = [];
    await scenario.deliver();
    return got.sort();
  };
  beforeAll(async () => {
    tenant = await scenario.openTenant();
    for (const name of names) await set(name, { roles: ['admin'], email: addressOf(name) });
  });

  it('is told to all admins', async () => {
    expect(await told()).toEqual(names.flatMap((name) => Array(names.length).fill(addressOf(name))));
    await set('d', { roles: ['provider'], email: addressOf('d') });
    expect(await told()).toEqual([]);
    await set('d', { roles: ['provider', 'admin'], email: addressOf('d') });
    expect(await told()).toEqual(['a', 'b', 'c', 'd'].map(addressOf));
  });

  it('is told to an admin who loses the role, or whose address is changed, at the address they had', async () => {
    await set('c', { roles: ['auditor'], email: addressOf('e') });
    expect(await told()).toEqual(['a', 'b', 'c', 'd'].map(addressOf));
    await set('b', { roles: ['admin'], email: addressOf('f') });
    expect(await told()).toEqual(['a', 'b', 'c', 'd', 'f'].map(addressOf));
    await set('b', { roles: ['admin', 'auditor'], email: addressOf('f') });
    expect(await told()).toEqual([]);
  });

  it('is told to whoever is removed, and so is what happens to the contract within two weeks', async () => {
    const member = principalOf('a');
    const removed = await scenario.call('member.remove', { as: anna, path: { tenant, member } });
    expect(removed.status).toBe(204);
    expect(await told()).toEqual(['a', 'b', 'c', 'd', 'f'].map(addressOf));
    const ask = async () => {
      const sent = { as: anna, path: { tenant }, body: { reason: 'other' } };
      expect(await scenario.call('termination.set', sent)).toMatchObject({ status: 200 });
      return told();
    };
    expect(await ask()).toEqual(['a', 'b', 'c', 'd', 'f'].map(addressOf));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15 * 24 * 3600 * 1000 });
    expect(await ask()).toEqual(['d', 'f'].map(addressOf));
  });
});
