"""One paper on its way into the fold: which rules judge it, and what of it is remembered."""

from msgspec.structs import replace

from ledger.domain.custody import government, lists, paperwork, remarks, roster, serials, signers, transcripts
from ledger.domain.custody import links as chain
from ledger.domain.custody.acts import Act
from ledger.domain.custody.effects import Change, Effects, OfficerChange, Regraded, Signed
from ledger.domain.custody.signers import Signatories
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import Facts
from ledger.domain.documents import boxes, movement, people
from ledger.domain.documents import government as ruling
from ledger.domain.documents import remarks as said
from ledger.domain.documents.base import CustodyDocument, Document, LinkDocument, LinkLine
from ledger.errors import Phrase, Reason, Refused

NO_STANDING = Reason(
    "HO-012",
    "{unit} has nothing to do with any box of this {kind}: not one lies in its area, and none was ever given to it.",
    "Look at the boxes on the list; an area code may be mistyped.",
)
OTHER_RELEASE = Reason(
    "HO-013",
    "Box {box}: the paper answers the release {of}, the line follows {after}.",
    "Draft the acceptance from the release itself: kotak accept FILE",
)
EXTRA_FOLLOWS = Reason(
    "HO-016",
    "Box {box} is said to be extra, and yet to follow {after}.",
    "A box that is on no list follows nothing; draft the paper again.",
)


