import { Stack } from 'aws-cdk-lib';
import { KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { DeploymentSettings } from '../deployment-settings.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { DeploymentKey } from './deployment-key.ts';

export interface KeysProps {
  readonly settings: DeploymentSettings;
}

/**
 * The deployment's own keys, apart from those of its tables: for signing statements, for the erasure ledger, for
 * envelopes with addresses, and for encrypting logs, queues and workflows.
 */
export class Keys extends Construct {
  readonly operations: DeploymentKey;
  readonly #signing: DeploymentKey;
  readonly #ledger: DeploymentKey;
  readonly #envelope: DeploymentKey;

  constructor(scope: Construct, id: string, { settings }: KeysProps) {
    super(scope, id);
    const named = (purpose: string) => `Habeas ${settings.stage.name}: ${purpose}`;
    this.operations = new DeploymentKey(this, 'Operations', {
      settings,
      description: named('logs, queues, workflows and alarms; nothing personal is in any of them'),
    });
    this.#admitLogs();
    this.#signing = new DeploymentKey(this, 'Signing', {
      settings,
      description: named('signs receipts and attestations'),
      spec: KeySpec.RSA_4096,
      usage: KeyUsage.SIGN_VERIFY,
    });
    this.#ledger = new DeploymentKey(this, 'Ledger', {
      settings,
      description: named('names the erased in the erasure ledger without naming them'),
      spec: KeySpec.HMAC_256,
      usage: KeyUsage.GENERATE_VERIFY_MAC,
    });
    this.#envelope = new DeploymentKey(this, 'Envelope', {
      settings,
      description: named('keeps the addresses that an attestation is mailed to, until it is'),
    });
  }

  /** Lets a function publish the public key of statements. */
  grantPublish(grantee: HabeasFunction): void {
    this.#signing.admit('PublicKey', grantee.name, ['kms:GetPublicKey']);
    grantee.know('SIGNING_KEY', this.#signing.key.keyArn);
  }

  /** Lets a function sign statements: digests only, with RSASSA-PSS. */
  grantSign(grantee: HabeasFunction): void {
    this.grantPublish(grantee);
    this.#signing.admit('Sign', grantee.name, ['kms:Sign'], {
      StringEquals: { 'kms:MessageType': 'DIGEST', 'kms:SigningAlgorithm': 'RSASSA_PSS_SHA_256' },
    });
  }

  /** Lets a function write the erasure ledger. */
  grantLedger(grantee: HabeasFunction): void {
    this.#ledger.admit('Remember', grantee.name, ['kms:GenerateMac'], {
      StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' },
    });
    grantee.know('LEDGER_KEY', this.#ledger.key.keyArn);
  }

  /** Lets a function seal and open the envelopes, whose addresses outlive a tenant's keys by days. */
  grantEnvelope(grantee: HabeasFunction): void {
    this.#envelope.admit('Envelope', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt'], {
      StringEquals: { 'kms:EncryptionContext:use': 'envelope' },
    });
    grantee.know('ENVELOPE_KEY', this.#envelope.key.keyArn);
  }

  #admitLogs(): void {
    const { partition, region, account } = Stack.of(this);
    this.operations.admitService(
      'LogsOfThisAccount',
      `logs.${region}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    );
  }
}
