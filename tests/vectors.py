"""Published test vectors. They lie beside the project and are never part of it."""

import os
from pathlib import Path

import pytest


def vectors(*parts: str) -> Path:
    """A file or folder of the vectors; where they are absent the test is skipped and says so."""
    beside = Path(__file__).parents[2] / "shared" / "vectors"
    path = Path(os.environ.get("KOTAK_VECTORS", beside)).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"The published vectors are not here: {'/'.join(parts)}. Set KOTAK_VECTORS to their folder.")
    return path