class Application:
    """One paper on its way into the fold."""

    def __init__(self, statement: Statement, slate: Slate, index: int) -> None:
        self.statement = statement
        self.document = statement.document
        self.slate = slate
        self.index = index
        self.changes: list[Change] = []
        self.officers: tuple[OfficerChange, ...] = ()
        self.regraded: list[Regraded] = []
        self.flags: set[str] = set()

    def effects(self) -> Effects:
        """What the paper does, with all it writes on the slate. Raises Refused, Malformed or Unknown."""
        if isinstance(self.document, ruling.Genesis):
            self.officers = government.genesis(self.statement, self.document, self.slate)
        else:
            signed = signers.judge(self.statement, self.slate, self.index)
            self._dispatch(self.document, signed)
            self.flags |= signed.flags
        # Every paper is remembered by its digest, so that no boundary is empty and none is recorded twice.
        self._put_paper(index=self.index, kind=self.document.kind, unit=getattr(self.document, "unit", None))
        return Effects(
            index=self.index,
            digest=self.statement.digest,
            kind=self.document.kind,
            at=self.document.at,
            unit=getattr(self.document, "unit", None),
            place=getattr(self.document, "place", None),
            signers=tuple(Signed(officer=s.officer, key=s.key, part=s.part) for s in self.document.signers),
            device=self.document.device,
            device_seq=self.document.device_seq,
            flags=tuple(sorted(self.flags)),
            lines=len(self.statement.lines),
            changes=tuple(self.changes),
            officers=self.officers,
            regraded=tuple(self.regraded),
        )

    def _dispatch(self, document: Document, signed: Signatories) -> None:
        match document:
            case LinkDocument() | said.Inspection() | said.Access() | said.Finding() | said.Stock():
                self._about_boxes(document, signed)
            case said.Attestation() | said.Answer() | said.Hold() | said.Lift() | said.Anchor():
                self._later_remark(document, signed)
            case people.Units():
                roster.units(self.statement, self.slate, signed)
            case people.Enrolment():
                self.officers = roster.enrolment(self.statement, document, self.slate, signed, self.index)
            case people.Rotation():
                self.officers = roster.rotation(self.statement, self.slate, self.index)
            case people.Revocation():
                self.officers = roster.revocation(self.statement, self.slate, signed, self.index)
            case boxes.Manifest():
                facts = self._plain_facts()
                self.changes = lists.manifest(self.statement, document, self.slate, signed, facts)
            case _:
                self._govern(document, signed)

    def _govern(self, document: Document, signed: Signatories) -> None:
        match document:
            case ruling.Authorities():
                self.officers = government.authorities(self.statement, document, self.slate, signed)
            case ruling.Continuation():
                government.continuation(document, self.slate, signed)
            case ruling.Closing():
                self.flags |= government.closing(document, self.slate, signed, self.index)
            case ruling.Rules():
                government.rules(self.statement, document, self.slate, signed)
            case _:
                assert isinstance(document, ruling.Plan)  # noqa: S101 - genesis was refused, and there is no other kind
                roster.in_office(document, signed)
                government.plan(self.statement, document, self.slate)

    def _about_boxes(self, document: CustodyDocument, signed: Signatories) -> None:
        facts = paperwork.judge(self.statement, document, signed, self.slate, self.index)
        match document:
            case LinkDocument():
                self._links(document, facts)
            case said.Inspection():
                self.changes = remarks.inspection(self.statement, document, self.slate, facts)
            case said.Finding():
                self.changes = remarks.finding(self.statement, document, self.slate, signed, facts)
            case said.Stock():
                self.flags |= remarks.stock(self.statement, self.slate)
            case _:
                pass
        self._require_standing(document.unit)
        paperwork.remember(document, facts, signed, self.slate)

    def _links(self, document: LinkDocument, facts: Facts) -> None:
        rules = self.slate.rules()
        for line in self.statement.lines:
            assert isinstance(line, LinkLine | boxes.CorrectionLine)  # noqa: S101 - links have no other lines
            if isinstance(line, movement.AcceptanceLine):
                _check_after(document, line)
            flags = serials.flags(line, self.slate) if isinstance(line, boxes.SealingLine) else set()
            before = self.slate.box(line.box)
            after, made = chain.judge(before, Act(document, line, facts, flags), rules)  # type: ignore[arg-type]  # Link is the closed union of LinkDocuments
            self.changes += made
            if after is not before:
                self.slate.put(f"box:{line.box}", after)
        self._keep_what_may_be_mended(facts)
        transcripts.remember(facts, self.changes, self.slate)
        made, self.regraded = transcripts.meet(document, facts, self.changes, self.slate)
        self.changes += made

    def _keep_what_may_be_mended(self, facts: Facts) -> None:
        if facts.flaw is None:
            return
        flawed = tuple(
            box
            for box in dict.fromkeys(change.box for change in self.changes)
            if any(one.facts.digest == facts.digest for one in self.slate.box(box).pending)
        )
        self._put_paper(flawed=flawed)

    def _later_remark(self, document: Document, signed: Signatories) -> None:
        facts = replace(self._plain_facts(), flags=tuple(sorted(signed.flags)))
        match document:
            case said.Attestation():
                self.changes, self.regraded = remarks.attestation(document, self.slate, signed, facts)
            case said.Answer():
                _require_part(document, document.unit, "reports", signed)
                self.changes = remarks.answer(self.statement, document, self.slate, signed, facts)
                self._require_standing(document.unit)
            case said.Hold() | said.Lift():
                self.changes = remarks.hold(self.statement, document, self.slate, signed, facts)
                self._require_standing(document.unit)
            case _:
                _require_operator(document, signed)

    def _require_standing(self, unit: str) -> None:
        own = [change for change in self.changes if change.index == self.index]
        if own and all(change.verdict == "foreign" for change in own):
            raise Refused(NO_STANDING, unit=unit, kind=self.document.kind)

    def _plain_facts(self) -> Facts:
        return Facts(index=self.index, digest=self.statement.digest, link=self.statement.digest, grade="B")

    def _put_paper(self, **members: object) -> None:
        state = self.slate.paper(self.statement.digest)
        self.slate.put(f"paper:{self.statement.digest}", replace(state, **members))


def _check_after(document: LinkDocument, line: movement.AcceptanceLine) -> None:
    if line.outcome == "extra":
        if line.after is not None:
            raise Refused(EXTRA_FOLLOWS, box=line.box, after=line.after[:16])
    elif isinstance(document, movement.Acceptance) and line.after != document.of:
        after = line.after[:16] if line.after else Phrase("nothing")
        raise Refused(OTHER_RELEASE, box=line.box, of=document.of[:16], after=after)


def _require_part(document: Document, unit: str, part: str, signed: Signatories) -> None:
    if not any(one.unit == unit and not one.revoked for one in signed.of(part)):
        raise Refused(paperwork.UNSIGNED, unit=unit, kind=document.kind, part=part)


def _require_operator(document: Document, signed: Signatories) -> None:
    if not any("operator" in one.roles and not one.revoked for one in signed.of("operates")):
        raise Refused(paperwork.UNSIGNED, unit=Phrase("an operator"), kind=document.kind, part="operates")
