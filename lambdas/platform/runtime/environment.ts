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

/** Where all AWS services are instead of at their own hosts; undefined on AWS. */
export function endpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL || undefined;
}

/** The credentials of this function's role, as Lambda gives them. They change: read them for each use. */
export function credentials(): {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken: string | undefined;
} {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error('no credentials');
  return {
    accessKey: AWS_ACCESS_KEY_ID,
    secretKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  };
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
