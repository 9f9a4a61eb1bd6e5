import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordContent } from '../../lambdas/domain/records/record.ts';
import { entryList, entryRow } from '../../lambdas/model/audit-rows.ts';
import {
  type CategoryRow,
  categoryList,
  categoryRow,
  categoryVersionRow,
  noticeList,
  organisationList,
} from '../../lambdas/model/catalogue-rows.ts';
import { consentContent, consentPlaceRow, consentRow, usesRow } from '../../lambdas/model/consent-rows.ts';
import { disclosureContent, disclosureRow } from '../../lambdas/model/disclosure-rows.ts';
import { memberList } from '../../lambdas/model/member-rows.ts';
import { placeIn } from '../../lambdas/model/places.ts';
import { requestContent, requestList, requestRow } from '../../lambdas/model/request-rows.ts';
import type { Row } from '../../lambdas/platform/dynamodb/key.ts';
import { notice } from '../../local/demo/praxis-nord.ts';
import type { Got } from '../support/in-process/call.ts';
import { type Costs, countCosts } from '../support/in-process/costs.ts';
import { anna, openScenario, otto, rita, type Scenario } from '../support/scenario/in-process.ts';

const many = 600;
const lab: RecordContent = {
  category: 'health.lab',
  date: '2026-10-01',
  fields: { test: 'HbA1c', loinc: '4548-4', value: 6.1, unit: '%' },
};
const contact: RecordContent = { category: 'contact', date: '2026-10-01', fields: { name: 'Erika' } };

let scenario: Scenario;
let individual: string;
let consent: string;
let request: string;
let newRecord: () => string;
let costs: ReturnType<typeof countCosts>;
const few = new Map<string, Costs>();
const then = new Map<string, Costs>();

const read = (purpose: string, as = rita) =>
  scenario.disclosures('disclosure.create', {
    as,
    body: { individualId: individual, purpose, categories: ['health.lab'] },
  });
const own = async (name: Parameters<Scenario['individuals']>[0], sent = {}) =>
  (await scenario.page(individual))(name, sent);
const admin = (name: 'category.list' | 'organisation.list' | 'notice.list' | 'member.list') =>
  scenario.call(name, { as: anna, path: scenario.path, query: { limit: '1' } });

/** How each is called. */
const operations: Readonly<Record<string, () => Promise<Got>>> = {
  'my-disclosure.list': () => own('my-disclosure.list'),
  'my-consent.list': () => own('my-consent.list', { query: { limit: '1' } }),
  'my-consent.read': () => own('my-consent.read', { path: { consent } }),
  'my-data.read': () => own('my-data.read'),
  'disclosure.create': () => read('MedicalHealth'),
  'disclosure.create, refused': () => read('MedicalHealth', otto),
  'consent.list': () => scenario.consents('consent.list'),
  'consent.list, of one individual': () =>
    scenario.consents('consent.list', { query: { individualId: individual, limit: '1' } }),
  'consent.read': () => scenario.consents('consent.read', { path: { consent } }),
  'request.create': () =>
    scenario.consents('request.create', { as: otto, body: scenario.requestBody(individual) }),
  'request.read': () => scenario.consents('request.read', { path: { request } }),
  'request.list': () =>
    scenario.consents('request.list', { as: otto, query: { individualId: individual, limit: '1' } }),
  'record.put': () =>
    scenario.records('record.put', { path: { individual, record: newRecord() }, body: contact }),
  'audit.list': () => scenario.evidence('audit.list', { query: { limit: '1' } }),
  'category.list': () => admin('category.list'),
  'organisation.list': () => admin('organisation.list'),
  'notice.list': () => admin('notice.list'),
  'member.list': () => admin('member.list'),
};

const cancel = (made: string) =>
  scenario.consents('request.cancel', { as: otto, path: { request: made }, headers: { 'if-match': '*' } });

async function measure(into: Map<string, Costs>): Promise<void> {
  for (const [name, call] of Object.entries(operations)) {
    let status = 0;
    let made: string | undefined;
    const cost = await costs.of(async () => {
      const got = await call();
      status = got.status;
      if (name === 'request.create') made = String(got.body.id);
    });
    into.set(name, cost);
    const wanted = name.endsWith('refused') ? 403 : name === 'request.create' ? 201 : 200;
    expect([name, status]).toEqual([name, wanted]);
    if (made !== undefined) await cancel(made);
  }
}

/** Writes so many old consents of the individual, each with its place and its use count. */
async function consentMany(count: number): Promise<void> {
  const { newIdInOrder } = await import('../../lambdas/platform/runtime/random.ts');
  const { putRows } = await import('../../lambdas/platform/dynamodb/batches.ts');
  const { shortCodeOf } = await import('../../lambdas/stores/keys/short-code.ts');
  const { tenant } = scenario;
  const sealer = await scenario.sealer(individual, 'case');
  const read = consentRow.key(tenant, individual, shortCodeOf(individual, 'MedicalHealth'), consent);
  const { listPk: _, listSk: __, ...granted } = consentRow.from((await scenario.row(read)) as Row);
  const content = consentContent.open(sealer, granted).release();
  const purpose16 = shortCodeOf(individual, 'Payment');
  const rows = Array.from({ length: count }, (_, i) => {
    const id = newIdInOrder('cns', individual, new Date(1_700_000_000_000 + count + i).toISOString());
    const key = consentRow.key(tenant, individual, purpose16, id);
    const sealed = consentContent.seal(sealer, { id, version: 1 }, { ...content, id });
    return [
      { ...granted, ...key, id, sealed },
      { used: 0, ...usesRow.key(key) },
      { purpose16, organisation: granted.organisation, ...consentPlaceRow.key(tenant, individual, id) },
    ];
  });
  await putRows('vault', rows.flat());
}

