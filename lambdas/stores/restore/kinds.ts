import { kindNameOf } from '../../model/registry.ts';
import type { Key } from '../../platform/dynamodb/key.ts';

/**
 * What becomes of the rows of Vault of each kind. `drop`: no restore keeps them, since they open a page, repeat an
 * answer, make a mail due that was sent since, or were looked for or written at that moment alone. `replay`: what was
 * taken away since is repeated on them. `then`: they stay as they were, as long as whom or what they are of stays.
 */
export const ruleOfKind: Readonly<Record<string, 'drop' | 'replay' | 'then'>> = {
  link: 'drop',
  session: 'drop',
  idempotency: 'drop',
  mail: 'drop',
  exporting: 'drop',
  planted: 'drop',
  tenant: 'replay',
  lease: 'replay',
  fence: 'replay',
  hold: 'replay',
  erasure: 'replay',
  member: 'replay',
  organisation: 'replay',
  category: 'replay',
  individual: 'replay',
  consent: 'replay',
  request: 'replay',
  asking: 'replay',
  record: 'replay',
  'kept-set': 'replay',
  kept: 'replay',
  reference: 'then',
  address: 'then',
  limits: 'then',
  'record-place': 'then',
  shown: 'then',
  'consent-place': 'then',
  uses: 'then',
  disclosure: 'then',
  'refused-reads': 'then',
  receipt: 'then',
  export: 'then',
  'export-part': 'then',
  deletion: 'then',
  former: 'then',
  'organisation-version': 'then',
  'category-version': 'then',
  notice: 'then',
  'notice-version': 'then',
  operator: 'then',
  replay: 'then',
  proof: 'then',
};

/** Whether a restore keeps no row of this kind. */
export function isDropped(row: Key): boolean {
  return ruleOfKind[kindNameOf('vault', row) ?? ''] === 'drop';
}
