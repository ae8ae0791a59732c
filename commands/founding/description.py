"""
The description of an election, from which its genesis paper is drafted: TOML or JSON, written by hand.

An authority's key is given as papers write it, as the name of a `.pub` file beside the description, or not at all if
the key itself lies on this machine.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import fields

from commands.drafting import clock, keyring
from commands.drafting.known import ZONES
from commands.drafting.statement import Hand, Statement
from commands.program import files
from commands.program.context import Context
from ledger import paper as papers
from ledger.domain.documents.base import Document, Key
from ledger.domain.documents.government import Families, Genesis
from ledger.domain.misread import misread
from ledger.errors import KeyProblem, Malformed, Phrase, Reason

NOT_A_DESCRIPTION = Reason(
    "SU-050",
    "{path} does not describe an election: {problem}.",
    "Begin with an example: kotak init --example -o FILE",
)
UNKNOWN_KEY = Reason(
    "SU-051",
    "The key of authority {officer} is not in {path}, and does not lie here.",
    'Name the file with its public half there: key = "FILE.pub"; it lies beside the key: kotak key list',
)

EXAMPLE: Final = """\
# The description of an election. kotak init makes the genesis paper from it.
origin = "kpu.example/pemilu-2029/kota-batu"
election = "pemilu-2029"
zone = "Asia/Jakarta"

# Who governs the ledger: in each family so many of these must sign together.
[authorities.custody]
threshold = 1
keys = [
    { officer = "kpu/35.79#1" },                      # the key lies on this machine
]

[authorities.supervision]
threshold = 1
keys = [
    { officer = "bawaslu/35.79#1", key = "bawaslu.pub" },  # a file beside this one
]

# Types of boxes, and the level each belongs to: station, village, district or regency.
[[box_types]]
type = "ppwp"
level = "station"

[[box_types]]
type = "dpr"
level = "station"

[[box_types]]
type = "dpd"
level = "station"

[[box_types]]
type = "dprd-prov"
level = "station"

[[box_types]]
type = "dprd-kabkota"
level = "station"
"""

_LIMIT: Final = 256 * 1024
_OWN: Final = {
    one.name: one.type for one in fields(Genesis) if one.name not in {base.name for base in fields(Document)}
}


@dataclass(frozen=True)
class Described:
    """An election as described: what its genesis paper says, and who signs it."""

    members: dict[str, Any]

    @property
    def hands(self) -> list[Hand]:
        """Every authority, with the key the paper will name."""
        families: Families = self.members["authorities"]
        named = (*families.custody.keys, *families.supervision.keys)
        return [Hand(one.officer, "authorises", key=papers.public(one.key).id) for one in named]

    @property
    def statement(self) -> Statement:
        """The genesis paper."""
        return Statement("genesis", self.hands, members=self.members)

    def now(self) -> str:
        """The present moment, in the zone of the election."""
        return clock.instant(None, ZONES[self.members["zone"]])


def read(path: str, context: Context) -> Described:
    """What the file says, each member of its form and none besides."""
    said = _parse(path)
    if not isinstance(said, dict) or set(said) - set(_OWN):
        raise Malformed(NOT_A_DESCRIPTION, path=path, problem=_strange(said))
    said = _with_keys(said, path, context)
    try:
        return Described({name: msgspec.convert(said.get(name), type_) for name, type_ in _OWN.items()})
    except msgspec.ValidationError as error:
        raise Malformed(NOT_A_DESCRIPTION, path=path, problem=misread(error)) from error


def _parse(path: str) -> Any:
    text = files.read_text(path, _LIMIT)
    try:
        return msgspec.json.decode(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (msgspec.DecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Malformed(NOT_A_DESCRIPTION, path=path, problem=misread(error)) from error


def _strange(said: Any) -> Phrase:
    if not isinstance(said, dict):
        return Phrase("it is a list")
    return Phrase("it says {names}, which no election has", names=", ".join(sorted(set(said) - set(_OWN))))


def _with_keys(said: dict[str, Any], path: str, context: Context) -> dict[str, Any]:
    """The same with every authority's key in full."""
    try:
        families = {
            family: {**authority, "keys": [_with_key(one, path, context) for one in authority["keys"]]}
            for family, authority in said["authorities"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        lacking = Phrase("it does not say the keys of both authorities")
        raise Malformed(NOT_A_DESCRIPTION, path=path, problem=lacking) from error
    return {**said, "authorities": families}


def _with_key(one: dict[str, Any], path: str, context: Context) -> dict[str, Any]:
    key = one.get("key")
    if isinstance(key, str):
        return {**one, "key": _of_file(Path(path).parent / key)}
    if key is not None:
        return one
    here = keyring.public(context.key_file(str(one["officer"])))
    if here is None:
        raise KeyProblem(UNKNOWN_KEY, officer=one["officer"], path=path)
    return {**one, "key": {"alg": here.alg, "public": here.base64}}


def _of_file(path: Path) -> dict[str, str]:
    try:
        key = msgspec.json.decode(files.read(str(path), 1024), type=Key)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(keyring.NOT_A_PUBLIC_KEY, path=path) from error
    return {"alg": key.alg, "public": key.public}
