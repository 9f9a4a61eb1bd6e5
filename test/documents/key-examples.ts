import {
  evidenceKey,
  type Key,
  keysKey,
  listing,
  type Table,
  vaultKey,
} from '../../lambdas/model/key-registry.ts';

const tenant = 'tnt_0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const bits = '7c3a9e15d2b84f60a1c7e3590b6d28f4';
const individual = `ind_${bits}`;
const record = `rec_${bits}93b5d7f90b1c2d3e4f506172839405a6`;
const request = `crq_${bits}5b1d9c0e7f3a4826b9d0c1e2f3a4b5c6`;
const consent = `cns_${bits}d8e9fa0b1c2d3e4f5a6b7c8d9eafb0c1`;
const disclosure = `dsc_${bits}0a1b2c3d4e5f60718293a4b5c6d7e8f9`;
const notice = 'ntc_4e6f8a0b2c4d6e8fa0b1c2d3e4f5a6b7';
const attestation = 'att_91a2b3c4d5e6f708192a3b4c5d6e7f80';
const mail = `mal_${'3d'.repeat(16)}`;
const entry = `ent_${'1a'.repeat(16)}`;
const hash = '1f'.repeat(32);
const member = '2e'.repeat(32);

/** One key of each shape, as the code makes it; the hashes of category and purpose are the page's own examples. */
export function keyExamples(category16: string, purpose16: string): [Table, string, Key][] {
  return [
    ['vault', 'tenant', vaultKey.tenant(tenant)],
    ['vault', 'lease', vaultKey.lease(tenant)],
    ['vault', 'member', vaultKey.member(tenant, member)],
    ['vault', 'organisation', vaultKey.organisation(tenant, 'labor-sued')],
    ['vault', 'category', vaultKey.category(tenant, 'health.lab')],
    ['vault', 'notice', vaultKey.notice(tenant, notice)],
    ['vault', 'notice-version', vaultKey.noticeVersion(tenant, notice, 2)],
    ['vault', 'idempotency', vaultKey.tenantIdempotency(tenant, hash)],
    ['vault', 'idempotency', vaultKey.shardIdempotency(tenant, hash)],
    ['vault', 'idempotency', vaultKey.idempotency(tenant, individual, hash)],
    ['vault', 'idempotency', vaultKey.deploymentIdempotency(hash)],
    ['vault', 'mail', vaultKey.tenantMail(tenant, mail)],
    ['vault', 'mail', vaultKey.mail(tenant, individual, mail)],
    ['vault', 'fence', vaultKey.fence(tenant, '7')],
    ['vault', 'reference', vaultKey.reference(tenant, hash)],
    ['vault', 'address', vaultKey.address(tenant, hash, individual)],
    ['vault', 'individual', vaultKey.individual(tenant, individual)],
    ['vault', 'record', vaultKey.record(tenant, individual, category16, record)],
    ['vault', 'request', vaultKey.request(tenant, individual, request)],
    ['vault', 'consent', vaultKey.consent(tenant, individual, purpose16, consent)],
    ['vault', 'uses', vaultKey.uses(tenant, individual, purpose16, consent)],
    ['vault', 'disclosure', vaultKey.disclosure(tenant, individual, disclosure)],
    ['vault', 'link', vaultKey.link(tenant, individual, hash)],
    ['vault', 'session', vaultKey.session(tenant, individual, hash)],
    ['vault', 'no', vaultKey.no(tenant, individual, 'labor-sued', purpose16)],
    ['vault', 'payload', vaultKey.payload(tenant, individual, entry)],
    ['vault', 'receipt', vaultKey.receipt(tenant, individual, consent, 2)],
    ['vault', 'deployment', vaultKey.deployment()],
    ['vault', 'member', vaultKey.operator(member)],
    ['vault', 'planted', vaultKey.planted(tenant, '7')],
    ['keys', 'shard', keysKey.shard(tenant, '7')],
    ['keys', 'shard', keysKey.shard(tenant, 't')],
    ['keys', 'tenant-key', keysKey.tenantKey(tenant, 'index')],
    ['keys', 'audit-reference', keysKey.tenantAudit(tenant)],
    ['keys', 'audit-reference', keysKey.audit(tenant, individual)],
    ['keys', 'data-key', keysKey.dataKey(tenant, individual, 'record')],
    ['keys', 'envelope', keysKey.envelope(tenant)],
    ['keys', 'planted', keysKey.planted(tenant, '7')],
    ['evidence', 'entry', evidenceKey.entry(tenant, entry)],
    ['evidence', 'entry', evidenceKey.entry('deployment', entry)],
    ['evidence', 'leaf', evidenceKey.leaf(tenant, entry)],
    ['evidence', 'schedule', evidenceKey.schedule(tenant, 1)],
    ['evidence', 'count', evidenceKey.count(tenant, 1, '7')],
    ['evidence', 'attestation-of', evidenceKey.attestationOf(tenant, 1, 1)],
    ['evidence', 'attestation', evidenceKey.attestation(attestation)],
    ['evidence', 'ledger', evidenceKey.ledger('4c'.repeat(32))],
    ['evidence', 'planted', evidenceKey.planted(tenant, '1')],
  ];
}

/** One place in the index for each kind of list. */
export const listingExamples: readonly [string, string][] = [
  [listing.tenants, listing.at('2026-11-01T08:00:00.000Z', tenant)],
  [listing.requests(tenant), listing.at('2026-11-20T09:00:00.000Z', request)],
  [listing.consents(tenant), listing.at('2026-11-20T10:00:00.000Z', consent)],
  [listing.entries(tenant), listing.at('2026-11-20T10:00:00.000Z', entry)],
  [listing.dueMail, listing.due(tenant, '2026-11-20T09:00:00.000Z', mail)],
];
