// What is seen. All content goes in as text; nothing a file says becomes an element or an attribute that acts.

const screen_ = { language: /^en\b/i.test(navigator.language) ? 1 : 0, files: {}, shown: null };
const byId = (id) => document.getElementById(id);
const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? visible(facts[name]) : whole));
const say = (key, facts = {}) => filled(SAID[key][screen_.language], facts);
const word = (sort, key) => (Object.hasOwn(VOCABULARY[sort], key) ? VOCABULARY[sort][key][screen_.language] : visible(key));

// Control, format and private characters are spelled out: they could turn a line around.
const visible = (value) =>
  String(value).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const list = (items, attributes = {}) => element("ul", attributes, ...items.map((item) => element("li", {}, item)));

// Long names may be broken after a slash and nowhere else.
const breaking = (text) => element("span", {}, ...text.split(/(?<=\/)/).flatMap((piece) => [piece, element("wbr")]));

function moment(instant) {
  const [, year, month, day, time, offset] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d):\d\d(.*)$/.exec(instant);
  return `${Number(day)} ${MONTHS[screen_.language][Number(month) - 1]} ${year} ${time} ${ZONES[offset] ?? offset}`;
}

// Seconds of a log witness, in the zone of the election where the file names it.
function second(time, hours) {
  const at = new Date((Number(time) + hours * 3600) * 1000);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return `${time} s`;
  return moment(`${at.toISOString().slice(0, 19)}${hours === 0 ? " UTC" : `+0${hours}:00`}`);
}

function hoursOf(entries) {
  const zone = entries.find((entry) => entry.kind === "genesis")?.payload.zone;
  return HOURS[zone] ?? 0;
}

function problem(found) {
  const facts = { ...found };
  if ("kind" in facts) facts.kind = word("kind", facts.kind);
  const where = "box" in found ? say("of_box", found) : "";
  const at = "index" in found ? say("at_index", found) : "";
  const text = Object.hasOwn(PROBLEMS, found.code) ? PROBLEMS[found.code][screen_.language] : found.code;
  return where + at + filled(text, facts);
}

function sealsOf(line) {
  const said = [];
  for (const name of Object.keys(VOCABULARY.seal)) {
    const seal = line.seals?.[name];
    if (seal) said.push(`${word("seal", name)} ${seal.bad ? say("bad", seal) : seal.on}`);
  }
  if (line.seals && said.length === 0) said.push(say("no_seals"));
  if (line.state) said.push(word("state", line.state));
  return said.join("; ");
}

function wayOf({ payload, kind }, line) {
  const from = { manifest: line?.unit, acceptance: null }[kind] ?? payload.unit ?? "";
  const to = payload.to ?? (kind === "deposit" ? payload.keeper : kind === "correction" ? line?.custodian : undefined);
  return to ? `${from} → ${to}` : kind === "acceptance" ? `→ ${payload.unit}` : from;
}

function placeOf({ payload, kind }, line) {
  const place = kind === "manifest" || kind === "correction" ? line?.place : payload.place;
  return place === "?" ? say("unknown_place") : (place ?? "");
}

function signersOf(entry) {
  return list(entry.signers.map((one) => {
    const text = say("signer", { officer: one.officer, part: word("part", one.part) });
    return breaking(one.checked ? text : `${text} (${say("unchecked")})`);
  }));
}

const COLUMNS = ["index", "when", "kind", "way", "place", "seals", "outcome", "signers"];

function row(entry, line, marks) {
  const cells = {
    index: String(entry.index),
    when: moment(entry.payload.at),
    kind: word("kind", entry.kind),
    way: wayOf(entry, line),
    place: placeOf(entry, line),
    seals: line ? sealsOf(line) : "",
    outcome: line?.outcome ? word("outcome", line.outcome) : "",
    signers: signersOf(entry),
  };
  const made = COLUMNS.map((name) => {
    const cell = element("td", { role: "cell", "data-label": say(name) }, element("div", {}, typeof cells[name] === "string" ? breaking(visible(cells[name])) : cells[name]));
    if (cells[name] === "") cell.className = "empty";
    return cell;
  });
  const here = marks.filter((found) => found.index === entry.index);
  if (here.length > 0) made[2].firstChild.append(list(here.map((found) => `⚠ ${problem(found)}`), { class: "marks" }));
  return element("tr", { role: "row", ...(here.length > 0 ? { class: "marked" } : {}) }, ...made);
}

