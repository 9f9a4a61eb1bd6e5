import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Loader, Plugin } from 'esbuild';

/** What stands in for parts of the AWS SDK that no function here can need. */
const standIns: Readonly<Record<string, string>> = {
  // Lambda gives credentials in the environment and nowhere else: no files, no metadata service, no sign-in.
  '@aws-sdk/credential-provider-node':
    "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  // Only DescribeEndpoints needs it, for accounts that route DynamoDB to other endpoints.
  '@aws-sdk/middleware-endpoint-discovery': `
    export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
      environmentVariableSelector: () => undefined, configFileSelector: () => undefined, default: false,
    };
    export const resolveEndpointDiscoveryConfig = (config) => config;
    export const getEndpointDiscoveryPlugin = () => ({ applyToStack: () => undefined });`,
  // No operation that is called here streams events.
  '@smithy/core/event-streams': `
    export class EventStreamSerde {
      constructor() { throw new Error('event streams are not part of this bundle'); }
    }
    export const eventStreamSerdeProvider = () => undefined;
    export const resolveEventStreamSerdeConfig = (config) => config;`,
};

/** The same for single files of the SDK's core: what is for hosts without node:crypto, EC2, or other retries. */
const fileStandIns: Readonly<Record<string, string>> = {
  // Configuration comes from the environment; looking for files of it is the first thing that a cold start would do.
  'shared-ini-file-loader/loadSharedConfigFiles': `
    export const CONFIG_PREFIX_SEPARATOR = '.';
    export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  // Signs the messages of event streams.
  HeaderFormatter: 'export class HeaderFormatter {}',
  // Functions for endpoint rules, which have gone, and the table of all partitions.
  'util-endpoints/aws': 'export const awsEndpointFunctions = {};',
  'util-endpoints/lib/aws/partitions': 'export const partitionsInfo = { partitions: [] };',
  Sha256Js: 'export class Sha256Js {}',
  Md5Js: 'export class Md5Js {}',
  DefaultRateLimiter: 'export class DefaultRateLimiter {}',
  getInstanceMetadataRegion: 'export const getInstanceMetadataRegion = async () => undefined;',
};

/** How the host of a client's service begins, by the client's package. */
const hosts: Readonly<Record<string, string>> = {
  'client-dynamodb': 'dynamodb',
  'client-kms': 'kms',
  'client-lambda': 'lambda',
  'client-sesv2': 'email',
  'client-sfn': 'states',
  'client-sqs': 'sqs',
};

/**
 * Where a service is, in one line for the rules of all partitions and variants: at the endpoint that was configured,
 * else at its host of the Region. Variants that this leaves out are refused, not passed over.
 */
function endpointOf(host: string): string {
  return `export const defaultEndpointResolver = ({ Endpoint, Region, UseFIPS, UseDualStack }) => {
    if (UseFIPS || UseDualStack) throw new Error('endpoints for FIPS and dual stack are not part of this bundle');
    return { url: new URL(Endpoint ?? 'https://${host}.' + Region + '.amazonaws.com'), headers: {}, properties: {} };
  };`;
}

/**
 * Every generated error class says again what its base class sets from the same arguments, and sets its prototype
 * after the client's own base class has set it to its own. Both have to go together: `ServiceException` sets it right.
 */
const saidTwice =
  /^ {4}(?:name = "\w+";|\$fault = "(?:client|server)";)\n|^ {8}Object\.setPrototypeOf\(this, \w+\.prototype\);\n/gm;

/**
 * A client's schemas with only those error classes that our code names. The client makes its base exception of
 * any other error, with the same name, message and status. And without computed keys, which keep esbuild from
 * seeing that an operation's schema is used by nobody.
 */
function slimSchemas(text: string, named: ReadonlySet<string>): string {
  const constants = new Map(
    [...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return text
    .replaceAll(/^\w+_registry\.registerError\(\w+\$, (\w+)\);\n/gm, (line, error: string) =>
      error.endsWith('ServiceException') || named.has(error) ? line : '',
    )
    .replaceAll(/\[(_\w+)\]:/g, (key, name: string) =>
      constants.has(name) ? `${constants.get(name)}:` : key,
    );
}

/**
 * Makes the AWS SDK small enough for a function that starts quickly: leaves out what a Lambda function of this
 * repository cannot use. A test holds every bundle to its limit, so that an SDK that is built otherwise shows.
 * @param root folder of the repository.
 */
export function slimSdk(root: string): Plugin {
  const named = new Set(
    ['platform', 'stores', 'operations'].flatMap((layer) => wordsIn(join(root, 'lambdas', layer))),
  );
  return {
    name: 'slim-sdk',
    setup(build) {
      const stoodIn = new RegExp(`^(?:${Object.keys(standIns).join('|')})$`);
      build.onResolve({ filter: stoodIn }, ({ path, importer }) => ({
        path,
        namespace: 'stand-in',
        pluginData: dirname(importer),
        sideEffects: false,
      }));
      build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path, pluginData }) => ({
        contents: standIns[path] ?? '',
        resolveDir: String(pluginData),
      }));
      const replace = (file: string, contents: string) =>
        build.onLoad({ filter: new RegExp(`${file.replaceAll('/', '[\\\\/]')}\\.js$`) }, () => ({
          contents,
        }));
      for (const [file, contents] of Object.entries(fileStandIns))
        replace(`@(?:smithy|aws-sdk)/(?:core|signature-v4)/.*/${file}`, contents);
      for (const [client, host] of Object.entries(hosts))
        replace(`@aws-sdk/${client}/dist-es/endpoint/endpointResolver`, endpointOf(host));
      const rewrite = (filter: RegExp, loader: Loader, rewritten: (text: string) => string) =>
        build.onLoad({ filter }, async ({ path }) => ({
          contents: rewritten(await readFile(path, 'utf8')),
          loader,
        }));
      rewrite(/@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/, 'json', (text) => {
        const { version } = JSON.parse(text) as { version: string };
        return JSON.stringify({ version });
      });
      rewrite(/[\\/]dist-es[\\/]models[\\/](?:errors|\w+ServiceException)\.js$/, 'js', (text) =>
        text.replaceAll(saidTwice, ''),
      );
      rewrite(/[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/, 'js', (text) => slimSchemas(text, named));
    },
  };
}

/** Every word in the sources of a folder and of the folders in it. */
function wordsIn(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return sources.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\w+/g) ?? []);
}
