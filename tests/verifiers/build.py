"""
`python -m tests.verifiers.build`: make `commands/verifiers/passport.html` from its pieces in `commands/verifiers/page`.

The policy of the page admits one script and one style by their hashes, so both are put in and hashed here.
"""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Final

import commands

FOLDER: Final = Path(commands.__file__ or "").with_name("verifiers")
PAGE: Final = FOLDER / "passport.html"
SCRIPTS: Final = (
    *("bytes", "keys", "tree", "note", "trust", "names", "kinds", "paper", "proof", "roster", "chain", "verify"),
    *("words", "vocabulary", "screen"),
)


def built() -> bytes:
    """The page as its pieces make it."""
    style = _piece("page.css")
    script = '\n"use strict";\n(() => {\n' + "\n".join(_piece(f"{name}.js") for name in SCRIPTS) + "})();\n"
    page = _piece("page.html")
    for name, text in (("style", f"\n{style}"), ("script", script)):
        page = page.replace(f"{{{{{name}-hash}}}}", admitted(text)).replace(f"{{{{{name}}}}}", text)
    return page.encode()


def admitted(text: str) -> str:
    """How the policy names an inline script or style."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _piece(name: str) -> str:
    return (FOLDER / "page" / name).read_text()


if __name__ == "__main__":
    PAGE.write_bytes(built())
