import type { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { textsOf } from './policies.ts';
import { resources, templateOf } from './synthesised.ts';

const original = templateOf('prod');
const context = { vaultTable: 'Habeas-prod-vault-2', keysTable: 'Habeas-prod-keys-2' };
const restored = templateOf('more');

const tablesIn = (template: Template) => resources(template, 'AWS::DynamoDB::Table');
const policies = (template: Template) =>
  JSON.stringify([...resources(template, 'AWS::IAM::Policy'), ...resources(template, 'AWS::IAM::Role')]);
const told = (template: Template, name: string) => [
  ...new Set(
    resources(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
      textsOf((Properties.Environment as { Variables: Record<string, unknown> }).Variables[name]),
    ),
  ),
];

it('functions use a restored table in place of the stack’s own, and are permitted nothing on that any more', () => {
  expect(told(original, 'VAULT_TABLE')).toEqual(['Vault']);
  expect(told(restored, 'VAULT_TABLE')).toEqual([context.vaultTable]);
  expect(told(restored, 'KEYS_TABLE')).toEqual([context.keysTable]);
  expect(told(restored, 'EVIDENCE_TABLE')).toEqual(['EvidenceRows']);
  const [vault, keys] = tablesIn(restored).map(([id]) => id);
  for (const [id, name] of [
    [vault, context.vaultTable],
    [keys, context.keysTable],
  ]) {
    expect(policies(original)).toContain(id);
    expect(policies(restored)).not.toContain(id);
    expect(policies(restored)).toContain(`:table/${name}"`);
  }
  expect(policies(restored)).toContain(`:table/${context.vaultTable}/index/listing`);
});

it('the stack’s own tables stay as they were', () => {
  expect(tablesIn(restored)).toEqual(tablesIn(original));
});
