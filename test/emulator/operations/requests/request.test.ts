import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isPast } from '../../../../lambdas/domain/instant.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { dumped } from '../../../support/dumped.ts';
import { type Got, refusal } from '../../../support/in-process/call.ts';
import {
  anna,
  ines,
  openScenario,
  operator,
  otto,
  paul,
  rita,
  rolf,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';

let scenario: Scenario;
let individual: string;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);
beforeEach(async () => {
  individual = await scenario.enrol();
});
afterEach(() => {
  vi.useRealTimers();
});

const days = 24 * 3600 * 1000;
const inDays = (count: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + count * days + 1000 });
};
const until = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const ask = (over: Record<string, unknown> = {}, as = rita, key?: string) =>
  scenario.consents('request.create', {
    as,
    body: scenario.requestBody(individual, over),
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const read = (request: string, as = rita) => scenario.consents('request.read', { as, path: { request } });
const list = (query: Record<string, string> = {}, as = rita) =>
  scenario.consents('request.list', { as, query: { individualId: individual, ...query } });
const cancel = (request: string, ifMatch?: string, as = rita) =>
  scenario.consents('request.cancel', {
    as,
    path: { request },
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });
const remind = (request: string, as = rita) =>
  scenario.consents('request.remind', { as, path: { request }, body: {} });
const key = () => individualRow.key(scenario.tenant, individual);
const requestKey = (request: string) => requestRow.key(scenario.tenant, individual, request);
const told = (request: string) => scenario.change(requestKey(request), { sentAt: until(0) });
const below = (kind: string) =>
  scenario.queryAll({ table: 'vault', pk: key().pk, prefix: `${key().sk}#${kind}#` });
const alike = (answers: readonly Got[]) =>
  new Set(answers.map(({ body }) => JSON.stringify({ ...body, instance: '' })));

describe('a consent request', () => {
  it('is for requesters, in the name of the organisation they belong to', async () => {
    for (const as of [anna, paul, ute, operator]) expect(refusal(await ask({}, as))).toBe('403 forbidden');
    expect((await ask({ organisation: 'institut-ost' })).status).toBe(400);
    const { body } = await read(await scenario.request(individual, {}, otto), otto);
    expect(body.organisation).toBe('institut-ost');
  });

  it('to somebody restricted, being erased, of another tenant or not there gets the same answer, faulty or not', async () => {
    const other = await scenario.openTenant();
    const { newId } = await import('../../../../lambdas/platform/runtime/random.ts');
    const answers: Got[] = [];
    for (const over of [{}, { until: until(-1) }]) {
      answers.push(
        await scenario.consents('request.create', { body: scenario.requestBody(newId('ind'), over) }),
      );
      for (const state of ['restricted', 'erasing']) {
        await scenario.change(key(), { state, gate: 2 });
        answers.push(await ask(over));
      }
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(alike(answers).size).toBe(1);
    expect(
      (
        await scenario.consents('request.create', {
          path: { tenant: other },
          body: scenario.requestBody(individual),
        })
      ).status,
    ).toBe(404);
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    [
      'for a category that the notice does not name',
      () => ({ items: [{ category: 'other' }] }),
      '/items/0/category',
    ],
    [
      'for a field that there is not',
      () => ({ items: [{ category: 'contact', fields: ['mood'] }] }),
      '/items/0/fields/0',
    ],
    ['for longer than the notice allows', () => ({ until: until(181 * days) }), '/until'],
    ['with an end that has come', () => ({ until: until(-1) }), '/until'],
    ['for others and not for itself', () => ({ recipients: ['institut-ost'] }), '/recipients'],
    ['with a link in its message', () => ({ message: 'see https://example.org' }), '/message'],
    [
      'under a notice that is none',
      () => ({ notice: { id: `ntc_${'0'.repeat(32)}`, version: 1 } }),
      '/notice',
    ],
    [
      'under a version that is none',
      () => ({ notice: { ...scenario.notice, hash: undefined, version: 7 } }),
      '/notice',
    ],
  ])('is refused %s', async (_, over, pointer) => {
    const { status, body } = await ask(over());
    expect([status, (body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
    expect(await below('Q')).toEqual([]);
  });

  it('is one row, one mail and one audit entry, and nothing of it stands in the clear', async () => {
    const before = (await scenario.log(scenario.tenant)).length;
    const { status, body, headers } = await ask({
      items: [{ category: 'contact', fields: ['postalCode'] }],
      message: 'A message to Erika',
    });
    expect([status, body]).toEqual([
      201,
      { id: expect.stringMatching(/^crq_/), state: 'pending', lapsesAt: expect.any(String), version: 1 },
    ]);
    expect(headers.Location).toBe(`/v1/tenants/${scenario.tenant}/consent-requests/${body.id}`);
    expect((await scenario.log(scenario.tenant)).slice(before)).toEqual(['consent.requested']);
    const [row] = await below('Q');
    expect(Date.parse(String(row?.lapsesAt)) - Date.parse(String(row?.createdAt))).toBeGreaterThan(14 * days);
    expect(await below('M')).toMatchObject([{ kind: 'request', request: body.id }]);
    expect(
      JSON.stringify(await below('Q'), (_, v) =>
        v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v,
      ),
    ).not.toMatch(/postalCode|MedicalHealth|message/);
    expect(await dumped()).not.toContain('A message to Erika');
  });

  it('lapses with the last whole day before the end of the consent it asks for, and is refused for less than three', async () => {
    expect(refusal(await ask({ until: until(2 * days) }))).toBe('400 invalid-request');
    const end = until(5 * days);
    const { lapsesAt } = (await ask({ until: end })).body;
    expect(Date.parse(end) - Date.parse(String(lapsesAt))).toBeLessThan(days);
    expect(isPast(String(lapsesAt), end)).toBe(true);
  });

  it('that nobody was told of ends undelivered, and the requester learns it', async () => {
    const { body } = await ask({ daysToAnswer: 7 });
    inDays(9);
    expect((await read(String(body.id))).body.state).toBe('undelivered');
    expect((await list({ state: 'undelivered' })).body.items).toHaveLength(1);
  });

  it('made twenty times at once by members of one organisation is one request', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => ask({ until: until(90 * days + i) }, i % 2 ? rita : rolf)),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers) if (answer !== made[0]) expect(refusal(answer)).toBe('409 already-exists');
    expect(await below('Q')).toHaveLength(1);
    expect(await below('M')).toHaveLength(1);
  });

  it('made while another one for the purpose is open is refused; another organisation’s is not', async () => {
    const request = await scenario.request(individual);
    expect(refusal(await ask({ message: 'please' }, rolf))).toBe('409 already-exists');
    expect((await ask({}, otto)).status).toBe(201);
    expect(refusal(await ask({ items: [{ category: 'contact' }] }))).toBe('409 already-exists');
    expect((await cancel(request)).status).toBe(204);
    expect((await ask()).status).toBe(201);
  });

  it('sent again with its Idempotency-Key gets the first answer, however often, and no other body does', async () => {
    const body = { until: until(80 * days) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(body, rita, 'ask-1')));
    answers.push(await ask(body, rita, 'ask-1'));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(alike(answers).size).toBe(1);
    expect(await below('Q')).toHaveLength(1);
    expect(refusal(await ask({ until: until(70 * days) }, rita, 'ask-1'))).toBe('409 idempotency-mismatch');
    const first = individual;
    individual = await scenario.enrol();
    expect(refusal(await ask(body, rita, 'ask-1'))).toBe('409 idempotency-mismatch');
    const rows = (
      await Promise.all(
        [...'01'].map((shard) =>
          scenario.queryAll({ table: 'vault', pk: `T#${scenario.tenant}#${shard}`, prefix: 'IDEM#' }),
        ),
      )
    ).flat();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.filter(({ answer }) => 'own' in (answer as object)))).not.toContain(
      first.slice(4),
    );
  });

  it('is not made under an old version of a notice', async () => {
    const content = (
      await scenario.call('notice.read', {
        as: anna,
        path: { tenant: scenario.tenant, notice: String(scenario.notice.id) },
      })
    ).body.content;
    const other = await scenario.call('notice.publish', { as: anna, path: scenario.path, body: { content } });
    const { id } = other.body;
    await scenario.call('notice.publish', { as: anna, path: scenario.path, body: { notice: id, content } });
    expect(refusal(await ask({ notice: { id, version: 1 } }))).toBe('409 conflict');
    expect((await ask({ notice: { id, version: 2 } })).status).toBe(201);
  });

  it('is not made after the end of the contract', async () => {
    const tenant = await scenario.openTenant();
    const { laborSued } = await import('../../../../local/demo/praxis-nord.ts');
    await scenario.call('organisation.set', {
      as: anna,
      path: { tenant, organisation: 'labor-sued' },
      body: laborSued,
    });
    await scenario.member(tenant, 'rita', { roles: ['requester'], organisation: 'labor-sued' });
    await scenario.call('termination.set', { as: operator, path: { tenant }, body: { reason: 'other' } });
    const answer = await scenario.consents('request.create', {
      path: { tenant },
      body: scenario.requestBody(individual),
    });
    expect(refusal(answer)).toBe('409 tenant-not-open');
  });
});

