"""Where the material that is not part of the repository lies, and how to skip without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(), reason="needs the annotated news in ../shared, beside the repository"
)


def gold(*names: str) -> list[dict[str, Any]]:
    """The records of files under ../shared, such as ``corpus/dev``."""
    records = []
    for name in names:
        with open(SHARED / f"{name}.jsonl", encoding="utf-8") as lines:
            records += [json.loads(line) for line in lines if line.strip()]
    return records
