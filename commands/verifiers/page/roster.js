// Whose keys the parts show, in the order of index: section 12, "Keys", with what sections 5 and 6 ask of such papers.

const SHOWS_KEYS = ["genesis", "authorities", "enrolment", "rotation", "revocation"];
// Who may take which part: section 5. Roles and authorities are looked at besides.
const HOLDING = ["acts", "releases", "receives"];
const BY_FAMILY = ["inspects", "reports", "registers", "operates", "authorises"];
const GUARDS = [...HOLDING, "keeps", "unlocks", "inspects", "escorts", "reports"];
const MAY = {
  ...eachOf(["kpu", "ppk", "pps", "kpps"], [...HOLDING, "keeps", "unlocks", ...BY_FAMILY]),
  ...eachOf(["bawaslu", "panwascam", "pkd", "ptps"], ["keeps", "unlocks", "witnesses", ...BY_FAMILY]),
  ...eachOf(["saksi"], ["witnesses", "inspects", "reports"]),
  ...eachOf(["polri", "tni", "satpolpp", "linmas"], GUARDS),
  ...eachOf(["carrier", "vendor"], ["keeps"]),
};

function eachOf(types, parts) {
  return Object.fromEntries(types.map((type) => [type, parts]));
}

class Unruly extends Error {}

function rule(holds, what) {
  if (!holds) throw new Unruly(what);
}

class Roster {
  constructor(ledger) {
    this.ledger = ledger;
    this.keys = new Map(); // key id -> { officer, alg, raw, rotated, revoked: [{ index, why }] }
    this.officers = new Map(); // officer -> the enrolment line and the id of the key in force
    this.sets = new Map(); // family -> { keys: Map of key id -> officer, threshold, digest }
    this.unknown = [];
    this.digests = new Set();
  }

  // 5. Each signature of a key that is shown verifies; a key that is another's refuses the file.
  async checkSigners({ index, cover }, own) {
    cover.checked = new Set();
    const message = pae(PAPER_TYPE, cover.body);
    for (const [at, { officer, key }] of cover.payload.signers.entries()) {
      const facts = { index: Number(index), officer };
      const known = this.keys.get(key) ?? own.get(key);
      const { sig } = cover.signatures[at];
      if (known === undefined) {
        this.unknown.push(facts);
        continue;
      }
      need(known.officer === officer, "key-of-another", { ...facts, owner: known.officer });
      need(await verifies(known, sig, message), "signature", facts);
      cover.checked.add(key);
    }
    return cover.checked.size === cover.payload.signers.length;
  }

  // How many authorities of that family signed, with keys that count.
  authorised(payload, family) {
    const set = this.sets.get(family);
    const signed = payload.signers.filter((one) => one.part === "authorises" && set.keys.get(one.key) === one.officer);
    return signed.length >= set.threshold;
  }

  registrars(payload, family) {
    return payload.signers.filter((one) => {
      const line = this.officers.get(one.officer);
      const enrolled = one.part === "registers" && line !== undefined && line.roles.includes("registrar");
      return enrolled && familyOf(line.unit) === family && !this.lost(one.key);
    });
  }

  lost(key) {
    return this.keys.get(key).revoked.some((one) => one.why !== "ended");
  }

  // A registrar within the area that is the registrar's own.
  registered(payload, unit) {
    const within = (one) => {
      const { area } = this.officers.get(one.officer).term;
      return area === undefined || (areaOf(unit) !== null && covers(area, areaOf(unit)));
    };
    return this.registrars(payload, familyOf(unit)).some(within);
  }

  isAuthority({ officer, key }) {
    return [...this.sets.values()].some((set) => set.keys.get(key) === officer);
  }

  // Who signs in which part. Keys that are new here and sign as `proves` are looked at by their kind.
  needParts(payload, index, own) {
    const judged = payload.signers.filter((one) => one.part !== "proves" || !own.has(one.key));
    rule(new Set(judged.map((one) => one.officer)).size === judged.length, "officer-twice");
    for (const one of judged) {
      const type = typeOf(unitOf(one.officer));
      if (one.part === "authorises") rule(this.isAuthority(one), "part");
      else rule(this.officers.has(one.officer) && (one.part === "proves" || MAY[type].includes(one.part)), "part");
      rule(!HOLDING.includes(one.part) || !MAY[type].includes("escorts") || payload.refs !== undefined, "refs");
      rule(!this.keys.get(one.key).rotatedFor(payload, index), "rotated");
    }
  }

