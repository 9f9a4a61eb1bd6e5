import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import {
  keyTags,
  keyUseTable,
  tenantKeyPolicy,
  tenantKeyUses,
} from '../../lambdas/stores/keys/key-policy.ts';
import type { NamedAct } from '../support/in-process/acts.ts';
import { type Act, account, covers, JointEvaluator, region } from './joint-evaluator.ts';

const rolePath = `arn:aws:iam::${account}:role/habeas/prod`;
const administrator = `arn:aws:iam::${account}:role/Administrator`;
const restore = `${rolePath}/restore/habeas-prod-restore`;
const exporter = `${rolePath}/exporter/Exporter`;
const tenant = `tnt_${'a'.repeat(32)}`;
const tenantKey = `arn:aws:kms:${region}:${account}:key/tenant`;

const policies = new JointEvaluator('prod');
policies.admitRole(restore, 'docs/restore-policy.json');
policies.admitResource(tenantKey, tenantKeyPolicy({ tenant, rolePath, bound: true }));

const tables = policies.all('AWS::DynamoDB::Table');
const keys = policies.all('AWS::KMS::Key');
const roles = policies.all('AWS::IAM::Role');
const roleOf = (name: string) => roles.find((one) => one.startsWith(`${rolePath}/${name}/`)) ?? '';
const context = (use: string, of = tenant) => ({
  'kms:EncryptionContext:tenant': of,
  'kms:EncryptionContext:use': use,
});
const using = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'Sign',
  'GenerateMac',
  'CreateGrant',
];

/** Acts that are allowed, of these. */
const allowed = (acts: readonly Act[]) => acts.filter((act) => policies.allows(act));
const refused = (acts: readonly Act[]) => acts.filter((act) => !policies.allows(act));

