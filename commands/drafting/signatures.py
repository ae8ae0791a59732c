"""
The signatures under a paper that is shown: which hold, which do not, and whose keys are not known here.

Whether they suffice is not judged here; that is for recording and for `kotak verify`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from commands.drafting import unsent
from commands.drafting.drafting import Desk
from commands.program.language import _
from commands.program.output import Finding
from commands.program.refusal import remedy, translated
from ledger import paper as papers
from ledger.errors import BadSignature, Malformed
from ledger.paper import Claim, Paper
from ledger.signing.envelope import EXTRA, Envelope, Signature


@dataclass(frozen=True)
class Signatures:
    """The signatures of one paper, compared with the keys known here."""

    paper: Paper
    unknown: frozenset[str]
    """Ids of keys nobody here can check with."""
    wrong: dict[str, Malformed]
    """By key id, what is wrong with its signature."""

    def lines(self) -> Iterator[str]:
        """A line for each of those who have to sign."""
        missing = set(unsent.unsigned(self.paper))
        for signer in self.paper.document.signers:
            mark = _("not signed yet") if signer.officer in missing else self._mark(signer.key)
            yield f"{signer.officer}  {signer.part}  {mark}  {signer.key[:16]}"

    def findings(self, index: int | None) -> list[Finding]:
        """What is wrong."""
        return [
            Finding(error.code, translated(error.reason.text, error.facts), index=index)
            for error in self.wrong.values()
        ]

    def remedies(self) -> list[str]:
        """What to do about it."""
        return list(dict.fromkeys(remedy(error.reason, error.facts) for error in self.wrong.values()))

    def _mark(self, key: str) -> str:
        if key in self.wrong:
            return _("THE SIGNATURE DOES NOT HOLD")
        return _("signed, the key is not known here") if key in self.unknown else _("signed")


def check(desk: Desk, paper: Paper) -> Signatures:
    """Every signature under a paper whose key is known here."""
    named = {signer.key for signer in paper.document.signers}
    unknown, wrong = set(), {}
    for one in paper.envelope.signatures:
        if one.keyid not in named:
            wrong[one.keyid] = Malformed(EXTRA, key=one.keyid)
            continue
        try:
            if not _holds(desk, paper, one):
                unknown.add(one.keyid)
        except BadSignature as error:
            wrong[one.keyid] = error
    return Signatures(paper, frozenset(unknown), wrong)


def _holds(desk: Desk, paper: Paper, one: Signature) -> bool:
    """False where the key is not known. Raises BadSignature."""
    key = desk.known.key(one.keyid)
    if key is not None:
        papers.check(Claim(Envelope(paper.envelope.payload, (one,)), {one.keyid: key}, ()))
    return key is not None
