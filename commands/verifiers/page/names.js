// What strings may look like: sections 1 and 3.

const AREA = "[0-9]{2}(?:\\.[0-9]{2}(?:\\.[0-9]{2}(?:\\.[0-9]{4})?)?)?";
const STATION = "[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}/[0-9]{3}";
const WORD = "[a-z0-9]+(?:-[a-z0-9]+){0,7}";
const COUNT = "[1-9][0-9]{0,8}";
const UNIT =
  `(?:(?:kpu|ppk|pps|bawaslu|panwascam|pkd)/${AREA}|(?:kpps|ptps)/${STATION}|saksi/${AREA}/[0-9]{2}` +
  `|(?:polri|tni|satpolpp|linmas|carrier|vendor)/${WORD})`;
const TYPES = "(?:kpu|ppk|pps|kpps|bawaslu|panwascam|pkd|ptps|saksi|polri|tni|satpolpp|linmas|carrier|vendor)";
const LETTERS = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-](?:[01]\d|2[0-3]):[0-5]\d$/;

const all = (pattern) => new RegExp(`^(?:${pattern})$`);
const shaped = (pattern, most = Infinity) => {
  const form = all(pattern);
  return (text) => text.length <= most && form.test(text);
};

function date(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null || parts[1] === "0000") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function instant(text) {
  const parts = INSTANT.exec(text);
  return parts !== null && date(parts[1]) && !text.endsWith("-00:00");
}

function base64(text) {
  try {
    return btoa(atob(text)) === text;
  } catch {
    return false;
  }
}

const NAMES = {
  area: shaped(AREA),
  "area or station": shaped(`${AREA}|${STATION}`),
  box: shaped(`(?:${AREA}|${STATION})/[A-Z0-9]+(?:-[A-Z0-9]+)*(?:\\.${COUNT})?`),
  unit: shaped(UNIT),
  place: shaped(`${UNIT}/${COUNT}`),
  "place or unknown": shaped(`${UNIT}/${COUNT}|\\?`),
  "unit or place": shaped(`${UNIT}(?:/${COUNT})?`),
  officer: shaped(`${UNIT}#${COUNT}`),
  leg: shaped(`(?:${AREA}|${STATION}):${TYPES}-${TYPES}`),
  origin: shaped("[a-z0-9.-]+(?:/[a-z0-9.-]+)*"),
  word: shaped(WORD, 60),
  number: (text) => /^[A-Za-z0-9][A-Za-z0-9 ./-]{0,59}$/.test(text) && !/[0-9]{16}/.test(text),
  hash: shaped("[0-9a-f]{64}"),
  random: shaped("[0-9a-f]{32}"),
  edition: shaped("[a-z]{2}/[1-9][0-9]*"),
  degrees: shaped("-?(?:0|[1-9][0-9]{0,2})(?:\\.[0-9]{1,7})?"),
  code: shaped(`IR-[0-9]{2}|${WORD}`, 60),
  zone: shaped("Asia/(?:Jakarta|Jayapura|Makassar)"),
  date,
  instant,
  base64,
};

const FAMILIES = ["custody", "supervision"];
const typeOf = (unit) => unit.slice(0, unit.indexOf("/"));
const unitOf = (officer) => officer.slice(0, officer.indexOf("#"));
const familyOf = (unit) =>
  ["bawaslu", "panwascam", "pkd", "ptps", "saksi"].includes(typeOf(unit)) ? "supervision" : "custody";
const areaOf = (unit) => new RegExp(`/(${STATION}|${AREA})`).exec(unit)?.[1] ?? null;
const covers = (area, name) => name === area || name.startsWith(`${area}.`) || name.startsWith(`${area}/`);
