import { beforeAll, describe, expect, it } from 'vitest';
import { notice } from '../../../../local/demo/praxis-nord.ts';
import { assertWithin } from '../../../support/in-process/aws-limits.ts';
import { anna, openScenario, type Scenario } from '../../../support/scenario/in-process.ts';

/* Largest lawful inputs of what writes large rows: AWS takes them, and everything beyond is refused before. */

let scenario: Scenario;
beforeAll(async () => {
  scenario = await openScenario();
}, 60_000);

const put = (bytes: number) => ({ Put: { TableName: 'vault', Item: { pk: { S: 'x'.repeat(bytes - 2) } } } });

describe('a transaction', () => {
  it.each([
    ['a hundred rows', Array(100).fill(put(10)), true],
    ['one more', Array(101).fill(put(10)), false],
    ['a row of 400 KB', [put(400 * 1024)], true],
    ['a larger one', [put(400 * 1024 + 1)], false],
    ['4 MB together', Array(40).fill(put(100_000)), true],
    ['more together', [...Array(40).fill(put(100_000)), put(3)], false],
  ])('of %s is refused here where AWS refuses it', (_, items, taken) => {
    const judged = () => assertWithin(items);
    if (taken) expect(judged).not.toThrow();
    else expect(judged).toThrow('a transaction of');
  });

  it('is judged before it is sent', async () => {
    const row = { pk: `T#${scenario.tenant}#t`, sk: 'LARGE', text: 'x'.repeat(401 * 1024) };
    await expect(scenario.transact([{ table: 'vault', put: row }])).rejects.toThrow(
      'a transaction of 1 rows',
    );
  });

  it('stores the largest batch of records', async () => {
    const individual = await scenario.enrol();
    const record = (size: number) => ({
      category: 'health.lab',
      date: '2026-10-01',
      fields: {
        test: 'x'.repeat(16_384),
        loinc: 'y'.repeat(16_384),
        note: 'z'.repeat(size),
        value: 1,
        unit: '%',
      },
    });
    const stored = (size: number) =>
      scenario.records('record.batch', {
        path: { individual },
        body: { records: Array(25).fill(record(size)) },
      });
    expect((await stored(9_000)).status).toBe(201);
    expect((await stored(9_200)).status).toBe(413);
  });

  it('stores a decision on as many fields as one request may ask for, with what was shown', async () => {
    const label = 'Ü'.repeat(46);
    const categories = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        const field = (n: number) => ({
          code: `f${n}`,
          type: 'string',
          label: { de: `${label} ${n}`, en: `${label} ${n}` },
        });
        const body = {
          label: { de: label, en: label },
          plain: { de: label, en: label },
          sensitivity: 'ordinary',
          assurance: 'link+code',
          fields: Array.from({ length: 51 }, (_, n) => field(n)),
        };
        const path = { ...scenario.path, category: `large.${name}` };
        const { status } = await scenario.call('category.set', { as: anna, path, body });
        expect(status).toBe(200);
        return path.category;
      }),
    );
    const content = { ...notice, recipients: ['labor-sued', 'institut-ost'], categories };
    const published = await scenario.call('notice.publish', {
      as: anna,
      path: scenario.path,
      body: { content },
    });
    const { id, version } = published.body as { id: string; version: number };
    const individual = await scenario.enrol();
    const items = (each: number) =>
      categories.map((category) => ({ category, fields: Array.from({ length: each }, (_, n) => `f${n}`) }));
    const asked = await scenario.consents('request.create', {
      body: scenario.requestBody(individual, { notice: { id, version }, items: items(51) }),
    });
    expect(asked.status).toBe(400);
    await scenario.grant(await scenario.request(individual, { notice: { id, version }, items: items(50) }));
  });

  it('seals as many addresses as an envelope takes, each as long as an address may be', async () => {
    const { openEnvelope, sealEnvelope } = await import(
      '../../../../lambdas/stores/erasure/delivery-envelope.ts'
    );
    const { readTenant } = await import('../../../../lambdas/stores/tenants/read-tenant.ts');
    await scenario.setState('retrieval');
    const tenant = await readTenant(scenario.tenant);
    if (!tenant) throw new Error('no tenant');
    const at = new Date().toISOString();
    const email = `${'a'.repeat(64)}@${'b'.repeat(185)}.org`;
    await sealEnvelope(tenant, Array(1001).fill({ email, language: 'de' }), at);
    expect((await openEnvelope(tenant.id, at))?.recipients.release()).toHaveLength(1000);
  });
});
