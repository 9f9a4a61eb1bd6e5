import { beforeEach, expect, it } from 'vitest';
import { type KeptLine, keptContent, keptKeyRow } from '../../../../lambdas/model/kept-rows.ts';
import { shardSecretRow } from '../../../../lambdas/model/key-rows.ts';
import { kms } from '../../../../lambdas/platform/aws/kms.ts';
import { newKeptKey } from '../../../../lambdas/stores/keys/make-kept-key.ts';
import { keptKeyRowsOf, keptSealer } from '../../../../lambdas/stores/keys/open-kept.ts';
import { fakeClient } from '../../../support/fake-client.ts';

const { sent, answerBy } = fakeClient(kms);
const tenant = `tnt_${'0'.repeat(32)}`;
const set = `kpt_${'9a'.repeat(16)}${'1b'.repeat(16)}`;
const kmsKey = 'arn:aws:kms:eu-central-1:000000000000:key/k';
const wrapped = new TextEncoder().encode('wrapped');
const secret = { ...shardSecretRow.key(tenant, '9'), secret: new Uint8Array(32).fill(5) };
const key = { ...keptKeyRow.key(tenant, set), wrapped };

beforeEach(() => {
  answerBy(() => ({ Plaintext: new Uint8Array(32).fill(7), CiphertextBlob: wrapped }));
});

it('the key of a kept set is made and opened for this set alone, and stored once', async () => {
  const write = await newKeptKey(tenant, kmsKey, set);
  expect(write).toMatchObject({ put: key, if: { expression: 'attribute_not_exists(pk)' } });
  expect(keptKeyRowsOf(tenant, set).map((row) => row.key)).toMatchObject([{ sk: 'SHARD' }, { sk: key.sk }]);
  const sealer = (await keptSealer(kmsKey, tenant, set, [secret, key])) ?? expect.fail('nothing opens');
  const line: KeptLine = { kind: 'record', id: 'rec_1' };
  const sealed = keptContent.seal(sealer, { id: 'l', version: 1 }, line);
  expect(keptContent.open(sealer, { id: 'l', version: 1, sealed }).release()).toEqual(line);
  for (const { input } of sent)
    expect(input.EncryptionContext).toEqual({ tenant, individual: set, use: 'kept' });
});

it('nothing of a kept set opens without its key, or without the secret of its shard', async () => {
  expect(await keptSealer(kmsKey, tenant, set, [secret, undefined])).toBeUndefined();
  expect(await keptSealer(kmsKey, tenant, set, [undefined, key])).toBeUndefined();
});
