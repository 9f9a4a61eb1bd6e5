import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transform } from 'esbuild';

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
  readonly imports: readonly Import[];
  /** Without types and comments. */
  code(): Promise<string>;
}

// Anchored at the line's beginning, as the formatter puts them; sentences in comments begin otherwise.
const statements =
  /^(?:import|export)\s+(?<type>type\s+)?(?:[\w\s{},*$]*?\s+from\s+)?['"](?<specifier>[^'"]+)['"]/gm;
const calls = /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g;

const folders = ['bin', 'lib', 'lambdas', 'cli', 'web', 'local', 'tools'];

/** Every TypeScript file outside of the tests. */
export const sources: readonly Source[] = folders.flatMap(filesIn).map(read);

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return {
    path,
    lines: text.split('\n').length - 1,
    imports: importsIn(text, path),
    code: async () => (await transform(text, { loader: 'ts', legalComments: 'none' })).code,
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
