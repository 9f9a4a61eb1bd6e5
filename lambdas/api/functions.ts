/** The functions that serve operations: API Gateway calls these. */
export const httpFunctions = [
  'public',
  'tenants',
  'catalogue',
  'records',
  'consents',
  'disclosures',
  'individuals',
  'rights',
  'evidence',
] as const;
export type HttpFunction = (typeof httpFunctions)[number];

/** Every Lambda function of a deployment: each has an entry, a role, a log group and a bundle of its own. */
export const functionNames = [
  ...httpFunctions,
  'authorizer',
  'notifier',
  'keymaker',
  'workflow',
  'eraser',
  'exporter',
  'restore',
] as const;
export type FunctionName = (typeof functionNames)[number];
