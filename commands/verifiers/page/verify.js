// The steps of section 12, with the numbers they have there.

// 4, 6 and 7 of one part; 1 was reading it, 2 and 3 are the checkpoint's, 5 the roster's.
async function partHolds(part, promise, trust) {
  const { cover, index } = part;
  const facts = { index: Number(index) };
  need(await joins(cover.leaf, index, promise.size, part.path, promise.root), "path", facts);
  need(isSigned(cover), "signers", facts);
  if (part.number !== null) {
    const { annex } = cover.payload;
    need(annex !== undefined && part.number < BigInt(annex.lines), "line-number", facts);
    need(await joins(part.lineLeaf, part.number, BigInt(annex.lines), part.linePath, unhex(annex.root)), "line-path", facts);
  }
  const ledger = cover.kind === "genesis" ? cover.digest : cover.payload.ledger;
  need(ledger === trust.genesis && (cover.kind === "genesis") === (index === 0n), "ledger", facts);
}

// Exactly the signers the payload names signed.
function isSigned({ payload, signatures }) {
  const [named, signed] = [payload.signers.map((one) => one.key), signatures.map((one) => one.keyid)];
  return named.length === signed.length && named.every((key, at) => key === signed[at]);
}

// Parts of one index are one entry.
function entriesOf(parts) {
  const entries = new Map();
  for (const part of parts) {
    if (!entries.has(part.index)) entries.set(part.index, { index: part.index, cover: part.cover, lines: [] });
    if (part.line !== null) entries.get(part.index).lines.push({ number: part.number, ...part.line });
  }
  return [...entries.values()];
}

async function proofVerdict(sort, file, trust) {
  const promise = await promiseOf(file.note, trust);
  for (const part of file.parts) await partHolds(part, promise, trust);
  const entries = entriesOf(file.parts);
  const findings = [];
  const roster = await rosterOf(entries, trust, findings);
  if (sort === "passport") chainFindings(file.boxes, entries, findings);
  return verdictOf(sort, { ...file, entries }, promise, findings, notCheckedOf(sort, promise, roster));
}

async function checkpointVerdict(bytes, trust) {
  const promise = await promiseOf(bytes, trust);
  return verdictOf("checkpoint", { boxes: [], entries: [] }, promise, [], notCheckedOf("checkpoint", promise, { unknown: [] }));
}

function notCheckedOf(sort, promise, roster) {
  const said = promise.unread.map((witness) => ({ code: "cosignature-unread", facts: { witness: asText(witness) } }));
  if (sort === "checkpoint") return [...said, { code: "papers", facts: {} }];
  for (const { officer, index } of roster.unknown) said.push({ code: "signature-unchecked", facts: { officer, index } });
  return [...said, { code: "effect", facts: {} }, { code: "later", facts: {} }];
}

function verdictOf(sort, { boxes, entries }, promise, findings, notChecked) {
  return {
    verdict: findings.length > 0 ? "finding" : "ok",
    sort,
    state: promise.state,
    checkpoint: {
      origin: promise.origin,
      size: promise.size.toString(),
      root: hex(promise.root),
      cosigned: [...promise.cosigners].map(([witness, time]) => ({ witness: asText(witness), time: time.toString() })),
    },
    boxes,
    entries: entries.map(shownEntry),
    findings,
    notChecked,
  };
}

const shownEntry = ({ index, cover, lines }) => ({
  index: Number(index),
  digest: cover.digest,
  kind: cover.kind,
  payload: cover.payload,
  signers: cover.payload.signers.map((one) => ({ ...one, checked: cover.checked?.has(one.key) ?? false })),
  lines,
});

function sortOf(bytes) {
  const begins = (text) => hex(bytes.slice(0, text.length)) === hex(utf8(text));
  if (begins(`${PASSPORT}\n`)) return "passport";
  return begins(`${PROOF}\n`) ? "receipt" : "checkpoint";
}

const READ = {
  passport: async (bytes, trust) => proofVerdict("passport", await passportOf(bytes), trust),
  receipt: async (bytes, trust) => proofVerdict("receipt", await receiptOf(bytes), trust),
  checkpoint: checkpointVerdict,
};

// What this page is for. It never throws: whatever cannot be shown to hold is refused.
async function kotakVerify(trustBytes, fileBytes) {
  try {
    const sort = sortOf(fileBytes);
    return await READ[sort](fileBytes, await trustOf(trustBytes));
  } catch (error) {
    const { code, facts } = error instanceof Refused ? error : { code: "page", facts: { error: String(error) } };
    return { verdict: "refused", state: null, findings: [{ code, ...facts }], notChecked: [] };
  }
}
