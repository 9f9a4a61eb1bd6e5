/** The names that the deployment gives its functions. A grant sets the permission and the name together. */
const names = [
  'VAULT_TABLE',
  'KEYS_TABLE',
  'EVIDENCE_TABLE',
  'SIGNING_KEY',
  'LEDGER_KEY',
  'ENVELOPE_KEY',
  'TENANT_ROLE_PATH',
  'MAIL_QUEUE',
  'KEYMAKER_FUNCTION',
  'NOTIFIER_FUNCTION',
  'RETENTION_MACHINE',
  'PURGE_MACHINE',
  'BASE_URL',
  'ISSUER',
  'JWKS_URL',
  'TOKEN_SCOPE',
  'AUDIENCE',
  'RETENTION_WINDOW',
  'MAIL_FROM',
  'MAIL_CONFIGURATION_SET',
  'STAGE',
  'SECURITY_CONTACT',
  'CONTEXT_CONDITIONS',
] as const;

export type EnvironmentName = (typeof names)[number];

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
