"""What the room's tables are from is told in the package, and the package has them."""

from __future__ import annotations

import os
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("goldstein.csv", "countries.csv", "groups.csv")


def test_every_notice_goes_with_the_package() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license-files"]
    notices = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("NOTICE")}
    assert "src/dragoman/export/data/NOTICE" in notices <= set(named)
    assert all((ROOT / name).is_file() for name in named)


def test_notices_name_what_the_tables_are_from() -> None:
    whole = (ROOT / "NOTICE").read_text()
    assert "src/dragoman/export/data/countries.csv" in whole and "FIPS 10-4" in whole
    own = (ROOT / "src/dragoman/export/data/NOTICE").read_text()
    assert all(name in own for name in TABLES) and "GeoNames" in own and "CC BY 4.0" in own


def test_the_wheel_carries_the_tables() -> None:
    if not os.environ.get("DRAGOMAN_TEST_INSTALLED"):
        pytest.skip("only an installed wheel must carry the tables")
    files = {file.as_posix(): file for file in metadata.files("dragoman") or ()}
    for name in (*TABLES, "NOTICE"):
        inside = f"dragoman/export/data/{name}"
        assert Path(str(files[inside].locate())).read_bytes() == (ROOT / "src" / inside).read_bytes()
    assert any(name.endswith("licenses/src/dragoman/export/data/NOTICE") for name in files)
