"""The folder of what an auditor kept: whether it is one is said before a ledger is looked at."""

from pathlib import Path

import pytest

from commands.evidence.holding import Holding
from commands.program.files import FileTrouble
from tests.ledger.dishonest import trust


@pytest.mark.parametrize(("name", "why"), [("absent", "No such file or directory"), ("file", "Not a directory")])
def test_what_is_no_folder_is_refused_for_what_it_is(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")

    with pytest.raises(FileTrouble) as refused:
        Holding(str(tmp_path / name), trust())

    assert refused.value.facts["why"] == why