describe('together, the policies allow', () => {
  it('everything that a role’s own policy grants, with the key of what it is granted', () => {
    const granted = policies.granted().filter(({ principal }) => principal !== restore);
    expect(granted.length).toBeGreaterThan(100);
    expect(refused(granted)).toEqual([]);
    const byKey = granted.flatMap(({ principal, action, resource }) => {
      const [service = ''] = action.split(':');
      const key = policies.keyOf(resource.replace(/\/index\/.*$/, ''));
      return key === undefined ? [] : [{ principal, action: 'kms:Decrypt', resource: key, via: service }];
    });
    expect(byKey.length).toBeGreaterThan(80);
    expect(refused(byKey)).toEqual([]);
  });

  it('a restore of each table, into a new one, under its key', () => {
    for (const table of tables) {
      const target = table.replace(/table\/.*/, 'table/Restored-prod-vault-2');
      const actions = ['BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem', 'DeleteItem'];
      const acts: Act[] = [
        { principal: restore, action: 'dynamodb:RestoreTableToPointInTime', resource: table },
        { principal: restore, action: 'dynamodb:RestoreTableToPointInTime', resource: target },
        ...actions.map((one) => ({ principal: restore, action: `dynamodb:${one}`, resource: target })),
        ...['CreateGrant', 'DescribeKey', 'Decrypt', 'Encrypt', 'GenerateDataKey'].map((one) => ({
          principal: restore,
          action: `kms:${one}`,
          resource: policies.keyOf(table) ?? '',
          via: 'dynamodb',
        })),
      ];
      expect(refused(acts)).toEqual([]);
    }
  });

  it('an administrator to give a restored table its settings, and to have it replayed and proven', () => {
    const target = (tables[0] ?? '').replace(/table\/.*/, 'table/Restored-prod-vault-2');
    const reading = [
      'DescribeTable',
      'DescribeTimeToLive',
      'DescribeContinuousBackups',
      'ListTagsOfResource',
    ];
    const giving = [
      'UpdateTimeToLive',
      'UpdateContinuousBackups',
      'UpdateTable',
      'PutResourcePolicy',
      'TagResource',
    ];
    const on = (resource: string) => (name: string) => ({
      principal: administrator,
      action: `dynamodb:${name}`,
      resource,
    });
    const acts: Act[] = [
      ...tables.flatMap((table) => [...reading, 'GetResourcePolicy'].map(on(table))),
      ...[...reading, ...giving].map(on(target)),
      {
        principal: administrator,
        action: 'lambda:InvokeFunction',
        resource: policies.one('AWS::Lambda::Function', 'Restore'),
      },
    ];
    expect(refused(acts)).toEqual([]);
  });

  it('whoever deploys to make tables and workflows under their keys, and to look after every key', () => {
    const acts: Act[] = [
      ...tables.map((table) => ({
        principal: administrator,
        action: 'kms:CreateGrant',
        resource: policies.keyOf(table) ?? '',
        via: 'dynamodb',
      })),
      ...['DescribeKey', 'GenerateDataKey'].map((one) => ({
        principal: administrator,
        action: `kms:${one}`,
        resource: policies.one('AWS::KMS::Key', 'KeysOperations'),
        via: 'states',
      })),
      ...[...keys, tenantKey].flatMap((resource) =>
        ['DescribeKey', 'PutKeyPolicy', 'EnableKeyRotation'].map((one) => ({
          principal: administrator,
          action: `kms:${one}`,
          resource,
        })),
      ),
    ];
    expect(refused(acts)).toEqual([]);
  });

  it('the machines the key of their executions, not through Step Functions either', () => {
    const machines = roles.filter((one) => one.startsWith(`${rolePath}/machines/`));
    expect(machines).toHaveLength(4);
    const acts = machines.flatMap((principal) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
        principal,
        action,
        resource: policies.one('AWS::KMS::Key', 'KeysOperations'),
      })),
    );
    expect(refused(acts)).toEqual([]);
  });

  it('mail to anybody, in the sandbox of SES, where the recipient is a resource too, and out of it', () => {
    const send = (resource: string) => ({
      principal: roleOf('notifier'),
      action: 'ses:SendEmail',
      resource: `arn:aws:ses:${region}:${account}:${resource}`,
      facts: { 'ses:FromAddress': 'vault@example.org' },
    });
    const set = policies.granted().find(({ resource }) => resource.includes(':configuration-set/'))?.resource;
    const acts = ['identity/example.org', 'identity/anybody@example.net', 'identity/example.net'].map(send);
    expect(refused([...acts, { ...send(''), resource: set ?? '' }])).toEqual([]);
  });

  it('the keymaker its first calls after it has made a key', () => {
    const principal = roleOf('keymaker');
    const tag = { 'aws:RequestTag/habeas:stage': 'prod' };
    const made = { 'kms:KeySpec': 'SYMMETRIC_DEFAULT', 'kms:KeyUsage': 'ENCRYPT_DECRYPT', ...tag };
    const marked = { 'aws:TagKeys': [keyTags.live], [`aws:RequestTag/${keyTags.live}`]: 'yes' };
    const acts: Act[] = [
      { principal, action: 'kms:CreateKey', resource: '*', facts: made },
      { principal, action: 'kms:TagResource', resource: '*', facts: tag },
      { principal, action: 'kms:EnableKeyRotation', resource: tenantKey },
      ...['tenant', 'index', 'canary'].map((use) => ({
        principal,
        action: 'kms:GenerateDataKey',
        resource: tenantKey,
        facts: context(use),
      })),
      { principal, action: 'kms:TagResource', resource: tenantKey, facts: marked },
    ];
    expect(refused(acts)).toEqual([]);
  });

  it('each function the uses of a tenant’s key that the table gives it, and no other', () => {
    const named = [...functionNames.map(roleOf), exporter, restore];
    for (const use of tenantKeyUses)
      for (const [action, may] of [
        ['kms:Decrypt', keyUseTable[use].open],
        ['kms:GenerateDataKey', keyUseTable[use].make],
      ] as const) {
        const acts = named.map((principal) => ({
          principal,
          action,
          resource: tenantKey,
          facts: context(use),
        }));
        expect(allowed(acts).map(({ principal }) => principal.split('/')[3])).toEqual(
          named.map((one) => one.split('/')[3]).filter((name) => may.some((function_) => function_ === name)),
        );
      }
  });
});

