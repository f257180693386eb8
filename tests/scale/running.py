"""The command line in a process of its own, with a coder of the tests in the place of the shipped one."""

import os
import signal
import subprocess
import sys
import time

MAIN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have turned it off for all it starts
coder = sys.argv.pop(1)
from dragoman.scale.step import Work
from dragoman.store.pool import CODER, Pool
from dragoman.store.project import Project
for takes_one in (Pool.__init__, Project.add, Project.recode):
    takes_one.__kwdefaults__["coder"] = coder
Work.__init__.__defaults__ = tuple(coder if one == CODER else one for one in Work.__init__.__defaults__)
from dragoman.cli import main
main()
"""


def command(*arguments, coder="scale.coders:Noted", notes="", **given):
    """Start it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NOTES": str(notes)}
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, coder, *map(str, arguments)],
        **{"stderr": subprocess.PIPE, "text": True, "env": environment, **given},
    )


def noted(notes):
    """Ids of the articles that a coder has finished."""
    try:
        return notes.read_text().split()
    except FileNotFoundError:
        return []


def ended(process, when, number=signal.SIGTERM):
    """End it by a signal as soon as ``when()``; its exit status, and what it said."""
    until = time.monotonic() + 60
    while not when():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.01)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    assert "Traceback" not in said, said
    return process.returncode, said
