import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationName } from '../../../lambdas/api/client.ts';
import type { ProblemCode } from '../../../lambdas/domain/problems.ts';
import type { PrincipalName } from '../../../local/emulator/outputs.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { type Called, callAs } from '../../support/system/calls.ts';
import { fromPage } from '../../support/system/individual-session.ts';
import { logLines } from '../../support/system/logs.ts';
import { expectProblem } from '../../support/system/problem.ts';
import { overTheWire, type Received } from '../../support/system/wire.ts';
import { witnessed } from '../../support/system/witness.ts';

const began = Date.now();
/** Stands in every bad input, and must come back in no answer and no log line. */
const canary = `Kanarienvogel${crypto.randomUUID().replaceAll('-', '')}`;

let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.open();
});

const send = (who: PrincipalName | undefined, name: OperationName, called: Called = {}) =>
  callAs(scenario.stage, who, name, { ...called, path: { ...scenario.path, ...called.path } });
const enrolment = () => ({
  reference: canary,
  contact: { email: `${canary}@example.org`, name: canary },
  language: 'de',
});
const enrol = (body: unknown, headers: Called['headers'] = {}) =>
  send('provider', 'individual.create', { body, headers });
const json = JSON.stringify;

/** That calls are each refused with this problem, leave nothing behind, and do not come back in the answer. */
async function refused(code: ProblemCode, calls: readonly (() => Promise<Received>)[], entries = 0) {
  const seen = await witnessed(scenario.stage, scenario.practice.tenant, async () => {
    const answers: Received[] = [];
    for (const call of calls) answers.push(await call());
    return answers;
  });
  const problems = seen.result.map((answer) => expectProblem(answer, code));
  expect(seen.changed).toEqual([]);
  expect(seen.entries).toHaveLength(entries);
  expect(json(seen.result).toLowerCase()).not.toContain(canary.toLowerCase());
  return problems;
}

const deep = (levels: number) => `${'['.repeat(levels)}${json(canary)}${']'.repeat(levels)}`;
const withValue = (text: string) => json(enrolment()).replace(json(canary), `"${canary}${text}"`);

