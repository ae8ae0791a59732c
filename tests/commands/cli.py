"""
The program as its users have it, in a process of its own: forked from one that has imported it (`warm.py`), or the
installed executable where the start itself is asked about.

`kotak("config", "list", "--json").json` has been compared with the published schemas when it is returned.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

import jsonschema  # type: ignore[import-untyped] # it ships no types

import commands

EXECUTABLE = Path(sys.executable).with_name("kotak")
PIPE = 2**15
"""Bytes that a pipe takes before anybody reads it."""
SCHEMAS = Path(commands.__file__ or "").with_name("schemas")


class Running(subprocess.Popen[bytes]):
    """A process that ends with the block it is used in, also where the test has failed; nobody waits for it then."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        super().__exit__(kind, error, trace)


@dataclass(frozen=True)
class Result:
    """How a run ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout, which follows its schemas."""
        envelope = json.loads(self.out)
        conforms(envelope)
        assert envelope["exit_code"] == self.status
        return envelope


def kotak(*arguments: str, env: Mapping[str, str] | None = None, input: str | bytes = b"", **settings: Any) -> Result:  # noqa: A002 - as subprocess has it
    """Run the program away from this one's environment, terminal and home."""
    here = _elsewhere("KOTAK_", "LC_", "LANG", "PYTHON")
    calm = {"KOTAK_HOME": "/nonexistent/kotak", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"}
    data = input.encode() if isinstance(input, str) else input
    asks_of_python = any(name.startswith(("LC_", "LANG", "PYTHON")) for name in env or {})
    if asks_of_python or settings.keys() - {"cwd"} or len(data) > PIPE:
        return _executed(arguments, {**here, **calm, **(env or {})}, data, settings)
    return _forked(arguments, {**here, **calm, **(env or {})}, data, settings.get("cwd") or Path.cwd())


def _elsewhere(*ours: str) -> dict[str, str]:
    """The environment without these; bytecode goes where it goes for the tests."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(ours) or name == "PYTHONPYCACHEPREFIX"
    }


def _executed(arguments: Sequence[str], env: Mapping[str, str], data: bytes, settings: Mapping[str, Any]) -> Result:
    ran = subprocess.run(
        [EXECUTABLE, *arguments],
        env=env,
        input=data,
        capture_output=True,
        start_new_session=True,
        check=False,
        timeout=120,
        **settings,
    )
    return Result(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def _forked(arguments: Sequence[str], env: Mapping[str, str], data: bytes, folder: Path) -> Result:
    said = json.dumps({"arguments": arguments, "env": env, "folder": folder}, default=os.fspath).encode()
    given, typed = os.pipe()
    ended, ending = os.pipe()
    with TemporaryFile() as out, TemporaryFile() as err:
        socket.send_fds(_warm(), [said], [given, out.fileno(), err.fileno(), ending])
        os.close(given)
        os.close(ending)
        with open(typed, "wb") as stdin, suppress(BrokenPipeError):  # noqa: PTH123 - a descriptor
            stdin.write(data)
        with open(ended, "rb") as watched:  # noqa: PTH123 - the same
            assert select.select([watched], [], [], 120)[0], arguments
            status = watched.read()
        assert status, "it was killed"
        out.seek(0)
        err.seek(0)
        return Result(status[0], out.read().decode(), err.read().decode())


@cache
def _warm() -> socket.socket:
    """One process for each that runs tests; it ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("warm.py"), str(theirs.fileno())],
        env={**_elsewhere("KOTAK_", "LC_", "LANG", "PYTHON"), "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"},
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    atexit.register(process.wait, 10)
    atexit.register(ours.close)  # which ends it, and comes first
    return ours


def conforms(envelope: Mapping[str, Any]) -> None:
    """The envelope follows the schema of all, and its data that of its command; a refusal has no data."""
    _validator("envelope").validate(envelope)
    if envelope["data"]:
        _validator(envelope["command"].replace(" ", "-")).validate(envelope["data"])


@cache
def _validator(name: str) -> Any:
    """What compares with a schema, which is itself compared with theirs once."""
    published = schema(name)
    validator = jsonschema.validators.validator_for(published)
    validator.check_schema(published)
    return validator(published)


def schema(name: str) -> Any:
    """A schema as it ships."""
    return json.loads((SCHEMAS / f"{name}.json").read_text())
