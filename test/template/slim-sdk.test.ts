import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { patient } from '../../lambdas/platform/runtime/patience.ts';
import { slimSdk } from '../../lib/functions/slim-sdk.ts';

const root = join(import.meta.dirname, '..', '..');

/** A command of each client that needs no input. */
const listing: Readonly<Record<string, string>> = {
  dynamodb: 'ListTablesCommand',
  kms: 'ListKeysCommand',
  lambda: 'ListFunctionsCommand',
  sesv2: 'ListEmailIdentitiesCommand',
  sfn: 'ListStateMachinesCommand',
  sqs: 'ListQueuesCommand',
};

const errors = [
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
] as const;
const clients = [
  ['dynamodb', 'DynamoDBClient'],
  ['kms', 'KMSClient'],
  ['lambda', 'LambdaClient'],
  ['sesv2', 'SESv2Client'],
  ['sfn', 'SFNClient'],
  ['sqs', 'SQSClient'],
] as const;

/** The lines of each bundle, by a name for it. */
const sources = new Map<string, string>([
  ...errors.map(([client, name, base, other]): [string, string] => [
    name,
    `import { ${name} as Named, ${base} as Base, ${other} as Other } from '${client}';
       const error = new Named({ message: 'no', $metadata: {}, CancellationReasons: [{ Code: 'None' }] });
       export const made = [
         error instanceof Named, error instanceof Base, error instanceof Error,
         error instanceof Other, error.name, error.message,
       ];`,
  ]),
  ...clients.map(([client, name]): [string, string] => [
    name,
    `export { ${name} as made } from '@aws-sdk/client-${client}';`,
  ]),
  [
    'transaction',
    `import { absent, transact } from './lambdas/platform/dynamodb/transaction.ts';
     export const made = await transact([
       { table: 'vault', put: { pk: 'a', sk: 'b' }, if: absent, else: 'already-exists' },
     ]).catch((error) => [error.name, error.code]);`,
  ],
]);

let bundles: Map<string, string>;
/** All are made at once: the SDK is then read once, which takes most of the time. */
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [...sources.keys()],
    outdir: root,
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    plugins: [fromSources, slimSdk(root)],
    write: false,
    logLevel: 'silent',
  });
  bundles = new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
});

const fromSources: Plugin = {
  name: 'sources',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'entry-point' ? { path, namespace: 'source' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'source' }, ({ path }) => ({
      contents: sources.get(path) ?? '',
      resolveDir: root,
    }));
  },
};

/** What a bundle exports. */
async function bundled(name: string): Promise<Record<string, unknown>> {
  return import(`data:text/javascript;base64,${Buffer.from(bundles.get(name) ?? '').toString('base64')}`);
}

describe('the slim SDK', () => {
  it.each(errors)('%s keeps its errors apart: %s is one, and no other', async (_, name) => {
    const { made } = await bundled(name);
    expect(made).toEqual([true, true, true, false, name, 'no']);
  });

  it.each(clients)('finds %s where the whole SDK finds it, or where it was told to', async (client, name) => {
    const { made } = await bundled(name);
    const whole: Record<string, unknown> = await import(`@aws-sdk/client-${client}`);
    const askedAt = async (Client: unknown, configuration: object) => {
      const hosts: string[] = [];
      const requestHandler = {
        handle: async ({ protocol, hostname, port, path }: Record<string, string>) => {
          hosts.push(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
          throw new Error('not sent');
        },
      };
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const settings = { ...patient({ tries: 1 }), requestHandler, credentials, ...configuration };
      const command = new (whole[listing[client] ?? ''] as new (input: object) => unknown)({});
      const made = new (Client as new (settings: object) => { send(command: unknown): Promise<unknown> })(
        settings,
      );
      await expect(made.send(command)).rejects.toThrow('not sent');
      return hosts;
    };
    for (const configuration of [
      { region: 'eu-central-1' },
      { region: 'us-east-1' },
      { region: 'eu-central-1', endpoint: 'http://127.0.0.1:4566' },
      { region: 'eu-central-1', endpoint: 'https://vpce-1.example.org/base' },
    ]) {
      const found = await askedAt(made, configuration);
      expect(found).toHaveLength(1);
      expect(found).toEqual(await askedAt(whole[name], configuration));
    }
    const variant = { region: 'eu-central-1', useFipsEndpoint: true };
    await expect(askedAt(made, variant)).rejects.toThrow('FIPS');
  });
});

describe('a bundled transaction whose condition fails, where AWS_ENDPOINT_URL leads', () => {
  it('is known as one, so that it is the loser’s problem and no fault', async () => {
    const server = createServer((_, answer) => {
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }];
      const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
      answer.end(JSON.stringify({ __type: type, Message: 'cancelled', CancellationReasons }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.close();
      vi.unstubAllEnvs();
    });
    const { port } = server.address() as AddressInfo;
    for (const [variable, value] of Object.entries({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      VAULT_TABLE: 'vault',
    }))
      vi.stubEnv(variable, value);
    const { made } = await bundled('transaction');
    expect(made).toEqual(['Problem', 'already-exists']);
  });
});
