import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Loader, Plugin } from 'esbuild';

/** Replacements for parts of the AWS SDK that no function here needs. */
const standIns: Readonly<Record<string, string>> = {
  // Lambda gives credentials in environment variables only: no files, metadata service or sign-in is needed.
  '@aws-sdk/credential-provider-node':
    "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
  // Only DescribeEndpoints needs it, for accounts that route DynamoDB to other endpoints.
  '@aws-sdk/middleware-endpoint-discovery': `
    export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
      environmentVariableSelector: () => undefined, configFileSelector: () => undefined, default: false,
    };
    export const resolveEndpointDiscoveryConfig = (config) => config;
    export const getEndpointDiscoveryPlugin = () => ({ applyToStack: () => undefined });`,
  // Every client is given `SdkSignature` to sign with.
  '@smithy/signature-v4': 'export const SignatureV4 = undefined;',
  '@aws-sdk/signature-v4-multi-region': 'export const SignatureV4MultiRegion = undefined;',
  // No operation used here streams events.
  '@smithy/core/event-streams': `
    export class EventStreamSerde {
      constructor() { throw new Error('event streams are not part of this bundle'); }
    }
    export const eventStreamSerdeProvider = () => undefined;
    export const resolveEventStreamSerdeConfig = (config) => config;`,
};

/**
 * The same for single files of the SDK's core: those for hosts without node:crypto, for EC2, and for other kinds of
 * retries.
 */
const fileStandIns: Readonly<Record<string, string>> = {
  // Configuration comes from the environment; without this, a cold start would first search for configuration files.
  'shared-ini-file-loader/loadSharedConfigFiles': `
    export const CONFIG_PREFIX_SEPARATOR = '.';
    export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  // Functions for endpoint rules, which are not used any more, and the table of all partitions.
  'util-endpoints/aws': 'export const awsEndpointFunctions = {};',
  'util-endpoints/lib/aws/partitions': 'export const partitionsInfo = { partitions: [] };',
  Sha256Js: 'export class Sha256Js {}',
  Md5Js: 'export class Md5Js {}',
  DefaultRateLimiter: 'export class DefaultRateLimiter {}',
  // No client has a logger, for which this one would copy each input and output.
  loggerMiddleware: `
    export const getLoggerPlugin = () => ({ applyToStack: () => undefined });
    export const loggerMiddleware = undefined;
    export const loggerMiddlewareOptions = undefined;`,
  schemaLogFilter: 'export const schemaLogFilter = (schema, data) => data;',
  // Of two ways to try again, clients use the other; of two kinds of streams, Node's.
  AdaptiveRetryStrategy: 'export class AdaptiveRetryStrategy {}',
  'sdk-stream-mixin.browser': `
    export const sdkStreamMixin = () => { throw new Error('streams of browsers are not part of this bundle'); };`,
  // Rules for names of buckets: no client of S3 is among them.
  'service-customizations/s3': `
    export const resolveParamsForS3 = async () => { throw new Error('S3 is not part of this bundle'); };
    export const DOT_PATTERN = undefined, S3_HOSTNAME_PATTERN = undefined;
    export const isDnsCompatibleBucketName = undefined, isArnBucketName = undefined;`,
  // Tells AWS in each request which features of the SDK are used, and the log which Node version is too old.
  'check-features': 'export const checkFeatures = async () => undefined;',
  'client/emitWarningIfUnsupportedVersion': `
    export const state = {};
    export const emitWarningIfUnsupportedVersion = () => undefined;`,
  // Every request says in one word who sends it, not by which versions of what, nor for which features.
  'middleware-user-agent/user-agent-middleware': `
    const say = (next) => (args) => {
      args.request.headers['user-agent'] = 'habeas';
      return next(args);
    };
    export const getUserAgentMiddlewareOptions = { name: 'userAgent', step: 'build', priority: 'low' };
    export const userAgentMiddleware = () => say;
    export const getUserAgentPlugin = () => ({
      applyToStack: (stack) => stack.add(say, getUserAgentMiddlewareOptions),
    });`,
  'middleware-user-agent/configurations': `
    export const DEFAULT_UA_APP_ID = undefined;
    export const resolveUserAgentConfig = (config) => config;`,
  'util-user-agent-node/defaultUserAgent': `
    export const createDefaultUserAgentProvider = () => undefined;
    export const crtAvailability = undefined, defaultUserAgent = undefined;`,
  getInstanceMetadataRegion: 'export const getInstanceMetadataRegion = async () => undefined;',
};

/** How the host name of a service begins, by the package of its client. */
const hosts: Readonly<Record<string, string>> = {
  'client-dynamodb': 'dynamodb',
  'client-kms': 'kms',
  'client-lambda': 'lambda',
  'client-sesv2': 'email',
  'client-sfn': 'states',
  'client-sqs': 'sqs',
};

/**
 * The endpoint of a service, in one line instead of the rules of all partitions and variants: the configured one,
 * else the service's host in the Region. Other variants are refused, not ignored.
 */
function endpointOf(host: string): string {
  return `export const defaultEndpointResolver = ({ Endpoint, Region, UseFIPS, UseDualStack }) => {
    if (UseFIPS || UseDualStack) throw new Error('endpoints for FIPS and dual stack are not part of this bundle');
    return { url: new URL(Endpoint ?? 'https://${host}.' + Region + '.amazonaws.com'), headers: {}, properties: {} };
  };`;
}

/**
 * Every generated error class sets again what its base class sets from the same arguments, and sets its prototype
 * after the client's own base class has set it. Both have to be removed together: `ServiceException` sets it
 * correctly.
 */
const saidTwice =
  /^ {4}(?:name = "\w+";|\$fault = "(?:client|server)";)\n|^ {8}Object\.setPrototypeOf\(this, \w+\.prototype\);\n/gm;

/**
 * A client's schemas with only those error classes that our code names. For any other error the client makes its base
 * exception, with the same name, message and status. Computed keys are removed too, because with them esbuild cannot
 * tell that an operation's schema is unused.
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
 * Makes the AWS SDK small enough for fast cold starts, by leaving out what a function of this repository cannot use.
 * A test limits the size of every bundle, so that an SDK with another structure is noticed.
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
      replace('@aws-sdk/client-sesv2/dist-es/auth/httpAuthSchemeProvider', signingForSes(root));
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

/**
 * How requests to SES are signed: as those to DynamoDB, for one Region. What SES has beside that are schemes that its
 * endpoint rules name, and those are not used any more.
 */
function signingForSes(root: string): string {
  const file = 'node_modules/@aws-sdk/client-dynamodb/dist-es/auth/httpAuthSchemeProvider.js';
  return readFileSync(join(root, file), 'utf8')
    .replaceAll('DynamoDB', 'SESv2')
    .replace('"dynamodb"', '"ses"');
}

/** Every word in the sources of a folder and its subfolders. */
function wordsIn(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return sources.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\w+/g) ?? []);
}
