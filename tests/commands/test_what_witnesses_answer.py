"""Whatever comes back from the address of a log witness, the log signs one history and says what it was told."""

import time
from pathlib import Path

import pytest

from commands.evidence import reference
from commands.operating.state import LogState
from commands.program.context import Context
from ledger.log import cosigning, policy
from ledger.log.checkpoint import open_checkpoint
from ledger.log.witness import Head, origin_hash
from ledger.signing.note import cosign
from ledger.signing.vkey import witness_key
from tests.commands.answering import Reply, answering
from tests.commands.evidence import Kotak
from tests.commands.watching import honest, impatient, publish, size_of, watched
from tests.harness import private
from tests.ledger.dishonest import ORIGIN, Forger, note, shown, trust

__all__ = ["impatient"]

FORKED = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]
PATH = f"/{origin_hash(ORIGIN)}/checkpoint"


def test_a_witness_signs_and_the_checkpoint_is_final(kotak: Kotak, folder: Path) -> None:
    with answering(honest()) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))
        said, again = publish(kotak, folder), publish(kotak, folder)

    data = said.json["data"]
    assert (said.status, data["cosigned_by"], data["quorum_met"], data["asked"]) == (0, ["bawaslu"], True, ["bawaslu"])
    assert (again.status, again.json["data"]["asked"]) == (0, [])
    assert size_of(bawaslu) == [0]
    assert [
        len(one.cosigned_by)
        for one in reference.opened(folder / "checkpoints", policy.read((folder / "trust.txt").read_bytes()))
    ] == [0, 1]


def test_a_witness_that_stands_elsewhere_is_asked_from_there(kotak: Kotak, folder: Path) -> None:
    nine = open_checkpoint(note(shown(), 9), trust()).checkpoint
    with answering(honest(head=Head(9, nine.root, b"x"))) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        said = publish(kotak, folder)

    assert said.json["data"]["quorum_met"]
    assert size_of(bawaslu) == [0, 9]


def test_the_next_time_it_is_asked_from_where_it_stood(kotak: Kotak, folder: Path) -> None:
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show(shown()[:9])
    with answering(honest()) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))
        publish(kotak, folder)
        (folder / "ledger.db").unlink()
        Forger(folder / "ledger.db").show(shown())

        said = publish(kotak, folder)

    assert said.json["data"]["quorum_met"]
    assert size_of(bawaslu) == [0, 9]


def test_without_a_witness_the_checkpoint_is_published_and_waits(kotak: Kotak, folder: Path) -> None:
    with answering() as gone:
        pass
    watched(folder, ("bawaslu", gone.url))

    said = publish(kotak, folder)

    assert (said.status, said.codes) == (11, ["LO-030"])
    assert (said.json["data"]["published"], said.json["data"]["quorum_met"]) == (True, False)
    with answering(honest()) as back:
        watched(folder, ("bawaslu", back.url))
        assert publish(kotak, folder).json["data"]["quorum_met"]


def test_some_who_do_not_answer_do_not_stop_a_quorum(kotak: Kotak, folder: Path) -> None:
    with answering(honest("p1")) as one, answering(honest("p2")) as two, answering() as strange:
        watched(folder, ("p1", one.url), ("p2", two.url), ("p3", strange.url), quorum="p1")
        said = publish(kotak, folder)

    assert (said.status, said.json["data"]["cosigned_by"], said.codes) == (0, ["p1", "p2"], ["LO-035"])


def test_a_witness_that_signed_and_is_gone_when_its_refresh_is_due_is_named(kotak: Kotak, folder: Path) -> None:
    with answering(honest()) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))
        publish(kotak, folder)
    time.sleep(1.1)

    said = kotak("checkpoint", "publish", "--key", folder / "log.pem", "--heartbeat", 1)

    assert (said.status, said.codes, said.json["data"]["quorum_met"]) == (0, ["LO-030"], True)


def test_without_an_address_nobody_is_asked(kotak: Kotak, folder: Path) -> None:
    watched(folder, ("bawaslu", ""))

    said = publish(kotak, folder)

    assert (said.status, said.json["data"]["quorum_met"]) == (0, False)
    assert said.json["next"] == ["kotak checkpoint request -o DIR"]


def test_two_keys_at_one_address_are_one_witness_and_asked_once(kotak: Kotak, folder: Path) -> None:
    second = private("second key of bawaslu")

    def both(body: bytes) -> Reply:
        text = cosigning.read_request(body).note.decode().partition("\n\n")[0] + "\n"
        lines = [
            cosign(text, "bawaslu.example/saksi", key, int(time.time())) for key in (private("witness bawaslu"), second)
        ]
        return Reply(200, "".join(map(str, lines)).encode())

    with answering(both) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))
        vkey = str(witness_key("bawaslu.example/saksi", second.public))
        held = policy.read((folder / "trust.txt").read_bytes())
        (folder / "trust.txt").write_bytes(
            policy.extended(held, [f"witness more {vkey} {bawaslu.url}"], "bawaslu").data
        )

        said = publish(kotak, folder)

    assert said.json["data"]["cosigned_by"] == ["bawaslu", "more"]
    assert len(bawaslu.asked) == 1


# What says that the log stands below or beside what it signed.


def test_a_ledger_below_what_a_witness_holds_is_not_signed(kotak: Kotak, folder: Path, home: Path) -> None:
    """The ledger was put back from a copy, and the state of the log was lost too."""
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show(shown()[:9])
    with answering(get=lambda path: Reply(200, note(shown(), 12)) if path == PATH else Reply(404)) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        said = publish(kotak, folder)

    assert (said.status, said.codes) == (6, ["LO-031"])
    assert not (folder / "checkpoints").exists()
    assert LogState(home, ORIGIN).head().checkpoint.size == 0
    assert "VE-070" in kotak("verify").codes


def test_a_ledger_beside_what_a_witness_holds_is_not_signed(kotak: Kotak, folder: Path) -> None:
    with answering(get=lambda _path: Reply(200, note(FORKED, 12))) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        said, again = publish(kotak, folder), publish(kotak, folder)

    assert (said.status, said.codes, again.codes) == (6, ["LO-032"], ["LO-032"])
    assert not (folder / "checkpoints").exists()
    held = policy.read((folder / "trust.txt").read_bytes())
    assert [one.data for one in reference.read(reference.kept(held, Context()))] == [note(FORKED, 12)]


AGAINST = {
    "it signed more": (Reply(409, b"15\n"), "LO-033"),
    "no proof joins them": (Reply(422, b"The proof does not join.\n"), "LO-034"),
}


@pytest.mark.parametrize("aim", AGAINST)
def test_a_log_whose_witness_contradicts_it_goes_no_further(kotak: Kotak, folder: Path, aim: str) -> None:
    reply, code = AGAINST[aim]
    with answering(lambda _body: reply) as bawaslu, answering(honest("p1")) as other:
        watched(folder, ("bawaslu", bawaslu.url), ("p1", other.url))

        said = publish(kotak, folder)

    assert (said.status, said.codes) == (6, [code])
    shown_ = kotak("checkpoint", "show").json["data"]["checkpoints"]
    assert shown_[-1]["cosigned_by"] == ["p1"], "what others signed was lost"
