"""A PostgreSQL server for the tests: started by them, in a folder of its own, on a free port here."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOMES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")


def programs() -> Path | None:
    """The folder with initdb and postgres; the newest where there are several."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    for home in map(Path, _HOMES):
        if home.is_dir():
            places += sorted(home.glob("**/bin/initdb"), key=_version, reverse=True)
    for place in places:
        folder = place if place.is_dir() else place.parent
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts if part.isdigit())


def missing() -> str | None:
    """Why there can be no server here, None where there can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "needs psycopg: pip install 'dragoman[postgres]'"
    if programs() is None:
        return "needs a PostgreSQL server (initdb, postgres): apt-get install postgresql"
    if os.geteuid() == 0 and not (shutil.which("setpriv") and _other()):
        return "needs setpriv and a user besides root: PostgreSQL does not run as root"
    return None


def _other() -> pwd.struct_passwd | None:
    """The user as whom the server runs where the tests are run by root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start one with its data in the folder; the address of its database, until it is ended."""
    home = programs()
    assert home is not None
    data = folder / "data"
    data.mkdir()
    before: list[str] = []
    user = _other()
    if os.geteuid() == 0 and user is not None:
        before = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]
        os.chown(data, user.pw_uid, user.pw_gid)
        for parent in data.parents:  # others must get through to it
            if parent.stat().st_uid == os.geteuid() and parent not in (Path("/"), Path("/tmp")):
                parent.chmod(parent.stat().st_mode | 0o011)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"cwd": data, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    made = subprocess.run(
        [
            *before,
            home / "initdb",
            "-D",
            data,
            "-U",
            "tester",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ],
        **options,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")
    settings = [part for one in (*quick, f"port={port}", "unix_socket_directories=") for part in ("-c", one)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*before, home / "postgres", "-D", data, *settings], cwd=data, stdout=log, stderr=log
        )
    try:
        ready = [home / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "30"]
        for _ in range(100):
            if subprocess.run(ready).returncode == 0:
                break
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError((folder / "log").read_text())
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(timeout=30)