  // Which of these keys took another's place and have now signed more than the rotation that brought them.
  use(payload, own) {
    for (const { key } of payload.signers) if (!own.has(key) && this.keys.has(key)) this.keys.get(key).used = true;
  }

  own(officer, key, id) {
    rule(!this.keys.has(id), "key-in-use");
    this.keys.set(id, keyState(officer, key));
  }
}

const keyState = (officer, key) => ({
  officer,
  ...key,
  rotated: null, // at which index
  successor: null, // by which key
  used: false,
  revoked: [],
  // Rotated before this paper, whose `seen` is not below the rotation, or who signed it has used the new key already.
  rotatedFor(payload, index) {
    const late = this.rotated !== null && index > this.rotated;
    return late && (BigInt(payload.seen?.size ?? 0) > this.rotated || this.successor.used);
  },
});

// Whose offices hold the keys of a family's authorities.
const SEATS = { custody: "kpu", supervision: "bawaslu" };

function needSeats(family, keys) {
  for (const officer of keys.values()) rule(typeOf(unitOf(officer)) === SEATS[family], "seat");
}

// Keys an entry shows to be of those who sign it: its own.
async function ownKeys({ cover, lines }) {
  const { payload, kind: named } = cover;
  const pairs = [];
  if (named === "genesis") for (const family of FAMILIES) pairs.push(...payload.authorities[family].keys);
  if (named === "authorities") pairs.push(...payload.authority.keys);
  if (named === "rotation") pairs.push(...lines.map((line) => ({ officer: line.id, key: line.new })));
  const own = new Map();
  for (const { officer, key } of pairs) {
    const raw = keyOf(key);
    own.set(await keyId(raw), keyState(officer, raw));
  }
  return own;
}

async function setOf(authority, digest) {
  const keys = new Map();
  const raw = new Map();
  for (const { officer, key } of authority.keys) {
    const id = await keyId(keyOf(key));
    rule(!keys.has(id), "key-twice");
    keys.set(id, officer);
    raw.set(id, keyOf(key));
  }
  return { keys, raw, threshold: authority.threshold, digest };
}

