import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { slimSdk } from '../../lib/functions/slim-sdk.ts';

const root = join(import.meta.dirname, '..', '..');

/** What a bundle of these lines exports, once it has been made as the functions' bundles are. */
async function bundled(contents: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    plugins: [slimSdk(root)],
    write: false,
    logLevel: 'silent',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`
  );
}

describe('the slim SDK', () => {
  it.each([
    [
      '@aws-sdk/client-dynamodb',
      'TransactionCanceledException',
      'DynamoDBServiceException',
      'ResourceNotFoundException',
    ],
    [
      '@aws-sdk/client-dynamodb',
      'TransactionInProgressException',
      'DynamoDBServiceException',
      'TransactionCanceledException',
    ],
    ['@aws-sdk/client-kms', 'NotFoundException', 'KMSServiceException', 'DisabledException'],
    ['@aws-sdk/client-sfn', 'ExecutionAlreadyExists', 'SFNServiceException', 'ExecutionDoesNotExist'],
  ])('%s keeps its errors apart: %s is one, and no other', async (client, name, base, other) => {
    const { made } = await bundled(
      `import { ${name} as Named, ${base} as Base, ${other} as Other } from '${client}';
       const error = new Named({ message: 'no', $metadata: {}, CancellationReasons: [{ Code: 'None' }] });
       export const made = [
         error instanceof Named, error instanceof Base, error instanceof Error,
         error instanceof Other, error.name, error.message,
       ];`,
    );
    expect(made).toEqual([true, true, true, false, name, 'no']);
  });
});
