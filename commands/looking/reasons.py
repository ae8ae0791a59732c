"""
Why a box was not taken, in words: papers say it in a word of the receiver's choice, `label-unreadable`.

Those that are often chosen are said in the language of the reader; any other is shown with spaces for strokes.
"""

from commands.program.language import _


def told(reason: str | None) -> str:
    """`the label cannot be read`; of a paper that gives none, that it does not."""
    if not reason:
        return _("none")
    return _often().get(reason) or reason.replace("-", " ")


def _often() -> dict[str, str]:
    return {
        "damaged": _("the box is damaged"),
        "label-missing": _("it bears no label"),
        "label-unreadable": _("the label cannot be read"),
        "no-room": _("there is no room for it"),
        "no-such-station": _("there is no such station"),
        "not-listed": _("it is on no list"),
        "not-sealed": _("it is not sealed"),
        "papers-missing": _("its papers are missing"),
        "seal-missing": _("a seal is missing"),
        "seal-torn": _("a seal is torn"),
        "seals-differ": _("its seals are not as stated"),
        "wet": _("the box is wet"),
        "wrong-address": _("it is addressed to somebody else"),
    }
