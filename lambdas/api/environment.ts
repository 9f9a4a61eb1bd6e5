/**
 * Every environment variable that a function may read. `lib` sets each one together with the permission it belongs
 * to; no other variable is set or read.
 */
export const environmentNames = [
  'VAULT_TABLE',
  'KEYS_TABLE',
  'EVIDENCE_TABLE',
  'COPY_TABLE',
  'SIGNING_KEY',
  'LEDGER_KEY',
  'ENVELOPE_KEY',
  'TENANT_ROLE_PATH',
  'EXPORTS_BUCKET',
  'MAIL_QUEUE',
  'RENEWAL_QUEUE',
  'KEYMAKER_QUEUE',
  'NOTIFIER_FUNCTION',
  'RETENTION_MACHINE',
  'EXPORT_MACHINE',
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
