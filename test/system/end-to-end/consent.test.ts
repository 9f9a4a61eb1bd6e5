import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { secretHash } from '../../../lambdas/crypto/one-time.ts';
import { countsOf } from '../../../lambdas/domain/counts.ts';
import { linkRow } from '../../../lambdas/model/session-rows.ts';
import { sessionToken } from '../../../lambdas/stores/sessions/session-token.ts';
import { nobody } from '../../../local/demo/chapters/reading.ts';
import { laborSued } from '../../../local/demo/praxis-nord.ts';
import { dynamoDb } from '../../../local/emulator/account.ts';
import { Individual, outcome } from '../../support/scenario/individual.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { callAs } from '../../support/system/calls.ts';
import { IndividualSession } from '../../support/system/individual-session.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.open();
  const path = { ...scenario.path, organisation: 'institut-ost' };
  await scenario.stage.does('admin', 'organisation.set', { path, body: laborSued });
});

const individual = () => Individual.of(scenario);
const member = (who: 'requester' | 'stranger', organisation: string) =>
  scenario.stage.does('admin', 'member.set', {
    path: scenario.path,
    body: {
      principal: { subject: scenario.stage.system.principals[who].subject },
      roles: ['requester'],
      organisation,
    },
  });
/** The outcomes of calls made at once, counted. */
async function tally(calls: readonly Promise<Parameters<typeof outcome>[0]>[]) {
  return countsOf((await Promise.all(calls)).map(outcome));
}
const times = <T>(n: number, act: () => T) => Array.from({ length: n }, act);

