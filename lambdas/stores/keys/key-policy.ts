/** The uses of a tenant's data keys, as they stand in the encryption context. */
export const tenantKeyUses = ['record', 'contact', 'case', 'tenant', 'index', 'kept', 'canary'] as const;
export type TenantKeyUse = (typeof tenantKeyUses)[number];

/**
 * Functions whose roles a key policy names. It names them by path before they are deployed, because a policy is never
 * changed after its key was made, and keys outlive releases: a function may be named before it has code.
 */
type KeyFunction =
  | 'records'
  | 'consents'
  | 'disclosures'
  | 'individuals'
  | 'tenants'
  | 'rights'
  | 'notifier'
  | 'exporter'
  | 'restore'
  | 'workflow'
  | 'eraser'
  | 'keymaker';

/**
 * Which functions may unwrap data keys of a use, and which may have new ones made. No other function may do either.
 */
export const keyUseTable: Readonly<
  Record<TenantKeyUse, { readonly open: readonly KeyFunction[]; readonly make: readonly KeyFunction[] }>
> = {
  record: { open: ['disclosures', 'individuals', 'rights', 'records', 'exporter'], make: ['records'] },
  contact: { open: ['notifier', 'individuals', 'rights', 'records', 'exporter'], make: ['records'] },
  case: { open: ['consents', 'disclosures', 'individuals', 'rights', 'exporter'], make: ['records'] },
  tenant: { open: ['tenants', 'notifier', 'exporter'], make: ['keymaker'] },
  index: { open: ['records', 'consents', 'disclosures', 'individuals', 'rights'], make: ['keymaker'] },
  // What a tenant is given of its data at a contract's end.
  kept: { open: ['exporter'], make: ['exporter'] },
  // A restore sees by the canaries that what it restored opens, and reads nobody's data.
  canary: { open: ['workflow', 'restore'], make: ['keymaker'] },
};

/** Tags of a tenant's key. `live` is set once the tenant's row names the key, and no role may remove it. */
export const keyTags = { tenant: 'habeas:tenant', stage: 'habeas:stage', live: 'habeas:live' } as const;

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface KeyPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** The tenant that a key is for, and the path of the functions' roles. */
export interface KeyOwner {
  readonly tenant: string;
  /** `arn:<partition>:iam::<account>:role/habeas/<stage>`, below which each function has a path of its own. */
  readonly rolePath: string;
  /**
   * False only on the local AWS, which fills in no encryption context and names a role by its session, without its
   * path: there the conditions on context are left out, and roles are recognised by their names.
   */
  readonly bound: boolean;
}

/** Actions that manage a key. None of them uses it, grants its use, or ends it. */
const management = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:EnableKeyRotation',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:ListGrants',
  'kms:RevokeGrant',
  'kms:UpdateKeyDescription',
];
const tampering = [
  'kms:CreateGrant',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:PutKeyPolicy',
  'kms:UntagResource',
];

/**
 * The policy that a tenant's key is created with and keeps. It names the roles that may use the key by their path, so
 * no role's own policy can allow its use. Administrators of the account manage the key and cannot use it. Only the
 * eraser may schedule the deletion of a live key, and nobody may cancel that; a key that never went live can also
 * be deleted by the keymaker.
 */
export function tenantKeyPolicy(owner: KeyOwner): KeyPolicy {
  const admit = (
    Sid: string,
    Action: readonly string[],
    functions: readonly KeyFunction[],
    when: Conditions = {},
  ) =>
    statement(Sid, 'Allow', '*', Action, {
      ArnLike: { 'aws:PrincipalArn': rolesOf(functions, owner) },
      ...when,
      ...(owner.bound && {
        StringEquals: { ...when.StringEquals, 'kms:CallerAccount': accountOf(owner.rolePath).id },
      }),
    });
  const uses = tenantKeyUses.flatMap((use) => [
    admit(`Open${capital(use)}`, ['kms:Decrypt'], keyUseTable[use].open, contextOf(owner, use)),
    admit(`Make${capital(use)}`, ['kms:GenerateDataKey'], keyUseTable[use].make, contextOf(owner, use)),
  ]);
  return {
    Version: '2012-10-17',
    Statement: [
      statement('AdministratorsLookAfterIt', 'Allow', `${accountOf(owner.rolePath).iam}:root`, management),
      statement('NobodyCancelsItsDeletion', 'Deny', '*', ['kms:CancelKeyDeletion']),
      statement('FunctionsDoNotChangeIt', 'Deny', '*', tampering, {
        ArnLike: { 'aws:PrincipalArn': anyRole(owner) },
      }),
      ...uses,
      admit('EraserShreds', ['kms:ScheduleKeyDeletion', 'kms:DescribeKey'], ['eraser']),
      admit(
        'KeymakerSetsUp',
        ['kms:EnableKeyRotation', 'kms:DescribeKey', 'kms:ListResourceTags'],
        ['keymaker'],
      ),
      admit('KeymakerMarksAsLive', ['kms:TagResource'], ['keymaker'], {
        StringEquals: { [`aws:RequestTag/${keyTags.live}`]: 'yes' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [keyTags.live] },
      }),
      admit('KeymakerEndsWhatNeverWentLive', ['kms:ScheduleKeyDeletion'], ['keymaker'], {
        Null: { [`aws:ResourceTag/${keyTags.live}`]: 'true' },
      }),
    ],
  };
}

type Conditions = NonNullable<PolicyStatement['Condition']>;

function statement(
  Sid: string,
  Effect: PolicyStatement['Effect'],
  principal: string,
  Action: readonly string[],
  Condition?: Conditions,
): PolicyStatement {
  return {
    Sid,
    Effect,
    Principal: { AWS: principal },
    Action,
    Resource: '*',
    ...(Condition && { Condition }),
  };
}

function contextOf({ tenant, bound }: KeyOwner, use: TenantKeyUse): Conditions {
  return bound
    ? { StringEquals: { 'kms:EncryptionContext:tenant': tenant, 'kms:EncryptionContext:use': use } }
    : {};
}

function rolesOf(functions: readonly KeyFunction[], { rolePath, bound }: KeyOwner): string[] {
  const { sts } = accountOf(rolePath);
  return functions.map((name) =>
    bound ? `${rolePath}/${name}/*` : `${sts}:assumed-role/*${capital(name)}*/*`,
  );
}

function anyRole({ rolePath, bound }: KeyOwner): string {
  return bound ? `${rolePath}/*` : `${accountOf(rolePath).sts}:assumed-role/*`;
}

const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function accountOf(rolePath: string): Readonly<Record<'id' | 'iam' | 'sts', string>> {
  const [, partition, account] = /^arn:([a-z-]+):iam::(\d{12}):role(?:\/[\w+=,.@-]+)+$/.exec(rolePath) ?? [];
  if (!partition || !account) throw new RangeError('expected the ARN of a role path');
  return { id: account, iam: `arn:${partition}:iam::${account}`, sts: `arn:${partition}:sts::${account}` };
}
