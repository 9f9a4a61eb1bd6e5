import { type TenantState, tenantStates } from '../domain/tenants/tenancy.ts';
import type { Kind, Table } from './key-registry.ts';

/** In which states of the tenant a row of a kind may come into being, and in which it may change. */
export interface WriteRule {
  readonly create: readonly TenantState[];
  readonly change: readonly TenantState[];
}

const never: readonly TenantState[] = [];
const alive: readonly TenantState[] = ['open', 'retrieval'];
const ending: readonly TenantState[] = ['retrieval', 'purging', 'purged'];

/** New data, asks, grants and disclosures end with the contract. */
const onlyOpen: WriteRule = { create: ['open'], change: ['open'] };
/** What individuals and members go on doing until the purge. */
const untilPurge: WriteRule = { create: alive, change: alive };
/** What exists since before the contract's end, and still changes after it. */
const fromOpen: WriteRule = { create: ['open'], change: alive };
/** What the keymaker makes once for all. */
const provisioned: WriteRule = { create: ['provisioning'], change: never };
const purgingOnly: WriteRule = { create: ['purging'], change: ['purging'] };
/** Evidence is never changed. */
const appended: WriteRule = { create: tenantStates, change: never };

/**
 * What may be written in which state of the tenant. `purging` takes the workflow's rows only, `purged` what the
 * second attestation needs. Deleting what is a purge's is the workflow's alone, and so is giving rows their expiry:
 * neither has a rule here. Rows that belong to no tenant have none either.
 */
export const writeRules: { readonly [T in Table]: Readonly<Record<Kind<T>, WriteRule | 'no-tenant'>> } = {
  vault: {
    tenant: { create: ['provisioning'], change: ['provisioning', ...alive, 'purging'] },
    lease: { create: ending, change: ending },
    member: { create: ['provisioning', ...alive], change: ['provisioning', ...alive] },
    organisation: untilPurge,
    category: untilPurge,
    notice: untilPurge,
    'notice-version': { create: alive, change: never },
    idempotency: untilPurge,
    mail: { create: ['provisioning', ...alive], change: alive },
    // A contract may end before it was ever opened; the purge closes what is open.
    fence: { create: ['provisioning', 'retrieval'], change: ['open', 'retrieval', 'purging'] },
    reference: { create: ['open'], change: never },
    address: { create: alive, change: never },
    // The keymaker makes the canaries.
    individual: { create: ['provisioning', 'open'], change: alive },
    record: onlyOpen,
    request: fromOpen,
    consent: fromOpen,
    uses: onlyOpen,
    // Refusals for want of a consent have their rows too; after the contract's end nobody gets so far.
    disclosure: { create: ['open'], change: never },
    link: untilPurge,
    session: untilPurge,
    no: untilPurge,
    payload: { create: alive, change: never },
    receipt: { create: alive, change: never },
    deployment: 'no-tenant',
    planted: purgingOnly,
  },
  keys: {
    shard: provisioned,
    'tenant-key': provisioned,
    'audit-reference': { create: ['provisioning', 'open'], change: never },
    'data-key': { create: ['provisioning', 'open'], change: never },
    envelope: { create: ['retrieval'], change: ['retrieval'] },
    planted: purgingOnly,
  },
  evidence: {
    entry: appended,
    leaf: appended,
    planted: purgingOnly,
    schedule: { create: ['retrieval'], change: never },
    count: { create: ['retrieval'], change: never },
    'attestation-of': { create: ['purging', 'purged'], change: never },
    attestation: { create: ['purging', 'purged'], change: never },
    ledger: { create: ['retrieval'], change: never },
  },
};