const RULES = {
  async genesis(roster, { payload, digest }) {
    const sets = new Map();
    for (const family of FAMILIES) sets.set(family, await setOf(payload.authorities[family], digest));
    for (const [family, set] of sets) needSeats(family, set.keys);
    const named = new Map([...sets.values()].flatMap((set) => [...set.keys]));
    rule(payload.signers.length === named.size, "unsigned");
    const signed = new Map(payload.signers.map((one) => [one.key, one]));
    for (const [key, officer] of named) {
      rule(signed.get(key)?.officer === officer && signed.get(key).part === "authorises", "unsigned");
    }
    for (const set of sets.values()) for (const [id, officer] of set.keys) roster.own(officer, set.raw.get(id), id);
    roster.sets = sets;
  },

  async authorities(roster, { payload, digest }) {
    const { family } = payload;
    const [old, fresh] = [roster.sets.get(family), await setOf(payload.authority, digest)];
    rule(payload.replaces === old.digest, "replaces");
    rule(roster.authorised(payload, family), "unsigned");
    needSeats(family, fresh.keys);
    const added = [...fresh.keys].filter(([id]) => !old.keys.has(id));
    for (const [id, officer] of fresh.keys) {
      const proved = payload.signers.some((one) => one.key === id && one.officer === officer && one.part === "proves");
      rule(old.keys.get(id) === officer || (proved && !old.keys.has(id) && !roster.keys.has(id)), "unproved");
    }
    for (const id of old.keys.keys()) if (!fresh.keys.has(id)) roster.keys.delete(id);
    for (const [id, officer] of added) roster.own(officer, fresh.raw.get(id), id);
    roster.sets.set(family, fresh);
  },

  async enrolment(roster, { payload }, lines) {
    const fresh = [];
    const registrars = lines.filter((line) => line.roles.includes("registrar")).length;
    rule(registrars === 0 || registrars === lines.length, "registrars-apart");
    for (const line of lines) {
      const key = keyOf(line.key);
      const id = await keyId(key);
      rule(unitOf(line.id) === line.unit, "unit");
      rule(!roster.officers.has(line.id) && !fresh.some((one) => one.id === id), "enrolled");
      rule(!roster.keys.has(id), "key-in-use");
      const authorised = registrars > 0 && roster.authorised(payload, familyOf(line.unit));
      rule(authorised || (registrars === 0 && roster.registered(payload, line.unit)), "unsigned");
      fresh.push({ line, key, id });
    }
    for (const { line, key, id } of fresh) {
      roster.own(line.id, key, id);
      roster.officers.set(line.id, { ...line, inForce: id });
    }
  },

  async rotation(roster, { payload, index }, lines) {
    const fresh = [];
    for (const line of lines) {
      const id = await keyId(keyOf(line.new));
      rule(roster.officers.get(line.id)?.inForce === line.old, "not-own");
      rule(!roster.keys.has(id) && !fresh.some((one) => one.id === id), "key-in-use");
      for (const key of [line.old, id]) {
        rule(payload.signers.some((one) => one.key === key && one.officer === line.id && one.part === "proves"), "unsigned");
      }
      fresh.push({ line, id });
    }
    for (const { line, id } of fresh) {
      roster.own(line.id, keyOf(line.new), id);
      Object.assign(roster.keys.get(line.old), { rotated: index, successor: roster.keys.get(id) });
      roster.officers.get(line.id).inForce = id;
    }
  },

  async revocation(roster, { payload, index }, lines) {
    const known = lines.filter((line) => roster.officers.has(line.id));
    for (const line of known) {
      const officer = roster.officers.get(line.id);
      rule(line.keys.every((key) => roster.keys.get(key)?.officer === line.id), "not-own");
      const registered = !officer.roles.includes("registrar") && roster.registered(payload, officer.unit);
      rule(registered || roster.authorised(payload, familyOf(officer.unit)), "unsigned");
    }
    for (const line of known) {
      for (const key of line.keys) roster.keys.get(key).revoked.push({ index, why: line.why });
    }
  },
};

// Proof of possession (section 2): one that does not verify refuses the file, as any signature.
async function needProofs({ index, lines }, ledger) {
  for (const line of lines) need(await proves(line, keyOf(line.key), ledger), "proof-of-key", { index: Number(index), officer: line.id });
}

function proves(line, key, ledger) {
  const body = `{"key":{"alg":${quoted(line.key.alg)},"public":${quoted(line.key.public)}},"ledger":${quoted(ledger)},"officer":${quoted(line.id)},"unit":${quoted(line.unit)}}`;
  return verifies(key, unbase64(line.proof, "key"), pae(KEY_TYPE, utf8(body)));
}

// Revoked or rotated before: said of every paper.
function staleFindings(roster, { index, cover }, findings) {
  for (const { key, officer } of cover.payload.signers) {
    const known = roster.keys.get(key);
    if (known === undefined) continue;
    const facts = { index: Number(index), officer };
    for (const { why } of known.revoked) findings.push({ code: "key-revoked", ...facts, why });
    if (known.rotatedFor(cover.payload, index)) findings.push({ code: "key-rotated", ...facts });
  }
}

async function rosterOf(entries, trust, findings) {
  const roster = new Roster(trust.genesis);
  for (const entry of entries) {
    const { cover, index, lines } = entry;
    const own = await ownKeys(entry);
    const complete = await roster.checkSigners(entry, own);
    staleFindings(roster, entry, findings);
    const judged = SHOWS_KEYS.includes(cover.kind) && (cover.kind === "genesis" || roster.sets.size > 0);
    if (!complete || !judged) continue;
    if (cover.kind === "enrolment") await needProofs(entry, trust.genesis);
    try {
      rule(!roster.digests.has(cover.digest), "again");
      if (cover.kind !== "genesis") roster.needParts(cover.payload, index, own);
      await RULES[cover.kind](roster, { ...cover, index }, lines);
      roster.use(cover.payload, own);
    } catch (error) {
      if (!(error instanceof Unruly)) throw error;
      findings.push({ code: "rules", index: Number(index), kind: cover.kind, rule: error.message });
    }
    roster.digests.add(cover.digest);
  }
  return roster;
}
