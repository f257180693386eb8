"""Compiles the knowledge tables into one look-up file when the package is built.

A wheel carries the file beside the tables. An editable install gets it in the source folder, where it
is used as long as the tables are those it was made from.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LookUpFile(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``dragoman/knowledge/data/look-up.bin``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the tables and add the file to what is built."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        sys.dont_write_bytecode = True
        try:
            from dragoman.knowledge import compiled

            content = compiled.make()
            name = compiled.FILE
            inside = compiled.DATA.relative_to(source)
        finally:
            sys.path.remove(str(source))
        if version == "editable":
            (source / inside / name).write_bytes(content)
            return
        self._folder = tempfile.mkdtemp()
        path = Path(self._folder) / name
        path.write_bytes(content)
        build_data["force_include"][str(path)] = (inside / name).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Tidy up."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)
