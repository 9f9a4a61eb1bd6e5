import '../../../support/in-process/two-shards.ts';
import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { categories, laborSued, notice } from '../../../../local/demo/praxis-nord.ts';
import { type Got, principalOf, refusal } from '../../../support/in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../../../support/in-process/deployment.ts';

let deployed: Deployment;
let tenant: string;
let path: { tenant: string };

beforeAll(async () => {
  deployed = await deployment();
}, 60_000);
beforeEach(async () => {
  tenant = await deployed.openTenant();
  path = { tenant };
});

const { contact, 'health.lab': lab } = categories;
if (!contact || !lab) throw new Error('the demo has these two categories');
/** As it comes back: instants have whole milliseconds. */
const stored = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll(/(T\d\d:\d\d:\d\d)Z/g, '$1.000Z'));

const pointers = ({ body }: Got) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

const setOrganisation = (body: object, headers = {}, as = anna, code = 'labor-sued') =>
  deployed.call('organisation.set', { as, path: { tenant, organisation: code }, body, headers });
const setCategory = (body: object, code = 'health.lab', headers = {}) =>
  deployed.call('category.set', { as: anna, path: { tenant, category: code }, body, headers });
const publish = (content: object, over: object = {}, headers = {}) =>
  deployed.call('notice.publish', { as: anna, path, body: { content, ...over }, headers });

const fill = async (): Promise<void> => {
  await setOrganisation(laborSued);
  await setCategory(contact, 'contact');
  await setCategory(lab, 'health.lab');
};

describe('organisations', () => {
  it('are set by admins and read by members', async () => {
    await deployed.member(tenant, 'paul', { roles: ['provider'] });
    const paul = principalOf('paul');
    expect(refusal(await setOrganisation(laborSued, {}, paul))).toBe('403 forbidden');
    expect(refusal(await setOrganisation(laborSued, {}, operator))).toBe('403 forbidden');
    expect(await setOrganisation(laborSued)).toMatchObject({
      status: 200,
      body: { id: 'labor-sued', version: 1 },
      headers: { ETag: '"v1"' },
    });
    const one = { as: paul, path: { tenant, organisation: 'labor-sued' } };
    expect((await deployed.call('organisation.read', one)).body).toEqual({
      ...stored(laborSued),
      id: 'labor-sued',
      version: 1,
    });
    const none = { as: paul, path: { tenant, organisation: 'labor-nord' } };
    expect(refusal(await deployed.call('organisation.read', none))).toBe('404 not-found');
  });

  it('outside the area of free movement name their safeguard', async () => {
    const abroad = { ...laborSued, country: 'US' };
    expect(pointers(await setOrganisation(abroad))).toEqual(['/safeguard']);
    expect((await setOrganisation({ ...abroad, safeguard: 'standard-clauses' })).status).toBe(200);
    const norse = { ...laborSued, country: 'NO' };
    expect((await setOrganisation(norse, {}, anna, 'labor-nord')).status).toBe(200);
  });

  it.each([
    ['country', { country: 'US', safeguard: 'adequacy' }, ['/country', '/safeguard']],
    ['role', { role: 'processor' }, ['/role']],
    ['safeguard', { safeguard: 'binding-rules' }, ['/safeguard']],
  ])('stand for one legal person: another %s needs another code', async (_, over, where) => {
    await setOrganisation(laborSued);
    const answer = await setOrganisation({ ...laborSued, ...over });
    expect([refusal(answer), pointers(answer)]).toEqual(['409 conflict', where]);
  });

  it.each([
    ['name', { legalName: 'Labor Süd SE' }],
    ['address', { contact: { ...laborSued.contact, address: 'Neue Straße 2, 80331 München' } }],
  ])(
    'get another %s by two admins, who state that it is the same person, and not by one',
    async (_, over) => {
      await setOrganisation(laborSued);
      const there = { tenant, organisation: 'labor-sued' };
      const renamed = { ...laborSued, ...over };
      const naming = { legalName: renamed.legalName, address: renamed.contact.address };
      const read = async () => (await deployed.call('organisation.read', { as: anna, path: there })).body;
      const confirm = (as: string, body: object = naming) =>
        deployed.call('organisation.confirm', { as, path: there, body });
      const set = () => setOrganisation(renamed);
      expect((await set()).body).toEqual({ id: 'labor-sued', version: 1, pendingConfirmation: true });
      expect(await read()).toMatchObject({ ...stored(laborSued), version: 1, pending: over });
      await deployed.member(tenant, 'puppet', { roles: ['admin'] });
      await deployed.longAdmin(tenant, 'bea');
      for (const one of ['anna', 'puppet'])
        expect(refusal(await confirm(principalOf(one)))).toBe('403 separation-of-duties');
      const bea = principalOf('bea');
      expect(refusal(await confirm(bea, { ...naming, legalName: 'Data Broker Inc.' }))).toBe('409 conflict');
      expect((await confirm(bea)).body).toEqual({ id: 'labor-sued', version: 2 });
      expect(await read()).toEqual({ ...stored(renamed), id: 'labor-sued', version: 2 });
      expect(refusal(await confirm(bea))).toBe('409 conflict');
      expect((await setOrganisation(laborSued)).body).toMatchObject({ pendingConfirmation: true });
      expect((await setOrganisation(renamed)).body).toMatchObject({ version: 3, pendingConfirmation: false });
      const back = { legalName: laborSued.legalName, address: laborSued.contact.address };
      expect(refusal(await confirm(bea, back))).toBe('409 conflict');
    },
  );

  it('are replaced with If-Match only in the version that it names', async () => {
    await setOrganisation(laborSued);
    expect(refusal(await setOrganisation(laborSued, { 'If-Match': '"v2"' }))).toBe('412 version-mismatch');
    expect((await setOrganisation(laborSued, { 'If-Match': '"v1"' })).body).toMatchObject({ version: 2 });
    const created = await setOrganisation(laborSued, { 'If-Match': '"v1"' }, anna, 'labor-nord');
    expect(refusal(created)).toBe('412 version-mismatch');
  });

  it('are listed newest first, page by page, wherever they change meanwhile', async () => {
    for (const code of ['c', 'a', 'b']) await setOrganisation(laborSued, {}, anna, code);
    const list = (query: Record<string, string>) =>
      deployed.call('organisation.list', { as: anna, path, query });
    const first = await list({ limit: '2' });
    expect(first.body.items).toMatchObject([{ id: 'b' }, { id: 'a' }]);
    await setOrganisation(laborSued, {}, anna, 'c');
    const second = await list({ limit: '2', cursor: first.body.next as string });
    expect(second.body).toEqual({ items: [{ ...stored(laborSued), id: 'c', version: 2 }] });
  });
});