describe('a body is refused', () => {
  it('with members that nobody declared, and only plain names are named back', async () => {
    const problems = await refused(
      'invalid-request',
      [
        { ...enrolment(), [`${canary} x`]: 1 },
        { ...enrolment(), contactOwned: true },
        { ...enrolment(), contact: { email: 'a@example.org', [`${canary} x`]: 1 } },
      ].map((body) => () => enrol(body)),
    );
    expect(problems.map(({ errors }) => errors)).toEqual([
      [{ pointer: '/?', detail: 'unknown member' }],
      [{ pointer: '/contactOwned', detail: 'unknown member' }],
      [{ pointer: '/contact/?', detail: 'unknown member' }],
    ]);
  });

  it('of wrong types and values, with pointers to them', async () => {
    const problems = await refused(
      'invalid-request',
      [
        { ...enrolment(), reference: 5 },
        { ...enrolment(), reference: { $ne: canary } },
        { ...enrolment(), reference: ' ' },
        { ...enrolment(), reference: canary.repeat(10) },
        { ...enrolment(), language: canary },
        { ...enrolment(), contact: [canary] },
        { ...enrolment(), contact: { email: canary } },
        { ...enrolment(), contact: { email: `${canary}@example.org`, phone: canary } },
      ].map((body) => () => enrol(body)),
    );
    expect(problems.map(({ errors }) => errors?.map(({ pointer }) => pointer))).toEqual([
      ['/reference'],
      ['/reference'],
      ['/reference'],
      ['/reference'],
      ['/language'],
      ['/contact'],
      ['/contact/email'],
      ['/contact/phone'],
    ]);
    const whole = [[canary], canary, 1, true, null].map((body) => () => enrol(json(body)));
    for (const { errors } of await refused('invalid-request', whole)) expect(errors?.[0]?.pointer).toBe('');
  });

  it('that is no JSON', async () => {
    const good = json(enrolment());
    const texts = ['', '{', good.slice(0, -1), `${good}${good}`, good.replaceAll('"', "'"), `\ufeff${good}`];
    const problems = await refused(
      'invalid-request',
      [...texts, 'NaN', good.replace('}', ',}')].map((body) => () => enrol(body)),
    );
    for (const { errors } of problems) expect(errors).toEqual([{ pointer: '', detail: 'not JSON' }]);
  });

  it('nested more than sixteen levels deep', async () => {
    const problems = await refused(
      'invalid-request',
      [16, 17, 500, 8000].map((levels) => () => enrol(`{"reference":${deep(levels)}}`)),
    );
    for (const { errors } of problems) expect(json(errors)).toContain('nested too deeply');
    const [allowed] = await refused('invalid-request', [() => enrol(`{"reference":${deep(15)}}`)]);
    expect(json(allowed)).not.toContain('nested');
  });

  it('with control characters or writing that changes its direction, in values and in names', async () => {
    const bad = ['\\u0000', '\\u0007', '\\u001b[2J', '\\rBcc: ', '\\u007f', '\\u0085', '\\u2028', '\\u202e'];
    const problems = await refused(
      'invalid-request',
      [...bad, '\\u2066', '\\ud800'].flatMap((text) => [
        () => enrol(withValue(text)),
        () => enrol(`{"${canary}${text}":1}`),
      ]),
    );
    for (const [i, { errors }] of problems.entries())
      expect(errors).toEqual([
        i % 2 === 0
          ? {
              pointer: '/reference',
              detail: expect.stringMatching(/^(control|invisible) characters are not allowed/),
            }
          : { pointer: '/?', detail: 'this name is not allowed' },
      ]);
  });

  it('that reaches for prototypes', async () => {
    const { individual } = scenario;
    const fields = (text: string) =>
      `{"records":[{"category":"contact","date":"2026-11-01","fields":{"name":"${canary}",${text}}}]}`;
    const batch = (body: string) => () => send('provider', 'record.batch', { path: { individual }, body });
    await refused('invalid-request', [
      () => enrol(`{"__proto__":{"roles":["admin"]},${json(enrolment()).slice(1)}`),
      () => enrol(`{"constructor":{"prototype":{"state":"open"}},${json(enrolment()).slice(1)}`),
      () => enrol(json(enrolment()).replace('"email"', '"__proto__":{"email":"x"},"email"')),
      batch(fields('"__proto__":"x"')),
      batch(fields('"constructor":"x"')),
      batch(fields('"toString":"x"').replace('"contact"', '"constructor"')),
    ]);
    expect((await send('provider', 'individual.read', { path: { individual } })).status).toBe(200);
  });

  it('of another content type than JSON in UTF-8, or of none', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/problem+json',
      'application/jsonx',
      'application/json; charset=iso-8859-1',
      'application/json, text/plain',
      '',
    ];
    const token = await scenario.stage.token('provider');
    await refused('unsupported-media-type', [
      ...types.map((type) => () => enrol(enrolment(), { 'content-type': type })),
      () =>
        overTheWire(scenario.stage.system.api, {
          method: 'POST',
          path: `/v1/tenants/${scenario.practice.tenant}/individuals`,
          headers: { authorization: `Bearer ${token}` },
          body: json(enrolment()),
        }),
    ]);
  });

  it('where none is expected', async () => {
    const { individual, practice } = scenario;
    await refused('invalid-request', [
      () => send('provider', 'individual.read', { path: { individual }, body: enrolment() }),
      () => send('admin', 'notice.read', { path: { notice: practice.notice.id }, body: canary }),
      () => send(undefined, 'health.read', { body: canary }),
    ]);
  });
});

/** A body brought to a number of bytes; white space between its parts counts, too. */
const sized = (body: unknown, bytes: number) => {
  const text = json(body);
  return `${text.slice(0, -1)}${' '.repeat(bytes - Buffer.byteLength(text))}}`;
};
const record = (fields: Readonly<Record<string, string>> = {}) => ({
  category: 'contact',
  date: '2026-11-01',
  fields: { name: canary, ...fields },
});
const newRecord = () => `rec_${scenario.individual.slice(4)}${crypto.randomUUID().replaceAll('-', '')}`;
const kib = 1024;

