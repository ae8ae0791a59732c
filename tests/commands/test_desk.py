import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from ledger import paper as papers
from tests.commands.cli import EXECUTABLE, kotak
from tests.commands.office import FIVE, SEEN, Office, facts
from tests.harness import ANI, BOXES, BUDI, CITRA, DPD, KPPS, PPS

pytestmark = pytest.mark.slow


def test_a_laptop_is_set_up_from_one_file_however_often(office: Office) -> None:
    election, laptop = office.folder / "election.txt", office.laptop(ANI, online=False)
    election.write_bytes(office.catalogue())
    (laptop.home / "trust.txt").unlink()

    first, again = laptop("start", str(election), "--json"), laptop("start", str(election), "--json")

    assert facts(first)["genesis"] == office.ledger.name
    assert facts(first) == facts(again)
    assert (laptop.home / "trust.txt").read_bytes() == office.trust.read_bytes()
    assert facts(laptop("status", "--json"))["held"] == list(BOXES)


def test_an_election_file_with_a_changed_paper_is_refused(office: Office) -> None:
    election, laptop = office.folder / "election.txt", office.laptop(ANI, online=False)
    election.write_bytes(office.catalogue().replace(b'"ballots":275', b'"ballots":276'))
    before = laptop.everything()

    refused = laptop("start", str(election))

    assert (refused.status, laptop.everything()) == (4, before)


def test_a_laptop_does_not_change_its_election_unasked(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    election, laptop = office.folder / "other.txt", office.laptop(ANI, online=False)
    other = Office(tmp_path / "other")
    other.trust.write_bytes(other.trust.read_bytes().replace(other.ledger.name.encode(), b"0" * 64))
    election.write_bytes(other.trust.read_bytes())

    refused = laptop("start", str(election))

    assert (refused.status, "CO-090" in refused.err) == (2, True)


def test_a_dry_start_writes_nothing(office: Office) -> None:
    election, laptop = office.folder / "election.txt", office.laptop(ANI, online=False)
    election.write_bytes(office.catalogue())
    before = laptop.everything()

    tried = laptop("start", str(election), "--dry-run")

    assert (tried.status, laptop.everything()) == (0, before)


def test_the_officer_sees_what_is_held_arriving_and_unsent(office: Office) -> None:
    laptop = office.laptop(ANI, catalogue=True)
    laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1")
    laptop("release", BOXES[1], *SEEN, "--to", PPS, "--confirm", "1", "--offline")

    ani, budi = (facts(each("status", "--json")) for each in (laptop, office.laptop(BUDI)))

    assert (ani["officer"], ani["unit"], ani["key"]) == (ANI, KPPS, office.ledger.key_of(ANI).public.id)
    assert [paper["kind"] for paper in ani["unsent"]] == ["release"]
    assert [one["box"] for one in budi["arriving"]] == [DPD]


def test_the_officer_is_told_the_one_thing_to_do_next(office: Office, tmp_path: Path) -> None:
    half = str(tmp_path / "handover.paper")
    ani, budi = office.laptop(ANI, catalogue=True), office.laptop(BUDI)
    stranger = kotak("status", env={**ani.env, "KOTAK_HOME": str(tmp_path), "KOTAK_AS": f"{KPPS}#7"})

    idle = ani("status", "--json").json["next"]
    ani("release", "004", *SEEN, "--to", PPS, "--confirm", "5", "--offline")
    waiting = ani("status")
    budi("handover", "004", *SEEN, "--to", KPPS, "--with", ANI, "--confirm", "5", "--anyway", "x", "-o", half)
    (ani.home / "unsent" / "half.paper").write_bytes(Path(half).read_bytes())
    to_sign = ani("status", "--json").json["next"]

    assert "No enrolment of yours is known here" in stranger.out
    assert idle == []
    assert "Next: kotak paper record" in waiting.err
    assert "Release of boxes, " in waiting.out
    assert to_sign == [f"kotak paper sign {ani.home / 'unsent' / 'half.paper'}"]


def test_without_a_network_the_officer_sees_what_is_arriving_until_he_answered(office: Office) -> None:
    carried = str(office.folder / "release.paper")
    office.laptop(ANI, catalogue=True)("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "-o", carried, "--offline")
    election = office.folder / "election.txt"
    election.write_bytes(office.catalogue() + Path(carried).read_bytes())
    laptop = office.laptop(BUDI, online=False)
    laptop("start", str(election))

    before = facts(laptop("status", "--json"))["arriving"]
    laptop("accept", carried, *SEEN, "--confirm", "1", "--place", f"{PPS}/1")
    after = facts(laptop("status", "--json"))["arriving"]

    assert [(one["box"], one["from"]) for one in before] == [(DPD, KPPS)]
    assert after == []


def test_papers_of_a_laptop_are_numbered_without_a_gap(office: Office) -> None:
    laptop = office.laptop(ANI, catalogue=True)
    laptop("seal", DPD, *SEEN, "--purpose", "results", "--confirm", "1")
    laptop("seal", DPD, *SEEN, "--purpose", "results", "--confirm", "2")
    laptop("seal", DPD, *SEEN, "--purpose", "results", "--dry-run")
    laptop("release", BOXES[1], *SEEN, "--to", PPS, "--confirm", "1", "--offline")

    sent = papers.read(laptop.unsent[0].read_bytes()).document

    assert sent.device_seq == 1
    assert (laptop.home / "device").read_text() == f"{sent.device}\n2\n"


def test_two_papers_signed_at_the_same_time_bear_two_numbers(office: Office) -> None:
    laptop = office.laptop(ANI, catalogue=True)
    words = [str(EXECUTABLE), "release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "--offline"]
    environment = {**os.environ, **laptop.env}

    running = [subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) for _ in range(3)]
    statuses = [one.wait() for one in running]

    numbers = [papers.read(path.read_bytes()).document.device_seq for path in laptop.unsent]
    assert (statuses, sorted(numbers)) == ([0, 0, 0], [0, 1, 2])


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1.1])
def test_killed_at_any_moment_nothing_is_half_written(office: Office, after: float) -> None:
    laptop = office.laptop(ANI)
    words = [str(EXECUTABLE), "release", "004", *SEEN, "--to", PPS, *FIVE]
    environment = {**os.environ, **laptop.env}
    running = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    time.sleep(after)
    running.send_signal(signal.SIGKILL)
    running.wait()

    for path in laptop.unsent:
        assert papers.read(path.read_bytes()).envelope.signatures
    recorded = laptop("paper", "record", "--json")
    assert recorded.status == 0
    assert office.size in {7, 8}


def test_the_minute_is_printed_and_says_what_it_is_not(office: Office) -> None:
    office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE)
    laptop, page = office.laptop(CITRA), office.folder / "ba.html"

    text = laptop("minute", "7", "--lang", "id")
    written = laptop("minute", "7", "--html", "-o", str(page), "--lang", "id")

    assert (text.status, written.status) == (0, 0)
    assert "BERITA ACARA: PENYERAHAN KOTAK" in text.out
    assert "bukan formulir KPU" in text.out
    assert "tidak tersertifikasi" in page.read_text()
    assert "PIHAK KEDUA" in page.read_text()
    assert "<script" not in page.read_text()
    assert laptop("minute", "7", "-o", str(page)).status == 2


def test_a_label_bears_the_id_of_its_box(office: Office) -> None:
    laptop = office.laptop(ANI)

    printed = laptop("label", DPD)

    assert printed.out.splitlines()[:2] == ["DPD", DPD]
    assert laptop("label", "not-a-box").status == 4
