/**
 * Whether an individual's address is one that a restore brought back in place of a later one, and that nobody has set
 * since: it may be somebody else's mailbox by now.
 */
export function isRestoredAddress(individual: {
  readonly addressVersion: number;
  readonly restoredAddress?: number | undefined;
}): boolean {
  return individual.restoredAddress === individual.addressVersion;
}