describe('of what functions ask in a tour through all of them, the policies', () => {
  /** Recorded by test/emulator/acts.test.ts. */
  const asked: Readonly<Record<string, readonly NamedAct[]>> = JSON.parse(
    readFileSync(join(import.meta.dirname, 'acts.json'), 'utf8'),
  );
  const queue = (begins: string) => policies.one('AWS::SQS::Queue', begins);
  const key = (begins: string) => policies.one('AWS::KMS::Key', begins);
  const machine = (begins: string) => policies.one('AWS::StepFunctions::StateMachine', begins);
  const table = (begins: string) => policies.one('AWS::DynamoDB::Table', begins);
  const ses = (name: string) => `arn:aws:ses:${region}:${account}:${name}`;
  const executionOf = (name: string) => `${machine(name).replace('stateMachine', 'execution')}:one`;
  const drill = table('Vault').replace(/table\/.*/, 'table/Restored-prod-drill');
  const copies = table('Vault').replace(/table\/.*/, 'table/Restored-prod-vault');
  const arns: Readonly<Record<string, string>> = {
    '*': '*',
    vault: table('Vault'),
    'vault/index/listing': `${table('Vault')}/index/listing`,
    'Restored-test-copy': copies,
    'Restored-test-drill': drill,
    'Restored-test-drill/index/listing': `${drill}/index/listing`,
    'Restored-test-copy/index/listing': `${copies}/index/listing`,
    keys: table('KeyRows'),
    evidence: table('EvidenceRows'),
    'evidence/index/listing': `${table('EvidenceRows')}/index/listing`,
    'mail queue': queue('MailQueue'),
    'renewal queue': queue('MailRenewals'),
    'keymaker queue': queue('ProvisioningQueue'),
    retention: machine('WorkflowsRetention'),
    purge: machine('WorkflowsPurge'),
    export: machine('WorkflowsExport'),
    'execution of retention': executionOf('WorkflowsRetention'),
    'execution of purge': executionOf('WorkflowsPurge'),
    exports: policies.one('AWS::S3::Bucket', 'Exports'),
    'object of exports': `${policies.one('AWS::S3::Bucket', 'Exports')}/exports/a/b`,
    notifier: policies.one('AWS::Lambda::Function', 'Notifier'),
    'signing key': key('KeysSigning'),
    'ledger key': key('KeysLedger'),
    'envelope key': key('KeysEnvelope'),
    'key of a tenant': tenantKey,
    'identity of the sender': ses('identity/example.org'),
    'identity of the recipient': ses('identity/anybody@example.net'),
    'configuration set':
      policies.granted().find(({ resource }) => resource.includes(':configuration-set/'))?.resource ?? '',
  };
  const values: Readonly<Record<string, string>> = {
    '{tenant}': tenant,
    '{stage}': 'prod',
    'the sender': 'vault@example.org',
  };
  const actOf = (name: string, { action, resource, facts }: NamedAct): Act => {
    const known = arns[resource];
    if (known === undefined) throw new Error(`no ${resource} is known`);
    return {
      principal: roleOf(name),
      action,
      resource: known,
      facts: Object.fromEntries(
        Object.entries(facts).map(([fact, value]) => [
          fact,
          typeof value === 'string' ? (values[value] ?? value) : value,
        ]),
      ),
    };
  };
  /** Encrypted tables and queues use their keys for whoever calls them. */
  const withKey = (act: Act): Act[] => {
    const [service = ''] = act.action.split(':');
    const resource = policies.keyOf(act.resource.replace(/\/index\/.*$/, ''));
    const uses = service === 'sqs' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
    const { principal } = act;
    return [
      act,
      ...(resource === undefined
        ? []
        : uses.map((action) => ({ principal, action, resource, via: service }))),
    ];
  };
  const acts = Object.entries(asked).flatMap(([name, all]) => all.map((one) => actOf(name, one)));

  it('allow everything, but for looking at the tags of keys that belong to no tenant', () => {
    expect(acts.length).toBeGreaterThan(100);
    const not = refused(acts.flatMap(withKey));
    expect(new Set(not.map(({ action }) => action))).toEqual(new Set(['kms:ListResourceTags']));
    expect(not.map(({ resource }) => resource).sort()).toEqual(
      ['signing key', 'ledger key', 'envelope key'].map((name) => arns[name]).sort(),
    );
  });

  it('allow nothing more to any function, unless it is said why', () => {
    const own = (name: string, { action, resource }: Pick<Act, 'action' | 'resource'>) =>
      acts.some(
        (one) => one.principal === roleOf(name) && one.action === action && covers(resource, one.resource),
      );
    const granted = policies.granted();
    const byKey = Object.values(asked).flatMap((all) =>
      all.filter(({ action }) => action.startsWith('kms:')),
    );
    const more = functionNames.flatMap((name) =>
      [
        ...granted.filter(({ principal }) => principal === roleOf(name)),
        ...byKey.map((one) => actOf(name, one)).filter((act) => policies.allows(act)),
      ].flatMap((act) => (own(name, act) ? [] : [`${name} ${act.action} ${nameOf(act.resource)}`])),
    );
    expect([...new Set(more)].filter((one) => !byLambda.test(one)).sort()).toEqual(Object.keys(neverMet));
  });
  const forDynamo = 'DynamoDB asks it of whoever has a table restored';
  const neverMet: Readonly<Record<string, string>> = {
    [`eraser s3:AbortMultipartUpload ${arns.exports}/exports/*`]:
      'an upload that was begun and never finished',
    'restore dynamodb:DeleteItem Restored-test-drill': forDynamo,
    'restore dynamodb:GetItem Restored-test-drill': forDynamo,
    'workflow states:StartExecution export':
      'an export whose execution died, in the next run of the reconciler',
  };
  /** What Lambda itself does with a function's role. */
  const byLambda =
    /^\w+ (logs:(CreateLogStream|PutLogEvents)|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)) /;
  const nameOf = (arn: string) => Object.keys(arns).find((name) => arns[name] === arn) ?? arn;
});

