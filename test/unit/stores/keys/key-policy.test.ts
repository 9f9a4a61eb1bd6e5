import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  keyTags,
  keyUseTable,
  type PolicyStatement,
  tenantKeyPolicy,
  tenantKeyUses,
} from '../../../../lambdas/stores/keys/key-policy.ts';

const tenant = `tnt_${'a'.repeat(32)}`;
const rolePath = 'arn:aws:iam::111122223333:role/habeas/prod';
const root = 'arn:aws:iam::111122223333:root';
const admin = 'arn:aws:iam::111122223333:role/Admin';
const policy = tenantKeyPolicy({ tenant, rolePath, bound: true });
const functions = [
  'public',
  'authorizer',
  'tenants',
  'catalogue',
  'records',
  'consents',
  'disclosures',
  'individuals',
  'rights',
  'evidence',
  'notifier',
  'workflow',
  'eraser',
  'exporter',
  'restore',
  'keymaker',
] as const;
const role = (name: string) => `${rolePath}/${name}/Function-1A2B`;
const context = (use: string, of = tenant) => ({
  'kms:EncryptionContext:tenant': of,
  'kms:EncryptionContext:use': use,
});

type Facts = Readonly<Record<string, string | readonly string[]>>;

/** What the policy says to a principal of its account, as IAM evaluates the operators that it uses. */
function allows(
  principal: string,
  action: string,
  facts: Facts = {},
  statements = policy.Statement,
): boolean {
  const known: Facts = {
    ...facts,
    'aws:PrincipalArn': principal,
    'kms:CallerAccount': principal.split(':')[4] ?? '',
  };
  const matching = statements.filter((one) => one.Action.includes(action) && holds(one, known));
  const named = ({ Principal }: PolicyStatement) => Principal.AWS === '*' || Principal.AWS === root;
  return (
    matching.filter(named).some(({ Effect }) => Effect === 'Allow') &&
    !matching.some(({ Effect }) => Effect === 'Deny')
  );
}

function holds({ Condition = {} }: PolicyStatement, facts: Facts): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const given = facts[key];
      const values = [wanted].flat();
      if (operator === 'Null') return (given === undefined) === (wanted === 'true');
      if (operator === 'ForAllValues:StringEquals')
        return [given ?? []].flat().every((value) => values.includes(value));
      if (typeof given !== 'string') return false;
      if (operator === 'StringEquals') return values.includes(given);
      if (operator === 'ArnLike')
        return values.some((pattern) =>
          new RegExp(`^${pattern.replaceAll(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`).test(given),
        );
      throw new Error(`${operator} is not expected here`);
    }),
  );
}

