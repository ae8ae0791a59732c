"""
Five parties and Bawaslu watch one log, each on a machine of its own: by memory stick, and one over HTTP.

The trust file asks for Bawaslu and four of the five. The log asks with what it has; everything else is the executable.
"""

from pathlib import Path
from typing import Any

import pytest

from commands.evidence import reference
from ledger.log import policy
from ledger.log.cosigning import Cosigned, answer_name, merge, read_answer
from tests.commands.cli import Result, kotak
from tests.commands.evidence import lay_out
from tests.commands.listening import serving
from tests.commands.witnesses import FORKED, asked
from tests.ledger.dishonest import note, shown

pytestmark = pytest.mark.slow

PARTIES = [f"saksi-{number:02}" for number in range(1, 6)]
NOW = 2**62


class Story:
    """The log's folder, the stick that goes round, and the machines of those who watch."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stick = lay_out(folder / "batu"), folder / "stick"
        self.stick.mkdir()
        self.secret = folder / "secret"
        self.secret.write_bytes(b"sembilan gembok\n")
        self.secret.chmod(0o600)
        lines = [self.made(name)["policy"][0].split(" ") for name in ("bawaslu", *PARTIES)]
        self.trust = self.folder / "rule.txt"
        words = [word for _word, name, vkey in lines for word in ("--witness", f"{name}={vkey}")]
        groups = ["--group", f"parties=4:{','.join(PARTIES)}", "--group", "rule=all:bawaslu,parties"]
        self.run("log", "trust", "make", *words, *groups, "--quorum", "rule", "-o", str(self.trust))

    def run(self, who: str, *arguments: str, trust: str = "trust.txt") -> Result:
        env = {
            "KOTAK_HOME": str(self.home(who)),
            "KOTAK_TRUST": str(self.folder / trust),
            "KOTAK_LEDGER": str(self.folder / "ledger.db"),
            "KOTAK_PASSPHRASE_FILE": str(self.secret),
        }
        return kotak(*arguments, env=env)

    def home(self, who: str) -> Path:
        return self.folder.parent / who

    def made(self, name: str) -> Any:
        return self.run(name, "cosign", "init", name, "--key-name", f"{name}.example/saksi", "--json").json["data"]

    def signs(self, name: str) -> Result:
        """The stick comes to this witness."""
        return self.run(name, "cosign", "file", str(self.stick), "--json")

    def answer(self, status: int, body: bytes, *, to: bytes, name: str) -> bytes:
        """What the log makes of an answer: its note with the lines under it."""
        keys = {one.name: one.key for one in policy.read(self.trust.read_bytes()).quorum.witnesses}
        found = read_answer(status, body, to, [keys[name]], NOW)
        assert isinstance(found, Cosigned), name
        return merge(to, found.lines)

    def collected(self, size: int, *names: str) -> bytes:
        """The checkpoint with what came back on the stick."""
        made = note(shown(), size)
        for name in names:
            body = (self.stick / answer_name(size, name, 200)).read_bytes()
            made = self.answer(200, body, to=made, name=name)
        return made

    def verified(self) -> Result:
        return self.run("auditor", "verify", "--json", trust="rule.txt")


def test_a_checkpoint_becomes_final_and_a_second_history_does_not(tmp_path: Path) -> None:
    story = Story(tmp_path)
    (story.stick / "9.add-checkpoint").write_bytes(asked(0, 9))

    by_stick = [story.signs(name) for name in ("bawaslu", *PARTIES[:3])]
    few = story.collected(9, "bawaslu", *PARTIES[:3])
    reference.append(story.folder / "checkpoints", few)
    provisional = story.verified()
    with serving(story.home(PARTIES[3]), KOTAK_PASSPHRASE_FILE=str(story.secret)) as server:
        status, _type, body = server.add(asked(0, 9))
    reference.append(story.folder / "checkpoints", story.answer(status, body, to=few, name=PARTIES[3]))
    final = story.verified()

    assert [said.status for said in by_stick] == [0, 0, 0, 0]
    assert (provisional.status, [found["code"] for found in provisional.json["findings"]]) == (3, ["VE-072"])
    assert final.status == 0
    assert final.json["data"]["checkpoint"]["quorum_met"] is True
    assert final.json["data"]["checkpoint"]["cosigned_by"] == sorted(["bawaslu", *PARTIES[:4]])

    (story.stick / "12.add-checkpoint").write_bytes(asked(9, 12, FORKED))
    refused = [story.signs(name) for name in ("bawaslu", *PARTIES[:3])]

    assert [said.status for said in refused] == [3, 3, 3, 3]
    assert all(Path(said.json["data"]["answers"][-1]["kept"]).exists() for said in refused)
    assert not (story.stick / "12.bawaslu.cosig").exists()