/** Writes so many old entries of the log, in all shards; of their rows only the places are read. */
async function logMany(count: number): Promise<void> {
  const { putRows } = await import('../../lambdas/platform/dynamodb/batches.ts');
  const { tenant } = scenario;
  const rows = Array.from({ length: count }, (_, i) => {
    const id = `ent_${(i % 16).toString(16)}${i.toString(16).padStart(31, '0')}`;
    const key = entryRow.key(tenant, id);
    return { ...key, ...placeIn(entryList(tenant), key, '2026-01-01T00:00:00.000Z', id) };
  });
  await putRows('evidence', rows);
}

/** Writes many rows of each kind that grows below the individual, and many versions of a category. */
async function grow(): Promise<void> {
  const { newIdInOrder } = await import('../../lambdas/platform/runtime/random.ts');
  const { putRows } = await import('../../lambdas/platform/dynamodb/batches.ts');
  const { tenant } = scenario;
  const sealer = await scenario.sealer(individual, 'case');
  const list = requestList(tenant);
  const numbers = Array.from({ length: many }, (_, i) => i);
  const before = (i: number) => new Date(Date.now() - 3_600_000 - i * 1000).toISOString();
  const asked = requestRow.from((await scenario.row(requestRow.key(tenant, individual, request))) as Row);
  const content = requestContent.open(sealer, asked).release();
  const { listPk, listSk, ...category } = (await scenario.row(categoryRow.key(tenant, 'health.lab'))) as Row &
    CategoryRow;
  const payload = {
    organisation: 'labor-sued',
    staff: '1a2b3c4d',
    purpose: 'Billing',
    asked: [{ category: 'health.lab' }],
    released: [],
    withheld: [],
    refusal: 'never-consented',
  };
  await putRows('vault', [
    ...numbers.map((i) => {
      const id = newIdInOrder('dsc', individual, before(i));
      const sealed = disclosureContent.seal(sealer, { id, version: 1 }, { salt: 's', payload });
      const row = { id, at: before(i), outcome: 'refused', entry: 'e', leaf: 'l', sealed };
      return { ...row, ...disclosureRow.key(tenant, individual, id) };
    }),
    ...numbers.map((i) => {
      const id = newIdInOrder('crq', individual, before(i));
      const sealed = requestContent.seal(sealer, { id, version: 1 }, content);
      const key = requestRow.key(tenant, individual, id);
      return { ...asked, ...key, id, createdAt: before(i), sealed, ...placeIn(list, key, before(i), id) };
    }),
    ...numbers.map((i) => ({
      ...category,
      version: i + 1,
      ...categoryVersionRow.key(tenant, 'health.lab', i + 1),
    })),
    { ...category, version: many, listPk, listSk },
    ...numbers.flatMap((i) =>
      [memberList, organisationList, categoryList, noticeList].map((listOf) => {
        const at = listOf(tenant);
        // Of their rows only the places are read: none of them is among the newest.
        const key = { pk: at.partitions[0] ?? '', sk: `OLD#${at.prefix}${i}` };
        return { ...key, ...placeIn(at, key, before(i), String(i)) };
      }),
    ),
  ]);
  await logMany(many);
  await consentMany(many);
  for (let i = 0; i < 4; i++) await scenario.store(individual, ...Array(25).fill(contact));
}

beforeAll(async () => {
  scenario = await openScenario();
  const { newIdBelow } = await import('../../lambdas/platform/runtime/random.ts');
  const { dynamo } = await import('../../lambdas/platform/dynamodb/reads.ts');
  newRecord = () => newIdBelow('rec', individual);
  costs = countCosts(dynamo);
  individual = await scenario.enrol();
  await scenario.store(individual, lab, contact);
  request = await scenario.request(individual);
  ({ consent } = await scenario.grant(request));
  for (let i = 0; i < 13; i++) {
    await read('MedicalHealth', otto);
    await read('MedicalHealth');
  }
  await cancel(await scenario.request(individual, {}, otto));
  const content = { ...notice, recipients: ['labor-sued'] };
  await scenario.call('notice.publish', { as: anna, path: scenario.path, body: { content } });
  await logMany(32);
  await consentMany(3);
  await measure(few);
  await grow();
  await measure(then);
}, 120_000);

describe('what an operation costs does not grow with what was stored before', () => {
  it.each(Object.keys(operations).filter((name) => name !== 'my-data.read'))('%s', (name) => {
    expect(then.get(name)).toEqual(few.get(name));
  });

  it('but for reading a log entry whose category was set often since: that costs a binary search', async () => {
    const key = categoryRow.key(scenario.tenant, 'health.lab');
    await scenario.change(key, { setAt: '2099-01-01T00:00:00.000Z' });
    const { calls } = await costs.of(() => own('my-disclosure.list'));
    expect(calls).toBeLessThanOrEqual(
      (few.get('my-disclosure.list')?.calls ?? 0) + Math.ceil(Math.log2(many)),
    );
  });
});
