"""What comes back from the address of a witness and is no answer leaves the checkpoint provisional."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.log import cosigning
from ledger.signing.note import cosign
from tests.commands.answering import Reply, answering, dripping, silent
from tests.commands.evidence import Kotak
from tests.commands.watching import honest, impatient, publish, watched
from tests.harness import private
from tests.ledger.dishonest import note, shown

__all__ = ["impatient"]


def signs_another_text(_body: bytes) -> Reply:
    return Reply(200, str(cosign("x\n1\n", "bawaslu.example/saksi", private("witness bawaslu"), 5)).encode())


def signs_in_the_future(body: bytes) -> Reply:
    text = cosigning.read_request(body).note.decode().partition("\n\n")[0] + "\n"
    line = cosign(text, "bawaslu.example/saksi", private("witness bawaslu"), int(time.time()) + 3600)
    return Reply(200, str(line).encode())


def signs_with_another_key(body: bytes) -> Reply:
    text = cosigning.read_request(body).note.decode().partition("\n\n")[0] + "\n"
    return Reply(200, str(cosign(text, "bawaslu.example/saksi", private("a stranger"), int(time.time()))).encode())


STRANGE: dict[str, tuple[Callable[[bytes], Reply], str]] = {
    "sign another text": (signs_another_text, "LO-036"),
    "sign in the future": (signs_in_the_future, "LO-036"),
    "sign with another key": (signs_with_another_key, "LO-036"),
    "sign nothing": (lambda _body: Reply(200, b""), "LO-036"),
    "send a page": (lambda _body: Reply(200, b"<html>\xff</html>"), "LO-036"),
    "send too much": (lambda _body: Reply(200, b"x" * 70_000), "LO-036"),
    "name no size": (lambda _body: Reply(409, b"many\n"), "LO-036"),
    "name a size without end": (lambda _body: Reply(409, b"9" * 40 + b"\n"), "LO-036"),
    "name another size each time": (
        lambda body: Reply(409, b"%d\n" % (cosigning.read_request(body).old + 1)),
        "LO-035",
    ),
    "know no such log": (lambda _body: Reply(404, b"no\n"), "LO-035"),
    "fail": (lambda _body: Reply(500, b"\x1b]0;x\x07"), "LO-035"),
    "send elsewhere": (lambda _body: Reply(307, b"", (("Location", "http://127.0.0.1:1/"),)), "LO-035"),
}


@pytest.mark.parametrize("aim", STRANGE)
def test_what_is_no_answer_leaves_the_checkpoint_provisional(kotak: Kotak, folder: Path, aim: str) -> None:
    post, code = STRANGE[aim]
    with answering(post) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        said = publish(kotak, folder)

    assert (said.status, said.codes) == (11, [code])
    assert said.json["data"]["quorum_met"] is False
    assert len(bawaslu.asked) <= 2
    assert "\x1b" not in said.out


@pytest.mark.parametrize("body", [b"", b"no note\n", note(shown(), 5).replace(b"\n5\n", b"\n6\n"), b"x" * 2_000_000])
def test_what_a_witness_shows_counts_only_if_the_log_signed_it(kotak: Kotak, folder: Path, body: bytes) -> None:
    with answering(honest(), get=lambda _path: Reply(200, body)) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        said = publish(kotak, folder)

    assert (said.status, said.json["data"]["quorum_met"]) == (0, True)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://[::1", "http://127.0.0.1:0", "x"]
)
def test_an_address_that_is_none_is_not_reached(kotak: Kotak, folder: Path, url: str) -> None:
    watched(folder, ("bawaslu", url))

    said = publish(kotak, folder)

    assert (said.status, said.codes) == (11, ["LO-030"])


def test_the_proxies_of_the_environment_are_not_used(
    kotak: Kotak, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with answering(honest()) as bawaslu:
        watched(folder, ("bawaslu", bawaslu.url))

        assert publish(kotak, folder).json["data"]["quorum_met"]


@pytest.mark.slow
def test_who_says_nothing_or_drips_is_not_waited_for(kotak: Kotak, folder: Path) -> None:
    with silent() as mute, dripping() as slow, answering(honest("p1")) as honest_one:
        watched(folder, ("p1", honest_one.url), ("mute", mute), ("slow", slow))

        said = publish(kotak, folder)

    assert said.status == 0
    assert said.json["data"]["cosigned_by"] == ["p1"]
    assert said.codes == ["LO-030", "LO-030"]