describe('the key policy of a tenant', () => {
  it('admits nobody without a condition on the account itself', () => {
    const anybody = policy.Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && Principal.AWS === '*',
    );
    expect(anybody.length).toBeGreaterThan(10);
    for (const { Condition } of anybody)
      expect(Condition?.StringEquals?.['kms:CallerAccount']).toBe('111122223333');
  });

  it.each(tenantKeyUses)('lets exactly the functions of the table unwrap a key of use %s', (use) => {
    const may = functions.filter((name) => allows(role(name), 'kms:Decrypt', context(use)));
    expect(may).toEqual(functions.filter((name) => [...keyUseTable[use].open].some((one) => one === name)));
  });

  it.each(tenantKeyUses)('lets exactly the functions of the table make a key of use %s', (use) => {
    const may = functions.filter((name) => allows(role(name), 'kms:GenerateDataKey', context(use)));
    expect(may).toEqual(functions.filter((name) => [...keyUseTable[use].make].some((one) => one === name)));
  });

  it('lets authorizer, public, catalogue, evidence and keymaker unwrap nothing', () => {
    for (const name of ['authorizer', 'public', 'catalogue', 'evidence', 'keymaker'])
      for (const use of tenantKeyUses) expect(allows(role(name), 'kms:Decrypt', context(use))).toBe(false);
  });

  it.each(['workflow', 'restore'])('lets %s open the canary and nothing of an individual', (name) => {
    expect(tenantKeyUses.filter((use) => allows(role(name), 'kms:Decrypt', context(use)))).toEqual([
      'canary',
    ]);
  });

  it('foresees what is kept at a contract’s end: the exporter alone seals and opens it', () => {
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
      expect(functions.filter((name) => allows(role(name), action, context('kept')))).toEqual(['exporter']);
  });

  it('is bound to the literal tenant and use', () => {
    const other = `tnt_${'b'.repeat(32)}`;
    expect(allows(role('tenants'), 'kms:Decrypt', context('tenant', other))).toBe(false);
    expect(allows(role('tenants'), 'kms:Decrypt', context('record'))).toBe(false);
    expect(allows(role('tenants'), 'kms:Decrypt')).toBe(false);
  });

  it('knows a role by its path: not by a name that looks like it, nor by another stage or account', () => {
    const use = context('record');
    for (const imposter of [
      'arn:aws:iam::111122223333:role/disclosures',
      'arn:aws:iam::111122223333:role/habeas/dev/disclosures/F',
      'arn:aws:iam::999999999999:role/habeas/prod/disclosures/F',
      'arn:aws:iam::111122223333:user/habeas/prod/disclosures/F',
      `${rolePath}/disclosures`,
      admin,
      root,
    ])
      expect(allows(imposter, 'kms:Decrypt', use)).toBe(false);
  });

  it('lets administrators manage, but not use, grant, re-tag, disable or end the key', () => {
    expect(allows(admin, 'kms:PutKeyPolicy')).toBe(true);
    expect(allows(admin, 'kms:DescribeKey')).toBe(true);
    const use = ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'];
    for (const action of [...use, 'CreateGrant', 'TagResource', 'DisableKey', 'ScheduleKeyDeletion'])
      expect(allows(admin, `kms:${action}`, context('record'))).toBe(false);
  });

  it('lets nobody cancel its deletion', () => {
    for (const principal of [root, admin, ...functions.map(role)])
      expect(allows(principal, 'kms:CancelKeyDeletion')).toBe(false);
  });

  it('lets no function change it', () => {
    for (const name of functions)
      for (const action of ['PutKeyPolicy', 'CreateGrant', 'UntagResource', 'DisableKey'])
        expect(allows(role(name), `kms:${action}`)).toBe(false);
  });

  it('lets only the eraser end a live key', () => {
    const live = { [`aws:ResourceTag/${keyTags.live}`]: 'yes' };
    expect(functions.filter((name) => allows(role(name), 'kms:ScheduleKeyDeletion', live))).toEqual([
      'eraser',
    ]);
    expect(functions.filter((name) => allows(role(name), 'kms:ScheduleKeyDeletion'))).toEqual([
      'eraser',
      'keymaker',
    ]);
  });

  it('lets the keymaker set the one mark, and no other tag', () => {
    const tagged = (...keys: string[]) => ({
      'aws:TagKeys': keys,
      ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, 'yes'])),
    });
    const may = (facts: Facts) => allows(role('keymaker'), 'kms:TagResource', facts);
    expect(may(tagged(keyTags.live))).toBe(true);
    expect(may(tagged(keyTags.live, keyTags.tenant))).toBe(false);
    expect(may(tagged(keyTags.tenant))).toBe(false);
    expect(functions.filter((name) => allows(role(name), 'kms:TagResource', tagged(keyTags.live)))).toEqual([
      'keymaker',
    ]);
  });

  it('leaves out nothing but the context where the emulator fills it in, and still tells roles apart', () => {
    const local = tenantKeyPolicy({ tenant, rolePath, bound: false }).Statement;
    const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/habeas-${name}Role1A2B/f`;
    expect(local.map(({ Sid }) => Sid)).toEqual(policy.Statement.map(({ Sid }) => Sid));
    expect(allows(session('Tenants'), 'kms:Decrypt', {}, local)).toBe(true);
    expect(allows(session('Evidence'), 'kms:Decrypt', {}, local)).toBe(false);
    expect(allows(session('Tenants'), 'kms:CancelKeyDeletion', {}, local)).toBe(false);
  });

  it('fits into a key policy (32 KiB), in every partition', () => {
    const longest = 'arn:aws-us-gov:iam::111122223333:role/habeas/production';
    expect(JSON.stringify(tenantKeyPolicy({ tenant, rolePath: longest, bound: true })).length).toBeLessThan(
      32 * 1024,
    );
  });

  it.each(['', 'arn:aws:iam::1:role/habeas/prod', 'arn:aws:iam::111122223333:role/*', `${rolePath}/`])(
    'is not made for a path that is none: %s',
    (path) => {
      expect(() => tenantKeyPolicy({ tenant, rolePath: path, bound: true })).toThrow(RangeError);
    },
  );
});

describe('the policies of keys that tenants already have', () => {
  const kept = JSON.parse(
    readFileSync(join(import.meta.dirname, 'kept-key-uses.json'), 'utf8'),
  ) as typeof keyUseTable;

  it('are those of new keys: nothing changes the policy of a key, so a function must do with what it was once given', () => {
    expect(keyUseTable).toEqual(kept);
  });
});
