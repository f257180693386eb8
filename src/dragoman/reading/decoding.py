"""From bytes to characters: byte-order marks, encodings, overlong lines, files that are no text.

UTF-8 is expected. UTF-16 and UTF-32 are read where a byte-order mark announces them, and Windows-1252
is tried where the bytes cannot be UTF-8. Whatever was read other than as UTF-8 is said so.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

#: An article may have this many characters; a novel has about a quarter of it.
MAX_CHARACTERS = 2_000_000
#: A line of JSON may have this many bytes (an article of full length with every character escaped fits).
MAX_LINE_BYTES = 16 * 2**20
_MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4
_SNIFF_BYTES = 8192
_SKIP_BYTES = 2**20

# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_KNOWN_BINARIES = (
    (b"%PDF-", "a PDF document", "turn it into text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save it as plain text, first"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first: gunzip, or zcat FILE | dragoman code -"),
    (b"BZh", "compressed with bzip2", "unpack it first: bunzip2, or bzcat FILE | dragoman code -"),
    (b"\xfd7zXZ\x00", "compressed with xz", "unpack it first: unxz, or xzcat FILE | dragoman code -"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first: zstd -dc FILE | dragoman code -"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text first"),
    (b"\x89PNG", "a picture", "give the text itself"),
    (b"\xff\xd8\xff", "a picture", "give the text itself"),
)
_ZEROS = "bytes of value zero, so no text but a binary file: give the text itself"
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Sequences that only UTF-8 makes likely: what tells UTF-8 with a broken byte from another encoding.
_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


class Undecodable(ValueError):
    """The bytes are not text, or too many. ``code`` is a Reject's; ``str()`` its message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """The stream with ``peek``, which the rest of this module needs."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream))


def sniff(stream: io.BufferedReader, *, by_line: bool = False) -> str:
    """The encoding that the first bytes announce, ``utf-8`` where they announce none.

    Raises Undecodable where they are no text; ``by_line`` lets pass a few bad bytes, which will cost
    their line only. Nothing is consumed.
    """
    head = stream.peek(_SNIFF_BYTES)[:_SNIFF_BYTES]
    for magic, what, todo in _KNOWN_BINARIES:
        if head.startswith(magic):
            raise Undecodable("binary", f"this is no text but {what}: {todo}")
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    zeros = head.count(b"\x00")
    if zeros and 0.3 * len(head) <= zeros <= 0.6 * len(head):
        raise Undecodable("binary", "this may be UTF-16 without a byte-order mark: save it as UTF-8")
    if zeros and not by_line:
        raise Undecodable("binary", _ZEROS)
    if len(_CONTROLS.findall(head)) > 0.05 * len(head):
        raise Undecodable("binary", "too many control characters: this is no text; give the text itself")
    return "utf-8"


def whole(stream: io.BufferedReader) -> tuple[str, str | None]:
    """All text of the stream, and a remark where it was not plain UTF-8.

    At most 8 MB are held. Raises Undecodable for what is no text or is too long.
    """
    encoding = sniff(stream)
    data = stream.read(_MAX_TEXT_BYTES + 1)
    if len(data) > _MAX_TEXT_BYTES:
        raise Undecodable("too-long", too_long(None))
    text, remark = decode(data, encoding)
    if len(text) > MAX_CHARACTERS:
        raise Undecodable("too-long", too_long(len(text)))
    return text, remark


def too_long(characters: int | None) -> str:
    """The message for an article over the limit."""
    what = "more than" if characters is None else f"{characters:,} characters, more than"
    return f"{what} the {MAX_CHARACTERS:,} characters that one article may have: split it into its articles"


def decode(data: bytes, encoding: str = "utf-8") -> tuple[str, str | None]:
    """The characters of ``data`` in the encoding that `sniff` found, and a remark where it was not UTF-8.

    Raises Undecodable where no encoding fits.
    """
    if encoding in ("utf-16", "utf-32"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            what = f"announced as {encoding.upper()} but broken at byte {error.start}"
            raise Undecodable("encoding", f"{what}: save it as UTF-8") from None
        if "\x00" in text:
            raise Undecodable("binary", _ZEROS)
        return text, f"read as {encoding.upper()}: nothing to do if the words look right"
    if b"\x00" in data:
        raise Undecodable("binary", _ZEROS)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    high = len(_HIGH.findall(data))
    in_sequences = sum(len(sequence) for sequence in _SEQUENCES.findall(data))
    if in_sequences > 0.5 * high:
        text = data.decode("utf-8-sig", "replace")
        what = f"not quite UTF-8 (stray bytes read as U+FFFD, {high - in_sequences} of them)"
        return text, f"{what}: save it as UTF-8 to be sure of every letter"
    # Latin text has few letters beyond ASCII; where most bytes are, it is another script's encoding
    # (Windows-1251, Shift-JIS) and Windows-1252 would make nonsense of it.
    if high > 0.4 * len(data) or len(_CONTROLS.findall(data)) > 0.02 * len(data):
        raise Undecodable("encoding", "neither UTF-8 nor Windows-1252: save it as UTF-8")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Undecodable("encoding", "neither UTF-8 nor Windows-1252: save it as UTF-8") from None
    return text, "not UTF-8, read as Windows-1252: save it as UTF-8 to be sure of every letter"


def lines(stream: io.BufferedReader) -> Iterator[tuple[int, str | Undecodable, str | None]]:
    """(number from 1, characters without the line's end, remark) of each line; one line is held at a time.

    A line that cannot be read comes as the Undecodable that says why, and the next ones go on.
    Raises Undecodable at the start where the whole stream is no text.
    """
    encoding = sniff(stream, by_line=True)
    if encoding in ("utf-16", "utf-32"):
        yield from _wide_lines(stream, encoding)
        return
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            size = len(line)
            while rest := stream.readline(_SKIP_BYTES):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, _long_line(size), None
            continue
        try:
            text, remark = decode(line.rstrip(b"\r\n"))
        except Undecodable as error:
            yield number, error, None
        else:
            yield number, text, remark


def _wide_lines(
    stream: io.BufferedReader, encoding: str
) -> Iterator[tuple[int, str | Undecodable, str | None]]:
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    remark: str | None = f"read as {encoding.upper()}: nothing to do if the words look right"
    number = 0
    try:
        while line := reader.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES and not line.endswith("\n"):
                size = len(line)
                while rest := reader.readline(_SKIP_BYTES):
                    size += len(rest)
                    if rest.endswith("\n"):
                        break
                yield number, _long_line(size), None
                continue
            yield number, line.rstrip("\r\n"), remark
    finally:
        reader.detach()  # the stream is its opener's to close


def _long_line(size: int) -> Undecodable:
    what = f"a line of {size / 2**20:.0f} MB, more than the {MAX_LINE_BYTES // 2**20} MB it may have"
    return Undecodable("too-long", f"{what}: split it into its articles")
