"""
The rules of custody, as one fold.

What is impossible is refused; what is contradicted is contested, line by line; what is regrettable is recorded. The fold
is local: it reads and writes only the subjects its paper names, so that loading those gives the verdict that folding the
whole history gives.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from ledger.domain.custody import government, lists, paperwork, remarks, roster, serials, signers, subjects
from ledger.domain.custody import links as chain
from ledger.domain.custody.acts import Act
from ledger.domain.custody.effects import Change, Effects, OfficerChange, Regraded, Signed
from ledger.domain.custody.signers import Signatories
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import BoxState, Facts, PaperState, State
from ledger.domain.documents import boxes, movement, people
from ledger.domain.documents import government as ruling
from ledger.domain.documents import remarks as said
from ledger.domain.documents.base import CustodyDocument, Document, Key, LaterDocument, LinkDocument, LinkLine
from ledger.errors import Conflict, Malformed, Reason, Refused, Unknown

RECORDED = Reason(
    "HO-010",
    "This paper is recorded already, at index {index}.",
    "Nothing is to be done; look at it: kotak paper show {index}",
)
OTHER_LEDGER = Reason(
    "HO-011",
    "This paper was signed for the ledger {found}, this is {expected}.",
    "Record it in the ledger it was drafted for.",
)
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
NOT_RECORDED = Reason(
    "HO-014",
    "The paper {of} that this {kind} speaks about is not recorded.",
    "Record that paper first; nothing of this one is lost.",
)
NOT_BY_ITS_PARTIES = Reason(
    "HO-015",
    "A correction needs both parties of the paper it corrects, or a ruling of both families: {sides} are its parties.",
    "Have the other party sign it too: kotak paper sign --help",
)


class Custody:
    """
    Who holds what, after the papers applied so far.

    Begun empty it holds everything by folding; begun with states it holds what was loaded, and `missing` says what a
    paper needs besides.
    """

    def __init__(self, states: Mapping[str, State] | None = None) -> None:
        self.states: dict[str, State | None] = dict(states or {})

    def missing(self, statement: Statement) -> set[str]:
        """Subjects the paper reads that were never learned. Ask again after `learn`, until there are none."""
        return subjects.read_by(statement, Slate(self.states)) - self.states.keys()

    def reads(self, statement: Statement) -> set[str]:
        """Every subject the paper reads."""
        return subjects.read_by(statement, Slate(self.states))

    def learn(self, subjects_: Iterable[str], states: Mapping[str, State]) -> None:
        """Take these subjects as known; those without a state were never written."""
        for subject in subjects_:
            self.states[subject] = states.get(subject)

    def index_of(self, digest: str) -> int | None:
        """Where the paper of that digest is recorded."""
        state = self.states.get(f"paper:{digest}")
        return state.index if isinstance(state, PaperState) else None

    def box(self, box: str) -> BoxState | None:
        """A box as it stands."""
        state = self.states.get(f"box:{box}")
        return state if isinstance(state, BoxState) else None

    def keys(self, statement: Statement) -> dict[str, Key]:
        """By key id the key each signer must have signed with. Raises Refused for one unknown."""
        return signers.keys(statement, Slate(self.states))

    def apply(self, statement: Statement, index: int) -> tuple[Effects, dict[str, State]]:
        """
        Take the paper in at this index: what it did, and the states it wrote.

        Raises Refused or Malformed, and then nothing has changed. That the signatures verify has been checked before.
        """
        slate = Slate(self.states)
        _check_place(statement, slate, index)
        effects = _Application(statement, slate, index).effects()
        self.states.update(slate.written)
        return effects, slate.written


def _check_place(statement: Statement, slate: Slate, index: int) -> None:
    recorded = slate.paper(statement.digest).index
    if recorded is not None:
        raise Conflict(RECORDED, index=recorded)
    if (index == 0) != isinstance(statement.document, ruling.Genesis):
        raise Malformed(government.NOT_GENESIS)
    if isinstance(statement.document, LaterDocument):
        ledger = government.governing(slate).ledger
        if statement.document.ledger != ledger:
            raise Malformed(OTHER_LEDGER, found=statement.document.ledger[:16], expected=ledger[:16])


class _Application:
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
        if isinstance(self.document, ruling.Genesis):
            self.officers = government.genesis(self.statement, self.document, self.slate)
        else:
            signed = signers.judge(self.statement, self.slate, self.index)
            self._dispatch(self.document, signed)
            self.flags |= signed.flags
        self._remember()
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
            case ruling.Plan():
                roster.in_office(document, signed)
                government.plan(self.statement, document, self.slate)
            case _:
                raise Malformed(government.NOT_GENESIS)

    def _about_boxes(self, document: CustodyDocument, signed: Signatories) -> None:
        facts = paperwork.judge(self.statement, document, signed, self.slate, self.index)
        match document:
            case LinkDocument():
                self._links(document, signed, facts)
            case said.Inspection():
                self.changes = remarks.inspection(self.statement, document, self.slate, facts)
            case said.Finding():
                self.changes = remarks.finding(self.statement, document, self.slate, facts)
            case said.Stock():
                self.flags |= remarks.stock(self.statement, document, self.slate, facts)
            case _:
                pass
        effective = any(change.verdict == "link" and change.index == self.index for change in self.changes)
        self._require_standing(document.unit)
        paperwork.remember(self.statement, document, facts, self.slate, effective=effective)

    def _links(self, document: LinkDocument, signed: Signatories, facts: Facts) -> None:
        if isinstance(document, boxes.Correction):
            self._check_correction(document, signed)
        rules = self.slate.rules()
        for line in self.statement.lines:
            assert isinstance(line, LinkLine | boxes.CorrectionLine)  # noqa: S101 - links have no other lines
            if isinstance(document, movement.Acceptance):
                _check_release(document, line)
            flags = serials.flags(line, self.slate) if isinstance(line, boxes.SealingLine) else set()
            before = self.slate.box(line.box)
            after, made = chain.judge(before, Act(document, line, facts, flags), rules)  # type: ignore[arg-type]  # Link is the closed union of LinkDocuments
            self.changes += made
            if after is not before:
                self.slate.put(f"box:{line.box}", after)
        self._keep_what_may_be_mended(facts)
        self._stand_for(document, facts)

    def _keep_what_may_be_mended(self, facts: Facts) -> None:
        if facts.flaw is None:
            return
        flawed = tuple(
            box
            for box in dict.fromkeys(change.box for change in self.changes)
            if any(one.facts.digest == facts.digest for one in self.slate.box(box).pending)
        )
        self._put_paper(flawed=flawed)

    def _stand_for(self, document: LinkDocument, facts: Facts) -> None:
        """A transcript is entered under the digest of the lost paper; that paper, when it comes, is compared with it."""
        names = tuple(change.box for change in self.changes if change.index == self.index)
        if facts.link != facts.digest:
            self._put_paper(boxes=names)
            lost = self.slate.paper(facts.link)
            self.slate.put(f"paper:{facts.link}", replace(lost, stood_by=facts.digest))
        stood_by = self.slate.paper(facts.digest).stood_by
        if stood_by is None:
            return
        for name in self.slate.paper(stood_by).boxes:
            if name not in names:
                self.slate.put(f"box:{name}", chain.dispute(self.slate.box(name), facts, "differs"))
        self.regraded.append(Regraded(digest=stood_by, grade=facts.grade, by=facts.digest))

    def _check_correction(self, document: boxes.Correction, signed: Signatories) -> None:
        of = self.slate.paper(document.of)
        if of.index is None:
            raise Unknown(NOT_RECORDED, of=document.of[:16], kind=document.kind)
        if not paperwork.check_correction(document, signed, self.slate):
            raise Refused(NOT_BY_ITS_PARTIES, sides=", ".join(side.unit for side in of.sides))

    def _later_remark(self, document: Document, signed: Signatories) -> None:
        facts = replace(self._plain_facts(), flags=tuple(sorted(signed.flags)))
        match document:
            case said.Attestation():
                self.changes, self.regraded = remarks.attestation(document, self.slate, signed, facts)
            case said.Answer():
                _require_part(document, document.unit, "reports", signed)
                self.changes = remarks.answer(self.statement, document, self.slate, facts)
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

    def _remember(self) -> None:
        """Every paper is remembered by its digest, so that no boundary is empty and none is recorded twice."""
        self._put_paper(index=self.index, kind=self.document.kind, unit=getattr(self.document, "unit", None))


def _check_release(document: movement.Acceptance, line: LinkLine | boxes.CorrectionLine) -> None:
    extra = isinstance(line, movement.AcceptanceLine) and line.outcome == "extra"
    if (extra and line.after is not None) or (not extra and line.after != document.of):
        raise Refused(OTHER_RELEASE, box=line.box, of=document.of[:16], after=(line.after or "nothing")[:16])


def _require_part(document: Document, unit: str, part: str, signed: Signatories) -> None:
    if not any(one.unit == unit and not one.revoked for one in signed.of(part)):
        raise Refused(paperwork.UNSIGNED, unit=unit, kind=document.kind, part=part)


def _require_operator(document: Document, signed: Signatories) -> None:
    if not any("operator" in one.roles and not one.revoked for one in signed.of("operates")):
        raise Refused(paperwork.UNSIGNED, unit="an operator", kind=document.kind, part="operates")