describe('a withdrawn consent', () => {
  it('releases nothing from the answer on, with reads under way and warm keys in every worker', async () => {
    const erika = await individual();
    const { session, consent } = await erika.granted();
    expect(await tally(times(8, () => erika.read()))).toEqual({ ok: 8 });
    let answered = Number.POSITIVE_INFINITY;
    const reads: { readonly began: number; readonly outcome: string }[] = [];
    const reader = async () => {
      for (let late = 0; late < 3; ) {
        const began = performance.now();
        reads.push({ began, outcome: outcome(await erika.read()) });
        if (began > answered) late++;
      }
    };
    const readers = times(4, reader);
    await expect.poll(() => reads.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
    await session.does('my-consent.withdraw', { path: { consent }, body: {} });
    answered = performance.now();
    await Promise.all(readers);
    expect(reads.some((read) => read.outcome === 'ok')).toBe(true);
    const after = reads.filter(({ began }) => began > answered);
    expect(after.length).toBeGreaterThanOrEqual(12);
    expect(new Set(after.map((read) => read.outcome))).toEqual(new Set(['consent-required']));
  });
});

describe('a consent', () => {
  it('is its organisation’s: to a requester of another it is as one that was never given', async () => {
    const erika = await individual();
    const { consent } = await erika.granted();
    await member('stranger', 'institut-ost');
    expect(outcome(await erika.read())).toBe('ok');
    const raw = async (individualId: string) => {
      const body = { individualId, purpose: 'MedicalHealth', categories: ['health.lab'] };
      const path = scenario.path;
      const { status, text } = await callAs(scenario.stage, 'stranger', 'disclosure.create', { path, body });
      return { status, text: text.replace(/"instance":"[^"]*"/, '') };
    };
    const refused = await raw(erika.id);
    expect(refused.status).toBe(403);
    expect(refused).toEqual(await raw(nobody));
    const one = await scenario.stage.call('stranger', 'consent.read', {
      path: { ...scenario.path, consent },
    });
    expect(outcome(one)).toBe('not-found');
    const { items } = await scenario.stage.does('stranger', 'consent.list', { path: scenario.path });
    expect(items).toEqual([]);
  });

  it('follows the membership of this moment, never what the caller says', async () => {
    const erika = await individual();
    await erika.granted();
    await member('requester', 'institut-ost');
    try {
      expect(outcome(await erika.read())).toBe('consent-required');
    } finally {
      await member('requester', 'labor-sued');
    }
    expect(outcome(await erika.read())).toBe('ok');
  });

  it('is good for its purpose and for what it covers, and names what it withholds', async () => {
    const erika = await individual();
    await erika.granted({ items: [{ category: 'health.lab', fields: ['test', 'value'] }] });
    expect(outcome(await erika.read({ purpose: 'ResearchAndDevelopment' }))).toBe('consent-required');
    expect(outcome(await erika.read({ categories: ['contact'] }))).toBe('consent-required');
    expect(outcome(await erika.read({ fields: { 'health.lab': ['note'] } }))).toBe('consent-required');
    const reply = await erika.read({
      categories: ['health.lab', 'contact'],
      fields: { 'health.lab': ['value', 'note'], contact: ['name'] },
    });
    if (!reply.ok) return expect.unreachable(reply.problem.code);
    const { released, withheld, records } = reply.body;
    expect(released).toEqual([{ category: 'health.lab', fields: ['value'] }]);
    expect(withheld).toEqual([
      { category: 'health.lab', fields: ['note'], reason: 'not-in-consent' },
      { category: 'contact', fields: ['name'], reason: 'not-in-consent' },
    ]);
    expect(records.length).toBeGreaterThan(1);
    for (const { fields } of records) expect(Object.keys(fields)).toEqual(['value']);
  });

  it('releases records of its period, whatever period is requested', async () => {
    const erika = await individual();
    const own = erika.person.records.filter(({ category }) => category === 'health.lab');
    const [first, from] = ['2026-01-10', '2026-02-10'] as const;
    const earlier = own.slice(0, 1).flatMap((one) => [first, from].map((date) => ({ ...one, date })));
    await scenario.stage.does('provider', 'record.batch', {
      path: { ...scenario.path, individual: erika.id },
      body: { records: earlier.map((one) => ({ ...one, fields: { ...one.fields } })) },
    });
    const days = [...earlier, ...own].map(({ date }) => date);
    await erika.granted({ period: { from } });
    const datesOf = async (period?: { from?: string; to?: string }) => {
      const reply = await erika.read(period && { period });
      if (!reply.ok) return reply.problem.code;
      const { records, withheld } = reply.body;
      return [records.map(({ date }) => date).sort(), withheld.map(({ reason }) => reason)];
    };
    const inside = days.filter((day) => day >= from);
    expect(await datesOf()).toEqual([inside, ['outside-period']]);
    expect(await datesOf({ from: first })).toEqual([inside, ['outside-period']]);
    expect(await datesOf({ from, to: from })).toEqual([days.filter((day) => day === from), []]);
    expect(await datesOf({ to: first })).toBe('consent-required');
  });

  it('to three reads gives three of ten that are made at once, and then none', async () => {
    const erika = await individual();
    const { consent } = await erika.granted({ reads: { times: 3 } });
    expect(await tally(times(10, () => erika.read()))).toEqual({ ok: 3, 'consent-required': 7 });
    expect(outcome(await erika.read())).toBe('consent-required');
    expect((await erika.consent(consent)).state).toBe('exhausted');
  });

  it('is over at its very end, with no job to end it', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const session = await erika.confirmed(link);
    const all = await session.grantOf(request);
    const until = new Date(Date.now() + 2500).toISOString();
    const body = all.choice === 'grant' ? { ...all, until } : all;
    const { consentId = '' } = await session.does('request.decide', { path: { request }, body });
    expect(outcome(await erika.read())).toBe('ok');
    const refusedAt = await scenario.stage.until('the end of the consent', 15, async () =>
      (await erika.read()).ok ? undefined : Date.now(),
    );
    expect(refusedAt).toBeGreaterThanOrEqual(Date.parse(until));
    expect((await erika.consent(consentId)).state).toBe('expired');
  });
});

describe('a decision', () => {
  it('made ten times at once is made once', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const session = await erika.confirmed(link);
    const body = await session.grantOf(request);
    const decide = () => session.call('request.decide', { path: { request }, body });
    const replies = await Promise.all(times(10, decide));
    const consents = replies.map((reply) => (reply.ok ? reply.body.consentId : reply.problem.code));
    const { items } = await scenario.stage.does('admin', 'consent.list', {
      path: scenario.path,
      query: { individualId: erika.id },
    });
    // In one session a repeat gets the first answer.
    expect(consents).toEqual(times(10, () => items[0]?.id));
    expect(items).toHaveLength(1);
    const { items: entries } = await scenario.stage.does('auditor', 'audit.list', {
      path: scenario.path,
      query: { limit: 100, type: 'consent.granted' },
    });
    const about = new Set(replies.map((reply) => (reply.ok ? reply.body.audit.entry : undefined)));
    expect(entries.filter(({ id }) => about.has(id))).toHaveLength(1);
    const again = await session.call('request.decide', { path: { request }, body: { choice: 'refuse' } });
    expect(outcome(again)).toBe('link-used');
    expect(outcome(await erika.read())).toBe('ok');
  });

  it('comes before or after the requester cancels the request, never both', async () => {
    const decidedOrCancelled = async () => {
      const erika = await individual();
      const { request, link } = await erika.requested();
      const session = await erika.confirmed(link);
      const body = await session.grantOf(request);
      const path = { ...scenario.path, request };
      const [decided, cancelled] = await Promise.all([
        session.call('request.decide', { path: { request }, body }),
        scenario.stage.call('requester', 'request.cancel', { path }),
      ]);
      expect([outcome(decided), outcome(cancelled)].sort()).toEqual(['conflict', 'ok']);
      expect(outcome(await erika.read())).toBe(decided.ok ? 'ok' : 'consent-required');
    };
    await Promise.all(times(3, decidedOrCancelled));
  });

  it('is not possible once the request was taken back, even in a session that is open', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const session = await erika.confirmed(link);
    const body = await session.grantOf(request);
    await scenario.stage.does('requester', 'request.cancel', { path: { ...scenario.path, request } });
    expect(outcome(await session.call('request.decide', { path: { request }, body }))).toBe('conflict');
    const no = await session.call('request.decide', { path: { request }, body: { choice: 'refuse' } });
    expect(outcome(no)).toBe('conflict');
    expect(outcome(await erika.read())).toBe('consent-required');
  });
});

