"""Folders for shards: local, or in an object store through fsspec (extra ``scale``)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

_PART = ".part"


class FolderError(Exception):
    """A folder that cannot be read or written; the text says what to do."""


class Folder(Protocol):
    """Files in folders of one level, each written whole or not at all."""

    def names(self, kind: str) -> set[str]:
        """The files in the folder ``kind``."""

    def read(self, kind: str, name: str) -> bytes:
        """The bytes of a file."""

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Make a file, in place of one of that name."""

    def remove(self, kind: str, name: str) -> None:
        """Take a file away; nothing happens where it is not there."""


def open_folder(path: str | os.PathLike[str]) -> Folder:
    """The folder at a path, or at an address such as ``s3://bucket/run``.

    Raises FolderError where the address is of a kind that fsspec, or the package for it, does not know.
    """
    path = os.fspath(path)
    if "://" not in path:
        return LocalFolder(Path(path))
    return RemoteFolder(path)


class LocalFolder:
    """A folder of this machine, or one that is mounted on all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self, kind: str) -> set[str]:
        """The files in the folder ``kind``; none where it is not there."""
        try:
            return {e.name for e in os.scandir(self.root / kind) if not e.name.endswith(_PART)}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise FolderError(f"{self.root / kind} cannot be read ({error.strerror}): see to it") from error

    def read(self, kind: str, name: str) -> bytes:
        """The bytes of a file."""
        try:
            return (self.root / kind / name).read_bytes()
        except OSError as error:
            raise FolderError(
                f"{self.root / kind / name} cannot be read ({error.strerror}): run again to make it anew"
            ) from error

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Make a file; what others see is either nothing or all of it."""
        file = self.root / kind / name
        part = file.with_name(f"{name}.{uuid4().hex}{_PART}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(part, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise FolderError(
                f"{file} cannot be written ({error.strerror}): make room, then run again"
            ) from error

    def remove(self, kind: str, name: str) -> None:
        """Take a file away."""
        with suppress(FileNotFoundError):
            (self.root / kind / name).unlink()


class RemoteFolder:
    """A folder behind an address that fsspec opens."""

    #: kinds of store in which a file appears only once it is whole
    _WHOLE = frozenset(("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"))

    def __init__(self, address: str) -> None:
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise FolderError(
                f"{address} needs fsspec: pip install 'dragoman[scale]', or give a local folder"
            ) from None
        try:
            self._files, self._root = url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise FolderError(f"{address} cannot be opened ({error})") from error
        self._whole = address.split("://", 1)[0] in self._WHOLE
        self.address = address

    def _path(self, kind: str, name: str = "") -> str:
        return "/".join(part for part in (self._root.rstrip("/"), kind, name) if part)

    def _try(self, what: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(self._files, what)(*args, **kwargs)
        except FileNotFoundError:
            raise
        except Exception as error:  # each store has errors of its own
            said = f"{type(error).__name__}: {error}"
            raise FolderError(f"{self.address}: {what} failed ({said}): see to it, then run again") from error

    def names(self, kind: str) -> set[str]:
        """The files in the folder ``kind``; none where it is not there."""
        self._files.invalidate_cache()
        try:
            found = self._try("ls", self._path(kind), detail=False)
        except FileNotFoundError:
            return set()
        return {path.rsplit("/", 1)[-1] for path in found if not path.endswith(_PART)} - {""}

    def read(self, kind: str, name: str) -> bytes:
        """The bytes of a file."""
        try:
            data: bytes = self._try("cat_file", self._path(kind, name))
        except FileNotFoundError as error:
            raise FolderError(f"{self.address}: {kind}/{name} is gone: run again to make it anew") from error
        return data

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Make a file; what others see is either nothing or all of it."""
        file = self._path(kind, name)
        if self._whole:
            self._try("pipe_file", file, data)
            return
        self._try("makedirs", self._path(kind), exist_ok=True)
        part = f"{file}.{uuid4().hex}{_PART}"
        self._try("pipe_file", part, data)
        self._try("mv", part, file)

    def remove(self, kind: str, name: str) -> None:
        """Take a file away."""
        with suppress(FileNotFoundError):
            self._try("rm_file", self._path(kind, name))
