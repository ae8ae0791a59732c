"""Two authorities at one table who are about to found a ledger: their keys, and the description of the election."""

import json
from pathlib import Path

from commands.drafting import keyring
from ledger.signing import keyfile
from ledger.signing.keys import PrivateKey
from tests.commands.cli import Result
from tests.commands.office import CHEAP, Laptop

KPU, BAWASLU = "kpu/35.79#1", "bawaslu/35.79#1"
SECRET = b"kuda tepat"
YES = ("--confirm", "yes")


def machine(folder: Path, name: str, *holders: str) -> Laptop:
    """A machine with fresh keys of these holders."""
    secret, home = folder / "secret", folder / name
    secret.write_bytes(SECRET + b"\n")
    secret.chmod(0o600)
    (home / "keys").mkdir(parents=True)
    for holder in holders:
        path = home / "log.pem" if holder == "log" else home / "keys" / f"{holder.replace('/', '_')}.pem"
        key = PrivateKey.generate()
        keyfile.write_key(path, key, SECRET, cost=CHEAP)
        keyring.store_public(path, key.public)
    return Laptop(home, {"KOTAK_HOME": str(home), "KOTAK_PASSPHRASE_FILE": str(secret)})


class Founders:
    """Both authorities at one table, and what they write."""

    def __init__(self, folder: Path) -> None:
        self.laptop = machine(folder, "home", KPU, BAWASLU, "log")
        self.description = folder / "election.json"
        self.ledger = folder / "ledger.db"
        self.trust = self.laptop.home / "trust.txt"
        self.describe()

    def describe(self, **members: object) -> None:
        """Write the description, with these members instead; None leaves one out."""
        families = {
            "custody": {"threshold": 1, "keys": [{"officer": KPU}]},
            "supervision": {"threshold": 1, "keys": [{"officer": BAWASLU}]},
        }
        said = {
            "origin": "kpu.example/test/batu",
            "election": "pemilu-2029",
            "zone": "Asia/Makassar",
            "box_types": [{"type": "dpd", "level": "station"}],
            "authorities": families,
            **members,
        }
        self.description.write_text(json.dumps({name: one for name, one in said.items() if one is not None}))

    def init(self, *arguments: str) -> Result:
        """`kotak init` with the description."""
        return self.laptop("--ledger", str(self.ledger), "init", str(self.description), *arguments)

    def at_once(self, *arguments: str) -> Result:
        """Everybody signs here, and the ledger is made."""
        return self.init("--sign-here", KPU, "--sign-here", BAWASLU, *YES, *arguments)

    def signed(self) -> Path:
        """The genesis paper in a file, signed by both; no ledger is made of it."""
        file = self.description.with_name("genesis.paper")
        self.laptop("init", str(self.description), "--sign-here", KPU, "--sign-here", BAWASLU, *YES, "-o", str(file))
        return file