describe('together, the policies refuse', () => {
  const everybody = [administrator, ...roles, restore, exporter];

  test('an administrator the use of any key, but through the service that it encrypts for', () => {
    const acts = [...keys, tenantKey].flatMap((resource) =>
      using.flatMap((one) =>
        [undefined, 's3', 'ebs'].map((via) => ({
          principal: administrator,
          action: `kms:${one}`,
          resource,
          ...(via !== undefined && { via }),
          facts: context('record'),
        })),
      ),
    );
    expect(allowed(acts)).toEqual([]);
    const through = using.map((one) => ({
      principal: administrator,
      action: `kms:${one}`,
      resource: tenantKey,
      via: 'dynamodb',
      facts: context('record'),
    }));
    expect(allowed(through)).toEqual([]);
  });

  test('every role of the stage but a restore’s to have a key lent, even by DynamoDB', () => {
    const acts = [...keys, tenantKey].flatMap((resource) =>
      [...roles, exporter]
        .filter((one) => !one.startsWith(`${rolePath}/restore/`))
        .flatMap((principal) =>
          [{}, { via: 'dynamodb' }].map((way) => ({
            principal,
            action: 'kms:CreateGrant',
            resource,
            ...way,
          })),
        ),
    );
    expect(allowed(acts)).toEqual([]);
  });

  test('a restore the grant itself, any other key, and the use of one without DynamoDB', () => {
    const tableKeys = tables.map((table) => policies.keyOf(table));
    const acts: Act[] = [
      ...keys.flatMap((resource) =>
        using.map((one) => ({ principal: restore, action: `kms:${one}`, resource })),
      ),
      ...[...keys.filter((key) => !tableKeys.includes(key)), tenantKey].map((resource) => ({
        principal: restore,
        action: 'kms:CreateGrant',
        resource,
        via: 'dynamodb',
      })),
    ];
    expect(allowed(acts)).toEqual([]);
  });

  test('everybody to call off the end of a key, or to end one of the deployment’s', () => {
    const acts = everybody.flatMap((principal) => [
      ...[...keys, tenantKey].map((resource) => ({
        principal,
        action: 'kms:CancelKeyDeletion',
        resource,
      })),
      ...keys.flatMap((resource) =>
        ['kms:ScheduleKeyDeletion', 'kms:DisableKey'].map((action) => ({ principal, action, resource })),
      ),
    ]);
    expect(allowed(acts)).toEqual([]);
  });

  test('all but the eraser to end a live key of a tenant', () => {
    const facts = { [`aws:ResourceTag/${keyTags.live}`]: 'yes' };
    const acts = everybody.map((principal) => ({
      principal,
      action: 'kms:ScheduleKeyDeletion',
      resource: tenantKey,
      facts,
    }));
    expect(allowed(acts).map(({ principal }) => principal)).toEqual([roleOf('eraser')]);
  });

  test('every role of the stage to change a key’s policy or tags', () => {
    const acts = [...roles, restore, exporter].flatMap((principal) =>
      [...keys, tenantKey].flatMap((resource) =>
        ['kms:PutKeyPolicy', 'kms:UntagResource', 'kms:DisableKey'].map((action) => ({
          principal,
          action,
          resource,
        })),
      ),
    );
    expect(allowed(acts)).toEqual([]);
  });

  test.each(['DeleteTable', 'CreateBackup', 'ExportTableToPointInTime'])('everybody to %s', (name) => {
    const acts = everybody.flatMap((principal) =>
      tables.map((resource) => ({ principal, action: `dynamodb:${name}`, resource })),
    );
    expect(allowed(acts)).toEqual([]);
  });

  test('all but a restore to restore a table elsewhere', () => {
    const acts = everybody.flatMap((principal) =>
      tables.map((resource) => ({ principal, action: 'dynamodb:RestoreTableToPointInTime', resource })),
    );
    expect(new Set(allowed(acts).map(({ principal }) => principal))).toEqual(
      new Set([restore, roleOf('restore')]),
    );
  });

  test('a table to whoever comes without TLS', () => {
    const acts = policies
      .granted()
      .filter(({ resource }) => tables.includes(resource))
      .map((act) => ({ ...act, facts: { 'aws:SecureTransport': 'false' } }));
    expect(acts.length).toBeGreaterThan(50);
    expect(allowed(acts)).toEqual([]);
  });

  test('mail from another address', () => {
    const acts = ['evil@example.org', 'vault@example.net'].map((from) => ({
      principal: roleOf('notifier'),
      action: 'ses:SendEmail',
      resource: `arn:aws:ses:${region}:${account}:identity/example.org`,
      facts: { 'ses:FromAddress': from },
    }));
    expect(allowed(acts)).toEqual([]);
  });

  test('another stage, another tenant and another account the use of a tenant’s key', () => {
    const decrypt = (principal: string, facts = context('record')) => ({
      principal,
      action: 'kms:Decrypt',
      resource: tenantKey,
      facts,
    });
    const acts = [
      decrypt(roleOf('disclosures').replace('/prod/', '/dev/')),
      decrypt(roleOf('disclosures').replace(account, '999999999999')),
      decrypt(roleOf('disclosures'), context('record', `tnt_${'b'.repeat(32)}`)),
    ];
    expect(policies.allows(decrypt(roleOf('disclosures')))).toBe(true);
    expect(allowed(acts)).toEqual([]);
  });

  test('another account to come through DynamoDB', () => {
    const acts = keys.map((resource) => ({
      principal: 'arn:aws:iam::999999999999:role/Thief',
      action: 'kms:Decrypt',
      resource,
      via: 'dynamodb',
    }));
    expect(allowed(acts)).toEqual([]);
  });
});