describe('after a refusal', () => {
  it('nobody of the organisation requests the same again for six months; others may', async () => {
    await scenario.refuse(await scenario.request(individual));
    expect(refusal(await ask({ items: [{ category: 'health.lab', fields: ['value'] }] }, rolf))).toBe(
      '409 no-means-no',
    );
    expect((await ask({ items: [{ category: 'contact' }] })).status).toBe(201);
    expect((await ask({}, otto)).status).toBe(201);
    inDays(183);
    expect(refusal(await ask())).toBe('409 no-means-no');
    inDays(2);
    expect((await ask()).status).toBe(201);
  });

  it('two silences count as one: lapses, or requests taken back after they were delivered', async () => {
    await told(await scenario.request(individual));
    inDays(15);
    const second = await scenario.request(individual);
    await told(second);
    expect((await cancel(second)).status).toBe(204);
    expect(refusal(await ask())).toBe('409 no-means-no');
    expect((await ask({ items: [{ category: 'contact' }] })).status).toBe(201);
  });

  it('a request that was undelivered, or could not be answered, is no silence', async () => {
    for (let i = 0; i < 3; i++) {
      await scenario.request(individual);
      inDays(15);
    }
    for (let gate = 2; gate < 5; gate++) {
      await told(await scenario.request(individual));
      await scenario.change(key(), { gate });
      inDays(15);
    }
    expect((await ask()).status).toBe(201);
  });

  it('a withdrawal closes the open request for the same, and leaves one for something else', async () => {
    for (const [category, state] of [
      ['health.lab', 'not-permitted'],
      ['contact', 'pending'],
    ] as const) {
      individual = await scenario.enrol();
      const { consent, call } = await scenario.grant(await scenario.request(individual));
      const open = await scenario.request(individual, { items: [{ category }] });
      expect((await call('my-consent.withdraw', { path: { consent }, body: {} })).status).toBe(200);
      expect((await read(open)).body.state).toBe(state);
      expect((await remind(open)).status).toBe(state === 'pending' ? 202 : 409);
    }
  });

  it('what is stored of refusals stays bounded, and never stands in the way of one', async () => {
    const { readAsking, changeAsking } = await import('../../../../lambdas/stores/requests/asking.ts');
    const { shortCodeOf } = await import('../../../../lambdas/stores/keys/short-code.ts');
    const place = {
      tenant: scenario.tenant,
      individual,
      organisation: 'labor-sued',
      purpose16: shortCodeOf(individual, 'MedicalHealth'),
    };
    const sealer = await scenario.sealer(individual, 'case');
    const { consent, call } = await scenario.grant(await scenario.request(individual));
    const request = await scenario.request(individual);
    const asking = await readAsking(place, sealer, until(0));
    const blocks = Object.fromEntries(
      Array.from({ length: 800 }, (_, i) => [`category-${i}/${'f'.repeat(20)}`, until(days)]),
    );
    const write = changeAsking(asking, sealer, { ...asking.asking, blocks }, until(0), 'test');
    await scenario.transact([write]);
    const [row] = await below('N');
    if (!row) throw new Error('nothing was stored');
    const refused = await call('request.decide', { path: { request }, body: { choice: 'refuse' } });
    expect(refused.status).toBe(200);
    await scenario.change({ pk: row.pk, sk: row.sk }, { sealed: new Uint8Array(40) });
    expect(refusal(await ask({ items: [{ category: 'contact' }] }))).toBe('409 no-means-no');
    expect((await call('my-consent.withdraw', { path: { consent }, body: {} })).status).toBe(200);
    const [stored] = await below('N');
    if (!(stored?.sealed instanceof Uint8Array)) throw new Error('nothing is stored');
    expect(stored.sealed.length).toBeLessThan(66_000);
    expect(refusal(await ask({ items: [{ category: 'health.lab' }] }))).toBe('409 no-means-no');
  });

  it('requests, refusals and withdrawals leave the row alone that reads of the data check', async () => {
    const before = await scenario.row(key());
    const { consent, call } = await scenario.grant(await scenario.request(individual));
    await call('my-consent.withdraw', { path: { consent }, body: {} });
    await scenario.refuse(await scenario.request(individual, { items: [{ category: 'contact' }] }));
    expect(await scenario.row(key())).toEqual(before);
  });

  it('a request made at the same moment comes before it or after it, and the second knows the first', async () => {
    const request = await scenario.request(individual, {
      items: [{ category: 'health.lab', fields: ['value'] }],
    });
    const [, ...answers] = await Promise.all([
      scenario.refuse(request),
      ...Array.from({ length: 6 }, () => ask()),
    ]);
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeLessThanOrEqual(1);
    expect(refusal(await ask())).toMatch(/^409 /);
  });
});

