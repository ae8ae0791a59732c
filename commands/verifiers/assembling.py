"""
The page that checks passports, as one file, from its pieces in the folder `page`.

Its policy admits one script and one style by their hashes, so both are put in and hashed here.
"""

import hashlib
from base64 import b64encode
from importlib import resources
from typing import Final

_PIECES: Final = resources.files("commands.verifiers") / "page"
_SCRIPTS: Final = (
    *("bytes", "keys", "tree", "note", "trust", "names", "kinds", "paper", "proof", "roster", "chain", "verify"),
    *("words", "vocabulary", "screen"),
)


def assembled() -> bytes:
    """The page, the same on every machine."""
    style = _piece("page.css")
    script = '\n"use strict";\n(() => {\n' + "\n".join(_piece(f"{name}.js") for name in _SCRIPTS) + "})();\n"
    page = _piece("page.html")
    for name, text in (("style", f"\n{style}"), ("script", script)):
        page = page.replace(f"{{{{{name}-hash}}}}", admitted(text)).replace(f"{{{{{name}}}}}", text)
    return page.encode()


def admitted(text: str) -> str:
    """How the policy names an inline script or style."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _piece(name: str) -> str:
    return (_PIECES / name).read_text(encoding="utf-8")
