/*
 * A tour through every operation, every step of both workflows and every task of the functions in the background, each
 * function with modules of its own, as on AWS: what one has unwrapped another has to unwrap itself.
 */
import process from 'node:process';
import { KMSClient, UntagResourceCommand } from '@aws-sdk/client-kms';
import { vi } from 'vitest';
import type { FunctionName, HttpFunction } from '../../../lambdas/api/functions.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';
import { leaseRow } from '../../../lambdas/model/erasure-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import { keyTags } from '../../../lambdas/stores/keys/key-policy.ts';
import { laborSued } from '../../../local/demo/praxis-nord.ts';
import { actingAs, type Recording, recordCalls } from '../in-process/acting.ts';
import { callsOf, type Got, principalOf, type Sent } from '../in-process/call.ts';
import { practice } from '../in-process/deployment.ts';
import { exportKeyPair } from '../in-process/export-key.ts';
import { attended, messageOf } from '../in-process/keymaker.ts';
import { account } from '../in-process/local-aws.ts';
import { copyName, drillName, makeRestorable, restoreCopy, rowsOf } from '../in-process/restored-copy.ts';
import { play } from '../workflows/machine.ts';
import { functionOf } from '../workflows/step-functions.ts';
import { anna, operator, otto, paul, rita, ute } from './in-process.ts';
import { fromPage, mailbox, openMailedScenario } from './mailbox.ts';

const bea = principalOf('bea');
const day = 24 * 3600 * 1000;
const hour = 3600 * 1000;
type Handler = (event: never, context: never) => Promise<unknown>;
type Name = Parameters<Awaited<ReturnType<typeof operationsOf>>>[0];

/** What the functions asked of AWS, and the names of operations and tasks that were called. */
export interface Tour extends Recording {
  readonly done: ReadonlySet<string>;
}

/** Calls of all operations that answer JSON, of these functions. */
function operationsOf(handlers: Readonly<Record<FunctionName, Handler>>) {
  return callsOf<HttpFunction>(handlers);
}

