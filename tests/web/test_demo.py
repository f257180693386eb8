"""`dragoman demo`: from the command to the first article with its marks."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

httpx = pytest.importorskip("httpx", reason="needs the extra “test”")
_LIMIT = 10.0
_TRIES = 2  # a machine that is busy with something else is asked again


def test_the_first_article_with_its_marks_is_there_in_ten_seconds(tmp_path: Path) -> None:
    took = []
    for _ in range(_TRIES):
        took.append(_once(tmp_path))
        if took[-1] < _LIMIT:
            break
    assert min(took) < _LIMIT, took


def _once(folder: Path) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "dragoman", "demo", "--port", "0"]
    with (
        tempfile.TemporaryFile("w+") as told,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=told, text=True, cwd=folder, env=_plain(folder)
        ) as running,
    ):
        try:
            assert running.stdout is not None
            address = running.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), (address, told.seek(0), told.read())
            answer = httpx.get(address)
            took = time.monotonic() - began
            assert answer.status_code == 200
            assert 'class="m act q' in answer.text and 'class="card event' in answer.text
            assert 'data-m="' in answer.text and ":trigger" in answer.text
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(20)
        assert running.returncode in (0, 130)
    assert not list(folder.glob("dragoman-*")), "the project is gone with it"
    return took


def _plain(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}
