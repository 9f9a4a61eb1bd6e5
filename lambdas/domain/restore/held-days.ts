const day = 24 * 60 * 60 * 1000;
/** How many days nothing is purged after a restore that brings back what a decision about it was made on. */
const heldDays = 30;

/** Until when what was put under a legal hold since a restore point is held after the restore at `at`. */
export function heldAfterRestore(at: string): string {
  return new Date(Date.parse(at) + heldDays * day).toISOString();
}
