import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationName } from '../../../lambdas/api/client.ts';
import { notice, praxisNord } from '../../../local/demo/praxis-nord.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { type Called, callAs } from '../../support/system/calls.ts';
import { expectProblem } from '../../support/system/problem.ts';
import type { Received } from '../../support/system/wire.ts';
import { witnessed } from '../../support/system/witness.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.open();
});

const send = (who: PrincipalName, name: OperationName, called: Called = {}) =>
  callAs(scenario.stage, who, name, { ...called, path: { ...scenario.path, ...called.path } });
const witness = <T>(act: () => Promise<T>) => witnessed(scenario.stage, scenario.practice.tenant, act);
const unique = () => crypto.randomUUID();

interface Creating {
  readonly who: PrincipalName;
  readonly path?: () => Record<string, string>;
  /** A body that was not sent before. */
  readonly body: () => Promise<Record<string, unknown>>;
  /** The same with a difference. */
  readonly other: (body: Record<string, unknown>) => Record<string, unknown>;
}

/** Every operation that takes an Idempotency-Key. */
const creating: Readonly<Record<string, Creating>> = {
  'tenant.create': {
    who: 'operator',
    body: async () => ({ ...praxisNord, name: unique(), firstAdmin: { subject: unique() } }),
    other: (body) => ({ ...body, name: unique() }),
  },
  'individual.create': {
    who: 'provider',
    body: async () => ({
      reference: unique(),
      contact: { email: `${unique()}@example.org` },
      language: 'de',
    }),
    other: (body) => ({ ...body, language: 'en' }),
  },
  'record.batch': {
    who: 'provider',
    path: () => ({ individual: scenario.individual }),
    body: async () => ({
      records: [{ category: 'contact', date: '2026-11-01', fields: { name: unique() } }],
    }),
    other: () => ({ records: [{ category: 'contact', date: '2026-11-02', fields: { name: unique() } }] }),
  },
  'request.create': {
    who: 'requester',
    body: async () => scenario.requestBody({ individualId: (await scenario.enrol('jonas-petersen')).id }),
    other: (body) => ({ ...body, reads: 'once' }),
  },
  'notice.publish': {
    who: 'admin',
    body: async () => ({ content: { ...notice, longestDays: 100 } }),
    other: () => ({ content: { ...notice, longestDays: 101 } }),
  },
};
const operations = Object.entries(creating) as [OperationName, Creating][];

/** An answer without what belongs to its own call. */
const answered = ({ status, text, headers }: Received) => ({ status, text, location: headers.location });

describe.each(operations)('%s', (name, { who, path, body, other }) => {
  const call = (key: string, content: unknown) =>
    send(who, name, { ...(path && { path: path() }), body: content, headers: { 'idempotency-key': key } });

  it('made at once with one Idempotency-Key is done once, and a repeat gets the first answer and writes nothing', async () => {
    const key = unique();
    const content = await body();
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => call(key, content)));
    if (!first) throw new Error('no answer');
    expect([201, 202]).toContain(first.status);
    for (const one of others) expect(answered(one)).toEqual(answered(first));
    // The order of members does not matter: it is the same body.
    const turned = Object.fromEntries(Object.entries(content).reverse());
    const repeat = await witness(() => call(key, turned));
    expect(answered(repeat.result)).toEqual(answered(first));
    expect(repeat).toMatchObject({ changed: [], entries: [] });
  });

  it('repeated with another body is refused, and the audit log says so', async () => {
    const key = unique();
    const content = await body();
    expect([201, 202]).toContain((await call(key, content)).status);
    const seen = await witness(() => call(key, other(content)));
    const problem = expectProblem(seen.result, 'idempotency-mismatch');
    expect(JSON.stringify(problem)).not.toContain(key);
    expect(seen.changed).toEqual([]);
    // Creating tenants is the operator's: it stands in the log of the deployment.
    if (name !== 'tenant.create')
      expect(seen.entries).toMatchObject([{ type: 'operation.refused', outcome: 'idempotency-mismatch' }]);
  });

  it('is refused with an invalid Idempotency-Key', async () => {
    const content = await body();
    const seen = await witness(() =>
      Promise.all(['with space', 'ä', 'x'.repeat(129)].map((key) => call(key, content))),
    );
    for (const answer of seen.result) expectProblem(answer, 'invalid-request');
    expect(seen).toMatchObject({ changed: [], entries: [] });
  });
});