describe('a request', () => {
  it('of another organisation and one that never was are the same', async () => {
    const request = await scenario.request(individual);
    const { newIdBelow } = await import('../../../../lambdas/platform/runtime/random.ts');
    for (const act of [read, (id: string, as?: string) => cancel(id, undefined, as), remind]) {
      const answers = [
        await act(request, otto),
        await act(newIdBelow('crq', individual), otto),
        await act(`crq_${'3'.repeat(64)}`, otto),
      ];
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
      expect(alike(answers).size).toBe(1);
    }
    expect((await list({}, otto)).body.items).toEqual([]);
    expect((await read(request, ute)).status).toBe(403);
  });

  it('is told as it is to an admin, and as not permitted to the requester, refused and lapsed alike', async () => {
    const refused = await scenario.request(individual, { items: [{ category: 'contact' }] });
    await scenario.refuse(refused);
    const lapsed = await scenario.request(individual);
    await told(lapsed);
    inDays(15);
    const [first, second] = [await read(refused), await read(lapsed)];
    for (const { body, headers } of [first, second])
      expect([body.state, body.version, headers.ETag]).toEqual(['not-permitted', 1, '"v1"']);
    expect(Object.keys(first.body)).toEqual(Object.keys(second.body));
    expect((await read(refused, anna)).body).toMatchObject({ state: 'refused', version: 2 });
    expect((await read(lapsed, anna)).body).toMatchObject({ state: 'lapsed', version: 1 });
    expect((await read(refused, ines)).body.state).toBe('not-permitted');
    const other = await scenario.request(individual, {}, otto);
    expect((await read(other, ines)).body.state).toBe('pending');
    expect(refusal(await cancel(refused, '"v1"'))).toEqual(refusal(await cancel(lapsed, '"v1"')));
  });

  it('that was refused is told as refused when the individual chose so, in state, version and list', async () => {
    const request = await scenario.request(individual);
    const call = await scenario.page(individual);
    await call('request.decide', { path: { request }, body: { choice: 'refuse', tellReason: true } });
    expect((await read(request)).body).toMatchObject({ state: 'refused', version: 2 });
    expect((await list({ state: 'refused' })).body.items).toMatchObject([{ id: request }]);
    expect((await list({ state: 'not-permitted' })).body.items).toEqual([]);
  });

  it('names what is requested, with every field', async () => {
    const request = await scenario.request(individual, {
      items: [{ category: 'contact', fields: ['city', 'name'] }],
    });
    const { status, body, headers } = await read(request);
    expect([status, headers.ETag]).toEqual([200, '"v1"']);
    expect(body).toEqual({
      id: request,
      individualId: individual,
      organisation: 'labor-sued',
      notice: { id: scenario.notice.id, version: scenario.notice.version },
      items: [{ category: 'contact', fields: ['name', 'city'] }],
      state: 'pending',
      createdAt: expect.any(String),
      lapsesAt: expect.any(String),
      version: 1,
    });
    const { consent } = await scenario.grant(request);
    expect((await read(request)).body).toMatchObject({ state: 'granted', consentId: consent, version: 2 });
  });
});

