import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything in the repository that a deployment is made of. */
export const deployedFrom = [
  'bin',
  'lib',
  'lambdas',
  'web',
  'state-machines',
  'docs/openapi.json',
  'cdk.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * A hash over the names and contents of files and over the settings of a deployment: equal exactly when
 * nothing that could change the result has changed. Paths that do not exist count as absent.
 */
export function hashInputs(folder: string, paths: readonly string[], settings: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (part: string | Buffer) => {
    // The length comes first, so that two different lists of parts never give the same bytes.
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  for (const setting of settings) add(setting);
  for (const path of paths.flatMap((start) => filesBelow(folder, start)).sort()) {
    add(path);
    add(readFileSync(join(folder, path)));
  }
  return hash.digest('hex');
}

function filesBelow(folder: string, path: string): string[] {
  const full = join(folder, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) =>
    filesBelow(folder, join(path, entry.name)),
  );
}
