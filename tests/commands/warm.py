"""
The program, started beforehand: a process that has imported it and forks for every run.

Each run is a process and a session of its own, with the streams, folder and environment it was given. Only what Python
does before `main` is not done again, which tests of the start-up ask for by a variable of Python's.

    python warm.py DESCRIPTOR        serve whoever holds the other end of this socket, until he closes it
"""

import gc
import json
import os
import socket
import sys
from importlib import import_module
from pkgutil import walk_packages

LONGEST = 2**17


def serve(asked: socket.socket) -> None:
    """Fork for each request; nobody is left behind."""
    while True:
        data, streams, _, _ = socket.recv_fds(asked, LONGEST, 4)
        if not data:
            break
        if not os.fork():
            asked.close()
            os.setsid()
            _run(json.loads(data), *streams)
        for descriptor in streams:
            os.close(descriptor)
        _bury(os.WNOHANG)
    _bury(0)


def _bury(options: int) -> None:
    try:
        while os.waitpid(-1, options) != (0, 0):
            pass
    except ChildProcessError:
        return


def _run(wanted: dict[str, object], stdin: int, stdout: int, stderr: int, ended: int) -> None:
    """As the installed script does; how it ended is written last."""
    for target, descriptor in enumerate((stdin, stdout, stderr)):
        os.dup2(descriptor, target)
        os.close(descriptor)
    _start(wanted)
    status = 1
    try:
        status = import_module("commands.main").main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.write(ended, bytes([status]))
        os._exit(status)


def _start(wanted: dict[str, object]) -> None:
    os.environ.clear()
    os.environ.update(wanted["env"])  # type: ignore[call-overload]  # names and values
    os.chdir(str(wanted["folder"]))
    sys.argv = ["kotak", *wanted["arguments"]]  # type: ignore[misc]  # words
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        errors = "backslashreplace" if name == "stderr" else "surrogateescape"
        setattr(sys, name, open(getattr(sys, f"__{name}__").fileno(), mode, encoding="utf-8", errors=errors))  # noqa: SIM115, PTH123 - lives as long as the process


def prepare() -> None:
    """Import every module that a command may import when it is used."""
    for name in ("ledger", "projections", "commands"):
        package = import_module(name)
        for found in walk_packages(package.__path__, f"{name}."):
            if not found.name.startswith("commands.verifiers."):
                import_module(found.name)
    import_module("sqlalchemy.dialects.sqlite")
    gc.freeze()  # what is there is not looked through again, which would copy it into every fork


if __name__ == "__main__":
    prepare()
    with socket.socket(fileno=int(sys.argv[1])) as descriptor:
        serve(descriptor)