describe('the list of requests', () => {
  it('is newest first, in pages, of one’s own organisation, by state and by individual', async () => {
    const ids: string[] = [];
    for (const field of ['name', 'street', 'city', 'phone', 'postalCode']) {
      if (ids[0]) await cancel(ids[0]);
      ids.unshift(await scenario.request(individual, { items: [{ category: 'contact', fields: [field] }] }));
    }
    await scenario.request(individual, {}, otto);
    const all: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 4; pages++) {
      const { body } = await list({ limit: '2', ...(cursor && { cursor }) });
      all.push(...(body.items as { id: string }[]).map(({ id }) => id));
      cursor = body.next as string | undefined;
      if (cursor && pages === 0) {
        expect((await list({ limit: '2', cursor }, rolf)).status).toBe(400);
        expect((await list({ limit: '2', cursor, state: 'pending' })).status).toBe(400);
      }
      if (!cursor) break;
    }
    expect(all).toEqual(ids);
    const cancelled = await list({ state: 'cancelled' });
    expect((cancelled.body.items as { id: string }[]).map(({ id }) => id)).toEqual(ids.slice(1));
    expect((await list({}, anna)).body.items).toHaveLength(6);
    const everybody = await scenario.consents('request.list', { as: anna, query: { limit: '100' } });
    const listed = everybody.body.items as { id: string; createdAt: string; organisation: string }[];
    expect(listed.length).toBeGreaterThanOrEqual(6);
    expect(listed.map(({ createdAt }) => createdAt)).toEqual(
      listed
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    );
    const own = await scenario.consents('request.list', { as: otto, query: { limit: '3' } });
    expect(new Set((own.body.items as { organisation: string }[]).map((one) => one.organisation))).toEqual(
      new Set(['institut-ost']),
    );
  });
});

