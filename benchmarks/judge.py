"""The scorer that annotated articles are judged by, as a module."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def judge(shared: Path) -> ModuleType:
    """``eval/score.py`` of the folder SHARED, whose ``score(gold, system, errors)`` takes records by id.

    Raises:
        SystemExit: it is not there.
    """
    path = shared / "eval" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"{path}: the scorer is not there; SHARED is the folder that holds eval/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
