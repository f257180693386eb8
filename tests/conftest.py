"""What all tests share: which package is tested, and how hypothesis searches."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and every machine; slow machines are no failures.
settings.register_profile(
    "dragoman", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dragoman")


def pytest_configure(config: pytest.Config) -> None:
    """Under ``make test`` it must be the installed wheel that is imported, not the source folder."""
    if not os.environ.get("DRAGOMAN_TEST_INSTALLED"):
        return
    import dragoman

    where = Path(dragoman.__file__).resolve()
    site = Path(sysconfig.get_path("purelib")).resolve()
    if site not in where.parents:
        raise pytest.UsageError(f"the tests import {where}, not the package installed in {site}")


def pytest_report_header() -> str:
    """Say which package is tested."""
    import dragoman

    return f"dragoman {dragoman.__version__} from {Path(dragoman.__file__).parent}"
