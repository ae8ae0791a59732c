// Keys and signatures of section 2. What passes these checks has one verdict in every library.

const ED25519 = { prime: 2n ** 255n - 19n, order: 2n ** 252n + 27742317777372353535851937790883648493n };
const EIGHT = [
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
].map((text) => littleEndian(unhex(text)));
const SMALL = new Set([0n, 1n, ED25519.prime - 1n, ...EIGHT]);
const P256 = {
  prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};

// Thirty-two bytes that are no reduced point, or one of small order.
function weakPoint(bytes) {
  const cleared = Uint8Array.from(bytes);
  cleared[31] &= 0x7f;
  const y = littleEndian(cleared);
  return y >= ED25519.prime || SMALL.has(y);
}

function power(base, exponent, modulus) {
  let [result, square] = [1n, base % modulus];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

// SEC1: 02 or 03, and x. Browsers import only the long form.
function uncompressed(bytes) {
  const [head, x, p] = [bytes[0], number64(bytes.slice(1)), P256.prime];
  if ((head !== 2 && head !== 3) || x >= p) return null;
  const right = (x * x * x + (p - 3n) * x + P256.b) % p;
  let y = power(right, (p + 1n) / 4n, p);
  if ((y * y) % p !== right) return null;
  if ((y & 1n) !== BigInt(head & 1)) y = p - y;
  return joined([4], bytes.slice(1), unhex(y.toString(16).padStart(64, "0")));
}

// Whether a public key may be used at all.
function soundKey({ alg, raw }) {
  if (alg === "ed25519") return raw.length === 32 && !weakPoint(raw);
  return alg === "p256-sha256" && raw.length === 33 && uncompressed(raw) !== null;
}

function soundSignature(alg, signature) {
  if (signature.length !== 64) return false;
  const [first, second] = [signature.slice(0, 32), signature.slice(32)];
  if (alg === "ed25519") return littleEndian(second) < ED25519.order && !weakPoint(first);
  const [r, s, n] = [number64(first), number64(second), P256.order];
  return r > 0n && r < n && s > 0n && s <= n / 2n;
}

const IMPORT = {
  ed25519: (raw) => crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]),
  "p256-sha256": (raw) =>
    crypto.subtle.importKey("raw", uncompressed(raw), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]),
};
const WITH = { ed25519: "Ed25519", "p256-sha256": { name: "ECDSA", hash: "SHA-256" } };

// True only if this key made this signature over these bytes.
async function verifies(key, signature, message) {
  if (!soundKey(key) || !soundSignature(key.alg, signature)) return false;
  try {
    return await crypto.subtle.verify(WITH[key.alg], await IMPORT[key.alg](key.raw), signature, message);
  } catch (error) {
    if (error instanceof DOMException && error.name === "DataError") return false;
    throw new Refused("browser");
  }
}

// DSSE: what an officer's key signs.
const pae = (type, body) => joined(utf8(`DSSEv1 ${type.length} ${type} ${body.length} `), body);
