// Bytes, text, base64, hashes, and how this page says no. Everything is spelled in one way or refused.

class Refused extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

function need(holds, code, facts) {
  if (!holds) throw new Refused(code, facts);
}

const KIB = 1024;
const MIB = 1024 * KIB;
const LIMITS = { trust: 64 * KIB, receipt: 64 * KIB, passport: 4 * MIB, note: MIB, cover: 16 * KIB, line: 4 * KIB };
const MOST_PARTS = 2000;
const MOST_HASHES = 63;
const MOST_SIGNATURES = 100;

const ascii = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);

function textOf(bytes, code) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused(code);
  }
}

function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const same = (one, other) => hex(one) === hex(other);

// Standard alphabet, padded, printing back to the same text (RFC 4648, section 4).
function unbase64(text, code, facts) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Refused(code, facts);
  }
  need(btoa(binary) === text, code, facts);
  return ascii(binary);
}

function unbase64Hash(text, code) {
  const hash = unbase64(text, code);
  need(hash.length === 32, code);
  return hash;
}

// Decimal, no leading zero, below 2^63.
function decimal(text, code) {
  need(/^(?:0|[1-9][0-9]{0,18})$/.test(text), code);
  const number = BigInt(text);
  need(number < 2n ** 63n, code);
  return number;
}

const number64 = (bytes) => BigInt("0x" + hex(bytes));
const littleEndian = (bytes) => BigInt("0x" + hex(Uint8Array.from(bytes).reverse()));
const sha256 = async (...pieces) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...pieces)));

// Lines that each end in one 0A.
function linesOf(text, code) {
  need(text.endsWith("\n"), code);
  return text.slice(0, -1).split("\n");
}

// Code units order as bytes do here: what is compared holds nothing above U+2026, or is ASCII.
const ascending = (words) => words.every((word, at) => at === 0 || words[at - 1] < word);
