import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  type IPrincipal,
  PolicyDocument,
  type PolicyStatementProps,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { DeploymentSettings } from '../deployment-settings.ts';

export interface DeploymentKeyProps {
  readonly settings: DeploymentSettings;
  readonly description: string;
  /** The kind of key; a symmetric encryption key by default. */
  readonly spec?: KeySpec;
  readonly usage?: KeyUsage;
}

type Conditions = NonNullable<PolicyStatementProps['conditions']>;

/** Actions that manage a key. None of them lets anybody encrypt, decrypt, sign or grant. */
const administration = [
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:GetPublicKey',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];
const ending = ['kms:DisableKey', 'kms:ScheduleKeyDeletion'];
const tampering = [...ending, 'kms:PutKeyPolicy', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias'];

/**
 * A KMS key of the deployment itself. Administrators manage it and cannot use it; functions use it by the path of
 * their role, as far as each is admitted, and cannot change it. On stages that retain data, its deletion is denied to
 * everybody until somebody changes this policy, which is an event of its own.
 */
export class DeploymentKey extends Construct {
  readonly key: Key;
  readonly #settings: DeploymentSettings;
  readonly #admitted = new Map<string, string[]>();

  constructor(scope: Construct, id: string, props: DeploymentKeyProps) {
    super(scope, id);
    const { settings } = props;
    const { stage, roles } = settings;
    const spec = props.spec ?? KeySpec.SYMMETRIC_DEFAULT;
    this.#settings = settings;
    this.key = new Key(this, 'Key', {
      description: props.description,
      keySpec: spec,
      keyUsage: props.usage ?? KeyUsage.ENCRYPT_DECRYPT,
      ...(spec === KeySpec.SYMMETRIC_DEFAULT && { enableKeyRotation: true }),
      pendingWindow: Duration.days(stage.retains ? 30 : 7),
      removalPolicy: settings.removal,
      policy: new PolicyDocument(),
    });
    this.#add({
      sid: 'AdministratorsLookAfterIt',
      principals: [new AccountRootPrincipal()],
      actions: stage.retains ? administration : [...administration, ...ending],
    });
    this.#add({
      sid: 'NobodyCancelsItsDeletion',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: stage.retains ? ['kms:CancelKeyDeletion', ...ending] : ['kms:CancelKeyDeletion'],
    });
    this.#add({
      sid: 'FunctionsDoNotChangeIt',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: tampering,
      conditions: { ArnLike: { 'aws:PrincipalArn': roles.all } },
    });
    // Whoever restores a table has DynamoDB make a grant on its key.
    this.#add({
      sid: 'FunctionsLendItToNobody',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:CreateGrant'],
      conditions: {
        ArnLike: { 'aws:PrincipalArn': roles.all },
        ArnNotLike: { 'aws:PrincipalArn': roles.restore },
      },
    });
  }

  /** Lets a function use the key with these actions; calls with the same `sid` extend its policy statement. */
  admit(sid: string, name: string, actions: string[], conditions: Conditions = {}): void {
    this.admitRoles(sid, this.#settings.roles.of(name), actions, conditions);
  }

  /** Lets roles of that ARN pattern use the key. */
  admitRoles(sid: string, pattern: string, actions: string[], conditions: Conditions = {}): void {
    const known = this.#admitted.get(sid);
    if (known) {
      if (!known.includes(pattern)) known.push(pattern);
      return;
    }
    const patterns = [pattern];
    this.#admitted.set(sid, patterns);
    // The path names the account, too; linters look for a condition that does nothing else.
    this.#add({
      sid,
      principals: [new AnyPrincipal()],
      actions,
      conditions: {
        ...conditions,
        StringEquals: { ...conditions.StringEquals, 'kms:CallerAccount': Stack.of(this).account },
        ArnLike: { 'aws:PrincipalArn': Lazy.list({ produce: () => patterns }) },
      },
    });
  }

  /** Lets an AWS service use the key for resources of this account. */
  admitService(sid: string, service: string, actions: string[], conditions: Conditions = {}): void {
    this.admitPrincipal(sid, new ServicePrincipal(service), actions, conditions);
  }

  /** Lets any principal use the key with these actions. */
  admitPrincipal(sid: string, principal: IPrincipal, actions: string[], conditions: Conditions = {}): void {
    this.#add({ sid, principals: [principal], actions, conditions });
  }

  #add(statement: PolicyStatementProps): void {
    for (const one of this.#settings.leftOut.statement({ ...statement, resources: ['*'] }))
      this.key.addToResourcePolicy(one);
  }
}
