import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type BuildOptions, build, transformSync } from 'esbuild';
import { type FunctionName, functionNames } from '../../lambdas/api/functions.ts';
import { slimSdk } from './slim-sdk.ts';
import { withoutSummaries } from './without-summaries.ts';

/** The files that a function is deployed as, by their path relative to the handler. */
export type Bundle = ReadonlyMap<string, Uint8Array>;
export type Bundles = Readonly<Record<FunctionName, Bundle>>;

/** The file of a bundle that Lambda loads; it exports `handler`. */
export const handlerFile = 'index.mjs';

const common = {
  bundle: true,
  format: 'esm',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles each function's handler with everything it needs, its part of the AWS SDK included. All are made in one
 * build, which reads and parses what they share once.
 * @param root folder of the repository.
 */
export async function bundleAll(root: string): Promise<Bundles> {
  const { outputFiles = [] } = await build({
    ...common,
    entryPoints: functionNames.map((name) => join(root, 'lambdas', 'functions', `${name}.ts`)),
    absWorkingDir: root,
    outdir: 'functions',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    plugins: [slimSdk(root), withoutSummaries()],
  });
  const made = functionNames.map(async (name): Promise<[FunctionName, Bundle]> => {
    const output = outputFiles.find(({ path }) => basename(path) === `${name}.js`);
    if (!output) throw new Error(`esbuild gave no ${name}`);
    return [
      name,
      new Map([[handlerFile, output.contents], ...(name === 'public' ? await publicFiles(root) : [])]),
    ];
  });
  return Object.fromEntries(await Promise.all(made)) as Bundles;
}

/** Writes a bundle's files below a folder, and returns the folder. */
export function writeBundle(bundle: Bundle, folder: string): string {
  for (const [path, content] of bundle) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** The files that function `public` serves: the individual's page and the API's documents. */
async function publicFiles(root: string): Promise<[string, Uint8Array][]> {
  const docs = ['openapi.json', 'api.html'].map((name): [string, Uint8Array] => [
    join('docs', name),
    readFileSync(join(root, 'docs', name)),
  ]);
  return [...(await pageFiles(root)), ...docs];
}

/** The individual's page as served: its scripts, and every file of `web/` that is not one of their sources. */
export async function pageFiles(root: string): Promise<[string, Uint8Array][]> {
  const web = join(root, 'web');
  // The entry, what it is made of, and the screens that it loads on demand.
  const { outputFiles: scripts = [] } = await build({
    ...common,
    entryPoints: [join(web, 'page.tsx')],
    absWorkingDir: root,
    outdir: 'page',
    splitting: true,
    chunkNames: '[name]',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const asTheyAre = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isSource(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return [
    ...scripts.map(({ path, contents }): [string, Uint8Array] => [join('page', basename(path)), contents]),
    ...asTheyAre.map((file): [string, Uint8Array] => [join('page', relative(web, file)), served(file)]),
  ];
}

/** A file of the page as it is served: style sheets without what only their readers need. */
function served(file: string): Uint8Array {
  const content = readFileSync(file);
  return file.endsWith('.css')
    ? Buffer.from(transformSync(content, { loader: 'css', minify: true }).code)
    : content;
}

/** Whether a file of the page is a source of its scripts, which are bundled and not served themselves. */
const isSource = (name: string) => /\.tsx?$/.test(name);