describe('a body of too many bytes is refused, and one of just as many as allowed is not', () => {
  it('16 KiB, wherever nothing else is said', async () => {
    const session = fromPage(scenario.stage.system.api);
    const body = { ...enrolment(), reference: `${canary}-whole` };
    await refused('too-large', [
      () => enrol(sized(body, 16 * kib + 1)),
      // Characters are not bytes.
      () => enrol({ ...enrolment(), reference: 'ä'.repeat(8 * kib) }),
      () => send('requester', 'request.create', { body: sized(scenario.requestBody({}), 16 * kib + 1) }),
      () => send('requester', 'disclosure.create', { body: sized(scenario.wanted, 16 * kib + 1) }),
      () => send('admin', 'notice.publish', { body: sized({ content: {} }, 16 * kib + 1) }),
      () =>
        send(undefined, 'session.open', { body: sized({ token: canary }, 16 * kib + 1), headers: session }),
      () => send(undefined, 'health.read', { body: ' '.repeat(16 * kib + 1) }),
    ]);
    expect((await enrol(sized(body, 16 * kib))).status).toBe(201);
  });

  it('64 KiB for a record', async () => {
    const { individual } = scenario;
    const put = (bytes: number) =>
      send('provider', 'record.put', {
        path: { individual, record: newRecord() },
        body: sized(record(), bytes),
      });
    await refused('too-large', [() => put(64 * kib + 1)]);
    expect((await put(64 * kib)).status).toBe(200);
  });

  it('1 MiB for a batch, and 64 KiB for each record in it', async () => {
    const { individual } = scenario;
    const batch = (body: string) => send('provider', 'record.batch', { path: { individual }, body });
    const large = record(
      Object.fromEntries(['street', 'postalCode', 'city', 'phone'].map((f) => [f, 'x'.repeat(16_384)])),
    );
    await refused('too-large', [() => batch(sized({ records: [record()] }, kib * kib + 1))]);
    const [problem] = await refused('too-large', [() => batch(json({ records: [record(), large] }))]);
    expect(problem?.errors).toEqual([{ pointer: '/records/1', detail: 'larger than 64 KiB' }]);
    expect((await batch(sized({ records: [record()] }, kib * kib))).status).toBe(201);
  });
});

describe('a query is refused', () => {
  it('that nobody declared, that stands twice, or that is out of bounds', async () => {
    const { individual } = scenario;
    const { id: notice } = scenario.practice.notice;
    const list = (query: string) => () => send('admin', 'request.list', { query });
    await refused('invalid-request', [
      // The name of a parameter that nobody declared is told to the caller who sent it; no value is.
      list(`nobody=${canary}`),
      list('__proto__=1'),
      list('limit=1&limit=2'),
      list('limit=1&limit=1'),
      ...['0', '101', '-1', '1.5', canary, '', 'NaN'].map((limit) => list(`limit=${limit}`)),
      list(`state=${canary}`),
      list(`individualId=${canary}`),
      list(`individualId=${individual}&individualId=${individual}`),
      () => send('provider', 'individual.read', { path: { individual }, query: `nobody=${canary}` }),
      () => send('admin', 'notice.read', { path: { notice }, query: 'version=1' }),
      () => send(undefined, 'health.read', { query: `nobody=${canary}` }),
    ]);
  });
});

describe('a path is answered as one that leads nowhere', () => {
  it('with ids that cannot be', async () => {
    const { individual } = scenario;
    const ids = [
      canary,
      individual.toUpperCase(),
      `${individual}0`,
      individual.slice(0, -1),
      `tnt_${individual.slice(4)}`,
    ];
    const paths = [...ids, `${individual}%00`, encodeURIComponent(`${individual}\n`), '%E0%A4%A'];
    await refused('not-found', [
      ...paths.map((one) => () => send('provider', 'individual.read', { path: { individual: one } })),
      () => send('provider', 'individual.read', { path: { tenant: canary, individual } }),
      () => send('admin', 'organisation.read', { path: { organisation: 'constructor' } }),
      () => send(undefined, 'attestation.read', { path: { attestation: canary } }),
    ]);
  });
});

describe('the logs', () => {
  it('hold a line for each refused call, and nothing of what was sent', async () => {
    const lines = await scenario.stage.until('the log lines', 30, async () => {
      const all = await logLines(scenario.stage, began - 1000);
      const own = all.filter(({ text }) => text.includes(scenario.practice.tenant));
      return own.filter(({ text }) => text.includes('"status":4')).length > 50 ? all : undefined;
    });
    expect(lines.filter(({ text }) => text.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);
  });
});
