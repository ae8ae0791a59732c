// Covers, payloads and lines of section 1, by round trip: what does not print back to the same text is refused.

const PAPER_TYPE = "application/vnd.kotak.paper.v1+json";
const KEY_TYPE = "application/vnd.kotak.key.v1+json";
const MOST_INTEGER = 2 ** 53 - 1;

const quoted = (text) => `"${text.replace(/["\\]/g, (letter) => `\\${letter}`)}"`;

function printed(value, members, where) {
  need(value !== null && typeof value === "object" && !Array.isArray(value), "member", { where });
  for (const name of Object.keys(value)) need(Object.hasOwn(members, name), "member", { where: `${where}.${name}` });
  const pairs = [];
  for (const name of Object.keys(members).sort()) {
    const type = members[name];
    const optional = type.endsWith("?");
    if (!Object.hasOwn(value, name)) {
      need(optional, "member", { where: `${where}.${name}` });
      continue;
    }
    const text = typed(value[name], optional ? type.slice(0, -1) : type, `${where}.${name}`, optional);
    pairs.push(`${quoted(name)}:${text}`);
  }
  return `{${pairs.join(",")}}`;
}

function typed(value, type, where, optional) {
  if (type.endsWith("*")) {
    need(Array.isArray(value) && !(optional && value.length === 0), "member", { where });
    const each = type.slice(0, -1).replace(/^\[|\]$/g, "");
    return `[${value.map((one) => typed(one, each, where, false)).join(",")}]`;
  }
  if (Object.hasOwn(OBJECTS, type)) return printed(value, OBJECTS[type], where);
  if (type === "true") {
    need(value === true, "member", { where });
    return "true";
  }
  const [, least, most] = /^(\d+)\.\.(\d+)$/.exec(type) ?? { integer: [0, 0, MOST_INTEGER], count: [0, 1, MOST_INTEGER] }[type] ?? [];
  if (most !== undefined) {
    need(Number.isSafeInteger(value) && value >= Number(least) && value <= Number(most), "member", { where });
    return String(value);
  }
  need(typeof value === "string" && LETTERS.test(value), "member", { where });
  need(Object.hasOwn(NAMES, type) ? NAMES[type](value) : type.split("|").includes(value), "member", { where });
  return quoted(value);
}

function read(text, members, where) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused("json", { where });
  }
  need(printed(value, members, where) === text, "canonical", { where });
  return value;
}

const ENVELOPE = { payload: "base64", payloadType: "text", signatures: "Signature*" };
OBJECTS.Signature = { keyid: "hash", sig: "base64" };
NAMES.text = () => true;

// The cover: envelope, payload, digest, and the leaf it makes in the log.
async function coverOf(line) {
  const bytes = utf8(line);
  need(bytes.length <= LIMITS.cover, "cover-large");
  const envelope = read(line, ENVELOPE, "cover");
  need(envelope.payloadType === PAPER_TYPE, "payload-type", { found: envelope.payloadType });
  const signatures = envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: unbase64(sig, "cover") }));
  need(ascending(signatures.map((one) => one.keyid)), "signature-order");
  const body = unbase64(envelope.payload, "cover");
  return { ...payloadOf(textOf(body, "payload")), body, signatures, digest: hex(await sha256(body)), leaf: await leafOf(bytes) };
}

function payloadOf(text) {
  const named = /"kind":"([a-z]+)"/.exec(text)?.[1] ?? "";
  let found;
  try {
    found = JSON.parse(text)?.kind;
  } catch {
    throw new Refused("json", { where: "payload" });
  }
  need(typeof found === "string" && Object.hasOwn(KINDS, found), "kind", { kind: String(found ?? named) });
  const form = KINDS[found];
  const payload = read(text, form.members, found);
  need(payload.annex !== undefined || form.annex !== "needed", "annex-lacks");
  need(payload.annex === undefined || form.annex !== "none", "annex-extra");
  need(ascending(payload.signers.map((one) => one.key)), "signer-order");
  payloadRules(payload, (holds) => need(holds, "payload-rule", { kind: found }));
  return { payload, kind: found, form };
}

// What section 1 asks of members beyond their form.
function payloadRules(payload, must) {
  const between = (list, most) => must(list === undefined || (list.length >= 1 && list.length <= most));
  must(payload.times === undefined || Object.keys(payload.times).length > 0);
  between(payload.box_types, 32);
  for (const { parts } of payload.wanted ?? []) between(parts, Infinity);
  for (const one of payload.deadlines ?? []) must((one.due === undefined) !== (one.same_day === undefined));
  for (const { keys, threshold } of [payload.authority, ...Object.values(payload.authorities ?? {})].filter(Boolean)) {
    between(keys, 32);
    must(threshold <= keys.length);
    must(new Set(keys.map((one) => one.officer)).size === keys.length);
    must(new Set(keys.map((one) => one.key.public)).size === keys.length);
  }
}

// The raw bytes of a key as papers write it. One of another length verifies nothing.
const keyOf = ({ alg, public: text }) => ({ alg, raw: unbase64(text, "key") });

const keyId = async (key) => hex(await sha256(key.raw));

function lineOf(text, form, kindName) {
  need(utf8(text).length <= LIMITS.line, "line-large");
  const line = read(text, form.line, `${kindName} line`);
  (LINE_RULES[kindName] ?? (() => {}))(line, (holds) => need(holds, "line-rule", { kind: kindName }));
  return line;
}

const LINE_RULES = {
  plan: (line, must) => must((line.due === undefined) !== (line.until === undefined)),
  units: (line, must) => {
    const never = NAMES.unit(line.id) ? ["coordinates", "keepers"] : ["successor", "until"];
    must(never.every((name) => line[name] === undefined));
  },
  enrolment: (line, must) => {
    must(line.roles.length >= 1 && line.roles.length <= 7);
    must(Date.parse(line.term.from) <= Date.parse(line.term.until));
  },
  revocation: (line, must) => must(line.keys.length >= 1 && line.keys.length <= 16),
};

// `withdrawn` is said by the payload, what a line then has by the line.
function manifestRule(payload, line) {
  const listed = payload.withdrawn === undefined;
  const only = Object.keys(line).length === 1;
  need(listed ? ["type", "unit", "place"].every((name) => name in line) : only, "line-rule", { kind: "manifest" });
}
