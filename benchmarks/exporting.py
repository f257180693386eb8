"""Speed and memory of export: ``python -m benchmarks.exporting [--events 100000] [--formats csv gdelt]``.

Fills a project as `benchmarks.store` does, and writes it out in each format, each in a process of its own:
seconds, the process's peak memory before and after, and the size of what was written.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

FORMATS = ("csv", "gdelt", "polecat", "graphml", "geojson", "parquet", "records", "doccano")


def _peak() -> float:
    """The most memory this process had, in MB (Linux): what `resource` says has its parent's in it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def once(project: str, format: str, folder: Path) -> dict[str, float]:
    """Write the project out here; what it took. Memory is in MB."""
    import dragoman
    import dragoman.export

    if format == "parquet":
        import_module("pyarrow.parquet")  # what is loaded is not what is written

    with dragoman.open(project, read_only=True) as news:
        before = _peak()
        began = time.perf_counter()
        done = news.export(folder / format, format=format)
        seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in done.files) / 1e6
    peak = _peak()
    return {
        "seconds": seconds,
        "before": before,
        "peak": peak,
        "written": size,
        "rows": sum(done.rows.values()),
    }


def main() -> None:
    """Fill a project and write it out in each format."""
    import dragoman
    from benchmarks.store import count, fill_empty

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--project", help="a file or a postgresql:// address; filled if it is not there")
    parser.add_argument("--merge", action="store_true", help="merge it first, if it is not")
    parser.add_argument("--formats", nargs="+", default=FORMATS)
    parser.add_argument("--once", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(once(options.project, options.formats[0], Path(options.once))))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.project or str(Path(folder) / "news.db")
        with dragoman.open(path) as project:
            fill_empty(project, options.events)
            if options.merge:
                project.merge()
            events = count(project)
        print(f"{events:,} events\n{'format':>14} seconds  MB before  MB peak  MB written      rows")
        for format in options.formats:
            run = [sys.executable, "-m", "benchmarks.exporting", "--project", path, "--once", folder]
            said = subprocess.run([*run, "--formats", format], check=True, stdout=subprocess.PIPE).stdout
            took = json.loads(said)
            print(
                f"{format:>14} {took['seconds']:7.1f} {took['before']:10.0f} {took['peak']:8.0f} "
                f"{took['written']:11.0f} {took['rows']:9,}",
                flush=True,
            )


if __name__ == "__main__":
    main()
