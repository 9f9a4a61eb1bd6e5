import type { EnvironmentName } from '../../api/environment.ts';

/** The value of an environment variable of this function; undefined when the deployment did not set it. */
export function granted(name: EnvironmentName): string | undefined {
  return process.env[name] || undefined;
}

/**
 * The value of an environment variable that this function needs.
 * @throws Error when the deployment did not set it: a fault of the deployment, not of the caller
 */
export function environment(name: EnvironmentName): string {
  const value = granted(name);
  if (value === undefined) throw new Error(`${name} is not granted to this function`);
  return value;
}

/** The AWS region that this function, its tables and its keys are in, as Lambda names it. */
export function region(): string {
  const { AWS_REGION } = process.env;
  if (!AWS_REGION) throw new Error('AWS_REGION is not set');
  return AWS_REGION;
}

/** Sets an environment variable of this process, for the command line, which no deployment configures. */
export function grant(name: EnvironmentName, value: string): void {
  process.env[name] = value;
}

/**
 * The physical name of a table. The deployment sets it under the table's logical name.
 * @throws Error when the deployment did not set it
 */
export function tableNamed(table: string): string {
  return environment(`${table.toUpperCase()}_TABLE` as EnvironmentName);
}
