"""What `kotak help TOPIC` explains besides commands and codes: the words that are typed as values of options."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from commands.program import glossary
from commands.program.language import _
from commands.program.output import table
from projections import codes


class Topic(NamedTuple):
    """One page: what it is about, and its lines."""

    alias: str
    summary: str
    lines: Callable[[], Iterator[str]]


def find(word: str) -> Topic | None:
    """The topic of that name, in either language."""
    return next((topic for name, topic in TOPICS.items() if word.lower() in {name, topic.alias}), None)


def _boxes() -> Iterator[str]:
    yield from _examples(
        {
            "35.79.02.2009/004/DPD": _("the box, in full"),
            "004/DPD": _("the same, where only one station 004 is within your unit"),
            "004": _("every box of that station"),
            "@held": _("every box your unit answers for"),
            "--from-file -": _("every line that is typed or scanned, until Ctrl-D"),
        }
    )


def _seen() -> Iterator[str]:
    from commands.typed.seen import CONDITIONS, SORTS  # noqa: PLC0415 - brings msgspec
    from ledger.domain.sentences import words  # noqa: PLC0415 - the same

    yield from _examples(
        {
            "--seen ties:2,papers:1": _("two cable ties and one paper seal, intact: every box of the paper"),
            "--seen 004/DPD=ties:2/1,papers:1,cut": _("of this box one of the two cable ties is bad; it was cut"),
            "--seen 004/DPD=ties:2+A-17+A-18": _("with the numbers these two cable ties bear"),
            "--seen 004/DPD=ties:2,wet,rain@a.jpg": _("with the cause, and a photograph that is bound to the paper"),
        }
    )
    yield ""
    yield from _words(_("seals"), words.SEALS, SORTS)
    yield ""
    yield from _words(_("condition"), words.CONDITIONS, CONDITIONS)
    yield ""
    yield from _words(_("cause"), words.CAUSES)


def _parts() -> Iterator[str]:
    from ledger.domain.custody.parts import MAY  # noqa: PLC0415 - brings the fold
    from ledger.domain.sentences import words  # noqa: PLC0415 - the same

    yield _("A part is written behind the officer: --with ptps/35.79.02.2009/004#1=witnesses")
    yield ""
    yield from _words(_("part"), words.PARTS)
    yield ""
    units = {unit: ", ".join(sorted(parts)) for unit, parts in MAY.items()}
    yield from table((_("unit"), _("may take")), list(units.items()))


def _present() -> Iterator[str]:
    from ledger.domain.sentences import words  # noqa: PLC0415 - brings msgspec

    yield from _examples(
        {
            "--present ptps/35.79.02.2009/004=absent:ill": _("the supervisor did not come, and why"),
            "--present saksi/35.79/03=refused": _("was there and did not want to sign"),
            "--present polri/polres-batu=seen": _("was there"),
        }
    )
    yield ""
    yield from _words(_("how"), words.HOW)
    yield ""
    yield from _words(_("reason"), words.ABSENCES)


def _times() -> Iterator[str]:
    yield from _examples(
        {
            "17:08": _("the last time it was 17:08, today or yesterday"),
            "--at … --ended 17:08": _("beside the time of the paper: the 17:08 nearest to it"),
            "2029-02-14T17:08": _("on that day, in the zone of the stations (WIB, WITA or WIT)"),
            "2029-02-14T17:08:00+08:00": _("in full, in any zone"),
        }
    )


def _grades() -> Iterator[str]:
    yield from table((_("grade"), _("means")), [(grade, _(text)) for grade, text in codes.GRADES.items()])


def _flags() -> Iterator[str]:
    yield _("Flags refuse nothing and change nothing; they are found again by the audit.")
    yield ""
    rows = [(one.code, _(one.severity), _(one.text)) for one in codes.CODES.values()]
    yield from table((_("flag"), _("severity"), _("means")), rows)
    yield ""
    yield from table((_("severity"), _("means")), [(_(name), _(text)) for name, text in codes.SEVERITIES.items()])


def _checks() -> Iterator[str]:
    made = {name: [one.code for one in codes.CODES.values() if name in one.checks] for name in codes.CHECKS}
    rows = [
        (name, _(check.text), check.source, _(check.beyond) or ", ".join(made[name]))
        for name, check in codes.CHECKS.items()
    ]
    yield from table((_("check"), _("means"), _("source"), _("found as")), rows)


def _meanings() -> Iterator[str]:
    yield from table((_("word"), _("means")), list(glossary.explained()))


TOPICS: Final = {
    "boxes": Topic("kotak", "how boxes are named", _boxes),
    "seen": Topic("terlihat", "how seals and conditions are typed", _seen),
    "parts": Topic("peran", "what a signer does in a paper, and who may", _parts),
    "present": Topic("hadir", "who else was there, or was not", _present),
    "times": Topic("waktu", "how times are typed", _times),
    "grades": Topic("tingkat", "how well a paper is witnessed", _grades),
    "flags": Topic("tanda", "what is regrettable about a paper or a box", _flags),
    "words": Topic("istilah", "what the words of this program mean", _meanings),
    "checks": Topic("pemeriksaan", "what other election systems check, and which codes do it here", _checks),
}


def _examples(said: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, said))
    yield from (f"  {typed:{width}}  {meaning}" for typed, meaning in said.items())


def _words(
    heading: str, meanings: Mapping[str, tuple[str, str]], typed: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Each word of the format, how else it may be typed, and what signers are shown for it."""
    from commands.program.spoken import tongue  # noqa: PLC0415 - brings msgspec

    also = {word: ", ".join(other for other, is_ in (typed or {}).items() if is_ == word != other) for word in meanings}
    rows = [(word, also[word], tongue().word(meanings, word)) for word in meanings]
    if typed is None:
        yield from table((heading, _("means")), [(word, meaning) for word, _also, meaning in rows])
    else:
        yield from table((heading, _("or typed"), _("means")), rows)
