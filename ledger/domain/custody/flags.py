"""
What is regrettable about a paper or a line, by the codes of the fifteen irregularities (`IR-01` unsealed … `IR-15`
supervisor). Flags refuse nothing and change nothing; only what one paper and its boxes show is found here, what a
comparison of many papers shows is the audit's.
"""

from collections.abc import Collection, Iterable, Iterator

from ledger.domain import names
from ledger.domain.custody.slate import Slate
from ledger.domain.custody.states import BoxState, RulesState
from ledger.domain.documents.base import CustodyDocument, Document, Line, LinkDocument, Seal, Seals, SeenLine, seconds
from ledger.domain.documents.boxes import Opening, OpeningLine, SealingLine
from ledger.domain.documents.government import Deadline, Rules
from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Deposit, Handover, Release
from ledger.domain.documents.remarks import Access, AccessLine, Finding, StockLine

_ABSENT = {"witnesses": "IR-15", "escorts": "IR-10", "unlocks": "IR-11"}
_WATER = {"rain", "leak", "flood", "termites"}


def leg(giver: str, receiver: str) -> str:
    """The leg between two units, by their types: `ppk-pps`."""
    return f"{names.type_of(giver)}-{names.type_of(receiver)}"


def of_paper(document: CustodyDocument, parts: set[str], slate: Slate) -> set[str]:
    """Flags of the paper as a whole: wanted parts absent, an unregistered place, an opening without basis."""
    rules = slate.rules().rules
    found = set(_wanted(document, parts, rules, slate)) if rules else set()
    if not _may_stand_there(document, slate):
        found.add("IR-09")
    if isinstance(document, Opening) and not _has_basis(document, rules):
        found.add("IR-12")
    if isinstance(document, Finding):
        found.add(document.code)
    return found


def _wanted(document: CustodyDocument, parts: set[str], rules: Rules, slate: Slate) -> Iterator[str]:
    legs = {None, _leg_of(document, slate)}
    for wanted in rules.wanted:
        if wanted.kind != document.kind or wanted.leg not in legs:
            continue
        for part in wanted.parts:
            excused = any(one.part == part and (one.how != "absent" or one.reason) for one in document.present)
            if part not in parts and not excused:
                yield _ABSENT.get(part, "part-missing")


def _leg_of(document: CustodyDocument, slate: Slate) -> str | None:
    """The leg a paper is of, where it is known between which units; an acceptance knows by its release."""
    if isinstance(document, Acceptance):
        giver = slate.paper(document.of).unit
        return leg(giver, document.unit) if giver else None
    return leg(document.unit, document.to) if isinstance(document, Release | Handover) else None


def _may_stand_there(document: CustodyDocument, slate: Slate) -> bool:
    """The place is registered, and who keeps boxes there by a deposit may."""
    if document.place == names.NOWHERE:
        return False
    owner = names.unit_of_place(document.place)
    unit = slate.unit(owner)
    place = unit.places.get(document.place) if unit else None
    if not isinstance(document, Deposit) or document.back:
        return place is not None
    return place is not None and document.keeper in (owner, *place.keepers)


def _has_basis(document: Opening, rules: Rules | None) -> bool:
    if document.basis == "ref":
        return bool(document.refs)
    return rules is not None and document.basis in rules.bases


def of_line(document: LinkDocument, line: SeenLine, box: BoxState) -> set[str]:
    """Flags of one line: seals and condition against what was stated last, contents, destination, order of time."""
    missing = isinstance(line, AcceptanceLine) and line.outcome == "missing"
    found = set() if missing else of_seen(line, box) | set(_of_contents(line, box))
    if isinstance(line, AcceptanceLine) and line.outcome != "accepted":
        found.add("IR-04")
    if not box.sealed and not missing and isinstance(document, Release | Acceptance | Handover | Deposit):
        found.add("IR-01")
    if box.at is not None and seconds(document.at) < seconds(box.at):
        found.add("IR-14")
    if box.holds:
        found.add("on-hold")
    return found


