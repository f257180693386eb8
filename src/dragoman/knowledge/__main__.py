"""``python -m dragoman.knowledge`` writes the look-up file for the tables as they are."""

from __future__ import annotations

from .compiled import FILE, make
from .tables import DATA


def main() -> None:
    """The command."""
    content = make()
    (DATA / FILE).write_bytes(content)
    print(f"{DATA / FILE}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
