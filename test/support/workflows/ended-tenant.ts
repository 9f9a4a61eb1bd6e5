/*
 * A tenant whose contract has ended, with rows of every kind the registry knows, for tests that purge it. Import it
 * after `openAccount`: it loads adapters.
 */
import { randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Counts, countsOf } from '../../../lambdas/domain/erasure/counts.ts';
import { type Key, keysKey, listing, type Table, vaultKey } from '../../../lambdas/model/key-registry.ts';
import { provision } from '../../../lambdas/operations/keys/provision.ts';
import { putRows } from '../../../lambdas/platform/dynamodb/batches.ts';
import { dynamo, type Row, read, tableName } from '../../../lambdas/platform/dynamodb/reads.ts';
import { newId, newIdBelow } from '../../../lambdas/platform/runtime/random.ts';
import { endContract } from '../../../lambdas/stores/tenants/contract-end.ts';
import { tenantOf } from '../../../lambdas/stores/tenants/tenants.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const hour = 60 * 60 * 1000;

/** Puts a tenant that waits for its keys. */
export async function newTenant(over: Record<string, unknown> = {}): Promise<string> {
  const id = newId('tnt');
  const at = new Date().toISOString();
  await putRows('vault', [
    {
      ...vaultKey.tenant(id),
      id,
      name: 'Praxis Nord',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      languages: ['de', 'en'],
      helpPhone: '+49 461 5550100',
      createdAt: at,
      version: 1,
      state: 'provisioning',
      epoch: 1,
      cursorSecret: randomBytes(32),
      listPk: listing.tenants,
      listSk: listing.at(at, id),
      ...over,
    },
  ]);
  return id;
}

/** A tenant that is open and holds something of every kind, with as many individuals and records as asked for. */
export async function openTenant(individuals = 3, records = 2): Promise<string> {
  const id = await newTenant();
  await provision(id);
  const people = Array.from({ length: individuals }, () => individualRows(id, records));
  await putRows('vault', [...tenantRows(id), ...people.flatMap(({ vault }) => vault)]);
  await putRows(
    'keys',
    people.flatMap(({ keys }) => keys),
  );
  return id;
}

/** The same, after the end of its contract. The window is that of RETENTION_WINDOW. */
export async function endedTenant(individuals = 3, records = 2, endedAgo = hour): Promise<string> {
  const id = await openTenant(individuals, records);
  await end(id, endedAgo);
  return id;
}

/** Ends a tenant's contract, some milliseconds ago. */
export async function end(id: string, endedAgo = hour): Promise<void> {
  const at = new Date().toISOString();
  const endedAt = new Date(Date.now() - endedAgo).toISOString();
  await endContract(tenantOf(await tenantRow(id)), { endedAt, at, actorRef: 'system' });
}

export async function tenantRow(id: string): Promise<Row> {
  const [row] = await read([{ table: 'vault', key: vaultKey.tenant(id) }]);
  if (!row) throw new Error('no such tenant');
  return row;
}

const sealed = () => randomBytes(200);

function tenantRows(tenant: string): Row[] {
  const notice = newId('ntc');
  const mail = newId('mal');
  const at = new Date().toISOString();
  return [
    { ...vaultKey.member(tenant, hex(32)), roles: ['admin'], ref: hex(32), sealed: sealed() },
    { ...vaultKey.organisation(tenant, 'labor-sued'), id: 'labor-sued', version: 1 },
    { ...vaultKey.category(tenant, 'health.lab'), id: 'health.lab', version: 1 },
    { ...vaultKey.notice(tenant, notice), id: notice, version: 1 },
    { ...vaultKey.noticeVersion(tenant, notice, 1), id: notice, version: 1 },
    // One that has expired already, and one that has not.
    { ...vaultKey.tenantIdempotency(tenant, hex(32)), expiresAt: 1_700_000_000 },
    { ...vaultKey.shardIdempotency(tenant, hex(32)), expiresAt: 4_000_000_000 },
    {
      ...vaultKey.tenantMail(tenant, mail),
      id: mail,
      listPk: listing.dueMail,
      listSk: listing.due(tenant, at, mail),
    },
  ];
}

function individualRows(tenant: string, records: number): { vault: Row[]; keys: Row[] } {
  const id = newId('ind');
  const at = new Date().toISOString();
  const request = newIdBelow('crq', id);
  const consent = newIdBelow('cns', id);
  const mail = newId('mal');
  const address = hex(32);
  return {
    vault: [
      { ...vaultKey.individual(tenant, id), id, state: 'active', gate: 1, version: 1, sealed: sealed() },
      { ...vaultKey.reference(tenant, hex(32)), individual: id },
      { ...vaultKey.address(tenant, address, id), individual: id },
      ...Array.from({ length: records }, () => ({
        ...vaultKey.record(tenant, id, hex(8), newIdBelow('rec', id)),
        version: 1,
        sealed: sealed(),
      })),
      {
        ...vaultKey.request(tenant, id, request),
        id: request,
        listPk: listing.requests(tenant),
        listSk: listing.at(at, request),
      },
      {
        ...vaultKey.consent(tenant, id, hex(8), consent),
        id: consent,
        listPk: listing.consents(tenant),
        listSk: listing.at(at, consent),
      },
      { ...vaultKey.uses(tenant, id, hex(8), consent), used: 1 },
      { ...vaultKey.disclosure(tenant, id, newIdBelow('dsc', id)), at },
      { ...vaultKey.link(tenant, id, hex(32)), expiresAt: 4_000_000_000 },
      { ...vaultKey.session(tenant, id, hex(32)), expiresAt: 4_000_000_000 },
      {
        ...vaultKey.mail(tenant, id, mail),
        id: mail,
        listPk: listing.dueMail,
        listSk: listing.due(tenant, at, mail),
      },
      { ...vaultKey.idempotency(tenant, id, hex(32)), expiresAt: 4_000_000_000 },
      { ...vaultKey.no(tenant, id, 'labor-sued', hex(8)), version: 1 },
      { ...vaultKey.payload(tenant, id, newId('ent')), sealed: sealed() },
      { ...vaultKey.receipt(tenant, id, consent, 2), version: 2 },
    ],
    keys: [
      { ...keysKey.audit(tenant, id), ref: hex(32) },
      ...(['record', 'contact', 'case'] as const).map((use) => ({
        ...keysKey.dataKey(tenant, id, use),
        wrapped: sealed(),
      })),
    ],
  };
}

/** Everything that stands in the tables under a tenant's name, wherever it lies, as `table sk`, and how often. */
export async function remainsOf(tenant: string): Promise<Counts> {
  const rows = await Promise.all(
    (['vault', 'keys', 'evidence'] as const).map(async (table) =>
      (await scanned(table, tenant)).map((row) => `${table} ${shortened(row)}`),
    ),
  );
  return countsOf(rows.flat());
}

/** Keys of a table's rows whose partition names the tenant. */
async function scanned(table: Table, tenant: string): Promise<Key[]> {
  const keys: Key[] = [];
  const pages = paginateScan(
    { client: dynamo },
    {
      TableName: tableName(table),
      ConsistentRead: true,
      ProjectionExpression: 'pk, sk',
      FilterExpression: 'contains(pk, :tenant)',
      ExpressionAttributeValues: { ':tenant': { S: tenant } },
    },
  );
  for await (const { Items = [] } of pages) keys.push(...Items.map((item) => unmarshall(item) as Key));
  return keys;
}

const shortened = ({ sk }: Key) => sk.replace(/[0-9a-f]{32,64}/g, '…');
