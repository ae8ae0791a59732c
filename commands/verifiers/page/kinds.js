// The members of every paper and line: section 4. `?` is optional, `*` a list, `a|b` one of these words.

const CONDITION = "came-off|cut|damaged|intact|missing|replaced|torn|wet";
const CAUSE = "delivery|fire|flood|handling|leak|rain|termites|theft|transport|unknown";
const PART = "acts|keeps|receives|releases|unlocks|escorts|inspects|reports|witnesses|authorises|operates|proves|registers";
const PURPOSE = "counting|disposal|evidence|packing|recap|results|voting";

const OBJECTS = {
  Annex: { lines: "1..10000", root: "hash" },
  Authority: { keys: "AuthorityKey*", threshold: "1..32" },
  AuthorityKey: { key: "Key", officer: "officer" },
  BoxType: { level: "district|regency|station|village", type: "word" },
  Coordinates: { lat: "latitude", lon: "longitude" },
  Counts: { damaged: "integer?", invalid: "integer?", unused: "integer?", valid: "integer?", voters: "integer?" },
  Deadline: { due: "instant?", grace: "count?", leg: "word", same_day: "true?" },
  Families: { custody: "Authority", supervision: "Authority" },
  File: { bytes: "integer", hash: "hash", what: "form|letter|other|photo|scan|words" },
  Key: { alg: "ed25519|p256-sha256", public: "base64" },
  Packed: { ballots: "integer", dapil: "number?" },
  Present: {
    count: "integer?", how: "absent|later|paper|refused|seen", part: PART,
    reason: "distance|ill|invited|late|no-key|not-invited|obstructed|unknown|weather?", unit: "unit",
  },
  Ref: { date: "date", file: "hash?", number: "number", what: "word" },
  Revealed: { batch: "word", number: "integer", path: "base64*?", salt: "random", serial: "number", stock: "hash" },
  Seal: { at: "word*?", bad: "count?", on: "integer", serials: "number*?" },
  Seals: { padlocks: "Seal?", papers: "Seal?", party: "Seal?", ties: "Seal?" },
  Seen: { root: "hash", size: "integer" },
  Signer: { key: "hash", officer: "officer", part: PART, shown: "edition" },
  StockSerials: { count: "integer", root: "hash" },
  Term: { area: "area or station?", from: "instant", until: "instant" },
  Times: { arrived: "instant?", departed: "instant?", ended: "instant?" },
  Transcribed: {
    form: "word", number: "number", signed_on_paper: "unit*", stands_for: "hash?", written_at: "instant",
  },
  Transit: { leg: "word", seconds: "integer" },
  Wanted: { kind: "word", leg: "word?", parts: `[${PART}]*` },
};

const EVERY = {
  annex: "Annex?", at: "instant", device: "random", device_seq: "integer", files: "File*?", id: "random",
  kind: "word", refs: "Ref*?", signers: "Signer*",
};
const PAPER = { ...EVERY, ledger: "hash", seen: "Seen" };
const BOXES = {
  ...PAPER, coordinates: "Coordinates?", place: "place or unknown", present: "Present*?", times: "Times?", unit: "unit",
};
const LINK = { ...BOXES, transcribed: "Transcribed?" };
const BOX = { box: "box", in: "word?" };
const SEALED = { ...BOX, cause: `${CAUSE}?`, seals: "Seals", state: CONDITION };
const MOVED = { ...SEALED, after: "hash?" };
const OUTCOME = { ...MOVED, outcome: "accepted|extra|missing|refused", reason: "word?" };

const kind = (members, line, by, sort = "paper", annex = "needed") => ({ members, line, by, sort, annex });
const bare = (members, sort = "paper") => kind(members, null, null, sort, "none");

