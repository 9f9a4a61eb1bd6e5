import { delimiter } from 'node:path';
import process from 'node:process';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { nodeFolders } from '../process/child.ts';
import { region } from '../process/instance.ts';

/** How the tools around Habeas reach the local AWS. */
export interface Account {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An account of the emulator, which takes any access key; one of twelve digits is also the id of the account. */
export function accountAt(endpoint: string, env: NodeJS.ProcessEnv = {}): Account {
  const accessKeyId = env.AWS_ACCESS_KEY_ID ?? 'test';
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? region,
    accountId: /^\d{12}$/.test(accessKeyId) ? accessKeyId : '000000000000',
    accessKeyId,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? 'test',
  };
}

function settings({ endpoint, region, accessKeyId, secretAccessKey }: Account) {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

export const cloudFormation = (account: Account) => new CloudFormationClient(settings(account));
export const cognito = (account: Account) => new CognitoIdentityProviderClient(settings(account));
export const dynamoDb = (account: Account) => new DynamoDBClient(settings(account));
export const lambda = (account: Account) => new LambdaClient(settings(account));
export const stepFunctions = (account: Account) => new SFNClient(settings(account));

/** The environment for a command that must use this account, without any AWS setting of the host. */
export function commandEnvironment(account: Account): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    PATH: [...nodeFolders, process.env.PATH ?? ''].join(delimiter),
    NO_COLOR: '1',
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
