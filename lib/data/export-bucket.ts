import { Duration, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectDays } from '../../lambdas/domain/exports/export.ts';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { DeploymentKey } from './deployment-key.ts';

export interface ExportBucketProps {
  readonly deployment: Deployment;
}

/** After which S3 deletes an object by itself. A net only, since exports and the purge delete their objects. */
const keptFor = Duration.days(objectDays);

/**
 * Where the parts of exports lie until they are fetched, each encrypted to a key of the tenant's own. It keeps no
 * versions, since what is deleted has to be gone.
 */
export class ExportBucket extends Construct {
  readonly name: string;
  readonly #arn: string;
  readonly #key: DeploymentKey;

  constructor(scope: Construct, id: string, { deployment }: ExportBucketProps) {
    super(scope, id);
    this.#key = new DeploymentKey(this, 'Key', {
      settings: deployment,
      description: `Habeas ${deployment.stage.name}: objects of exports`,
    });
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.#key.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: deployment.leftOut.takes('AWS::S3::BucketPolicy'),
      lifecycleRules: [{ expiration: keptFor, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: deployment.removal,
    });
    this.name = bucket.bucketName;
    this.#arn = bucket.bucketArn;
  }

  /** Lets a function store objects. */
  grantStore(grantee: HabeasFunction): void {
    this.#allow(grantee, ['s3:PutObject']);
    this.#key.admit('Store', grantee.name, ['kms:GenerateDataKey', 'kms:Decrypt'], this.#throughS3());
  }

  /** Lets a function fetch objects by their keys. */
  grantFetch(grantee: HabeasFunction): void {
    this.#allow(grantee, ['s3:GetObject']);
    this.#key.admit('Fetch', grantee.name, ['kms:Decrypt'], this.#throughS3());
  }

  /** Lets a function delete objects, with former versions and unfinished uploads, and see that none is left. */
  grantSweep(grantee: HabeasFunction): void {
    grantee.allow(['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'], [this.#arn]);
    this.#allow(grantee, ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:AbortMultipartUpload']);
  }

  #throughS3() {
    return { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } };
  }

  #allow(grantee: HabeasFunction, actions: string[]): void {
    grantee.allow(actions, [`${this.#arn}/exports/*`]);
    grantee.know('EXPORTS_BUCKET', this.name);
  }
}
