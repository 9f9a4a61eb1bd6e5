/*
 * DynamoDB limits by kilobytes: a partition takes 1,000 write units a second, a new table 4,000 in all. What exceeds
 * them is refused, item by item or a whole call: that means "not yet", and never that something failed.
 */
const codes: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ThrottlingError',
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
]);

/** Whether a code of an error, of a statement or of an item says "not yet". */
export function isThrottleCode(code: string | undefined): boolean {
  return code !== undefined && codes.has(code);
}

/** Whether a whole call was refused for the moment. */
export function isThrottle(error: unknown): boolean {
  return error instanceof Error && isThrottleCode(error.name);
}
