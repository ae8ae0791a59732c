// The trust file: section 10. It is read as octets; a name is its bytes.

const WORDS = { log: [2, 3], genesis: [2, 2], witness: [3, 4], group: [4, Infinity], quorum: [2, 2] };

async function trustOf(bytes) {
  need(bytes.length <= LIMITS.trust, "trust-large");
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  need(/^[\t\n\x20-\x7e\x80-\xff]*$/.test(text), "trust-octets");
  const trust = { log: null, genesis: null, quorum: null, witnesses: new Map(), groups: new Map(), members: new Set() };
  for (const [at, line] of linesOf(text, "trust-end").entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length > 0 && !words[0].startsWith("#")) await trustLine(trust, words, at + 1);
  }
  for (const word of ["log", "genesis", "quorum"]) need(trust[word] !== null, "trust-lacks", { word });
  need(trust.quorum === "none" || !meetsApart(trust, trust.quorum), "trust-quorum");
  return { ...trust, digest: hex(await sha256(bytes)) };
}

async function trustLine(trust, words, line) {
  const counts = Object.hasOwn(WORDS, words[0]) ? WORDS[words[0]] : [1, 0];
  need(words.length >= counts[0] && words.length <= counts[1], "trust-line", { line });
  await TRUST_LINE[words[0]](trust, words, line);
}

const TRUST_LINE = {
  log: async (trust, [, text], line) => {
    need(trust.log === null, "trust-line", { line });
    const key = await vkeyOf(text);
    need(key.type === TYPE.log && NAMES.origin(key.name) && !/^(cosignature|subtree)\//.test(key.name), "trust-line", { line });
    needNewKey(trust, key, line);
    trust.log = key;
  },
  genesis: (trust, [, digest], line) => {
    need(trust.genesis === null && /^[0-9a-f]{64}$/.test(digest), "trust-line", { line });
    trust.genesis = digest;
  },
  witness: async (trust, [, name, text], line) => {
    needNewName(trust, name, line);
    const key = await vkeyOf(text);
    need(key.type === TYPE.witness || key.type === TYPE.subtree, "trust-line", { line });
    needNewKey(trust, key, line);
    trust.witnesses.set(name, key);
  },
  group: (trust, [, name, count, ...members], line) => {
    needNewName(trust, name, line);
    const wanted = { all: members.length, any: 1 }[count] ?? (/^[1-9][0-9]{0,4}$/.test(count) ? Number(count) : 0);
    need(wanted >= 1 && wanted <= members.length, "trust-line", { line });
    for (const member of members) {
      need(defined(trust, member) && !trust.members.has(member) && counted(trust, member), "trust-line", { line });
      trust.members.add(member);
    }
    trust.groups.set(name, { wanted, members });
  },
  quorum: (trust, [, name], line) => {
    need(trust.quorum === null, "trust-line", { line });
    need(name === "none" || (defined(trust, name) && counted(trust, name)), "trust-line", { line });
    trust.quorum = name;
  },
};

const defined = (trust, name) => trust.witnesses.has(name) || trust.groups.has(name);
const counted = (trust, name) => trust.witnesses.get(name)?.type !== TYPE.subtree;

function needNewName(trust, name, line) {
  need(name !== "none" && !defined(trust, name), "trust-line", { line });
}

function needNewKey(trust, key, line) {
  const known = [...trust.witnesses.values(), ...(trust.log ? [trust.log] : [])];
  need(!known.some((other) => same(other.raw, key.raw)), "trust-key-twice", { line });
}

// Whether it could be met twice without a common witness.
function meetsApart(trust, name) {
  const group = trust.groups.get(name);
  if (group === undefined) return false;
  const apart = group.members.filter((member) => meetsApart(trust, member)).length;
  return 2 * group.wanted <= group.members.length + apart;
}

function quorumMet(trust, name, cosigners) {
  if (name === "none") return true;
  const group = trust.groups.get(name);
  if (group === undefined) return cosigners.has(name);
  return group.members.filter((member) => quorumMet(trust, member, cosigners)).length >= group.wanted;
}
