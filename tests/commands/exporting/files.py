"""What was exported, read back as the programs it is for read it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types


def csv_of(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert b"\r" not in data
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def book_of(path: Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def json_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]
