"""
What things are called in EPCIS: URIs below the origin of the ledger's genesis, the same on every machine.

    https://kpu.example/pemilu-2029/kota-batu/box/35.79.02.2009/004/DPD
    https://kpu.example/pemilu-2029/kota-batu/event/<digest of the paper>/35.79.02.2009/004/DPD
    https://kpu.example/pemilu-2029/kota-batu/event/<digest>/35.79.02.2009/004/DPD#packed        one more event of it
    geo:-7.871234,112.526789                                                                     a place without a name
"""

from urllib.parse import quote

from ledger.domain import names
from ledger.domain.documents.base import Coordinates, Ref


class Uris:
    """The names of one ledger's things."""

    def __init__(self, origin: str) -> None:
        self._base = f"https://{origin}"

    def box(self, box: str) -> str:
        """A box."""
        return f"{self._base}/box/{box}"

    def unit(self, unit: str) -> str:
        """A party."""
        return f"{self._base}/unit/{unit}"

    def place(self, place: str | None, coordinates: Coordinates | None = None) -> str | None:
        """A registered place, or where on earth it is, or nothing."""
        if place is not None and place != names.NOWHERE:
            return f"{self._base}/place/{place}"
        return f"geo:{coordinates.lat},{coordinates.lon}" if coordinates else None

    def paper(self, digest: str) -> str:
        """A paper, which is what a business transaction is called here."""
        return f"{self._base}/paper/{digest}"

    def event(self, digest: str, box: str, part: str = "") -> str:
        """What a paper says of a box; some papers say two things."""
        return f"{self._base}/event/{digest}/{box}" + (f"#{part}" if part else "")

    def ref(self, ref: Ref) -> str:
        """An official paper that is named."""
        return f"{self._base}/ref/{ref.what}/{quote(ref.number, safe='')}/{ref.date}"

    def seal(self, sort: str, serial: str) -> str:
        """One seal with a number on it."""
        return f"{self._base}/seal/{sort}/{quote(serial, safe='')}"

    def seals(self, sort: str) -> str:
        """The class of seals that bear no number."""
        return f"{self._base}/class/seal/{sort}"

    def ballots(self, box: str, what: str) -> str:
        """A class of ballots: those of the election a box is for, by electoral district or by what became of them."""
        return f"{self._base}/class/ballot/{names.contest_of(box)}/{quote(what, safe='')}"