describe('the pages of one’s own requests', () => {
  const others = async (count: number) => {
    for (let i = 0; i < count; i++)
      await cancel(await scenario.request(individual, {}, otto), undefined, otto);
  };
  /** How many items each page has, and whether another is promised. */
  const shape = async () => {
    const pages: [number, boolean][] = [];
    for (const limit of ['1', '2'])
      for (let cursor: string | undefined, first = true; first || cursor; first = false) {
        const { body } = await list({ limit, ...(cursor && { cursor }) });
        cursor = body.next as string | undefined;
        pages.push([(body.items as object[]).length, cursor !== undefined]);
      }
    return pages;
  };

  it('are the same whether others have requested something or not', async () => {
    await cancel(await scenario.request(individual));
    await scenario.request(individual);
    const alone = await shape();
    expect(alone).toEqual([
      [1, true],
      [1, false],
      [2, false],
    ]);
    individual = await scenario.enrol();
    await others(3);
    await cancel(await scenario.request(individual));
    await others(2);
    await scenario.request(individual);
    await others(2);
    expect(await shape()).toEqual(alone);
  });
});

describe('taking a request back', () => {
  it('is for its own organisation, while it is open, at the version that is expected', async () => {
    const request = await scenario.request(individual);
    expect((await cancel(request, '"v2"')).status).toBe(412);
    expect((await cancel(request, '"v1"', rolf)).status).toBe(204);
    expect(refusal(await cancel(request))).toBe('409 conflict');
    expect((await read(request)).body).toMatchObject({ state: 'cancelled', version: 2 });
  });

  it('at the moment of the decision, only one of them happens', async () => {
    const request = await scenario.request(individual);
    const [decided, cancelled] = await Promise.allSettled([scenario.grant(request), cancel(request)]);
    const won = cancelled.status === 'fulfilled' && cancelled.value.status === 204;
    expect(decided.status).toBe(won ? 'rejected' : 'fulfilled');
    expect((await read(request)).body.state).toBe(won ? 'cancelled' : 'granted');
  });
});

describe('a reminder', () => {
  const reminders = async () => (await below('M')).filter(({ kind }) => kind === 'reminder').length;

  it('is sent once, also when many ask for it at once', async () => {
    const request = await scenario.request(individual);
    const answers = await Promise.all(Array.from({ length: 6 }, () => remind(request)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(5).fill(409)]);
    expect(answers.find(({ status }) => status === 202)?.body).toEqual({ id: request, version: 2 });
    expect(refusal(await remind(request, rolf))).toBe('409 conflict');
    expect(await reminders()).toBe(1);
  });

  it.each<[string, (request: string) => Promise<unknown>]>([
    ['of a request that was decided', (request) => scenario.refuse(request)],
    ['of a restricted individual', () => scenario.change(key(), { state: 'restricted', gate: 2 })],
    ['of a request that has lapsed', async () => inDays(15)],
  ])('is refused %s, with the same words for every reason', async (_, before) => {
    const request = await scenario.request(individual);
    await before(request);
    const answer = await remind(request);
    expect([refusal(answer), answer.body.detail]).toEqual([
      '409 conflict',
      'a request is reminded of once, while it is open',
    ]);
    expect(await reminders()).toBe(0);
  });

  it('does not reach an individual who marked a No before the code, and the requester does not learn it', async () => {
    const request = await scenario.request(individual);
    await scenario.change(requestKey(request), { provisional: 'declined' });
    expect((await remind(request)).body).toEqual({ id: request, version: 2 });
    expect(await reminders()).toBe(0);
  });
});
