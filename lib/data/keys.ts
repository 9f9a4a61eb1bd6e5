import { Stack } from 'aws-cdk-lib';
import { KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { Zone } from '../functions/function.ts';
import { DeploymentKey } from './deployment-key.ts';

/**
 * The deployment's own keys, beside those of its tables: what signs, what remembers the erased, what carries
 * addresses over a purge, and what encrypts logs, queues and workflows.
 */
export class Keys extends Construct {
  readonly operations: DeploymentKey;
  readonly #signing: DeploymentKey;
  readonly #ledger: DeploymentKey;
  readonly #envelope: DeploymentKey;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'Keys');
    const named = (purpose: string) => `Habeas ${deployment.stage.name}: ${purpose}`;
    this.operations = new DeploymentKey(this, 'Operations', {
      deployment,
      description: named('logs, queues, workflows and alarms; nothing personal is in any of them'),
    });
    this.#admitLogs();
    this.#signing = new DeploymentKey(this, 'Signing', {
      deployment,
      description: named('signs receipts and attestations'),
      spec: KeySpec.RSA_4096,
      usage: KeyUsage.SIGN_VERIFY,
    });
    this.#ledger = new DeploymentKey(this, 'Ledger', {
      deployment,
      description: named('names the erased in the erasure ledger without naming them'),
      spec: KeySpec.HMAC_256,
      usage: KeyUsage.GENERATE_VERIFY_MAC,
    });
    this.#envelope = new DeploymentKey(this, 'Envelope', {
      deployment,
      description: named('keeps the addresses that an attestation is mailed to, until it is'),
    });
  }

  /** Lets a zone publish the key that statements are checked with. */
  grantPublish(...zones: readonly Zone[]): void {
    for (const zone of zones) {
      this.#signing.admit('PublicKey', zone.name, ['kms:GetPublicKey']);
      zone.know('SIGNING_KEY', this.#signing.key.keyArn);
    }
  }

  /** Lets a zone sign statements: digests only, with RSASSA-PSS. */
  grantSign(...zones: readonly Zone[]): void {
    this.grantPublish(...zones);
    for (const zone of zones)
      this.#signing.admit('Sign', zone.name, ['kms:Sign'], {
        StringEquals: { 'kms:MessageType': 'DIGEST', 'kms:SigningAlgorithm': 'RSASSA_PSS_SHA_256' },
      });
  }

  /** Lets a zone write the erasure ledger. */
  grantLedger(zone: Zone): void {
    this.#ledger.admit('Remember', zone.name, ['kms:GenerateMac'], {
      StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' },
    });
    zone.know('LEDGER_KEY', this.#ledger.key.keyArn);
  }

  /** Lets a zone seal the addresses that outlive a tenant's keys by days, and open them again. */
  grantEnvelope(zone: Zone): void {
    this.#envelope.admit('Envelope', zone.name, ['kms:GenerateDataKey', 'kms:Decrypt'], {
      StringEquals: { 'kms:EncryptionContext:use': 'envelope' },
    });
    zone.know('ENVELOPE_KEY', this.#envelope.key.keyArn);
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
