/** The root of a Merkle tree, as certificate logs make it (RFC 6962 §2.1): leaves and nodes are hashed apart. */

/** SHA-256 (FIPS 180-4) of some bytes: 32 bytes. Handed in, because this package has no cryptography of its own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const LEAF = 0;
const NODE = 1;

/** The root over the leaves in their order; of no leaves, the hash of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves.map((leaf) => sha256(prefixed(LEAF, leaf)));
  // A last one without a neighbour moves up as it is, which gives the tree of the standard.
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at];
      const right = level[at + 1];
      if (left !== undefined) above.push(right === undefined ? left : sha256(prefixed(NODE, left, right)));
    }
    level = above;
  }
  return level[0] ?? new Uint8Array();
}

function prefixed(prefix: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(1 + parts.reduce((length, part) => length + part.length, 0));
  bytes[0] = prefix;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
