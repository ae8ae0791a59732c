// Receipts and passports as files: section 12. Everything here is syntax; nothing is trusted yet.

const PROOF = "c2sp.org/tlog-proof@v1";
const RECEIPT = "kotak-receipt/v1";
const PASSPORT = "kotak-passport/v1";

function hashesOf(lines, code) {
  need(lines.length <= MOST_HASHES, code);
  return lines.map((line) => unbase64Hash(line, code));
}

function after(line, word, code) {
  need(line !== undefined && line.startsWith(`${word} `), code);
  return line.slice(word.length + 1);
}

// The lines of a receipt up to its empty line.
async function partOf(lines) {
  need(lines[0] === PROOF, "proof");
  const extra = unbase64(after(lines[1], "extra", "proof"), "proof");
  const index = decimal(after(lines[2], "index", "proof"), "proof");
  const path = hashesOf(lines.slice(3), "proof");
  return { index, path, ...(await extraOf(extra)) };
}

async function extraOf(extra) {
  const lines = linesOf(textOf(extra, "extra"), "extra");
  need(lines[0] === RECEIPT && lines.length >= 2, "extra");
  const cover = await coverOf(lines[1]);
  if (lines.length === 2) return { cover, number: null, line: null, lineLeaf: null, linePath: [] };
  need(lines.length >= 4, "extra");
  const number = decimal(after(lines[2], "line", "extra"), "extra");
  need(cover.form.line !== null, "line-nowhere");
  const line = lineOf(lines[3], cover.form, cover.kind);
  if (cover.kind === "manifest") manifestRule(cover.payload, line);
  return { cover, number, line, lineLeaf: await leafOf(utf8(lines[3])), linePath: hashesOf(lines.slice(4), "extra") };
}

async function receiptOf(bytes) {
  need(bytes.length <= LIMITS.receipt, "too-large", { limit: LIMITS.receipt });
  const text = textOf(bytes, "utf8");
  const at = text.indexOf("\n\n");
  need(at > 0, "proof");
  const part = await partOf(text.slice(0, at).split("\n"));
  return { boxes: [], parts: [part], note: utf8(text.slice(at + 2)) };
}

async function passportOf(bytes) {
  need(bytes.length <= LIMITS.passport, "too-large", { limit: LIMITS.passport });
  const text = textOf(bytes, "utf8");
  const pieces = piecesOf(text);
  const boxes = pieces.head.slice(1).map((line) => after(line, "box", "passport"));
  need(boxes.length > 0 && boxes.every(NAMES.box) && ascending(boxes), "passport-boxes");
  need(pieces.parts.length > 0 && pieces.parts.length <= MOST_PARTS, "passport-parts");
  const tail = utf8(pieces.note);
  const parts = [];
  for (const piece of pieces.parts) {
    need(utf8(piece).length + 2 + tail.length <= LIMITS.receipt, "too-large", { limit: LIMITS.receipt });
    parts.push(await partOf(piece.split("\n")));
  }
  needOrder(parts);
  return { boxes, parts, note: tail };
}

function piecesOf(text) {
  let at = text.indexOf("\n\n");
  need(at > 0, "passport");
  const head = text.slice(0, at).split("\n");
  const parts = [];
  for (at += 2; text.startsWith(`${PROOF}\n`, at); ) {
    const end = text.indexOf("\n\n", at);
    need(end > 0, "passport");
    parts.push(text.slice(at, end));
    at = end + 2;
    if (parts.length > MOST_PARTS) break;
  }
  return { head, parts, note: text.slice(at) };
}

// By index, then by line; a whole paper stands alone, and nothing twice.
function needOrder(parts) {
  for (let at = 1; at < parts.length; at += 1) {
    const [one, two] = [parts[at - 1], parts[at]];
    const lines = one.number !== null && two.number !== null && one.number < two.number;
    need(one.index < two.index || (one.index === two.index && lines), "passport-order", { index: Number(two.index) });
  }
}
