import { describe, expect, it } from 'vitest';
import { type TenantState, tenantStates } from '../../../lambdas/domain/tenants/tenancy.ts';
import { rowKinds, ruleOf } from '../../../lambdas/model/registry.ts';

const rules = rowKinds.flatMap((kind) => {
  const rule = ruleOf(kind);
  return rule ? [{ name: `${kind.table} ${kind.name}`, ...rule }] : [];
});
const creatable = (state: TenantState) =>
  rules.flatMap(({ name, create }) => (create.includes(state) ? [name] : [])).sort();
const changeable = (state: TenantState) =>
  rules.flatMap(({ name, change }) => (change.includes(state) ? [name] : [])).sort();

describe('what may be written in which state of the tenant', () => {
  it('is said of every kind of row but those that belong to no tenant', () => {
    const without = rowKinds.filter((kind) => !ruleOf(kind)).map(({ name, families }) => [name, families]);
    expect(without).toEqual([
      ['operator', ['deployment']],
      ['idempotency', ['deployment']],
      ['replay', ['deployment']],
      ['proof', ['deployment']],
    ]);
  });

  it('purging: the rows of the workflow, and what says that somebody is held, only', () => {
    expect(creatable('purging')).toEqual([
      'evidence attestation',
      'evidence attestation-of',
      'evidence entry',
      'evidence leaf',
      'evidence planted',
      'keys envelope',
      'keys planted',
      'vault lease',
      'vault mail',
      'vault planted',
    ]);
    expect(changeable('purging')).toEqual([
      'evidence planted',
      'keys envelope',
      'keys planted',
      'vault fence',
      'vault hold',
      'vault lease',
      'vault mail',
      'vault planted',
      'vault tenant',
    ]);
  });

  it('purged: the second attestation, and who was told of it, only', () => {
    expect(creatable('purged')).toEqual([
      'evidence attestation',
      'evidence attestation-of',
      'evidence entry',
      'evidence leaf',
      'vault lease',
    ]);
    expect(changeable('purged')).toEqual(['keys envelope', 'vault lease']);
  });

  it('retrieval: no new individuals, records, requests, grants, disclosures or keys', () => {
    const data = [
      'individual',
      'reference',
      'record',
      'record-place',
      'request',
      'consent',
      'consent-place',
      'uses',
      'disclosure',
    ];
    const keys = ['data-key', 'shard', 'tenant-key', 'audit-secret'];
    for (const name of [...data.map((kind) => `vault ${kind}`), ...keys.map((kind) => `keys ${kind}`)])
      expect(creatable('retrieval')).not.toContain(name);
    // A request can still be refused and a consent withdrawn; a record stays as it is.
    expect(changeable('retrieval')).toEqual(expect.arrayContaining(['vault request', 'vault consent']));
    expect(changeable('retrieval')).not.toContain('vault record');
  });

  it('provisioning: the first admin, and what the keymaker makes', () => {
    expect(creatable('provisioning').filter((name) => !name.startsWith('evidence'))).toEqual([
      'keys audit-secret',
      'keys data-key',
      'keys shard',
      'keys tenant-key',
      'vault fence',
      'vault individual',
      'vault lease',
      'vault mail',
      'vault member',
      'vault tenant',
    ]);
  });

  it('an audit entry in every state, and never a change of one', () => {
    for (const state of tenantStates) {
      expect(creatable(state)).toEqual(expect.arrayContaining(['evidence entry', 'evidence leaf']));
      expect(changeable(state).filter((name) => /evidence (?!planted)/.test(name))).toEqual([]);
    }
  });

  it('no key is ever written over', () => {
    for (const state of tenantStates)
      expect(changeable(state).filter((name) => /^keys (?!planted|envelope)/.test(name))).toEqual([]);
  });
});
