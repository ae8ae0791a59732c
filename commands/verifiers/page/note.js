// Signed notes, verifier keys and checkpoints: section 9.

const TYPE = { log: 1, witness: 4, subtree: 6 };
const KEY_LENGTH = { 1: 32, 4: 32, 6: 1312 };
const NAME = /^[^\p{White_Space}+\u0000-\u001f\u007f]+$/u;

// NAME+hex(ID)+base64(type and key)
async function vkeyOf(text) {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  need(parts !== null && NAME.test(parts[1]), "vkey", { key: text });
  const [, name, id, tail] = parts;
  const typed = unbase64(tail, "vkey", { key: text });
  const [type, raw] = [typed[0], typed.slice(1)];
  need(KEY_LENGTH[type] === raw.length, "vkey", { key: text });
  need(type === TYPE.subtree || soundKey({ alg: "ed25519", raw }), "vkey-weak", { key: text });
  const hashed = await sha256(ascii(name), [0x0a], typed);
  need(hex(hashed.slice(0, 4)) === id, "vkey-id", { key: text });
  return { name, id, type, alg: "ed25519", raw };
}

// Names are kept as their bytes, one letter each, as the trust file has them.
const asBytes = (text) => String.fromCharCode(...utf8(text));
const asText = (binary) => new TextDecoder().decode(ascii(binary));

function signatureOf(line) {
  const words = line.split(" ");
  need(words.length === 3 && words[0] === "\u2014" && NAME.test(words[1]), "note-line");
  const decoded = unbase64(words[2], "note-line");
  need(decoded.length > 4, "note-line");
  return { name: asBytes(words[1]), id: hex(decoded.slice(0, 4)), signature: decoded.slice(4) };
}

function noteOf(bytes) {
  need(bytes.length <= LIMITS.note, "too-large", { limit: LIMITS.note });
  const whole = textOf(bytes, "note-text");
  need(!/[\u0000-\u0009\u000b-\u001f]/.test(whole) && whole.endsWith("\n"), "note-text");
  const at = whole.lastIndexOf("\n\n");
  need(at > 0, "note-text");
  const lines = whole.slice(at + 2, -1).split("\n");
  need(lines.length <= MOST_SIGNATURES, "note-many");
  return { text: utf8(whole.slice(0, at + 1)), lines: lines.map(signatureOf) };
}

// Origin, size and root: exactly three lines.
async function checkpointOf(bytes) {
  const note = noteOf(bytes);
  const lines = textOf(note.text, "note-text").slice(0, -1).split("\n");
  need(lines.length === 3 && lines[0] !== "", "checkpoint");
  const size = decimal(lines[1], "checkpoint");
  const root = unbase64Hash(lines[2], "checkpoint");
  need(size > 0n || same(root, await sha256()), "checkpoint");
  return { ...note, origin: lines[0], size, root };
}

async function cosigned(key, signature, text) {
  if (signature.length !== 72) return null;
  const time = number64(signature.slice(0, 8));
  if (time >= 2n ** 63n) return null;
  const message = joined(utf8(`cosignature/v1\ntime ${time}\n`), text);
  return (await verifies(key, signature.slice(8), message)) ? time : null;
}

const linesBy = (note, key) => note.lines.filter((line) => line.name === key.name && line.id === key.id);

// The log signed it, and every line of a key of the trust file verifies. Says who cosigned it, and when.
async function promiseOf(bytes, trust) {
  const checkpoint = await checkpointOf(bytes);
  need(asBytes(checkpoint.origin) === trust.log.name, "origin", { found: checkpoint.origin, expected: asText(trust.log.name) });
  const own = linesBy(checkpoint, trust.log);
  need(own.length > 0, "log-unsigned");
  for (const line of own) need(await verifies(trust.log, line.signature, checkpoint.text), "log-signature");
  const cosigners = new Map();
  const unread = [];
  for (const [witness, key] of trust.witnesses) {
    for (const line of linesBy(checkpoint, key)) {
      if (key.type === TYPE.subtree) {
        unread.push(witness);
        continue;
      }
      const time = await cosigned(key, line.signature, checkpoint.text);
      need(time !== null, "cosignature", { witness: asText(witness) });
      if (!cosigners.has(witness)) cosigners.set(witness, time);
    }
  }
  const met = quorumMet(trust, trust.quorum, cosigners);
  return { ...checkpoint, cosigners, unread: [...new Set(unread)], state: met ? "final" : "provisional" };
}