describe('a refusal', () => {
  it('stands, whoever of the organisation asks again and for however little of it', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    await (await erika.confirmed(link)).refuse(request);
    await member('stranger', 'labor-sued');
    const again = [
      await erika.request(),
      await erika.request({}, 'stranger'),
      await erika.request({ items: [{ category: 'health.lab', fields: ['value'] }], reads: 'once' }),
    ];
    expect(again.map(outcome)).toEqual(times(3, () => 'no-means-no'));
    expect(outcome(await erika.request({ items: [{ category: 'contact' }] }))).toBe('ok');
    expect(outcome(await erika.read())).toBe('consent-required');
  });
});

describe('a link', () => {
  const exchange = async (link: string) =>
    outcome(await IndividualSession.exchange(scenario.stage.system.api, link));

  it('is used up by the decision, and the session that decided can still withdraw', async () => {
    const erika = await individual();
    const { link, session, consent } = await erika.granted();
    expect(await exchange(link)).toBe('link-used');
    await session.does('my-consent.withdraw', { path: { consent }, body: {} });
    expect(outcome(await erika.read())).toBe('consent-required');
  });

  it('that has expired leads to a fresh one in the mailbox, and the request can be decided', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const token = new URL(link).hash.slice(1);
    const { account, system } = scenario.stage;
    await dynamoDb(account).send(
      new UpdateItemCommand({
        TableName: system.tables.vault,
        Key: marshall(
          linkRow.key(scenario.path.tenant, erika.id, secretHash(sessionToken(token)?.secret ?? '')),
        ),
        UpdateExpression: 'SET endsAt = :past',
        ConditionExpression: 'attribute_exists(endsAt)',
        ExpressionAttributeValues: marshall({ ':past': '2026-01-01T00:00:00.000Z' }),
      }),
    );
    expect(await exchange(link)).toBe('link-expired');
    const session = await erika.confirmed(await erika.renewed(link));
    expect((await session.grant(request)).state).toBe('granted');
  });

  it('of the one reminder leads to the same request, and the first link ends with its decision', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const remind = () =>
      scenario.stage.call('requester', 'request.remind', {
        path: { ...scenario.path, request },
        body: {},
      });
    expect(await tally(times(3, remind))).toEqual({ ok: 1, conflict: 2 });
    const early = await erika.confirmed(link);
    const session = await erika.confirmed(await erika.link([link]));
    await session.grant(request);
    const body = { choice: 'refuse' as const };
    expect(outcome(await early.call('request.decide', { path: { request }, body }))).toBe('conflict');
    expect(outcome(await remind())).toBe('conflict');
    expect(outcome(await erika.read())).toBe('ok');
  });
});

describe('a code', () => {
  it('that many guess at once can be tried five times, and then not even the right one helps', async () => {
    const erika = await individual();
    const { request, link } = await erika.requested();
    const session = await erika.arrived(link);
    const right = await erika.code(session);
    const wrong = right === '000000' ? '000001' : '000000';
    const verify = (code: string) => session.call('code.verify', { body: { code } });
    const guesses = await tally(times(12, () => verify(wrong)));
    expect(guesses).toEqual({ 'wrong-code': 5, locked: 7 });
    expect(outcome(await verify(right))).toBe('locked');
    const path = { path: { request }, query: { language: 'de' as const } };
    expect(outcome(await session.call('request.show', path))).toBe('code-required');
  });
});
