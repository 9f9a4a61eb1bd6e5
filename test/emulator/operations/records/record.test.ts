import '../../../support/in-process/two-shards.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { RecordContent } from '../../../../lambdas/domain/records/record.ts';
import { individualRow } from '../../../../lambdas/model/people-rows.ts';
import { recordContent, recordRow, recordsOf } from '../../../../lambdas/model/record-rows.ts';
import { dumped } from '../../../support/dumped.ts';
import { type Faults, startFaults } from '../../../support/in-process/faults.ts';
import {
  anna,
  openScenario,
  operator,
  rita,
  type Scenario,
  ute,
} from '../../../support/scenario/in-process.ts';
import { RecordedCalls } from '../../../support/system/recorded-calls.ts';

let scenario: Scenario;
let individual: string;
let newRecord: () => string;
let faults: Faults;
beforeAll(async () => {
  scenario = await openScenario();
  faults = startFaults(inject('emulator'));
  const { newIdBelow } = await import('../../../../lambdas/platform/runtime/random.ts');
  newRecord = () => newIdBelow('rec', individual);
}, 60_000);
afterAll(() => faults?.stop());
beforeEach(async () => {
  individual = await scenario.enrol();
});

const lab = (value = 6.1, over: Partial<RecordContent> = {}): RecordContent => ({
  category: 'health.lab',
  date: '2026-10-01',
  fields: { test: 'HbA1c', loinc: '4548-4', value, unit: '%' },
  ...over,
});
const put = (record: string, body: unknown, ifMatch?: string, as?: string) =>
  scenario.records('record.put', {
    path: { individual, record },
    body,
    ...(as !== undefined && { as }),
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });
const batch = (records: readonly unknown[], key?: string) =>
  scenario.records('record.batch', {
    path: { individual },
    body: { records },
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const pointers = (body: Readonly<Record<string, unknown>>) =>
  (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

async function stored(): Promise<RecordContent[]> {
  const sealer = await scenario.sealer(individual, 'record');
  const rows = await scenario.queryAll(recordsOf(scenario.tenant, individual));
  return rows.map((row) => recordContent.open(sealer, recordRow.from(row)).release());
}
const entries = async () =>
  (await scenario.log(scenario.tenant)).filter((one) => one === 'record.stored').length;

describe('a record is refused', () => {
  it('from anybody but a provider', async () => {
    for (const as of [anna, rita, ute, operator])
      expect((await put(newRecord(), lab(), undefined, as)).status).toBe(403);
  });

  it.each<[string, unknown, string[]]>([
    ['of a category that does not exist', lab(1, { category: 'health.x' }), ['/category']],
    ['with an unknown field', lab(1, { fields: { ...lab().fields, mood: 'good' } }), ['/fields']],
    [
      'without fields that are required, or of another type',
      lab(1, { fields: { test: 'HbA1c', value: '6.1' } }),
      ['/fields/loinc', '/fields/value', '/fields/unit'],
    ],
    ['without a day', { ...lab(), date: 'yesterday' }, ['/date']],
    [
      'with a marking that nobody answers for',
      { ...lab(), marking: { kind: 'withheld' } },
      ['/marking/reason', '/marking/reviewer'],
    ],
    [
      'with a field named like a member of every object',
      lab(1, { fields: { constructor: 'x' } as never }),
      ['/fields/constructor'],
    ],
  ])('%s', async (_, body, expected) => {
    const answer = await put(newRecord(), body);
    expect([answer.status, pointers(answer.body)]).toEqual([400, expected]);
  });

  it('when it is larger than 64 KiB', async () => {
    const note = 'x'.repeat(16_000);
    const fields = Object.fromEntries(
      ['test', 'loinc', 'unit', 'note', 'interpretation'].map((f) => [f, note]),
    );
    expect((await put(newRecord(), lab(1, { fields: { ...fields, value: 1 } }))).status).toBe(413);
    const inBatch = await batch([lab(), lab(1, { fields: { ...fields, value: 1 } })]);
    expect([inBatch.status, pointers(inBatch.body)]).toEqual([413, ['/records/1']]);
  });

  it('below an individual that it does not belong to, or who is not there, all alike', async () => {
    const record = newRecord();
    const somebody = individual;
    individual = await scenario.enrol();
    const answers = [await put(record, lab())];
    individual = `ind_${'1'.repeat(32)}`;
    answers.push(await put(newRecord(), lab()), await put(newRecord(), lab(1, { category: 'health.x' })));
    for (const { status, body } of answers)
      expect([status, { ...body, instance: '' }]).toEqual([404, { ...answers[0]?.body, instance: '' }]);
    individual = somebody;
    expect(await stored()).toEqual([]);
  });

  it('while the individual is being erased, and by a writer who read them before', async () => {
    const key = individualRow.key(scenario.tenant, individual);
    await scenario.change(key, { state: 'erasing', gate: 2 });
    expect((await put(newRecord(), lab())).status).toBe(409);
    await scenario.transact([{ table: 'vault', remove: key }]);
    expect((await put(newRecord(), lab())).status).toBe(404);
  });
});

describe('storing a record', () => {
  it('creates it, then replaces it, and keeps nothing of what was there', async () => {
    const record = newRecord();
    const first = await put(record, lab(6.1));
    expect([first.status, first.body, first.headers.ETag]).toEqual([200, { id: record, version: 1 }, '"v1"']);
    expect((await put(record, lab(6.4))).body).toEqual({ id: record, version: 2 });
    expect(await stored()).toEqual([lab(6.4)]);
    expect(await dumped()).not.toMatch(/HbA1c|4548-4/);
  });

  it('keeps a marking with it', async () => {
    const marking = { kind: 'after-talk', reason: 'first by phone', reviewer: 'Dr. Nord' } as const;
    await put(newRecord(), { ...lab(), marking });
    expect(await stored()).toEqual([{ ...lab(), marking }]);
  });

  it('replaces only the version that is expected', async () => {
    const record = newRecord();
    expect((await put(record, lab(), '"v1"')).status).toBe(412);
    expect((await put(record, lab(), '*')).status).toBe(412);
    await put(record, lab());
    expect((await put(record, lab(), '"v2"')).status).toBe(412);
    expect((await put(record, lab(), '"v1"')).body).toEqual({ id: record, version: 2 });
    expect((await put(record, lab(), '*')).body).toEqual({ id: record, version: 3 });
  });

  it('leaves it in its category', async () => {
    const record = newRecord();
    await put(record, lab());
    const contact = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika' } };
    for (const answer of [await put(record, contact), await batch([{ id: record, ...contact }])])
      expect([answer.status, answer.body.detail]).toEqual([409, 'a record stays in its category']);
    expect(await stored()).toEqual([lab()]);
  });

  it('under one id in two categories at once puts it into one of them', async () => {
    const contact = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika' } };
    for (let i = 0; i < 5; i++) {
      const record = newRecord();
      const answers = await Promise.all([put(record, lab()), put(record, contact)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
    expect(await stored()).toHaveLength(5);
  });

  it('under an id that Habeas gave leaves it in its category, too', async () => {
    const { items } = (await batch([lab()])).body as { items: [{ id: string }] };
    const contact = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika' } };
    expect((await put(items[0].id, contact)).status).toBe(409);
    expect((await put(items[0].id, lab(7))).body.version).toBe(2);
  });

  it('reads as much where there are many records as where there are few', async () => {
    const { dynamo } = await import('../../../../lambdas/platform/dynamodb/reads.ts');
    const recorded = new RecordedCalls(dynamo);
    const callsOfOne = async () => {
      recorded.clear();
      expect((await put(newRecord(), lab())).status).toBe(200);
      return recorded.calls.map(({ command, input }) => [
        command,
        Object.values((input as { RequestItems?: object }).RequestItems ?? {}).flatMap(({ Keys }) => Keys)
          .length,
      ]);
    };
    const few = await callsOfOne();
    for (let i = 0; i < 3; i++) await batch(Array(25).fill(lab()));
    expect(await callsOfOne()).toEqual(few);
    expect(few.map(([command]) => command)).not.toContain('QueryCommand');
  });

  it('at the same time as others replaces it once', async () => {
    const record = newRecord();
    await put(record, lab());
    const before = await entries();
    const values = [1, 2, 3, 4, 5, 6];
    const matched = await Promise.all(values.map((value) => put(record, lab(value), '"v1"')));
    expect(matched.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(412)]);
    const free = await Promise.all(values.map((value) => put(record, lab(value))));
    expect(free.map(({ body }) => body.version).sort()).toEqual([3, 4, 5, 6, 7, 8]);
    const created = await Promise.all(values.map(() => put(newRecord(), lab())));
    expect(created.every(({ status }) => status === 200)).toBe(true);
    const done = [...matched, ...free, ...created].filter(({ status }) => status === 200).length;
    expect(await entries()).toBe(before + done);
  });
});

describe('a batch of new ids that is cut off', () => {
  it.each([
    ['before its first write', 1, 'before'],
    ['after its first write', 1, 'after'],
    ['before its last write', 0, 'before'],
    ['after its last write', 0, 'after'],
  ] as const)('%s can be sent again, and is stored once', async (_, fromLast, when) => {
    const full = () => Array.from({ length: 25 }, () => ({ id: newRecord(), ...lab() }));
    faults.mend();
    await batch(full(), 'whole');
    const calls = faults.calls();
    individual = await scenario.enrol();
    const records = full();
    const before = await entries();
    faults.dieAt(calls - fromLast, when);
    const cut = await batch(records, 'cut');
    faults.mend();
    expect(cut.status).toBe(503);
    expect((await batch(records, 'cut')).status).toBe(201);
    expect(await stored()).toEqual(Array(25).fill(lab()));
    expect(await entries()).toBe(before + 25);
  });
});

describe('a batch', () => {
  it('is stored together or not at all', async () => {
    const refused = await batch([lab(), lab(1, { category: 'health.x' })]);
    expect([refused.status, pointers(refused.body)]).toEqual([400, ['/records/1/category']]);
    const foreign = await batch([lab(), { id: `rec_${'2'.repeat(64)}`, ...lab() }]);
    expect([foreign.status, pointers(foreign.body)]).toEqual([400, ['/records/1/id']]);
    expect(await stored()).toEqual([]);
  });

  it('takes 25 records, new ones and replacements, each with its audit entry', async () => {
    const known = newRecord();
    await put(known, lab());
    const before = await entries();
    const named = Array.from({ length: 12 }, () => ({ id: newRecord(), ...lab() }));
    const answer = await batch([{ id: known, ...lab(9) }, ...named, ...Array(12).fill(lab())]);
    expect(answer.status).toBe(201);
    const items = answer.body.items as { id: string; version: number }[];
    expect(items.slice(0, 13)).toEqual([
      { id: known, version: 2 },
      ...named.map(({ id }) => ({ id, version: 1 })),
    ]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(25);
    expect(await stored()).toHaveLength(25);
    expect(await entries()).toBe(before + 25);
    expect((await batch(Array(26).fill(lab()))).status).toBe(400);
  });

  it('takes 25 new ids that a provider chose, though one transaction has no room for all their rows', async () => {
    const records = Array.from({ length: 25 }, () => ({ id: newRecord(), ...lab() }));
    expect((await batch(records, 'full')).status).toBe(201);
    expect(await stored()).toHaveLength(25);
    const contact = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika' } };
    for (const { id } of [records[0], records[24]] as { id: string }[])
      expect((await put(id, contact)).status).toBe(409);
  });

  it('is refused when it names one id twice', async () => {
    const id = newRecord();
    expect(
      (
        await batch([
          { id, ...lab() },
          { id, ...lab() },
        ])
      ).status,
    ).toBe(400);
  });

  it('gives a repeat the first answer, also at once', async () => {
    const records = [lab(), lab(7)];
    const answers = await Promise.all(Array.from({ length: 5 }, () => batch(records, 'batch-1')));
    answers.push(await batch(records, 'batch-1'));
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body]);
    expect(await stored()).toHaveLength(2);
    expect((await batch([lab(8)], 'batch-1')).body.type).toContain('idempotency-mismatch');
  });
});
