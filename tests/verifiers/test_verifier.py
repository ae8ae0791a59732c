"""`kotak verifier`: what is given away is what lies in the package, byte for byte."""

import hashlib
from pathlib import Path

from commands.verifiers.assembling import assembled
from tests.commands.cli import kotak


def test_the_page_is_written_as_it_ships_and_its_hash_is_said(tmp_path: Path) -> None:
    page = tmp_path / "passport.html"

    said = kotak("verifier", "page", "-o", str(page), "--json").json["data"]

    assert page.read_bytes() == assembled()
    assert said == {
        "file": str(page),
        "bytes": page.stat().st_size,
        "sha256": hashlib.sha256(assembled()).hexdigest(),
        "dry_run": False,
    }


def test_tried_dry_nothing_is_written(tmp_path: Path) -> None:
    said = kotak("pemeriksa", "halaman", "-o", str(tmp_path / "x.html"), "--dry-run")

    assert said.status == 0
    assert hashlib.sha256(assembled()).hexdigest() in said.out
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_there_is_not_replaced_unless_told(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text("mine")

    refused = kotak("verifier", "page", "-o", str(page))
    replaced = kotak("verifier", "page", "-o", str(page), "--force")

    assert (refused.status, replaced.status) == (2, 0)
    assert page.read_bytes() == assembled()


def test_without_a_file_it_says_what_to_type() -> None:
    assert "kotak verifier page -o passport.html" in kotak("verifier", "page").err
