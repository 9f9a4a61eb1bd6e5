import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logged } from '../../support/log-lines.ts';
import { create, list, notice, problemOf, replace, served, tenant } from '../../support/served-function.ts';

const valid = JSON.stringify({ name: 'Labor' });

/** The answer to a member's change with this body, and what the handler saw. */
async function answerTo(text: string, request: Parameters<typeof create>[1] = {}) {
  const { call, seen } = served();
  const { result, text: log } = await logged(() => call(create(text, request)));
  return { answer: result, seen, log };
}

/** Bodies that no operation takes, with the status they get and where the fault is. */
const refused: readonly [string, string, number, string?][] = [
  ['no body', '', 400, ''],
  ['what is not JSON', '{"name":', 400, ''],
  ['what is JSON of another kind', '"Labor"', 400, ''],
  ['null', 'null', 400, ''],
  ['a list', '[]', 400, ''],
  ['a missing member', '{}', 400, '/name'],
  ['a member of another type', '{"name":7}', 400, '/name'],
  ['an unknown member', '{"name":"Labor","admin":true}', 400, '/admin'],
  ['an unknown member further in', '{"name":"Labor","inner":{"count":1,"role":"x"}}', 400, '/inner/role'],
  ['a text that is too long', JSON.stringify({ name: 'x'.repeat(41) }), 400, '/name'],
  ['__proto__', '{"name":"Labor","__proto__":{"isAdmin":true}}', 400, '/__proto__'],
  ['__proto__ further in', '{"name":"Labor","any":[{"__proto__":1}]}', 400, '/any/0/__proto__'],
  ['constructor', '{"name":"Labor","constructor":{"prototype":{}}}', 400, '/constructor'],
  ['a null byte', '{"name":"La\\u0000bor"}', 400, '/name'],
  ['an escape sequence', '{"name":"\\u001b[31mLabor"}', 400, '/name'],
  ['a carriage return without a line feed', '{"name":"Labor\\rX-Evil: 1"}', 400, '/name'],
  ['a character that stands for lost bytes', '{"name":"M\ufffdller"}', 400, '/name'],
  ['a character of no width', '{"name":"La\\u200bbor"}', 400, '/name'],
  ['a tag character', '{"name":"Labor\\udb40\\udc01"}', 400, '/name'],
  ['a member given twice', '{"name":"Labor","name":"Amt"}', 400, '/name'],
  ['a member given twice, once by escapes', '{"any":{"a":1,"\\u0061":2},"name":"x"}', 400, '/any/a'],
  ['a whole number that a double cannot hold', '{"name":"x","any":[1,9007199254740993]}', 400, '/any/1'],
  ['a fraction that a double cannot hold', '{"name":"x","any":3.14159265358979323846}', 400, '/any'],
  ['a number that would become nothing', '{"name":"x","any":1e-400}', 400, '/any'],
  ['a number that would become endless', '{"name":"x","any":1e400}', 400, '/any'],
  ['a number of thousands of digits', `{"name":"x","any":1${'0'.repeat(9000)}1}`, 400, '/any'],
  ['a C1 control character', '{"name":"Labor\\u0085"}', 400, '/name'],
  ['a line separator', '{"name":"Labor\\u2028"}', 400, '/name'],
  ['half a character', '{"name":"Labor\\ud83d"}', 400, '/name'],
  ['text that turns the direction of writing', '{"name":"Labor \\u202edüS"}', 400, '/name'],
  ['a control character in a name', '{"name":"Labor","any":{"a\\u0007":1}}', 400, '/any/?'],
  ['nesting without end', `{"name":"Labor","any":${'['.repeat(7000)}${']'.repeat(7000)}}`, 400],
  ['nesting one level too deep', `{"name":"Labor","any":${'['.repeat(16)}${']'.repeat(16)}}`, 400],
  ['one byte too many', JSON.stringify({ name: 'Labor', any: 'x'.repeat(16 * 1024) }), 413],
  ['too many bytes in few characters', JSON.stringify({ name: 'Labor', any: 'ü'.repeat(9000) }), 413],
];

