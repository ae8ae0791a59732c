"""What a log signed last lies apart from its ledger, and nothing is signed below it, beside it or without it."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from commands.evidence import reference
from commands.operating.state import LogState
from ledger.errors import Conflict
from ledger.export import frame
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.merkle import EMPTY_ROOT
from tests.commands.evidence import Kotak
from tests.harness import private
from tests.ledger.dishonest import LAST, ORIGIN, Forger, note, shown, story, trust

FORKED = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]
PUBLISH = ("checkpoint", "publish", "--key")


@pytest.fixture
def state(home: Path, kotak: Kotak) -> LogState:
    del kotak
    return LogState(home, ORIGIN)


def replace_ledger(folder: Path, papers: list[bytes]) -> None:
    """The operator shows these papers instead, and nothing that was published."""
    (folder / "ledger.db").unlink()
    (folder / "checkpoints").unlink(missing_ok=True)
    Forger(folder / "ledger.db").show(papers)


def at(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, checkpoint.open_checkpoint(note(shown(), size), trust()).checkpoint.root)


def test_a_copy_put_back_is_not_signed_whatever_lies_beside_it(kotak: Kotak, folder: Path) -> None:
    kotak(*PUBLISH, folder / "log.pem")
    replace_ledger(folder, shown()[:9])

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.codes) == (6, ["EX-010"])
    assert not (folder / "checkpoints").exists()


def test_a_copy_that_grew_another_way_is_not_signed(kotak: Kotak, folder: Path) -> None:
    kotak(*PUBLISH, folder / "log.pem")
    replace_ledger(folder, [*FORKED, FORKED[3]])

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.codes) == (6, ["EX-011"])


def test_a_log_whose_state_is_missing_is_not_a_new_log(kotak: Kotak, state: LogState, folder: Path) -> None:
    shutil.rmtree(state.folder)

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.codes) == (6, ["LO-010"])
    assert "kotak checkpoint adopt" in said.json["next"][0]


def test_a_spoilt_state_is_not_a_new_log_either(kotak: Kotak, state: LogState, folder: Path) -> None:
    (state.folder / "head").write_bytes(b"")

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.codes) == (4, ["LO-001"])


def test_whoever_dies_before_publishing_goes_on_where_he_signed(kotak: Kotak, state: LogState, folder: Path) -> None:
    with state.raising(state.head(), at(LAST + 1)):
        pass

    said, again = kotak(*PUBLISH, folder / "log.pem"), kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.json["data"]["new"], again.json["data"]["new"]) == (0, True, False)
    assert (folder / "checkpoints").read_bytes() == frame(note(shown(), LAST + 1))


def test_what_was_signed_and_never_published_still_binds(kotak: Kotak, state: LogState, folder: Path) -> None:
    with state.raising(state.head(), at(12)):
        pass
    replace_ledger(folder, shown()[:11])

    assert kotak(*PUBLISH, folder / "log.pem").codes == ["EX-010"]


def test_what_is_published_binds_a_log_whose_state_is_older(kotak: Kotak, state: LogState, folder: Path) -> None:
    kotak(*PUBLISH, folder / "log.pem")
    published = (folder / "checkpoints").read_bytes()
    shutil.rmtree(state.folder)
    state.adopt(trust(), at(5))
    replace_ledger(folder, shown()[:9])
    (folder / "checkpoints").write_bytes(published)

    assert kotak(*PUBLISH, folder / "log.pem").codes == ["EX-010"]


def test_a_state_that_is_older_than_what_is_published_is_raised(kotak: Kotak, state: LogState, folder: Path) -> None:
    kotak(*PUBLISH, folder / "log.pem")
    shutil.rmtree(state.folder)
    state.adopt(trust(), at(5))

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.json["data"]["new"]) == (0, False)
    assert state.head().checkpoint.size == LAST + 1


def test_a_log_that_moves_takes_over_what_it_signed(kotak: Kotak, state: LogState, folder: Path) -> None:
    kotak(*PUBLISH, folder / "log.pem")
    shutil.rmtree(state.folder)

    dry = kotak("checkpoint", "adopt", "--dry-run", folder / "checkpoints")
    begun = state.begun
    taken = kotak("checkpoint", "adopt", folder / "checkpoints")
    again = kotak("checkpoint", "adopt", folder / "checkpoints")

    assert (dry.status, begun) == (0, False)
    assert [said.json["data"]["new"] for said in (dry, taken, again)] == [True, True, False]
    assert state.head().checkpoint == at(LAST + 1)
    assert kotak(*PUBLISH, folder / "log.pem").json["data"]["new"] is False


def test_what_a_log_signed_is_never_lowered(kotak: Kotak, state: LogState, tmp_path: Path) -> None:
    (tmp_path / "witness").write_bytes(note(shown(), 12))
    (tmp_path / "older").write_bytes(note(shown(), 9))
    (tmp_path / "other").write_bytes(note(FORKED, 12))

    said = [kotak("checkpoint", "adopt", tmp_path / name) for name in ("witness", "older", "other")]

    assert [(one.status, one.codes) for one in said] == [(0, []), (0, []), (6, ["LO-003"])]
    assert state.head().checkpoint == at(12)


def test_two_histories_are_not_taken_over_together(kotak: Kotak, state: LogState, tmp_path: Path) -> None:
    (tmp_path / "both").write_bytes(frame(note(shown(), 12)) + frame(note(FORKED, 12)))

    said = kotak("checkpoint", "adopt", tmp_path / "both")

    assert (said.status, said.codes) == (6, ["LO-003"])
    assert state.head().checkpoint.size == 0


def test_what_another_log_signed_is_not_taken_over(kotak: Kotak, tmp_path: Path) -> None:
    foreign = checkpoint.sign(Checkpoint("kpu.example/test/malang", 0, EMPTY_ROOT), private("malang"))
    (tmp_path / "foreign").write_bytes(foreign)
    (tmp_path / "forged").write_bytes(note(shown(), 5).replace(b"\n5\n", b"\n6\n"))

    said = [kotak("checkpoint", "adopt", tmp_path / name) for name in ("foreign", "forged")]

    assert [(one.status, one.codes) for one in said] == [(4, ["NT-008"]), (4, ["NT-007"])]


def test_of_a_file_with_the_notes_of_a_log_before_only_its_own_are_taken(
    kotak: Kotak, state: LogState, tmp_path: Path
) -> None:
    foreign = checkpoint.sign(Checkpoint("kpu.example/test/lost", 0, EMPTY_ROOT), private("lost"))
    (tmp_path / "checkpoints").write_bytes(frame(foreign) + frame(note(shown(), 9)))

    assert kotak("checkpoint", "adopt", tmp_path / "checkpoints").status == 0
    assert state.head().checkpoint == at(9)


def test_that_nothing_was_signed_is_said_by_a_person_who_types_the_origin(kotak: Kotak, state: LogState) -> None:
    shutil.rmtree(state.folder)
    words = ("checkpoint", "adopt", "--nothing-signed")

    said = [kotak(*words, *more) for more in ((), ("--confirm", "yes"), ("--confirm", ORIGIN))]

    assert [one.status for one in said] == [8, 8, 0]
    assert state.head().checkpoint.size == 0


def test_that_nothing_was_signed_takes_nothing_away(kotak: Kotak, state: LogState) -> None:
    state.adopt(trust(), at(9))

    said = kotak("checkpoint", "adopt", "--nothing-signed", "--confirm", ORIGIN)

    assert (said.status, said.json["data"]["new"]) == (0, False)
    assert state.head().checkpoint == at(9)


def test_it_is_said_either_from_what_or_that_there_is_nothing(kotak: Kotak, tmp_path: Path) -> None:
    assert kotak("checkpoint", "adopt").status == 2
    assert kotak("checkpoint", "adopt", "--nothing-signed", tmp_path / "x").status == 2


@pytest.mark.parametrize(
    ("origin", "genesis", "name", "code"),
    [
        (ORIGIN, "5f" * 32, "log of the operator", "LO-004"),
        (ORIGIN, "", "another key", "LO-004"),
        (f"{ORIGIN}-2", "5f" * 32, "another key", "LO-020"),
        (f"{ORIGIN}-2", "", "another key", "LO-021"),
    ],
    ids=["another ledger", "another key", "a ledger that is not there", "a log no paper names"],
)
def test_a_trust_file_of_another_log_or_ledger_signs_nothing(  # noqa: PLR0913, PLR0917 - the facts of the trust file
    kotak: Kotak, home: Path, folder: Path, origin: str, genesis: str, name: str, code: str
) -> None:
    text = policy.trust_text(origin, genesis or story().name, private(name).public)
    (folder / "trust.txt").write_text(text)
    if origin != ORIGIN:
        LogState(home, origin).begin(policy.read(text.encode()))

    said = kotak(*PUBLISH, folder / "log.pem")

    assert (said.status, said.codes) == (6, [code])
    assert not (folder / "checkpoints").exists()


def test_an_empty_ledger_is_not_signed(kotak: Kotak, folder: Path) -> None:
    replace_ledger(folder, [])

    assert kotak(*PUBLISH, folder / "log.pem").codes == ["LO-020"]


def test_a_state_that_lies_with_the_ledger_would_be_put_back_with_it(
    kotak: Kotak, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = kotak(*PUBLISH, folder / "log.pem")
    monkeypatch.setenv("KOTAK_HOME", str(folder))
    LogState(folder, ORIGIN).adopt(trust(), at(LAST + 1))

    together = kotak(*PUBLISH, folder / "log.pem")

    assert apart.json["warnings"] == []
    assert str(folder) in together.json["warnings"][0]


def test_of_those_who_publish_at_once_none_loses_a_line(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    notes = [note(shown(), size) for size in range(1, LAST + 1)] * 8

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: reference.append(path, one), notes))

    assert sorted(one.data for one in reference.read(path)) == sorted(notes)


def test_a_checkpoint_that_is_to_be_there_once_is_there_once(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"

    assert reference.append_once(path, note(shown(), 5))
    assert not reference.append_once(path, note(shown(), 5))
    assert path.read_bytes() == frame(note(shown(), 5))


def test_only_one_of_two_who_saw_the_same_head_signs(state: LogState) -> None:
    seen = state.head()
    with state.raising(seen, at(9)):
        pass

    with pytest.raises(Conflict, match="in the meantime"), state.raising(seen, at(12)):
        pass

    assert state.head().checkpoint == at(9)


def test_the_key_is_asked_for_before_the_head_is_raised(kotak: Kotak, state: LogState, folder: Path) -> None:
    said = kotak(*PUBLISH, folder / "nowhere.pem")

    assert said.status == 7
    assert state.head().checkpoint.size == 0
