"""
Settings: a flag before a `KOTAK_*` variable before `config.toml` in `KOTAK_HOME` before the default.

Which trust file is used is not a setting: it is named where a check is made, and nothing here relaxes one.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final, NamedTuple

from commands.program import files, language
from ledger.errors import LedgerError, Malformed, Phrase, Reason
from ledger.persistence.secrecy import without_password

NOT_A_SETTING = Reason("CL-030", "{name} is not a setting. There are: {known}.", "kotak config list")
TRUST_IS_NO_SETTING = Reason(
    "CL-031",
    "Trust is not a setting: the trust file is named where a check is made.",
    "kotak --trust FILE verify",
)
NOT_A_VALUE = Reason("CL-032", "{value} cannot be the value of {name}, which comes from {origin}.", "{remedy}")
NOT_TOML = Reason("CL-033", "{path} is not a file of settings: {why}.", 'Write lines like  lang = "id"  or remove it.')
NO_HOME = Reason(
    "CL-035",
    "{path} cannot be the folder of this machine's settings and keys: {why}.",
    "Name another one in the variable KOTAK_HOME, or leave it out: unset KOTAK_HOME",
)
UNKNOWN_SETTING = Reason("CL-034", "{path} holds {name}, which is not a setting.", "kotak config unset {name}")

DEFAULT: Final = "default"
_FILE: Final = "config.toml"
_LINE: Final = r'^[ \t]*"?{name}"?[ \t]*='


class WrongSetting(LedgerError):
    """A setting cannot be used as it is given."""

    exit_status: ClassVar[int] = 2


class Value(NamedTuple):
    """What holds now, and who said so."""

    value: str | None
    origin: str

    @property
    def shown(self) -> str | None:
        """The value without the password of a database."""
        return without_password(self.value) if self.value else self.value


NAMES: Final = ("ledger", "as", "lang")


def home() -> Path:
    """KOTAK_HOME: keys, drafts, unsent papers, settings. Raises WrongSetting where no folder can be."""
    said = os.environ.get("KOTAK_HOME") or "~/.kotak"
    try:
        found = Path(said).expanduser()
        # Nothing need lie there; but whether it does, everything here asks.
        (found / _FILE).exists()
    except OSError as error:
        raise WrongSetting(NO_HOME, path=said, why=error.strerror) from error
    except RuntimeError as error:
        raise WrongSetting(NO_HOME, path=said, why=Phrase("nobody has such a home")) from error
    return found


def config_path() -> Path:
    """The file of settings, which need not exist."""
    return home() / _FILE


def known(name: str) -> str:
    """The name, if it is that of a setting."""
    if name == "trust":
        raise WrongSetting(TRUST_IS_NO_SETTING)
    if name not in NAMES:
        raise WrongSetting(NOT_A_SETTING, name=name, known=", ".join(NAMES))
    return name


def look_up(name: str, flags: Mapping[str, str | None], stored: Mapping[str, str]) -> Value:
    """The first that says something: flag, variable, file, default."""
    variable = f"KOTAK_{name.upper()}"
    origins = (
        Value(flags.get(name), f"--{name}"),
        Value(os.environ.get(variable) or None, variable),
        Value(stored.get(name), str(config_path())),
        Value(language.of_locale(os.environ) if name == "lang" else None, DEFAULT),
    )
    found = next((each for each in origins if each.value is not None), origins[-1])
    check(name, found)
    return found


def check(name: str, found: Value) -> None:
    """Whether a setting can have this value."""
    if name == "lang" and found.value not in language.LANGUAGES:
        remedy = "kotak config set lang id"
        raise WrongSetting(NOT_A_VALUE, value=found.value, name=name, origin=found.origin, remedy=remedy)
    if name == "as" and found.value is not None:
        from ledger.domain import names  # noqa: PLC0415 - brings msgspec, which --help does without

        names.parse("an officer", found.value)


def stored() -> dict[str, str]:
    """What `config.toml` says. A word it should not hold is an error and not overlooked."""
    path = config_path()
    if not path.exists():
        return {}
    import tomllib  # noqa: PLC0415 - most machines have no such file

    from ledger.domain.misread import misread  # noqa: PLC0415 - the same

    try:
        content = tomllib.loads(files.read_text(str(path)))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(NOT_TOML, path=path, why=misread(error)) from error
    for name, value in content.items():
        if name not in NAMES:
            raise Malformed(UNKNOWN_SETTING, path=path, name=name)
        if not isinstance(value, str):
            raise Malformed(NOT_TOML, path=path, why=Phrase("{name} is not text", name=name))
    return content


def store(name: str, value: str | None) -> None:
    """Set one value, or with None remove it; all other lines stay as they are. What is not there is not removed."""
    path = config_path()
    before = (files.read_text(str(path)) if path.exists() else "").splitlines()
    pattern = re.compile(_LINE.format(name=re.escape(name)))
    kept = [line for line in before if not pattern.match(line)]
    if value is None and kept == before:
        return
    added = [] if value is None else [f"{name} = {_toml_text(value)}"]
    files.make_folder(path.parent, mode=0o700)
    files.write(str(path), "".join(f"{line}\n" for line in [*added, *kept]).encode(), force=True, mode=0o600)


def _toml_text(value: str) -> str:
    import json  # noqa: PLC0415 - TOML's basic strings are JSON's but for DEL (TOML 1.0, String)

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