describe('a body is refused, and nothing is done, for', () => {
  test.each(refused)('%s', async (_, text, status, pointer) => {
    const { answer, seen } = await answerTo(text);
    expect(answer.statusCode).toBe(status);
    if (pointer !== undefined)
      expect(problemOf(answer).errors?.map((fault) => fault.pointer)).toContain(pointer);
    expect(seen).toEqual({ calls: [], refusals: [] });
  });

  test.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json-patch+json',
    'application/jsonx',
    'application/json; charset=latin1',
    'application/json; charset = utf-8',
    'application/json; charset="utf-8',
    'multipart/form-data',
    'text/html,application/json',
  ])('the content type "%s"', async (type) => {
    const { answer, seen } = await answerTo(valid, { headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(415);
    expect(seen.calls).toEqual([]);
  });

  test('bytes that are not UTF-8', async () => {
    const bytes = Buffer.from('{"name":"La\xfcbor"}', 'latin1');
    const { answer, seen } = await answerTo(bytes.toString('base64'), { base64: true });
    expect([answer.statusCode, seen.calls.length]).toEqual([400, 0]);
    expect(problemOf(answer).errors).toEqual([{ pointer: '', detail: 'not UTF-8' }]);
  });

  test('a body where none belongs', async () => {
    const { call, seen } = served();
    const { result } = await logged(() => call(list(undefined, { text: '{}' })));
    expect([result.statusCode, seen.calls.length]).toEqual([400, 0]);
  });
});

describe('a body is taken', () => {
  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="UTF-8"',
    'application/json;',
    'application/json ; charset=utf-8 ;',
  ])('as %s', async (type) => {
    const { answer } = await answerTo(valid, { headers: { 'Content-Type': type } });
    expect(answer.statusCode).toBe(201);
  });

  test('in base64, as the gateway hands on what it takes for binary', async () => {
    const { answer, seen } = await answerTo(Buffer.from(valid).toString('base64'), { base64: true });
    expect([answer.statusCode, seen.calls[0]?.body]).toEqual([201, { name: 'Labor' }]);
  });

  test('with line breaks of every system, tabs, umlauts and emoji in its text', async () => {
    const name = 'Zeile\n\tGrüße\r\n👩‍⚕️';
    const { seen } = await answerTo(JSON.stringify({ name }));
    expect(seen.calls[0]?.body).toEqual({ name });
  });

  test('down to the deepest level, and to the last byte', async () => {
    const deep = await answerTo(`{"name":"Labor","any":${'['.repeat(14)}1${']'.repeat(14)}}`);
    expect(deep.answer.statusCode).toBe(201);
    const frame = JSON.stringify({ name: 'Labor', any: '' }).length;
    const full = await answerTo(JSON.stringify({ name: 'Labor', any: 'x'.repeat(16 * 1024 - frame) }));
    expect(full.answer.statusCode).toBe(201);
  });

  test('up to the limit that its own operation names', async () => {
    const { call } = served();
    const send = async (length: number) =>
      (await logged(() => call(replace({}, { text: `{}${' '.repeat(length - 2)}` })))).result.statusCode;
    expect(await send(64 * 1024)).toBe(200);
    expect(await send(64 * 1024 + 1)).toBe(413);
  });
});