describe('an Idempotency-Key', () => {
  it('is its caller’s, its tenant’s and its operation’s own', async () => {
    const key = unique();
    const content = { reference: unique(), contact: { email: 'x@example.org' }, language: 'de' };
    const headers = { 'idempotency-key': key };
    const elsewhere = await Scenario.open();
    const answers = [
      await send('provider', 'individual.create', { body: content, headers }),
      await callAs(scenario.stage, 'provider', 'individual.create', {
        path: elsewhere.path,
        body: content,
        headers,
      }),
      await send('provider', 'record.batch', {
        path: { individual: scenario.individual },
        body: await creating['record.batch']?.body(),
        headers,
      }),
      await send('requester', 'request.create', { body: await creating['request.create']?.body(), headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(4);
  });

  it('makes no read a repeat: each passes the gate anew', async () => {
    const { consent } = await scenario.granted([], { reads: { times: 2 } });
    const read = () =>
      send('requester', 'disclosure.create', {
        body: scenario.wanted,
        headers: { 'idempotency-key': 'one' },
      });
    const ids = [await read(), await read()].map(({ text }) => (JSON.parse(text) as { id: string }).id);
    expect(new Set(ids).size).toBe(2);
    expectProblem(await read(), 'consent-required');
    const state = await scenario.stage.does('admin', 'consent.read', { path: { ...scenario.path, consent } });
    expect(state.state).toBe('exhausted');
  });
});

/** Versioned writes: who, the variables of the path, and a body. */
const versioned: readonly [OperationName, PrincipalName, () => Promise<Called>][] = [
  [
    'individual.update',
    'provider',
    async () => ({
      path: { individual: (await scenario.enrol('alice-morgan')).id },
      body: { language: 'de' },
    }),
  ],
  [
    'record.put',
    'provider',
    async () => {
      const record = `rec_${scenario.individual.slice(4)}${unique().replaceAll('-', '')}`;
      const called = {
        path: { individual: scenario.individual, record },
        body: { category: 'contact', date: '2026-11-01', fields: { name: 'Erika Brandt' } },
      };
      expect((await send('provider', 'record.put', called)).status).toBe(200);
      return called;
    },
  ],
  [
    'organisation.set',
    'admin',
    async () => {
      const path = { ...scenario.path, organisation: 'labor-sued' };
      const {
        id: _,
        version: __,
        ...body
      } = await scenario.stage.does('admin', 'organisation.read', { path });
      return { path, body };
    },
  ],
  [
    'category.set',
    'admin',
    async () => {
      const path = { ...scenario.path, category: 'contact' };
      const { id: _, version: __, ...body } = await scenario.stage.does('admin', 'category.read', { path });
      return { path, body };
    },
  ],
  [
    'member.set',
    'admin',
    async () => {
      const { subject } = scenario.stage.system.principals.auditor;
      return { body: { principal: { subject }, roles: ['auditor'] } };
    },
  ],
  [
    'member.remove',
    'admin',
    async () => {
      const { id } = await scenario.stage.does('admin', 'member.set', {
        path: scenario.path,
        body: { principal: { subject: unique() }, roles: ['auditor'] },
      });
      return { path: { member: id } };
    },
  ],
  [
    'request.cancel',
    'requester',
    async () => {
      const { id } = await scenario.enrol('jonas-petersen');
      const { request } = await scenario.request({ items: [{ category: 'contact' }] }, id);
      return { path: { request } };
    },
  ],
];

describe.each(versioned)('%s', (name, who, prepare) => {
  it('is refused for another version than the present one, and for what is no version', async () => {
    const called = await prepare();
    const others = ['"v7"', '"v999999999"'];
    const none = ['"v0"', 'v1', '"1"', '1', 'W/"v1"', '"v1", "v7"', '"v01"', '"v9999999999"'];
    const seen = await witness(async () => {
      const answers: Received[] = [];
      for (const tag of [...others, ...none])
        answers.push(await send(who, name, { ...called, headers: { 'if-match': tag } }));
      return answers;
    });
    for (const [i, answer] of seen.result.entries())
      expectProblem(answer, i < others.length ? 'version-mismatch' : 'invalid-request');
    expect(seen).toMatchObject({ changed: [], entries: [] });
    const current = await send(who, name, { ...called, headers: { 'if-match': '"v1"' } });
    expect([200, 204]).toContain(current.status);
  });
});

describe('an ETag', () => {
  it('is the version that a write with If-Match replaces', async () => {
    const { id } = await scenario.enrol('erika-brandt');
    const path = { individual: id };
    const read = async () => (await send('provider', 'individual.read', { path })).headers.etag ?? '';
    const tag = await read();
    const write = (language: string) =>
      send('provider', 'individual.update', { path, body: { language }, headers: { 'if-match': tag } });
    expect((await write('en')).headers.etag).toBe(await read());
    expectProblem(await write('de'), 'version-mismatch');
    expect(await read()).not.toBe(tag);
  });

  it('lets one of several writers at once through', async () => {
    const path = { ...scenario.path, category: 'health.lab' };
    const { version, id: _, ...body } = await scenario.stage.does('admin', 'category.read', { path });
    const headers = { 'if-match': `"v${version}"` };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => send('admin', 'category.set', { path, body, headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });
});
