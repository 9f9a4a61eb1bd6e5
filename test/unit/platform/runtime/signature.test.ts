import { expect, it } from 'vitest';
import { queryText, signedHeaders } from '../../../../lambdas/platform/runtime/signature.ts';

/* The examples that AWS publishes for S3 (“Signature Calculations for the Authorization Header”). */
const signer = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 's3',
};
const host = 'examplebucket.s3.amazonaws.com';
const at = '2013-05-24T00:00:00.000Z';
const signatureOf = (request: Omit<Parameters<typeof signedHeaders>[0], 'host'>) =>
  /Signature=(.*)$/.exec(signedHeaders({ host, ...request }, signer, at).authorization ?? '')?.[1];

it('signs as AWS does: a read, a write, and two lists', () => {
  expect(signatureOf({ method: 'GET', path: '/test.txt', headers: { range: 'bytes=0-9' } })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
  expect(
    signatureOf({
      method: 'PUT',
      path: '/test%24file.text',
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: Buffer.from('Welcome to Amazon S3.'),
    }),
  ).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  expect(signatureOf({ method: 'GET', path: '/', query: { lifecycle: '' } })).toBe(
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  );
  expect(signatureOf({ method: 'GET', path: '/', query: { prefix: 'J', 'max-keys': '2' } })).toBe(
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  );
});

it('sends a query as it signs it', () => {
  expect(queryText({ prefix: "a/b c'", 'max-keys': '2' })).toBe('max-keys=2&prefix=a%2Fb%20c%27');
});

it('names the session of a role', () => {
  const headers = signedHeaders({ method: 'GET', host, path: '/' }, { ...signer, sessionToken: 'token' }, at);
  expect(headers['x-amz-security-token']).toBe('token');
  expect(headers.authorization).toContain('x-amz-security-token');
});
