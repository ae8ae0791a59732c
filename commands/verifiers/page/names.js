// What strings may look like: sections 1 and 3.

const AREA = "[0-9]{2}(?:\\.[0-9]{2}(?:\\.[0-9]{2}(?:\\.[0-9]{4})?)?)?";
const STATION = "[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}/[0-9]{3}";
const WORD = "[a-z0-9]+(?:-[a-z0-9]+){0,7}";
const SLUG = "[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,7}";
const KIND = "[A-Z][A-Z0-9]{0,15}(?:-[A-Z0-9]{1,15}){0,3}";
const COUNT = "[1-9][0-9]{0,5}";
const UNIT =
  "(?:(?:kpu|bawaslu)/[0-9]{2}(?:\\.[0-9]{2})?|(?:ppk|panwascam)/[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}" +
  `|(?:pps|pkd)/[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}|(?:kpps|ptps)/${STATION}|saksi/${AREA}/[0-9]{2}` +
  `|(?:polri|tni|satpolpp|linmas|carrier|vendor)/${SLUG})`;
const LETTERS = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\+(?:0\d|1[0-3]):[0-5]\d|\+14:00|-(?:0[1-9]|1[0-2]):[0-5]\d)$/;
const SIXTEEN = /(?:[0-9][ .-]?){16}/;

const all = (pattern) => new RegExp(`^(?:${pattern})$`);
const shaped = (pattern, most = Infinity) => {
  const form = all(pattern);
  return (text) => text.length <= most && form.test(text);
};

const wordForm = shaped(WORD, 60);

function date(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null || parts[1] === "0000") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function instant(text) {
  const parts = INSTANT.exec(text);
  return parts !== null && date(parts[1]);
}

const unslugged = (form) => (text) => form(text) && (/[:.]/.test(text) || !/(?:[0-9]-?){16}/.test(text));

function degrees(text, most) {
  return /^-?(?:0|[1-9][0-9]{0,2})\.[0-9]{1,6}$/.test(text) && Math.abs(Number(text)) <= most && !/^-0\.0+$/.test(text);
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
  box: shaped(`(?:${AREA}|${STATION})/${KIND}(?:\\.${COUNT})?`),
  unit: unslugged(shaped(UNIT)),
  place: unslugged(shaped(`${UNIT}/${COUNT}`)),
  "place or unknown": unslugged(shaped(`${UNIT}/${COUNT}|\\?`)),
  "unit or place": unslugged(shaped(`${UNIT}(?:/${COUNT})?`)),
  officer: unslugged(shaped(`${UNIT}#${COUNT}`)),
  leg: shaped(`(?:${AREA}|${STATION}):[a-z]{3,10}-[a-z]{3,10}`),
  origin: shaped("[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*", 120),
  word: (text) => wordForm(text) && !SIXTEEN.test(text),
  number: (text) => /^[A-Za-z0-9][A-Za-z0-9 ./-]{0,59}$/.test(text) && !SIXTEEN.test(text),
  hash: shaped("[0-9a-f]{64}"),
  random: shaped("[0-9a-f]{32}"),
  edition: shaped("(?:id|en)/[1-9][0-9]{0,3}"),
  latitude: (text) => degrees(text, 90),
  longitude: (text) => degrees(text, 180),
  code: shaped(`IR-[0-9]{2}|${WORD}`),
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