function journey(caption, pairs, marks) {
  const head = element("tr", { role: "row" }, ...COLUMNS.map((name) => element("th", { role: "columnheader", scope: "col" }, say(name))));
  return element(
    "table",
    { role: "table", "aria-label": caption },
    element("thead", { role: "rowgroup" }, head),
    element("tbody", { role: "rowgroup" }, ...pairs.map(([entry, line]) => row(entry, line, marks))),
  );
}

const shownLine = (line) => JSON.stringify({ ...line, box: "", number: "", in: "" }, (_, value) => (typeof value === "bigint" ? "" : value));

// Boxes that went the same way are told together.
function journeys({ boxes, entries, findings }) {
  const named = boxes.length > 0 ? boxes : [...new Set(entries.flatMap((entry) => entry.lines.map((line) => line.box)).filter(Boolean))];
  const groups = new Map();
  for (const box of named) {
    const pairs = entries.flatMap((entry) => entry.lines.filter((line) => line.box === box).map((line) => [entry, line]));
    const marks = findings.filter((found) => "index" in found && (found.box === undefined || found.box === box));
    const key = JSON.stringify([pairs.map(([entry, line]) => [entry.index, shownLine(line)]), marks.map((found) => [found.code, found.index])]);
    if (groups.has(key)) groups.get(key).boxes.push(box);
    else groups.set(key, { boxes: [box], pairs, marks });
  }
  return [...groups.values()].filter((group) => group.pairs.length > 0).flatMap(({ boxes: those, pairs, marks }) => {
    const caption = say("journey_of", { boxes: those.join(", ") });
    return [element("h3", {}, caption), journey(caption, pairs, marks)];
  });
}

function otherPapers({ entries, sort, findings }) {
  const others = entries.filter((entry) => !entry.lines.some((line) => line.box));
  if (others.length === 0) return [];
  const caption = sort === "receipt" ? say("paper") : say("others");
  const table = journey(caption, others.map((entry) => [entry, null]), findings);
  if (sort === "receipt") return [element("h3", {}, caption), table];
  return [element("details", {}, element("summary", {}, caption), table)];
}

function pair(key, ...value) {
  return [element("dt", {}, say(key)), element("dd", {}, ...value)];
}

function verdictBox(result) {
  const heading = element("h2", { tabindex: "-1", id: "verdict" }, `${{ ok: "✔", finding: "⚠", refused: "✘" }[result.verdict]} ${say(`verdict_${result.verdict}`)}`);
  const box = element("div", { class: `verdict ${result.verdict}` }, heading);
  if (result.verdict === "refused") box.append(element("p", {}, say("said_refused")), list(result.findings.map(problem)));
  else box.append(element("p", {}, say(result.verdict === "ok" ? `ok_${result.sort}` : "said_finding")));
  return box;
}

function stateFacts(result) {
  const { checkpoint, state, entries } = result;
  const said = state === "final" && checkpoint.cosigned.length === 0 ? "said_final_none" : `said_${state}`;
  const hours = hoursOf(entries);
  const cosigned = checkpoint.cosigned.map(({ witness, time }) => say("cosigned_at", { witness, when: second(time, hours) }));
  return element(
    "dl",
    {},
    ...pair("state", element("strong", {}, say(`state_${state}`)), `: ${say(said)}`),
    ...pair("checkpoint", say("checkpoint_of", checkpoint)),
    ...pair("root", element("code", {}, checkpoint.root)),
    ...pair("cosigned", cosigned.length > 0 ? list(cosigned) : say("nobody")),
  );
}

