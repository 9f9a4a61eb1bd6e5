import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

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

/** Every generated error class says again what its base class sets from the same arguments. */
const saidTwice =
  /^ {4}(?:name = "\w+";|\$fault = "(?:client|server)";)\n|^ {8}Object\.setPrototypeOf\(this, \w+\.prototype\);\n/gm;

/**
 * Makes the AWS SDK small enough for a function that starts quickly: leaves out what a Lambda function cannot
 * use. A test holds every bundle to its limit, so that a new version of the SDK that is built otherwise shows.
 */
export const slimSdk: Plugin = {
  name: 'slim-sdk',
  setup(build) {
    const named = new RegExp(`^(?:${Object.keys(standIns).join('|')})$`);
    build.onResolve({ filter: named }, ({ path, importer }) => ({
      path,
      namespace: 'stand-in',
      pluginData: dirname(importer),
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path, pluginData }) => ({
      contents: standIns[path] ?? '',
      resolveDir: String(pluginData),
    }));
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    build.onLoad({ filter: /[\\/]dist-es[\\/]models[\\/](?:errors|\w+ServiceException)\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(saidTwice, ''),
      loader: 'js',
    }));
  },
};
