import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of files that lie beside the bundle, by the name they are served under. */
export type Files = (name: string) => Promise<string | undefined>;

/**
 * Files of a folder beside the bundle, and of the folders in it, by their own names alone. Only what is there
 * is ever opened, so that no name leads out of it. Listed and read once per function instance.
 * @throws Error when the folder is missing or two files have one name: a fault of the deployment
 */
export function filesIn(folder: string): Files {
  let paths: Promise<Map<string, string>> | undefined;
  const contents = new Map<string, Promise<string>>();
  return async (name) => {
    paths ??= pathsIn(join(import.meta.dirname, folder));
    const path = (await paths).get(name);
    if (path === undefined) return undefined;
    const content = contents.get(name) ?? readFile(path, 'utf8');
    contents.set(name, content);
    return content;
  };
}

async function pathsIn(folder: string): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    if (paths.has(entry.name)) throw new Error(`two files are named ${entry.name}`);
    paths.set(entry.name, join(entry.parentPath, entry.name));
  }
  return paths;
}