/** Takes the tour, which moves the clock of this process. Before it nothing below lambdas/ may be loaded. */
export async function tour(): Promise<Tour> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  let handlers: Readonly<Record<FunctionName, Handler>>;
  const recording = recordCalls(async ({ Payload }) => {
    const task = JSON.parse(Buffer.from(Payload as Uint8Array).toString('utf8'));
    const answer = await actingAs('notifier', () => handlers.notifier(task as never, {} as never));
    return { Payload: Buffer.from(JSON.stringify(answer)) };
  });
  const scenario = await openMailedScenario();
  // Two of its days are over when the steps begin: else a month of daily ones.
  process.env.RETENTION_WINDOW = 'P4D';
  handlers = await ownModules();
  const done = new Set<string>();
  const operations = operationsOf(handlers);
  /** Calls an operation, which has to go well. */
  const call = async (name: Name, sent: Sent): Promise<Got> => {
    done.add(name);
    const got = await operations(name, sent);
    if (got.status >= 400) throw new Error(`${name}: ${got.status} ${JSON.stringify(got.body)}`);
    return got;
  };
  const { tenant } = scenario;
  /** The same, as a member of the tenant or an operator. */
  const does = async (as: string, name: Name, more: Omit<Sent, 'as'> = {}): Promise<Got['body']> =>
    (await call(name, { as, ...more, path: { tenant, ...more.path } })).body;
  const mail = await mailbox(call as typeof scenario.individuals, handlers.notifier as never);
  const task = (name: FunctionName, event: object) => {
    done.add('task' in event ? String(event.task) : name);
    return actingAs(name, () =>
      handlers[name](event as never, { getRemainingTimeInMillis: () => 900_000 } as never),
    );
  };
  const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
  const machines = {
    retention: process.env.RETENTION_MACHINE,
    purge: process.env.PURGE_MACHINE,
    export: process.env.EXPORT_MACHINE,
  };
  const step = (payload: object) => task(functionOf(payload), payload);
  const reconcile = () => task('workflow', { task: 'reconcile', machines });

  const executionOf = (machine: keyof typeof machines, name: string) =>
    `${machines[machine]?.replace(':stateMachine:', ':execution:')}:${name}`;

  const provisioned = async () => {
    const { id } = await does(operator, 'tenant.create', {
      body: { ...practice, firstAdmin: { subject: 'anna' } },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    await attended(handlers.keymaker as never, { tenant: String(id) });
    return String(id);
  };

  const tenants = async () => {
    await call('keys.read', {});
    await provisioned();
    await does(operator, 'tenant.list');
    await does(operator, 'tenant.read');
    const { version: _, ...profile } = await does(anna, 'profile.read');
    await does(anna, 'profile.set', { body: profile });
    await scenario.longAdmin(tenant, 'bea');
    const roles = ['admin'];
    const { id } = await does(anna, 'member.set', {
      body: { principal: { subject: 'lea' }, roles, name: 'Lea', email: 'lea@example.org' },
    });
    const told = { principal: { subject: 'mia' }, roles, name: 'Mia', email: 'mia@example.org' };
    await does(anna, 'member.set', { body: told });
    await does(anna, 'member.list');
    await does(anna, 'member.read', { path: { member: String(id) } });
    await does(anna, 'member.remove', { path: { member: String(id) } });
  };

  let notice2: Got['body'];
  const catalogue = async () => {
    const of = { path: { organisation: 'labor-sued' } };
    await does(anna, 'organisation.set', { ...of, body: { ...laborSued, legalName: 'Labor Süd SE' } });
    const body = { legalName: 'Labor Süd SE', address: laborSued.contact.address };
    await does(bea, 'organisation.confirm', { ...of, body });
    await does(anna, 'organisation.set', { path: { organisation: 'labor-west' }, body: laborSued });
    await does(anna, 'organisation.list');
    await does(rita, 'organisation.read', of);
    const category = { path: { category: 'health.lab' } };
    const { id: _, version, since, setAt, ...content } = await does(anna, 'category.read', category);
    await does(anna, 'category.set', { ...category, body: content });
    await does(anna, 'category.list');
    const notice = { path: { notice: String(scenario.notice.id) } };
    await does(anna, 'notice.list');
    await does(anna, 'notice.read', notice);
    const published = await does(anna, 'notice.version', { path: { ...notice.path, version: '1' } });
    notice2 = await does(anna, 'notice.publish', {
      body: { notice: scenario.notice.id, content: published.content },
    });
    return [version, since, setAt];
  };

  const people = async () => {
    const body = { ...scenario.someone(), contact: { email: 'tour@example.org', name: 'Erika' } };
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const { id } = await does(paul, 'individual.create', { body, headers });
    await does(paul, 'individual.create', { body, headers });
    const path = { individual: String(id) };
    await does(paul, 'individual.read', { path });
    await does(paul, 'individual.search', { body: { reference: body.reference } });
    await does(paul, 'individual.update', { path, body: { language: 'en' } });
    const moved = { email: 'moved@example.org' };
    await scenario.member(tenant, 'mallory', { roles: ['provider'] });
    await does(principalOf('mallory'), 'individual.update', { path, body: { contact: moved } });
    await does(bea, 'contact-change.confirm', { path, body: moved });
    later(4 * day);
    const { individual, ...more } = { ...path, record: `rec_${path.individual.slice(4)}${'0'.repeat(32)}` };
    for (const test of ['HbA1c', 'TSH'])
      await does(paul, 'record.put', { path: { individual, ...more }, body: lab(test) });
    await does(paul, 'record.batch', { path, body: { records: [lab('CRP')] } });
    return { id: individual, ...moved };
  };

  const ask = async (individual: string, as = rita) => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    return String(
      (
        await does(as, 'request.create', {
          body: scenario.requestBody(individual, { notice: { id: notice2.id, version: notice2.version } }),
          headers,
        })
      ).id,
    );
  };

  /** They get a request by mail, look at it and decide. */
  const decide = async (person: { id: string; email: string }, choice: 'grant' | 'refuse') => {
    // Nobody asks again so soon after a No.
    later(200 * day);
    const path = { request: await ask(person.id) };
    const page = await mail.confirmed(person);
    await page.call('request.preview', { path, body: { language: 'de' } });
    const body = choice === 'grant' ? await page.grant(path.request) : { choice };
    const got = await page.call('request.decide', { path, body });
    if (got.status !== 200) throw new Error(`request.decide: ${JSON.stringify(got.body)}`);
    return { page, path, consent: String(got.body.consentId) };
  };

  const requests = async (person: { id: string; email: string }) => {
    const request = await ask(person.id, otto);
    await does(otto, 'request.list');
    await does(otto, 'request.list', { query: { individualId: person.id } });
    await does(otto, 'request.read', { path: { request } });
    await does(otto, 'request.remind', { path: { request }, body: {} });
    const link = await mail.open(await mail.token(person.email));
    for (const name of ['arrival.read', 'session.read', 'session.extend'] as const)
      await link.call(name, name === 'session.extend' ? { body: {} } : {});
    await link.call('request.decline', { path: { request }, body: {} });
    await link.call('request.not-for-me', { path: { request }, body: {} });
    await link.call('session.end', {});
    await does(otto, 'request.cancel', { path: { request } });
    const { page, path } = await decide(person, 'refuse');
    await page.call('request.receipt', { path });
    await page.call('my-refusal.list', {});
    await call('link.renew', { body: { token: page.token }, headers: fromPage });
    await call('link.renew', { body: { tenant, address: person.email }, headers: fromPage });
    await mail.deliver();
  };

  const consents = async (person: { id: string; email: string }) => {
    const { page, consent } = await decide(person, 'grant');
    const path = { consent };
    const standing = await mail.open(await mail.token(person.email));
    const wanted = { individualId: person.id, purpose: 'MedicalHealth', categories: ['health.lab'] };
    await does(rita, 'disclosure.preview', { body: wanted });
    const { id: disclosure } = await does(rita, 'disclosure.create', { body: wanted });
    await does(rita, 'disclosure.receipt', { path: { disclosure: String(disclosure) } });
    await operations('disclosure.create', { as: otto, path: { tenant }, body: wanted });
    await does(rita, 'consent.list');
    await does(anna, 'consent.list', { query: { individualId: person.id } });
    await does(rita, 'consent.read', { path });
    await does(rita, 'consent.receipt', { path });
    for (const name of ['my-consent.list', 'my-disclosure.list', 'my-data.read'] as const)
      await page.call(name);
    for (const name of ['my-consent.read', 'my-consent.receipt'] as const) await page.call(name, { path });
    await standing.call('withdrawal.read');
    await standing.call('my-consent.withdraw', { path, body: {} });
    const again = await decide(person, 'grant');
    await does(anna, 'consent.revoke', { path: { consent: again.consent }, body: { reason: 'error' } });
    await does(ute, 'audit.list');
    await mail.deliver();
  };

  /** They lock their data, and move. */
  const ownAffairs = async (person: { id: string; email: string }) => {
    const { page } = await decide(person, 'grant');
    await page.call('my-restriction.set', { body: {} });
    await page.call('my-restriction.read');
    await page.call('my-restriction.lift');
    const path = { individual: person.id };
    await does(anna, 'restriction.set', { path, body: {} });
    await does(anna, 'restriction.lift', { path });
    await page.call('my-contact.change', { body: { email: 'away@example.org' } });
    await mail.deliver();
    const [sent] = await mail.mails('away@example.org');
    const code = /^(\d{6})$/m.exec(sent?.text ?? '')?.[1];
    await page.call('my-contact.confirm', { body: { code } });
    await mail.deliver();
  };

  /** Two admins have their data erased, which they undo; then they ask for it themselves. */
  const erasure = async ({ id }: { id: string }) => {
    const path = { individual: id };
    const { page } = await decide({ id, email: 'away@example.org' }, 'grant');
    await does(anna, 'erasure.request', { path, body: {} });
    await does(anna, 'erasure.undo', { path });
    await does(anna, 'erasure.request', { path, body: {} });
    await does(bea, 'erasure.confirm', { path, body: { individualId: id } });
    await does(anna, 'erasure.read', { path });
    await mail.deliver();
    await page.call('my-erasure.stays');
    await page.call('my-erasure.undo');
    await mail.deliver();
    await page.call('my-erasure.ask', { body: { everything: true } });
    await page.call('my-erasure.read');
    later(73 * hour);
    await reconcile();
    const input = { v: 1, tenant, epoch: 1, attempt: 2, individual: id };
    const { status, trail } = await play('purge', input, executionOf('purge', `${tenant}-${id}-2`), {
      invoke: step,
    });
    if (status !== 'SUCCEEDED' || trail.at(-1) !== 'Nothing is left of the tenant')
      throw new Error(`not erased: ${trail}`);
    const sent = await mail.mails('away@example.org');
    const texts = sent.map(({ text }) => text).join();
    const [, attestation = ''] = /attestations\/(att_\w+)/.exec(texts) ?? [];
    await call('attestation.read', { path: { attestation } });
    await call('attestation.answers', { path: { attestation } });
    const { items } = await does(rita, 'deletion.list');
    const [{ id: deletion }] = items as readonly [{ readonly id: string }];
    await does(rita, 'deletion.answer', { path: { deletion }, body: { answer: 'deleted' } });
    await does(rita, 'deletion.answer', { path: { deletion }, body: { answer: 'deleted' } });
    later(hour);
    await task('notifier', { task: 'sweep' });
    await mail.deliver();
  };

  const holds = async (person: { id: string }) => {
    const until = new Date(Date.now() + 10 * day).toISOString();
    await does(anna, 'hold.set', { body: { reason: 'a claim', authority: 'Kanzlei Süd', until } });
    await does(anna, 'hold.list');
    await does(anna, 'hold.release');
    await does(bea, 'hold.release-confirm', { body: { until } });
    const path = { individual: person.id };
    const body = { reason: 'a claim', authority: 'Kanzlei Süd', until };
    await does(anna, 'individual-hold.set', { path, body });
    await does(anna, 'individual-hold.release', { path });
    await does(bea, 'individual-hold.release-confirm', { path, body: { until } });
  };

  /** Whoever may not: of another role, a stranger, a caller without a session. */
  const refusals = async (person: { id: string }) => {
    const dummy = Object.fromEntries(
      ['request', 'consent', 'disclosure', 'record'].map((name) => [
        name,
        `${prefixes[name]}_${'0'.repeat(64)}`,
      ]),
    );
    const known = {
      ...dummy,
      tenant,
      individual: person.id,
      organisation: 'labor-sued',
      category: 'contact',
    };
    const ofTenants = allOperations.filter(({ path }) => path.includes('{tenant}'));
    for (const [{ name } = { name: '' }] of Map.groupBy(ofTenants, (one) => one.function).values()) {
      for (const as of [ute, principalOf('nobody')])
        await operations(name as Name, {
          as,
          path: { ...known, member: '0'.repeat(64), notice: String(scenario.notice.id), version: '1' },
        });
    }
  };

  const background = async (person: { id: string; email: string }) => {
    await task('notifier', { task: 'sweep' });
    const about = { tenant: [tenant], individual: [person.id], address: ['1'], kind: ['request'] };
    const records = [{ messageId: 'm', body: JSON.stringify({ returned: 'Bounce', tags: about }) }];
    await task('notifier', { Records: records });
    await task('keymaker', messageOf({ tenant: 'nobody' }, 'receipt'));
    const { createTenantKey } = await import('../../../lambdas/stores/keys/tenant-keys.ts');
    await createTenantKey(tenant);
    const KeyId = String((await scenario.tenantRow(tenant))?.kmsKey);
    await new KMSClient().send(new UntagResourceCommand({ KeyId, TagKeys: [keyTags.live] }));
    later(2 * hour);
    await task('keymaker', { task: 'reap' });
    await scenario.createTenant();
    later(hour);
    await reconcile();
  };

  /** The reconciler looks at a tenant, though its lease lasts. */
  const lookAgain = async (of: string) => {
    await scenario.change(leaseRow.key(of), { listSk: `${new Date().toISOString()}#${of}` });
    await reconcile();
  };

  /** Everything is exported, fetched, and removed again. */
  const exports = async () => {
    const body = { scope: 'all', key: exportKeyPair().key };
    const { id, thumbprint } = await does(anna, 'export.ask', { body });
    const path = { export: String(id), part: '1' };
    await does(bea, 'export.confirm', { path, body: { scope: 'all', thumbprint } });
    const run = (attempt: number) =>
      play('export', { v: 1, tenant, export: id, attempt }, 'none', {
        invoke: step,
      });
    await run(1);
    for (const name of ['list', 'read', 'manifest', 'part-list', 'part'] as const)
      await does(anna, `export.${name}`, { path });
    await does(anna, 'export.cancel', { path });
    await run(2);
  };

  /** A copy of Vault is made fit to be served from. */
  const restored = async () => {
    const since = new Date(Date.now() - hour).toISOString();
    await restoreCopy(await rowsOf('vault'));
    for (const name of ['restore.replay', 'restore.prove'])
      await task('restore', { task: name, v: 1, copy: copyName, since });
    await makeRestorable('vault');
    const drill = await play('restore-drill', { task: 'drill' }, 'none', {
      invoke: (payload) => task('restore', { ...payload, copy: drillName }),
      wait: () => true,
    });
    if (drill.status !== 'SUCCEEDED') throw new Error(JSON.stringify(drill));
  };

  /** The contract ends, and all is destroyed. */
  const end = async () => {
    const endsAt = new Date(Date.now() + day).toISOString();
    await does(anna, 'termination.set', { body: { reason: 'other', endsAt } });
    await does(bea, 'termination.confirm', { body: { endsAt } });
    await does(operator, 'termination.undo');
    const other = await provisioned();
    const sent = { as: operator, path: { tenant: other }, body: { reason: 'other', endsAt } };
    await call('termination.set', sent);
    await does(operator, 'termination.set', { body: { reason: 'other' } });
    later(2 * day);
    await reconcile();
    await exports();
    await does(operator, 'retention.list');
    await does(operator, 'retention.read');
    const check = { task: 'retention.check', v: 1, tenant: other, epoch: 2, attempt: 9 };
    await task('workflow', { ...check, execution: executionOf('retention', 'asleep') });
    await lookAgain(other);
    const run = (machine: 'retention' | 'purge', attempt: number) =>
      play(machine, { v: 1, tenant, epoch: 2, attempt }, executionOf(machine, String(attempt)), {
        invoke: step,
        start: async () => undefined,
        wait: async (until) => {
          if (attempt === 6) await readAttestations();
          if (attempt === 9) await loseKey();
          vi.setSystemTime(Date.parse(until));
          return attempt !== 6;
        },
      });
    const readAttestations = async () => {
      const { attestations } = await does(operator, 'retention.read');
      for (const attestation of attestations as string[])
        await call('attestation.read', { path: { attestation } });
    };
    /** As if AWS had destroyed it: the local one never does. */
    const loseKey = async () => {
      const kmsKey = `arn:aws:kms:eu-central-1:${account}:key/00000000-0000-4000-8000-000000000000`;
      await scenario.change(tenantRow.key(tenant), { kmsKey });
    };
    const { putObject } = await import('../../../lambdas/platform/aws/s3.ts');
    await putObject(`exports/${tenant}/part`, Buffer.from('a part'));
    const ended = [await run('retention', 5)];
    await run('purge', 6);
    await lookAgain(tenant);
    return [...ended, await run('purge', 9)];
  };

  await tenants();
  await catalogue();
  const person = await people();
  await requests(person);
  await consents(person);
  await ownAffairs(person);
  await holds(person);
  await refusals(person);
  await background(person);
  await restored();
  await erasure(person);
  const ended = await end();
  if (ended.some(({ status }) => status !== 'SUCCEEDED')) throw new Error(JSON.stringify(ended));
  return { ...recording, done };
}

const prefixes: Readonly<Record<string, string>> = {
  request: 'crq',
  consent: 'cns',
  disclosure: 'dsc',
  record: 'rec',
};
const lab = (test: string) => ({
  category: 'health.lab',
  date: '2026-10-01',
  fields: { test, loinc: '4548-4', value: 6.1, unit: '%' },
});

/** The handlers of all functions, each loaded for itself. */
async function ownModules(): Promise<Readonly<Record<FunctionName, Handler>>> {
  const load = async (name: FunctionName): Promise<[FunctionName, Handler]> => {
    vi.resetModules();
    return [name, (await import(`../../../lambdas/functions/${name}.ts`)).handler];
  };
  const handlers: [FunctionName, Handler][] = [];
  const { functionNames } = await import('../../../lambdas/api/functions.ts');
  for (const name of functionNames) handlers.push(await load(name));
  return Object.fromEntries(handlers) as Record<FunctionName, Handler>;
}
