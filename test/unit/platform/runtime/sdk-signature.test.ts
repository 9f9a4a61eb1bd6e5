import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { SdkSignature } from '../../../../lambdas/platform/runtime/sdk-signature.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const settings = { region: 'eu-central-1', credentials };
const signingDate = new Date('2026-03-27T10:00:00.123Z');
const json = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'A.B' };

it.each([
  ['DynamoDB', DynamoDBClient, 'dynamodb', '/', json],
  ['KMS', KMSClient, 'kms', '/', json],
  ['SQS', SQSClient, 'sqs', '/', json],
  ['Step Functions', SFNClient, 'states', '/', json],
  ['SES', SESv2Client, 'ses', '/v2/email/outbound-emails', { 'content-type': 'application/json' }],
  [
    'Lambda',
    LambdaClient,
    'lambda',
    '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aname/invocations',
    { 'X-Amz-Invocation-Type': 'RequestResponse' },
  ],
] as const)('a request to %s is signed as the SDK signs it', async (_, Client, service, path, given) => {
  const theirs = new Client(settings).config;
  const ours = new Client({ ...settings, signerConstructor: SdkSignature }).config;
  for (const body of ['{"a":"ü"}', Buffer.from('{"b":1}'), undefined]) {
    const headers = { host: `${service}.eu-central-1.amazonaws.com`, ...given };
    const request = { method: 'POST', protocol: 'https:', hostname: '', path, query: {}, headers, body };
    const signed = [];
    for (const { signer } of [theirs, ours]) {
      const { headers } = await (await signer()).sign(request, { signingDate });
      signed.push([headers.authorization, headers['x-amz-date'], headers['x-amz-security-token']]);
    }
    expect(signed[1]).toEqual(signed[0]);
    expect(signed[1]?.[0]).toContain(`/20260327/eu-central-1/${service}/aws4_request`);
  }
});

it('signs neither headers that may change on the way nor the request it was given', async () => {
  const signature = new SdkSignature({ ...settings, service: 'dynamodb' });
  const headers = { host: 'a', 'user-agent': 'b', 'X-Amzn-Trace-Id': 'c', 'amz-sdk-request': 'attempt=1' };
  const signed = await signature.sign({ method: 'POST', path: '/', headers, body: '' }, { signingDate });
  expect(signed.headers).toMatchObject(headers);
  expect(signed.headers).toHaveProperty(
    'authorization',
    expect.stringContaining('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,'),
  );
  expect(headers).not.toHaveProperty('authorization');
});

it('signs with another key as soon as the credentials are others', async () => {
  const request = { method: 'POST', path: '/', headers: { host: 'a' }, body: '' };
  const signatureUnder = async (secretAccessKey: string) => {
    const signing = { ...settings, credentials: { ...credentials, secretAccessKey }, service: 'kms' };
    return (await new SdkSignature(signing).sign(request, { signingDate })).headers;
  };
  const first = await signatureUnder('one');
  expect(await signatureUnder('two')).not.toEqual(first);
  expect(await signatureUnder('one')).toEqual(first);
});

it('refuses a request with a query, which it would sign wrongly', async () => {
  const signature = new SdkSignature({ ...settings, service: 'lambda' });
  const request = { method: 'GET', path: '/', query: { Qualifier: '1' }, headers: {} };
  await expect(signature.sign(request, { signingDate })).rejects.toThrow(TypeError);
});
