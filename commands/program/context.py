"""
What a command may ask about its run: who I am, where the ledger is, whom I trust, who sits at the keyboard.

Heavy things are opened when first asked for and closed when the run ends.
"""

import os
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from commands.program import files, settings
from commands.program.terminal import Terminal
from ledger.errors import LedgerError, Reason, Unavailable

if TYPE_CHECKING:
    from ledger.log.policy import Trust
    from ledger.persistence.journal import Journal

NO_LEDGER = Reason("CL-040", "No ledger is named.", "kotak config set ledger FILE")
NO_TRUST = Reason(
    "CL-041",
    "No trust file is named, and there is none at {path}.",
    "Set this laptop up: kotak start FILE, or name the trust file: kotak --trust FILE {command}",
)
NO_OFFICER = Reason(
    "CL-042",
    "It is not known for which officer you act.",
    "Say it once, with an id like kpps/35.79.02.2009/004#1: kotak config set as OFFICER",
)


class NotSaid(LedgerError):
    """Something had to be said on the command line, in the environment or in the settings."""

    exit_status: ClassVar[int] = 2


class Context:
    """One run of `kotak`. Commands get it with `@click.pass_obj`."""

    def __init__(self) -> None:
        self.flags: dict[str, str | None] = {}
        self.path: list[str] = []
        self.json = False
        self.terminal = Terminal()
        self.closing = ExitStack()

    @property
    def command(self) -> str:
        """The canonical name of the command that runs, `config list`."""
        return " ".join(self.path)

    @cached_property
    def home(self) -> Path:
        """KOTAK_HOME. Nothing creates it but a command that stores something there."""
        return settings.home()

    @property
    def unsent(self) -> Path:
        """The folder of signed papers that are not recorded anywhere yet."""
        return self.home / "unsent"

    @property
    def sent(self) -> Path:
        """The folder of papers that were recorded from here."""
        return self.home / "sent"

    @property
    def keys(self) -> Path:
        """The folder of key files."""
        return self.home / "keys"

    def key_file(self, officer: str) -> Path:
        """Where an officer's key lies: `pps_35.79.02.2009#2.pem`."""
        return self.keys / f"{officer.replace('/', '_')}.pem"

    @property
    def holders(self) -> list[str]:
        """The officers whose keys lie on this machine. Other files may lie there too."""
        return sorted(path.stem.replace("_", "/") for path in self.keys.glob("*#*.pem"))

    @cached_property
    def stored(self) -> dict[str, str]:
        """What the file of settings says."""
        return settings.stored()

    def setting(self, name: str) -> settings.Value:
        """The value that holds and where it comes from."""
        return settings.look_up(name, self.flags, self.stored)

    @property
    def officer(self) -> str:
        """For whom I act: `--as`, or the only officer whose key is here."""
        said = self.setting("as").value
        if said:
            return said
        if len(self.holders) != 1:
            raise NotSaid(NO_OFFICER)
        from ledger.domain import names  # noqa: PLC0415 - brings msgspec

        return names.parse("an officer", self.holders[0])

    @property
    def ledger(self) -> str:
        """Path or URL of the ledger."""
        said = self.setting("ledger").value
        if not said:
            raise Unavailable(NO_LEDGER)
        return said

    def journal(self, *, create: bool = False, read_only: bool = False) -> "Journal":
        """The ledger's journal, open until the run ends."""
        from ledger.persistence.journal import open_journal  # noqa: PLC0415 - brings SQLAlchemy

        journal = open_journal(self.ledger, create=create, read_only=read_only)
        self.closing.callback(journal.close)
        return journal

    def trust_path(self) -> Path:
        """`--trust`, KOTAK_TRUST, or the file this laptop was set up with. Never one that lies beside a ledger."""
        said = self.flags.get("trust") or os.environ.get("KOTAK_TRUST")
        path = Path(said) if said else self.home / "trust.txt"
        if not said and not path.exists():
            raise NotSaid(NO_TRUST, path=path, command=self.command)
        return path

    def trust(self) -> "Trust":
        """From whom and what every check starts."""
        from ledger.log import policy  # noqa: PLC0415 - brings the cryptography of keys

        return policy.read(files.read(str(self.trust_path())))
