import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file by the name it is served under, if there is one. */
export type Files = (name: string) => string | undefined;

/**
 * The files of a folder next to the bundle and of its subfolders, by file name alone. Only listed files are ever
 * opened, so no name leads out of the folder. Listed and read once per function instance.
 * @throws Error when the folder is missing or two files have one name: a fault of the deployment
 */
export function filesIn(folder: string): Files {
  let paths: Map<string, string> | undefined;
  const contents = new Map<string, string>();
  return (name) => {
    paths ??= pathsIn(join(import.meta.dirname, folder));
    const path = paths.get(name);
    if (path === undefined) return undefined;
    const content = contents.get(name) ?? readFileSync(path, 'utf8');
    contents.set(name, content);
    return content;
  };
}

function pathsIn(folder: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    if (paths.has(entry.name)) throw new Error(`two files are named ${entry.name}`);
    paths.set(entry.name, join(entry.parentPath, entry.name));
  }
  return paths;
}
