// 8: each line of a box follows another paper about it; and no box was handed over twice.

function chainFindings(boxes, entries, findings) {
  for (const { officer, index } of entries.flatMap(unshown)) findings.push({ code: "key-lacks", index, officer });
  for (const box of boxes) {
    const about = entries.flatMap((entry) => entry.lines.filter((line) => line.box === box).map((line) => ({ ...entry, line })));
    if (about.length === 0) findings.push({ code: "box-absent", box });
    const links = about.filter(isLink);
    brokenLinks(box, links, findings);
    forkedLinks(box, links, findings);
  }
}

const unshown = ({ index, cover }) =>
  cover.payload.signers.filter((one) => !cover.checked.has(one.key)).map(({ officer }) => ({ officer, index: Number(index) }));
const isLink = ({ cover }) => cover.form.sort === "link" && cover.payload.withdrawn === undefined;
const standsFor = ({ cover }) => cover.payload.transcribed?.stands_for;

function brokenLinks(box, links, findings) {
  const listed = links.filter((link) => link.cover.kind === "manifest").map((link) => link.index);
  for (const link of links) {
    const { after } = link.line;
    const others = links.filter((other) => other !== link);
    const follows =
      after === undefined
        ? ["manifest", "correction"].includes(link.cover.kind) || link.line.outcome === "extra" || !listed.some((at) => at < link.index)
        : others.some((other) => other.cover.digest === after || standsFor(other) === after);
    if (!follows) findings.push({ code: "broken", box, index: Number(link.index), after: after ?? null });
  }
}

function forkedLinks(box, links, findings) {
  const across = links.filter((link) => link.line.after !== undefined && reached(link, links));
  for (const [at, one] of across.entries()) {
    for (const two of across.slice(at + 1)) {
      if (one.line.after === two.line.after && !oneForAnother(one, two)) {
        findings.push({ code: "forked", box, index: Number(two.index), first: Number(one.index) });
      }
    }
  }
}

function oneForAnother(one, two) {
  const [first, second] = [standsFor(one), standsFor(two)];
  if (one.cover.digest === two.cover.digest) return true;
  return first === two.cover.digest || second === one.cover.digest || (first !== undefined && first === second);
}

const signedAs = ({ cover }, part) => cover.payload.signers.some((one) => one.part === part);
const received = (link) => link.line.outcome === "accepted" && signedAs(link, "receives");

// Section 13: the other side signed for this line, or for what it stands for.
function reached(link, links) {
  const names = [link.cover.digest, standsFor(link)];
  if (link.cover.kind === "handover") return received(link);
  if (link.cover.kind === "deposit") return signedAs(link, "keeps");
  return links.some((other) => other.cover.kind === "acceptance" && names.includes(other.cover.payload.of) && received(other));
}
