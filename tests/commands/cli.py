"""
The program as its users have it: the installed executable, in a process of its own.

`kotak("config", "list", "--json").json` has been compared with the published schemas when it is returned.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # it ships no types

import commands

EXECUTABLE = Path(sys.executable).with_name("kotak")
SCHEMAS = Path(commands.__file__ or "").with_name("schemas")


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
    here = {
        name: value for name, value in os.environ.items() if not name.startswith(("KOTAK_", "LC_", "LANG", "PYTHON"))
    }
    calm = {"KOTAK_HOME": "/nonexistent/kotak", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error"}
    ran = subprocess.run(
        [EXECUTABLE, *arguments],
        env={**here, **calm, **(env or {})},
        input=input.encode() if isinstance(input, str) else input,
        capture_output=True,
        start_new_session=True,
        check=False,
        timeout=120,
        **settings,
    )
    return Result(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def conforms(envelope: Mapping[str, Any]) -> None:
    """The envelope follows the schema of all, and its data that of its command; a refusal has no data."""
    jsonschema.validate(envelope, schema("envelope"))
    if envelope["data"]:
        jsonschema.validate(envelope["data"], schema(envelope["command"].replace(" ", "-")))


def schema(name: str) -> Any:
    """A schema as it ships."""
    return json.loads((SCHEMAS / f"{name}.json").read_text())
