// RFC 9162, section 2.1: leaves, nodes and the proof that a leaf is there. Positions are BigInt, below 2^63.

const leafOf = (bytes) => sha256([0], bytes);
const nodeOf = (left, right) => sha256([1], left, right);

// 2.1.3.2: the root to which this path leads, or null if it cannot belong to that place.
async function rootOverPath(leaf, index, size, path) {
  if (index >= size) return null;
  let [place, last, root] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return null;
    if (place & 1n || place === last) {
      root = await nodeOf(sibling, root);
      while (!(place & 1n) && place !== 0n) [place, last] = [place >> 1n, last >> 1n];
    } else {
      root = await nodeOf(root, sibling);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n ? root : null;
}

async function joins(leaf, index, size, path, root) {
  const reached = await rootOverPath(leaf, index, size, path);
  return reached !== null && same(reached, root);
}
