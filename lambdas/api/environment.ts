/**
 * The environment variables by which the deployment tells a function what it was granted: `lib` sets each together
 * with the permission, and nothing else may be read. A variable that is not here is neither set nor read.
 */
export const environmentNames = [
  'VAULT_TABLE',
  'KEYS_TABLE',
  'EVIDENCE_TABLE',
  'SIGNING_KEY',
  'LEDGER_KEY',
  'ENVELOPE_KEY',
  'TENANT_ROLE_PATH',
  'MAIL_QUEUE',
  'KEYMAKER_QUEUE',
  'NOTIFIER_FUNCTION',
  'RETENTION_MACHINE',
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

export type EnvironmentName = (typeof environmentNames)[number];