describe('categories', () => {
  it('lose nothing that notices, consents or records may name', async () => {
    await fill();
    const [first, ...others] = lab.fields;
    const faults: [object, string[]][] = [
      [{ ...lab, fields: others }, ['/fields']],
      [{ ...lab, fields: [{ ...first, type: 'number' }, ...others] }, ['/fields/0/type']],
      [{ ...lab, fields: [{ ...first, label: { de: 'Test' } }, ...others] }, ['/fields/0/label']],
      [{ ...lab, sensitivity: 'ordinary' }, ['/sensitivity']],
      [{ ...lab, fields: [{ ...first, unit: 'mg/dL' }, ...others] }, ['/fields/0/unit']],
      [{ ...lab, plain: { en: 'Results' } }, ['/plain']],
    ];
    for (const [body, where] of faults) {
      const answer = await setCategory(body);
      expect([refusal(answer), pointers(answer)]).toEqual(['409 conflict', where]);
    }
    const more = {
      ...lab,
      assurance: 'desk',
      fields: [...others, first, { code: 'device', type: 'string', label: { de: 'Gerät' } }],
    };
    expect((await setCategory(more)).body).toEqual({ id: 'health.lab', version: 2 });
    const read = await deployed.call('category.read', { as: anna, path: { tenant, category: 'health.lab' } });
    expect(read).toMatchObject({ headers: { ETag: '"v2"' }, body: { assurance: 'desk', version: 2 } });
    const list = await deployed.call('category.list', { as: anna, path });
    expect(list.body.items).toMatchObject([{ id: 'health.lab' }, { id: 'contact' }]);
  });

  it('say what a law demands to keep, to everybody who reads them, and a change of it is a version', async () => {
    const keep = { legalBasis: '§ 147 AO', minimum: 'P8Y', countsFrom: 'stored' };
    const wrong = { legalBasis: 'two\nlines', minimum: 'P8Y6M', countsFrom: 'today' };
    expect(pointers(await setCategory({ ...contact, keep: wrong }, 'contact'))).toEqual([
      '/keep/legalBasis',
      '/keep/minimum',
      '/keep/countsFrom',
    ]);
    await setCategory({ ...contact, keep }, 'contact');
    await deployed.member(tenant, 'paul', { roles: ['provider'] });
    const as = principalOf('paul');
    const read = async () =>
      (await deployed.call('category.read', { as, path: { tenant, category: 'contact' } })).body;
    expect(await read()).toMatchObject({ keep, version: 1 });
    expect((await deployed.call('category.list', { as, path })).body.items).toMatchObject([{ keep }]);
    await setCategory(contact, 'contact');
    expect(await read()).toEqual({ ...contact, id: 'contact', version: 2 });
  });

  it('write one audit entry for each change and each forbidden change, and none for an invalid one', async () => {
    await setCategory(contact, 'contact');
    await setCategory({ ...contact, fields: [] }, 'contact');
    await setCategory({ ...contact, sensitivity: 'special' }, 'contact');
    expect(await deployed.log(tenant)).toEqual([
      'tenant.created',
      'tenant.opened',
      'category.set',
      'operation.refused: conflict',
    ]);
  });
});