function fileFacts({ files }) {
  const pairs = ["trust", "proof"].flatMap((slot) => [
    element("dt", {}, visible(files[slot].name)),
    element("dd", {}, element("code", {}, `SHA-256 ${files[slot].digest}`)),
  ]);
  return [element("h3", {}, say("documents")), element("dl", {}, ...pairs)];
}

function draw() {
  const { result, files } = screen_.shown;
  const section = byId("result");
  const print = element("button", { type: "button", class: "print" }, say("print"));
  print.addEventListener("click", () => window.print());
  const parts = [verdictBox(result)];
  if (result.verdict !== "refused") {
    parts.push(stateFacts(result));
    if (result.findings.length > 0) {
      parts.push(element("h3", {}, say("problems")), list(result.findings.map(problem), { class: "problems" }));
    }
    parts.push(...journeys(result), ...otherPapers(result));
    const rest = result.notChecked.map(({ code, facts }) => filled(NOT_CHECKED[code][screen_.language], facts));
    parts.push(element("h3", {}, say("not_checked")), list(rest));
  }
  section.replaceChildren(...parts, ...fileFacts({ files }), element("p", {}, print));
  section.hidden = false;
}

function speak() {
  document.documentElement.lang = ["id", "en"][screen_.language];
  document.title = say("title");
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-label]")) if (one.dataset.label in SAID) one.setAttribute("aria-label", say(one.dataset.label));
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(Number(one.dataset.language) === screen_.language));
  }
  for (const slot of ["trust", "proof"]) nameFile(slot);
  if (screen_.shown) draw();
}

function nameFile(slot) {
  const file = screen_.files[slot];
  byId(`${slot}-name`).textContent = file ? say("chosen", { name: file.name, bytes: file.size }) : say("drop");
}

function choose(slot, file) {
  if (!file) return;
  screen_.files[slot] = file;
  screen_.shown = null;
  byId("result").hidden = true;
  byId("status").textContent = "";
  nameFile(slot);
}

// Too large is said before anything is read.
async function bytesOf(file, limit) {
  return file.size > limit ? new Uint8Array(0) : new Uint8Array(await file.arrayBuffer());
}

async function checkFiles() {
  const { trust, proof } = screen_.files;
  if (!trust || !proof) {
    byId("status").textContent = say("needs_both");
    byId(trust ? "proof" : "trust").focus();
    return;
  }
  byId("status").textContent = say("working");
  const large = proof.size > LIMITS.passport ? { code: "too-large", limit: LIMITS.passport } : trust.size > LIMITS.trust ? { code: "trust-large" } : null;
  const [trustBytes, proofBytes] = [await bytesOf(trust, LIMITS.trust), await bytesOf(proof, LIMITS.passport)];
  const result = large ? { verdict: "refused", state: null, findings: [large], notChecked: [] } : await kotakVerify(trustBytes, proofBytes);
  const named = async (file, bytes) => ({ name: file.name, digest: large ? "–" : hex(await sha256(bytes)) });
  screen_.shown = { result, files: { trust: await named(trust, trustBytes), proof: await named(proof, proofBytes) } };
  byId("status").textContent = "";
  draw();
  byId("verdict").focus();
}

function listen() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      screen_.language = Number(button.dataset.language);
      speak();
    });
  }
  for (const zone of document.querySelectorAll(".drop")) {
    const { slot } = zone.dataset;
    byId(slot).addEventListener("change", (event) => choose(slot, event.target.files[0]));
    zone.addEventListener("dragover", () => zone.classList.add("over"));
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      choose(slot, event.dataTransfer.files[0]);
    });
  }
  // A file dropped beside the boxes must not open in place of this page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  byId("files").addEventListener("submit", (event) => {
    event.preventDefault();
    checkFiles();
  });
}

if (globalThis.crypto?.subtle === undefined) byId("status").textContent = say("no_crypto");
listen();
speak();
window.kotakVerify = kotakVerify;
window.kotakPrimitives = { verifies, unhex };
