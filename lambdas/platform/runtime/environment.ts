import type { EnvironmentName } from '../../api/environment.ts';

/** A name this function was granted, or undefined. */
export function granted(name: EnvironmentName): string | undefined {
  return process.env[name] || undefined;
}

/**
 * A name this function needs.
 * @throws Error when the deployment did not grant it: a fault of the deployment, not of the caller.
 */
export function environment(name: EnvironmentName): string {
  const value = granted(name);
  if (value === undefined) throw new Error(`${name} is not granted to this function`);
  return value;
}

/** Grants a name to this process, where no deployment has: for the command line. */
export function grant(name: EnvironmentName, value: string): void {
  process.env[name] = value;
}

/**
 * The physical name of a table, which the deployment gives under the table's logical name.
 * @throws Error when the deployment did not grant it
 */
export function tableNamed(table: string): string {
  return environment(`${table.toUpperCase()}_TABLE` as EnvironmentName);
}
