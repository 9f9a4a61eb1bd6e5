import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { type Loader, transform } from 'esbuild';

/** Folder of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** One import of a source file. */
export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The repository's own file it means, as a path from the root; undefined for packages. */
  readonly file: string | undefined;
  /** `import type`: leaves nothing behind when types are stripped. */
  readonly typeOnly: boolean;
}

/** A source file of ours. */
export interface Source {
  /** Path from the root. */
  readonly path: string;
  readonly lines: number;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Without types and comments. */
  code(): Promise<string>;
}

// Anchored at the line's beginning, as the formatter puts them; sentences in comments begin otherwise.
const statements =
  /^(?:import|export)\s+(?<type>type\s+)?(?:[\w\s{},*$]*?\s+from\s+)?['"](?<specifier>[^'"]+)['"]/gm;
const calls = /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g;

const folders = ['bin', 'lib', 'lambdas', 'cli', 'web', 'local', 'tools'];

/** How the types of each kind of source file are stripped. */
const loaders: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.tsx': 'tsx', '.mjs': 'js' };

/** Every source file outside of the tests: TypeScript, and what has to run before anything is installed. */
export const sources: readonly Source[] = folders.flatMap(filesIn).map(read);

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in loaders)
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    imports: importsIn(text, path),
    code: async () => {
      const loader = loaders[extname(path)] ?? 'ts';
      return (await transform(text, { loader, legalComments: 'none' })).code;
    },
  };
}

/** What a text imports, statically, by re-export, or by a call. */
export function importsIn(text: string, path: string): Import[] {
  const found = [...text.matchAll(statements), ...text.matchAll(calls)];
  return found.map(({ groups = {} }) => {
    const { specifier = '', type } = groups;
    return {
      specifier,
      file: specifier.startsWith('.') ? join(dirname(path), specifier) : undefined,
      typeOnly: type !== undefined,
    };
  });
}

const byPath = new Map(sources.map((source) => [source.path, source]));

/** Every file of ours that runs when this one does: itself and all it imports, by whatever way, types left out. */
export function reachOf(path: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const walk = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const one of byPath.get(file)?.imports ?? [])
      if (one.file !== undefined && !one.typeOnly) walk(one.file);
  };
  walk(path);
  return reached;
}