def of_seen(line: SeenLine, box: BoxState) -> set[str]:
    """Flags of what somebody saw of a box: its seals against those stated last, water, damage at delivery."""
    found = set(_of_seals(line, box))
    if line.state == "wet" or line.cause in _WATER:
        found.add("IR-08")
    if line.state == "damaged" and line.cause == "delivery":
        found.add("IR-02")
    return found


def _of_seals(line: SeenLine, box: BoxState) -> Iterator[str]:
    if isinstance(line, SealingLine):
        return
    if line.state in {"came-off", "cut", "torn"}:
        yield "IR-01"
    if box.seals is None or box.seals == line.seals:
        return
    for name in Seals.__struct_fields__:
        stated, seen = getattr(box.seals, name) or Seal(on=0), getattr(line.seals, name) or Seal(on=0)
        if seen.on < stated.on or seen.bad > stated.bad:
            yield "IR-01"
        elif seen.on > stated.on or (stated.serials and seen.serials and stated.serials != seen.serials):
            yield "IR-11"


def _of_contents(line: SeenLine, box: BoxState) -> Iterator[str]:
    packed = line.packed if isinstance(line, SealingLine) else None
    found = line.found if isinstance(line, OpeningLine) else None
    contents = packed or found
    if contents is None:
        return
    if contents.dapil is not None and box.dapil is not None and contents.dapil != box.dapil:
        yield "IR-06"
    expected = box.packed.ballots if found and box.packed else box.ballots
    if expected is not None and contents.ballots != expected:
        yield "IR-07"


def of_arrival(document: Acceptance | Handover, box: BoxState, receiver: str, rules: RulesState) -> set[str]:
    """Flags of an accepted box: whether it came in time on its leg."""
    deadlines = rules.rules.deadlines if rules.rules else ()
    if not deadlines:
        return set()
    here = leg(box.custodian or "", receiver)
    is_late = any(one.leg == here and _late(one, document, box) for one in deadlines)
    return {too_late(here)} if is_late else set()


def too_late(here: str) -> str:
    """The irregularity of coming too late on a leg: `IR-14` on the way back, else `IR-03`."""
    return "IR-14" if names.is_home(here) else "IR-03"


def of_destination(box: str, receiver: str) -> set[str]:
    """`IR-05` where a receiver with an area does not cover the area on the label."""
    area = names.area_of(receiver)
    return {"IR-05"} if area and not names.covers(area, box) else set()


def of_transit(released_at: str, accepted_at: str, here: str, rules: RulesState) -> set[str]:
    """`IR-10` for a journey longer than the rules allow, `IR-14` for an acceptance claimed before its release."""
    took = seconds(accepted_at) - seconds(released_at)
    longest = [one.seconds for one in rules.rules.transits if one.leg == here] if rules.rules else []
    if took < 0:
        return {"IR-14"}
    return {"IR-10"} if longest and took > min(longest) else set()


def due(deadline: Deadline, counted: str | None) -> str | None:
    """The instant after which it is too late, grace apart; None while the end of the count is not known."""
    return deadline.due or (day_end(counted) if counted else None)


def day_end(counted: str) -> str:
    """The end of the day on which a count ended: the one the clocks of the place showed, the date in the instant."""
    return f"{counted[:10]}T23:59:59{counted[19:]}"


def _late(deadline: Deadline, document: Document, box: BoxState) -> bool:
    until = due(deadline, box.counted)
    return until is not None and seconds(document.at) > seconds(until) + deadline.grace


def absent_holders(document: Access, lines: Iterable[Line], unlocked: Collection[str]) -> list[AccessLine]:
    """Padlocks whose holder neither signed, as the units `unlocked` did, nor signed on paper or was seen."""
    there = {one.unit for one in document.present if one.part == "unlocks" and one.how in {"paper", "seen"}}
    there |= {document.unit, *unlocked}
    return [line for line in lines if isinstance(line, AccessLine) and line.holder not in there]


def of_stock(lines: Iterable[StockLine]) -> set[str]:
    """`IR-02` where goods came damaged, `IR-04` where what was promised is not what was counted."""
    found: set[str] = set()
    for line in lines:
        if line.damaged:
            found.add("IR-02")
        if line.missing or line.promised != line.good + line.damaged + line.missing:
            found.add("IR-04")
    return found
