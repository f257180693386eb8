"""Packed files: gzip, bzip2, xz, zip and WARC, read as a stream; nothing is ever unpacked to disk.

What unpacks to far more than it was packed from is given up; so is an archive within an archive.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, cast
from urllib.parse import urlsplit

from dragoman.reading.articles import Unusable
from dragoman.reading.needs import needed
from dragoman.reading.pages import MAX_PAGE_BYTES

PACKED = (".gz", ".bz2", ".xz")
_MAGIC = {b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz"}
#: Up to so many bytes anything may unpack to; beyond, at most so many times what it was packed from.
FREE_BYTES = 64 * 2**20
MOST_TIMES = 200


class Broken(OSError):
    """Packed data that cannot be unpacked, or would unpack to too much. ``code`` is a Reject's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Unpacked(io.RawIOBase):
    """What a packed stream unpacks to. Raises Broken, whatever the library raises."""

    def __init__(self, source: IO[bytes], packed: Callable[[], int]) -> None:
        self._source = source
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into the buffer; the number of bytes, 0 at the end."""
        try:
            data = self._source.read(len(buffer))
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            reason = str(error).split(":")[0][:80] or type(error).__name__
            raise Broken(
                "packed", f"cannot be unpacked to its end ({reason}): it may be cut off; fetch it again"
            ) from None
        except (NotImplementedError, RuntimeError) as error:
            raise Broken("packed", f"cannot be unpacked ({str(error)[:80]}): unpack it first") from None
        self._given += len(data)
        if self._given > FREE_BYTES and self._given > MOST_TIMES * max(1, self._packed()):
            raise Broken(
                "bomb",
                f"unpacks to more than {MOST_TIMES} times its size: no news does; unpack it first if it is "
                "sound",
            )
        buffer[: len(data)] = data
        return len(data)


def packing(head: bytes) -> str | None:
    """The suffix of the packing that the first bytes announce: ``.gz``, ``.bz2``, ``.xz`` or None."""
    return next((suffix for magic, suffix in _MAGIC.items() if head.startswith(magic)), None)


def unpack(stream: io.BufferedReader, suffix: str) -> io.BufferedReader:
    """What the stream unpacks to."""
    counted = _Counted(stream)
    opened = _opened(io.BufferedReader(counted), suffix)
    return io.BufferedReader(Unpacked(opened, lambda: counted.count), 2**16)


def _opened(stream: io.BufferedReader, suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream, mode="rb"))
    return bz2.BZ2File(stream) if suffix == ".bz2" else lzma.LZMAFile(stream)


class _Counted(io.RawIOBase):
    """Counts what is read of a stream."""

    def __init__(self, source: io.BufferedReader) -> None:
        self._source = source
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source.read1(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


def members(stream: IO[bytes]) -> Iterator[tuple[str, io.BufferedReader | Unusable]]:
    """(name, stream) of each file in a zip archive, in the order of names; hidden files are left out.

    Raises Unusable where it is no zip archive. Names are for showing only: they are never used as paths.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise Unusable(
            "packed",
            f"no zip archive that can be read ({str(error)[:80]}): it may be cut off; fetch it again",
        ) from None
    for info in sorted(archive.infolist(), key=lambda info: (info.filename, info.header_offset)):
        parts = info.filename.split("/")
        if info.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts):
            continue
        if info.flag_bits & 1:
            yield info.filename, Unusable("packed", "locked with a password: unpack it first")
            continue
        try:
            member = archive.open(info)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
            zlib.error,
        ) as error:
            yield (
                info.filename,
                Unusable("packed", f"cannot be unpacked ({str(error)[:80]}): unpack it first"),
            )
            continue
        with member:
            packed = partial(int, info.compress_size)
            yield info.filename, io.BufferedReader(Unpacked(member, packed), 2**16)


def responses(stream: IO[bytes]) -> Iterator[tuple[int, str, bytes, str | None] | Unusable]:
    """(number, address, page, charset) of each page of HTML that a WARC file holds, packed or not.

    ``number`` counts its records from 1. Raises Unusable where it is none, or the library is not installed.
    """
    warc = needed("fastwarc.warc", what="reading WARC", extra="warc")
    number = 0
    try:
        for record in warc.ArchiveIterator(
            stream, record_types=warc.WarcRecordType.any_type, parse_http=True
        ):
            number += 1
            if record.record_type != warc.WarcRecordType.response or record.http_headers is None:
                continue
            if record.http_headers.status_code not in (200, None):
                continue
            kind = (record.http_content_type or "").lower()
            if kind and "html" not in kind:
                continue
            address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            page = record.reader.read(MAX_PAGE_BYTES + 1)
            if len(page) > MAX_PAGE_BYTES:
                yield Unusable(
                    "too-long", f"record {number} has more than {MAX_PAGE_BYTES >> 20} MB: left out"
                )
                continue
            yield number, address, page, record.http_charset
    except Exception as error:  # fastwarc's own errors, of several classes
        said = " ".join(str(error).split())[:100]
        raise Unusable(
            "packed", f"the WARC file cannot be read on after record {number} ({said}): fetch it again"
        ) from None
    if not number:
        raise Unusable("packed", "no WARC records in it: check the file")


def host(address: str) -> str | None:
    """The outlet's host in an address, without ``www.``; None where there is none."""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return None
    return name.removeprefix("www.") or None
