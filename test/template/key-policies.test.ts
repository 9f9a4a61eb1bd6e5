import { expect, it } from 'vitest';
import { nameOf, type Statement, statementsOf } from './policies.ts';
import { resources, templateOf } from './synthesised.ts';

const keys = new Map(
  resources(templateOf('prod'), 'AWS::KMS::Key').map(([id, { Properties }]) => [
    nameOf(id),
    statementsOf(Properties.KeyPolicy),
  ]),
);
const account = 'root';
const dynamo =
  'kms:CreateGrant kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* through dynamodb';

/** Every use that a key is admitted for: by whom, or through which service, and in which context. */
const uses: Readonly<Record<string, readonly string[]>> = {
  Vault: [dynamo],
  KeyRows: [dynamo],
  EvidenceRows: [dynamo],
  KeysSigning: [
    'kms:GetPublicKey by public consents disclosures rights workflow eraser',
    'kms:Sign by consents disclosures rights workflow eraser if kms:MessageType=DIGEST kms:SigningAlgorithm=RSASSA_PSS_SHA_256',
  ],
  KeysLedger: ['kms:GenerateMac by eraser restore if kms:MacAlgorithm=HMAC_SHA_256'],
  KeysEnvelope: ['kms:Decrypt kms:GenerateDataKey by notifier if kms:EncryptionContext:use=envelope'],
  Exports: ['kms:Decrypt by tenants through s3', 'kms:Decrypt kms:GenerateDataKey by exporter through s3'],
  KeysOperations: [
    'kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* by logs.Region.amazonaws.com if kms:EncryptionContext:aws:logs:arn=log-group:*',
    'kms:Decrypt kms:GenerateDataKey by events.amazonaws.com',
    'kms:Decrypt* by delivery.logs.amazonaws.com',
    'kms:Decrypt kms:GenerateDataKey by machines',
    'kms:Decrypt kms:DescribeKey kms:GenerateDataKey through states',
    'kms:Decrypt kms:GenerateDataKey by tenants records consents individuals rights notifier keymaker workflow scheduler',
    'kms:Decrypt kms:GenerateDataKey by cloudwatch.amazonaws.com if aws:SourceAccount=AccountId',
  ],
};

it('the template has no KMS key beside those of the table', () => {
  expect([...keys.keys()].sort()).toEqual(Object.keys(uses).sort());
});

it.each(Object.keys(uses))('%s is used by those that the table names, and by nobody else', (key) => {
  const admitting = policyOf(key).filter(({ allows, principals }) => allows && !principals.includes(account));
  expect(admitting.map(described)).toEqual(uses[key]);
});

it.each(Object.keys(uses))('%s is looked after by administrators, who can neither use nor end it', (key) => {
  const [rule, ...others] = policyOf(key).filter(({ principals }) => principals.includes(account));
  expect(others).toEqual([]);
  const words = /^kms:(?:Create|Delete|Update)Alias$|^kms:(?:Get|List|Describe|Tag|Untag)\w+$/;
  expect(rule?.actions.filter((action) => !words.test(action))).toEqual([
    'kms:DisableKeyRotation',
    'kms:EnableKey',
    'kms:EnableKeyRotation',
    'kms:PutKeyPolicy',
    'kms:RevokeGrant',
    'kms:RotateKeyOnDemand',
    'kms:UpdateKeyDescription',
  ]);
});

it.each(Object.keys(uses))('%s is ended by nobody, and changed by no function', (key) => {
  const refusing = policyOf(key).filter(({ allows }) => !allows);
  expect(refusing.map(({ principals, actions, conditions }) => [principals, actions, conditions])).toEqual([
    [['*'], ['kms:CancelKeyDeletion', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'], {}],
    [
      ['*'],
      [
        'kms:DisableKey',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateAlias',
      ],
      { 'aws:PrincipalArn': ['role/habeas/prod/*'] },
    ],
    // This reading shows the later of two operators on one key: everybody of the stage, but for a restore.
    [['*'], ['kms:CreateGrant'], { 'aws:PrincipalArn': ['role/habeas/prod/restore/*'] }],
  ]);
});

function policyOf(key: string): Statement[] {
  return keys.get(key) ?? [];
}

/** Whoever is admitted by `*` is named by a condition: the path of a role, or the service that it came through. */
function described({ actions, principals, conditions }: Statement): string {
  const {
    'aws:PrincipalArn': roles = [],
    'kms:ViaService': services = [],
    'kms:CallerAccount': accounts = [],
    ...others
  } = conditions;
  const functions = roles.map((role) => /^role\/habeas\/prod\/(\w+)\/\*$/.exec(role)?.[1] ?? role);
  const ways = services.map((one) => /^(\w+)\.Region\.amazonaws\.com$/.exec(one)?.[1] ?? one);
  if (principals.includes('*')) expect(accounts).toEqual(['AccountId']);
  const who = [
    ...(functions.length > 0 ? [`by ${functions.join(' ')}`] : []),
    ...(ways.length > 0 ? [`through ${ways.join(' ')}`] : []),
  ];
  const when = Object.entries(others).map(([name, values]) => `${name}=${values.join('|')}`);
  return [
    actions.join(' '),
    ...(who.length > 0 ? who : [`by ${principals.join(' ')}`]),
    ...(when.length > 0 ? [`if ${when.join(' ')}`] : []),
  ].join(' ');
}