describe('notices', () => {
  beforeEach(fill);

  it.each<[string, object, string[]]>([
    ['a controller that does not exist', { controllers: ['labor-nord'] }, ['/content/controllers/0']],
    ['a recipient that does not exist', { recipients: ['labor-nord'] }, ['/content/recipients/0']],
    ['a category that does not exist', { categories: ['health'] }, ['/content/categories/0']],
    ['a repeated category', { categories: ['contact', 'contact'] }, ['/content/categories']],
    [
      'special categories without their basis',
      { legalBasis: { article6: '6(1)(a)' } },
      ['/content/legalBasis/article9'],
    ],
    ['another legal basis', { legalBasis: { article6: '6(1)(b)' } }, ['/content/legalBasis/article6']],
    ['a text that a language lacks', { source: { de: 'Quelle' } }, ['/content/source']],
    ['employees without the officer', { relationship: 'employee' }, ['/content/officerApproval']],
  ])('are refused with %s', async (_, over, where) => {
    const answer = await publish({ ...notice, ...over });
    expect([refusal(answer), pointers(answer)]).toEqual(['400 invalid-request', where]);
  });

  it('are refused in a language that a category of theirs does not speak', async () => {
    await setCategory({ ...contact, label: { de: 'Anschrift' } }, 'contact.de');
    const answer = await publish({ ...notice, categories: ['contact.de'] });
    expect(pointers(answer)).toEqual(['/content/categories/0']);
  });

  it('are refused when a processor is to be controller', async () => {
    await setOrganisation({ ...laborSued, role: 'processor' }, {}, anna, 'dienst');
    expect(pointers(await publish({ ...notice, controllers: ['dienst'] }))).toEqual([
      '/content/controllers/0',
    ]);
  });

  it('get versions that never change, each with its hash', async () => {
    const first = await publish(notice);
    expect(first).toMatchObject({ status: 201, body: { version: 1 } });
    const id = first.body.id as string;
    expect(first.headers.Location).toBe(`/v1/tenants/${tenant}/notices/${id}/versions/1`);
    const second = await publish({ ...notice, longestDays: 30 }, { notice: id });
    expect(second.body).toMatchObject({ id, version: 2 });
    expect(second.body.hash).not.toBe(first.body.hash);
    const version = (number: string) =>
      deployed.call('notice.version', { as: anna, path: { tenant, notice: id, version: number } });
    expect((await version('1')).body).toEqual({ ...first.body, content: stored(notice) });
    expect((await version('2')).body).toMatchObject({ content: { longestDays: 30 } });
    expect(refusal(await version('3'))).toBe('404 not-found');
    expect(refusal(await version('0'))).toBe('404 not-found');
    const newest = await deployed.call('notice.read', { as: anna, path: { tenant, notice: id } });
    expect(newest.body).toMatchObject({ id, version: 2, hash: second.body.hash });
    const list = await deployed.call('notice.list', { as: anna, path, query: { limit: '1' } });
    expect(list.body.items).toEqual([{ id, version: 2, hash: second.body.hash }]);
    expect((await deployed.log(tenant)).filter((type) => type === 'notice.published')).toHaveLength(2);
  });

  it('have the SHA-256 of their RFC 8785 bytes as hash', async () => {
    const { body } = await publish(notice);
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, inner]) => [key, sorted(inner)]),
            )
          : value;
    expect(body.hash).toBe(
      createHash('sha256')
        .update(JSON.stringify(sorted(stored(notice))))
        .digest('hex'),
    );
  });

  it('are published once per Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'notice-1' };
    const answers = await Promise.all([1, 2, 3].map(() => publish(notice, {}, headers)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(refusal(await publish({ ...notice, longestDays: 30 }, {}, headers))).toBe(
      '409 idempotency-mismatch',
    );
    const list = await deployed.call('notice.list', { as: anna, path });
    expect(list.body.items).toHaveLength(1);
  });

  it('give each version to one of two that publish at once', async () => {
    const { body } = await publish(notice);
    const answers = await Promise.all([1, 2, 3].map(() => publish(notice, { notice: body.id })));
    const versions = answers.filter(({ status }) => status === 201).map((answer) => answer.body.version);
    expect(new Set(versions).size).toBe(versions.length);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(refusal(answer)).toBe('409 conflict');
  });

  it('of another tenant are not found', async () => {
    const { body } = await publish(notice);
    const other = await deployed.openTenant();
    const elsewhere = { tenant: other, notice: body.id as string };
    expect(refusal(await deployed.call('notice.read', { as: anna, path: elsewhere }))).toBe('404 not-found');
    const foreign = { notice: body.id, content: notice };
    tenant = other;
    path = { tenant };
    await fill();
    expect(refusal(await deployed.call('notice.publish', { as: anna, path, body: foreign }))).toBe(
      '404 not-found',
    );
  });
});
