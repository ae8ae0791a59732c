"""The commands of `docs/checking.md`, as they stand there: one box's journey with openssl, jq, coreutils and Go."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.signing import armour, note, timestamp
from tests.authority import Authority, authority
from tests.crosscheck import altered
from tests.crosscheck.altered import Alter
from tests.crosscheck.conftest import BAWASLU, PARTIES, SOURCES, Batu, add_checkpoint, go, tool

pytestmark = pytest.mark.slow

PAGE = SOURCES / "docs" / "checking.md"
BY_HAND = ("", "1", "2", "3", "4", "5", "7")
"""Sections that need neither Go nor a time stamp."""
ALL = (*BY_HAND, "6", "8")
REFUSED = "DOES NOT AGREE: "

TypeIt = Callable[..., str]


def commands(sections: Sequence[str]) -> str:
    """The lines of the page that are typed."""
    parts = re.split(r"^## (?:(\d+)\. )?.*$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    texts = {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    lines = [line[4:] for name in sorted(sections) for line in texts[name].split("\n") if line.startswith("    ")]
    return "\n".join(lines) + "\n"


EVENTFUL = "35.79.01.1001/003/PPWP"
"""It was held and opened by order, and an officer who signed for it had taken a new key."""


@pytest.fixture(scope="session")
def passport(batu: Batu) -> bytes:
    return batu.make("box.passport", "passport", EVENTFUL).read_bytes()


@pytest.fixture
def type_it(batu: Batu, tmp_path: Path) -> TypeIt:
    """Type sections of the page into one bash, in a folder with these files and the trust file; what it said."""
    bash, *_others = [tool(name, name) for name in ("bash", "openssl", "jq", "awk")]
    (tmp_path / "trust.txt").write_bytes(batu.trust_file.read_bytes())

    def run(sections: Sequence[str], before: str = "", **files: bytes | Path) -> str:
        for name, data in files.items():
            path = tmp_path / name.replace("_", ".")
            path.symlink_to(data) if isinstance(data, Path) else path.write_bytes(data)
        env = {"PATH": os.environ["PATH"], "SOURCES": str(SOURCES), "HOME": str(tmp_path)}
        typed = f"{before}\n{commands(sections)}".encode()
        ran = subprocess.run([bash], input=typed, cwd=tmp_path, env=env, capture_output=True, check=False)
        return (ran.stdout + ran.stderr).decode()

    return run


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("time") / "tsa")


def test_the_journey_of_a_box_is_confirmed_without_kotak(
    batu: Batu, passport: bytes, tsa: Authority, type_it: TypeIt
) -> None:
    go()
    asked = timestamp.request(note.read(batu.notes[-1]).text)
    stamp = tsa.answer(bytes(asked))

    said = type_it(ALL, box_passport=passport, box_tsr=stamp, ca_pem=tsa.root.pem)

    parts = passport.count(b"c2sp.org/tlog-proof@v1\n")
    assert REFUSED not in said
    assert len(re.findall(r"agrees: entry \d+ is in the log", said)) == parts
    assert len(re.findall(r"agrees: part\.\d+ has one signature for each signer", said)) == parts
    assert re.findall(r"agrees: (\S+) cosigned it at 2029-02-", said) == [BAWASLU, *PARTIES]
    assert "had the key that is replaced" in said
    assert "agrees: Go finds every paper in the log, and enough witnesses" in said
    assert "agrees: the checkpoint was stamped by the authority" in said
    assert f"Time stamp: {datetime.now(UTC):%b}" in said
    assert _journey(said) == _chain(batu)
    assert "No such file" not in said


def test_a_whole_log_is_confirmed_without_kotak(batu: Batu, exported: Path, type_it: TypeIt) -> None:
    """The commands for more than one box, after the program was built."""
    go()
    older, latest = batu.notes[0], batu.notes[-1]
    build = "\n".join(line for line in commands("6").split("\n") if line.startswith(("export", "go build")))

    said = type_it(
        "9",
        before=build,
        older_note=older,
        latest_note=latest,
        **{"latest_add-checkpoint": add_checkpoint(batu, older, latest)},
        tiles=exported,
    )

    assert "does not agree" not in said
    assert len(re.findall(rf"^checkpoint {batu.size} ", said, re.MULTILINE)) == 3
    assert "\ncontinues 16 " in said
    assert f"{batu.size} entries with their annexes" in said


def _journey(said: str) -> list[str]:
    """Kinds of papers in the order the page tells them."""
    return re.findall(r"^\S+T\S+\+07:00  (\w+)  ", said, re.MULTILINE)


def _chain(batu: Batu) -> list[str]:
    """What the program itself tells of the box."""
    links = batu("chain", EVENTFUL, "--json").json["data"]["links"]
    return [link["kind"] for link in links]


@pytest.fixture(scope="session")
def short(passport: bytes) -> bytes:
    """The passport as far as the first sealing: whole in itself, and sooner checked."""
    header, *parts, text, lines = passport.split(b"\n\n")
    first = [part for part in parts if int(part.split(b"\n")[2].split()[1]) < 22]
    signers = {signer for part in first for signer in _signers(part)}
    kept = [part for part in first if (_line(part).get("id") or "genesis") in {*signers, "genesis"}]
    return b"\n\n".join([header, *kept, text, lines])


def _content(part: bytes) -> list[bytes]:
    return armour.decode(part.split(b"\n")[1].removeprefix(b"extra ").decode()).split(b"\n")


def _signers(part: bytes) -> list[str]:
    payload = json.loads(armour.decode(json.loads(_content(part)[1])["payload"]))
    return [signer["officer"] for signer in payload["signers"]]


def _line(part: bytes) -> dict[str, str]:
    content = _content(part)
    return json.loads(content[3]) if len(content) > 4 else {}


def _last(act: Alter) -> Alter:
    """The last part altered: the sealing."""

    def alter(passport: bytes) -> bytes:
        *before, part, text, lines = passport.split(b"\n\n")
        return b"\n\n".join([*before, act(part), text, lines])

    return alter


def _without(which: int) -> Alter:
    def alter(passport: bytes) -> bytes:
        pieces = passport.split(b"\n\n")
        del pieces[which]
        return b"\n\n".join(pieces)

    return alter


def _other_signature(cover: bytes) -> bytes:
    before, mark, after = cover.partition(b'"sig":"')
    return before + mark + (b"A" if after[:1] != b"A" else b"B") + after[1:]


ATTACKS: dict[str, tuple[str, Alter, str]] = {
    "the root": (
        "3",
        lambda one: one.replace(one.split(b"\n\n")[-2], altered.line_of(one.split(b"\n\n")[-2], 2, altered.other_hash)),
        "the log signed the checkpoint",
    ),
    "a signature of a witness": ("3", lambda one: altered.line_of(one, -2, altered.other_letter), "cosigned it at"),
    "the index": ("4", _last(lambda part: altered.line_of(part, 2, altered.other_number)), "entry 21 is in the log"),
    "a seal": (
        "4",
        _last(altered.quoted(3, lambda line: line.replace(b'"on":2', b'"on":1'))),
        "is in the list of part",
    ),
    "the number of a line": ("4", _last(altered.quoted(2, altered.other_number)), "is in the list of part"),
    "a signature of an officer": (
        "5",
        _last(altered.quoted(1, _other_signature)),
        "signed part",
    ),
    "an enrolment left out": ("5", _without(4), "that key is of"),
    "a paper left out": ("7", _without(-4), "is one of these papers"),
}
"""The section that finds it, and what does not agree there."""


def test_a_passport_is_short_and_whole(short: bytes, type_it: TypeIt) -> None:
    said = type_it(BY_HAND, box_passport=short)

    assert REFUSED not in said
    assert said.count("is in the log") > 5


@pytest.mark.parametrize("what", ATTACKS)
def test_what_was_altered_does_not_agree(what: str, short: bytes, type_it: TypeIt) -> None:
    section, alter, named = ATTACKS[what]

    said = type_it([each for each in BY_HAND if each <= section], box_passport=alter(short))

    refused = [line for line in said.split("\n") if line.startswith(REFUSED)]
    assert any(named in line for line in refused), said


@pytest.mark.parametrize("where", ["index", "line", "size"])
def test_nothing_in_a_passport_is_run_by_the_shell(
    where: str, batu: Batu, short: bytes, type_it: TypeIt, tmp_path: Path
) -> None:
    """Bash computes what stands in the brackets of an array when it computes with numbers."""
    hostile = b"a[$(touch run)]"
    alter: dict[str, Alter] = {
        "index": _last(lambda part: altered.line_of(part, 2, lambda _line: b"index " + hostile)),
        "line": _last(altered.quoted(2, lambda _line: b"line " + hostile)),
        "size": lambda one: one.replace(b"\n%d\n" % batu.size, b"\n" + hostile + b"\n"),
    }

    said = type_it([each for each in BY_HAND if each <= "4"], box_passport=alter[where](short))

    assert REFUSED in said
    assert not (tmp_path / "run").exists()


def test_a_passport_of_another_ledger_does_not_agree(batu: Batu, short: bytes, type_it: TypeIt) -> None:
    trust = batu.trust_file.read_bytes().replace(batu.trust.genesis.encode(), b"0" * 64)

    said = type_it(BY_HAND[:-1], box_passport=short, trust_txt=trust)

    assert f"{REFUSED}genesis is that of the trust file" in said
