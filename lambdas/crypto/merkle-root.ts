import { createHash } from 'node:crypto';

/**
 * The Merkle tree hash of a list of leaves (RFC 6962, section 2.1), in hex.
 * @param leaves the bytes of each leaf, in hex.
 */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return hash([]);
  let level = leaves.map((leaf) => hash([Uint8Array.of(0), Buffer.from(leaf, 'hex')]));
  while (level.length > 1) {
    const above: string[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left = '', right] = level.slice(i, i + 2);
      // One that has no neighbour goes up as it is, which gives the tree of the RFC.
      above.push(
        right === undefined
          ? left
          : hash([Uint8Array.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]),
      );
    }
    level = above;
  }
  return level[0] ?? '';
}

function hash(parts: readonly Uint8Array[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}