describe('numbers come back as they were sent', () => {
  test.each([
    '0.1',
    '6.10',
    '-0',
    '5e-324',
    '1.7976931348623157e308',
    '100000000000000000000',
    '1E2',
    '0e99',
  ])('%s', async (literal) => {
    const { seen } = await answerTo(`{"name":"Labor","any":${literal}}`);
    expect(seen.calls[0]?.body).toEqual({ name: 'Labor', any: Number(literal) });
  });

  test('every double, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true, noDefaultInfinity: true }), async (value) => {
        for (const literal of [JSON.stringify(value), value.toExponential()]) {
          const { seen } = await answerTo(`{"name":"Labor","any":${literal}}`);
          expect(seen.calls[0]?.body).toEqual({ name: 'Labor', any: Number(literal) });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a query is refused for', () => {
  test.each<[string, Record<string, string[]>]>([
    ['a name given twice', { limit: ['1', '2'] }],
    ['a name given without value', { limit: [] }],
    ['an unknown name', { limit: ['1'], owner: ['x'] }],
    ['__proto__', { ['__proto__']: ['x'] }],
    ['a value of another type', { limit: ['many'] }],
    ['a value out of bounds', { limit: ['101'] }],
    ['a fraction', { limit: ['1.5'] }],
    ...['0x10', '1e1', '+5', ' 5', '05', '1.0', ''].map((limit): [string, Record<string, string[]>] => [
      `the number written as ${JSON.stringify(limit)}`,
      { limit: [limit] },
    ]),
  ])('%s', async (_, query) => {
    const { call, seen } = served();
    const { result } = await logged(() => call(list(Object.assign(Object.create(null), query))));
    expect([result.statusCode, seen.calls.length]).toEqual([400, 0]);
  });

  test('any name where the operation takes none', async () => {
    const { call } = served();
    const { result } = await logged(() => call(replace({}, { query: { limit: ['1'] } })));
    expect(result.statusCode).toBe(400);
  });
});

describe('an id that cannot exist is not found, and the audit log says so', () => {
  test.each([
    '',
    'tnt_',
    `tnt_${'1'.repeat(31)}`,
    `tnt_${'1'.repeat(33)}`,
    `TNT_${'1'.repeat(32)}`,
    `tnt_${'g'.repeat(32)}`,
    `ind_${'1'.repeat(32)}`,
    '../admin',
    '%2e%2e',
    `${tenant}\n`,
    `${tenant}#x`,
  ])('tenant %j', async (id) => {
    const { call, seen } = served();
    const { result } = await logged(() => call(list(undefined, { path: { tenant: id } })));
    expect(result.statusCode).toBe(404);
    expect(seen.refusals).toMatchObject([{ code: 'not-found', operation: 'thing.list' }]);
    expect(seen.calls).toEqual([]);
  });

  test('a path variable that the operation does not have is not found either', async () => {
    const { call } = served();
    const { result } = await logged(() => call(replace({}, { path: { tenant, notice, other: notice } })));
    expect(result.statusCode).toBe(404);
  });
});

describe('the headers of a call', () => {
  test.each(['', ' ', 'with space', 'x'.repeat(129), 'line\nbreak', 'ümlaut'])(
    'are refused with the Idempotency-Key %j',
    async (key) => {
      const { answer, seen } = await answerTo(valid, {
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
      });
      expect([answer.statusCode, seen.calls.length]).toEqual([400, 0]);
    },
  );

  test.each(['', 'W/"v1"', 'v1', '"1"', '"v0"', '"v01"', '"v1", "v2"', '"v1234567890"', "'v1'"])(
    'are refused with the If-Match %j, which is no ETag of this API',
    async (tag) => {
      const { call, seen } = served();
      const { result } = await logged(() => call(replace({ 'if-match': tag })));
      expect([result.statusCode, seen.calls.length]).toEqual([400, 0]);
    },
  );

  test('give key and version to the handler, whatever the case of their names', async () => {
    const { call, seen } = served();
    await logged(() => call(replace({ 'IF-MATCH': '"v12"' })));
    await logged(() =>
      call(create(valid, { headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k-1' } })),
    );
    await logged(() => call(replace({ 'if-match': '*' })));
    expect(seen.calls).toMatchObject([{ ifMatch: 12 }, { key: 'k-1' }, { ifMatch: '*' }]);
  });
});

describe('nothing of what was sent comes back or is logged', () => {
  // Long enough that it cannot stand in an answer by chance; not a plain name, which pointers may show.
  const secret = fc.stringMatching(/^[a-z]{6} [a-z]{6}$/);
  const secrets = fc.record({
    name: fc.oneof(secret, fc.integer(), fc.constant('x'.repeat(50))),
    extra: fc.dictionary(secret, fc.oneof(secret, fc.array(secret, { maxLength: 3 }))),
    inner: fc.oneof(secret, fc.record({ count: secret }), fc.constant(undefined)),
  });

  test('in any body that is refused', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async ({ name, extra, inner }) => {
        const text = JSON.stringify({ name, inner, ...extra });
        const { answer, log } = await answerTo(text);
        for (const [word] of text.matchAll(/[a-z]{6} [a-z]{6}/g)) {
          expect(answer.body).not.toContain(word);
          expect(log).not.toContain(word);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('even when it is not JSON, a query, a header or an id', async () => {
    const secretText = 'Erika Brandt';
    const { call } = served();
    const requests = [
      create(`{"name": ${secretText}`),
      create(valid, { headers: { 'content-type': secretText, cookie: secretText } }),
      create(valid, { headers: { 'content-type': 'application/json', 'idempotency-key': secretText } }),
      list({ [secretText]: [secretText] }),
      list(undefined, { path: { tenant: secretText } }),
      replace({ 'if-match': secretText }),
    ];
    for (const request of requests) {
      const { result, text } = await logged(() => call(request));
      expect(result.statusCode).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(result) + text).not.toContain(secretText);
    }
  });

  test('and a thousand faults do not become a thousand lines', async () => {
    const { answer } = await answerTo(JSON.stringify({ name: 'x', any: Array(1000).fill('\u0007') }));
    expect(problemOf(answer).errors).toHaveLength(20);
  });
});
