// RFC 9162, section 2.1: leaves, nodes and the two proofs. Positions are BigInt, below 2^63.

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

// 2.1.4.2: whether the tree of `first` entries with `one` as its root is the beginning of that of `second` with `two`.
async function continues(first, one, second, two, proof) {
  if (first === 0n || first >= second) return false;
  const hashes = (first & (first - 1n)) === 0n ? [one, ...proof] : [...proof];
  if (hashes.length === 0) return false;
  let [place, last] = [first - 1n, second - 1n];
  while (place & 1n) [place, last] = [place >> 1n, last >> 1n];
  let [old, whole] = [hashes[0], hashes[0]];
  for (const hash of hashes.slice(1)) {
    if (last === 0n) return false;
    if (place & 1n || place === last) {
      [old, whole] = [await nodeOf(hash, old), await nodeOf(hash, whole)];
      while (!(place & 1n) && place !== 0n) [place, last] = [place >> 1n, last >> 1n];
    } else {
      whole = await nodeOf(whole, hash);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n && same(old, one) && same(whole, two);
}