const KINDS = {
  genesis: bare({
    ...EVERY, authorities: "Families", box_types: "BoxType*", election: "word", origin: "origin", zone: "zone",
  }),
  authorities: bare({ ...PAPER, authority: "Authority", family: "custody|supervision", replaces: "hash" }),
  continuation: bare({ ...PAPER, last: "base64", origin: "origin", size: "integer" }),
  closing: bare({ ...PAPER, boxes: "integer", papers: "integer" }),
  rules: bare({
    ...PAPER, bases: "word*?", deadlines: "Deadline*?", holders: "word*?", replaces: "hash?",
    retention_days: "integer?", ties: "integer?", transits: "Transit*?", wanted: "Wanted*?",
  }),
  units: kind(PAPER, {
    coordinates: "Coordinates?", id: "unit or place", keepers: "unit*?", successor: "unit?", until: "instant?",
  }, "id"),
  enrolment: kind({ ...PAPER, checked: "officer*?" }, {
    id: "officer", key: "Key", name: "hash", proof: "base64",
    roles: "[chair|deputy|guard|member|operator|registrar|secretary]*", term: "Term", unit: "unit",
  }, "id"),
  rotation: kind(PAPER, { id: "officer", new: "Key", old: "hash" }, "id"),
  revocation: kind(PAPER, { id: "officer", keys: "hash*", since: "instant?", why: "ended|lost|stolen" }, "id"),
  manifest: kind({ ...PAPER, withdrawn: "word?" }, {
    ...BOX, ballots: "integer?", dapil: "number?", place: "place?", type: "word?", unit: "unit?", voters: "integer?",
  }, "box", "link"),
  plan: kind({ ...PAPER, replaces: "hash?" }, { due: "instant?", grace: "count?", leg: "leg", until: "day-end?" }, "leg"),
  stock: kind({ ...BOXES, action: "damaged|delivered|destroyed|issued|missing|returned|used" }, {
    batch: "word", damaged: "count?", from: "unit", good: "integer", item: "word", missing: "count?",
    promised: "integer", serials: "StockSerials?", to: "unit",
  }, "batch", "remark"),
  sealing: kind({ ...LINK, purpose: PURPOSE }, {
    ...MOVED, body: "2..99?", counts: "Counts?", items: "word*?", packed: "Packed?", revealed: "Revealed*?",
  }, "box", "link"),
  release: kind({
    ...LINK, carrier: "unit?", escort: "unit*?", to: "unit", vehicle: "number?", via: "place*?",
  }, MOVED, "box", "link"),
  acceptance: kind({ ...LINK, keeper: "unit?", late: "word?", of: "hash", stops: "place*?" }, OUTCOME, "box", "link"),
  handover: kind({ ...LINK, keeper: "unit?", late: "word?", to: "unit" }, OUTCOME, "box", "link"),
  withdrawal: kind({ ...LINK, of: "hash", why: "word" }, MOVED, "box", "link"),
  deposit: kind({ ...LINK, back: "true?", keeper: "unit" }, MOVED, "box", "link"),
  opening: kind({ ...LINK, basis: "word", purpose: PURPOSE, reason: "word?" }, {
    ...MOVED, broken: "Seals?", found: "Packed?", resealed: "Seals?", taken: "word*?",
  }, "box", "link"),
  correction: kind({ ...LINK, of: "hash", why: "word" }, {
    ...BOX, after: "hash?", custodian: "unit?", keeper: "unit?", place: "place?", seals: "Seals?",
  }, "box", "link"),
  disposal: kind({ ...LINK, how: "archive|auction|pulp", kept: "word*?" }, MOVED, "box", "link"),
  inspection: kind({ ...BOXES, here: "true?", purpose: "word?" }, { ...SEALED, counts: "Counts?" }, "box", "remark"),
  access: kind({ ...BOXES, action: "closed|opened", boxes: "integer", why: "word" }, {
    holder: "unit", id: "word", seen: CONDITION,
  }, "id", "remark"),
  finding: kind({ ...BOXES, code: "code", sort: "event|objection|ruling|supervision" }, BOX, "box", "remark", "maybe"),
  answer: kind({ ...PAPER, does: "closes|disputes|explains|remedies", of: "hash", unit: "unit" }, BOX, "box", "paper", "maybe"),
  hold: kind({ ...PAPER, unit: "unit", why: "word" }, BOX, "box"),
  lift: kind({ ...PAPER, of: "hash", unit: "unit" }, BOX, "box"),
  attestation: bare({ ...PAPER, of: "hash", place: "place?", unit: "unit" }),
  anchor: bare({ ...PAPER, note: "base64" }),
};
