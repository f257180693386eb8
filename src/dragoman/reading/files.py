"""From paths to articles: files, folders and standard input, one article held at a time."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dragoman.reading import articles, decoding
from dragoman.reading.checks import iso_date
from dragoman.reading.problems import Note, Reject
from dragoman.records import Article

STDIN = "-"
TEXT_SUFFIXES = frozenset({".txt", ".text"})
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xml"})
_READ_SUFFIXES = ".txt and .jsonl"
_JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")

Item = Article | Reject | Note


class Reader(Iterator[Item]):
    """Iterates over what was read: articles, and in between what could not be read and why.

    ``where`` is (file, line) of the item given last: line 1 for a whole text. ``done`` is the number of
    bytes of input finished, ``total()`` the number there is.
    """

    def __init__(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        published: str | None,
        stdin: BinaryIO | None,
        output: tuple[int, int] | None,
    ) -> None:
        self._paths = [os.fspath(path) for path in paths]
        self._published = published
        self._stdin = stdin
        self._output = output
        self._seen: set[bytes] = set()
        self._items = self._read()
        self.where: tuple[str, int | None] = ("", None)
        self.done = 0

    def __next__(self) -> Item:
        return next(self._items)

    def total(self) -> int | None:
        """Bytes of all files together; None where it cannot be known (standard input, a pipe)."""
        sizes = 0
        for path in self._paths:
            if path == STDIN:
                return None
            try:
                status = os.stat(path)
                if stat.S_ISDIR(status.st_mode):
                    sizes += sum(os.stat(name).st_size for name in _listed(path) if _suffix(name) in _KNOWN)
                elif stat.S_ISREG(status.st_mode):
                    sizes += status.st_size
                else:
                    return None
            except OSError:
                continue
        return sizes

    def _read(self) -> Iterator[Item]:
        for path in self._paths:
            if path == STDIN:
                yield from self._stream(decoding.buffered(self._stdin or sys.stdin.buffer), "<stdin>", "")
                continue
            try:
                mode = os.stat(path).st_mode
            except (OSError, ValueError) as error:
                yield self._lost(path, error)
                continue
            if stat.S_ISDIR(mode):
                yield from self._folder(path)
            elif stat.S_ISREG(mode):
                yield from self._file(path)
            else:  # a named pipe or <(command): no name to go by
                yield from self._open(path, "")

    def _folder(self, folder: str) -> Iterator[Item]:
        found, skipped, first_skipped = 0, 0, ""
        closed: list[OSError] = []
        for path in _listed(folder, closed):
            if _suffix(path) in _KNOWN and os.path.isfile(path):
                found += 1
                yield from self._file(path)
            else:
                skipped += 1
                first_skipped = first_skipped or path
        for error in closed:
            yield self._lost(str(error.filename or folder), error)
        self.where = (folder, None)
        if not found and not closed:
            yield Reject(folder, None, "no-articles", f"no {_READ_SUFFIXES} file in it: give another folder")
        elif found and skipped:
            others = f" and {skipped - 1} more" if skipped > 1 else ""
            yield Note(
                folder,
                None,
                "skipped",
                f"left out {first_skipped}{others}: only {_READ_SUFFIXES} files are read from a folder",
            )

    def _file(self, path: str) -> Iterator[Item]:
        suffix = _suffix(path)
        if suffix not in _KNOWN:
            self.where = (path, None)
            yield Reject(path, None, *_unknown(suffix))
            return
        before = self.done
        yield from self._open(path, suffix)
        with contextlib.suppress(OSError):
            self.done = before + os.stat(path).st_size

    def _open(self, path: str, suffix: str) -> Iterator[Item]:
        try:
            stream = open(path, "rb")  # noqa: SIM115 (what is read may fail later than what is opened)
        except OSError as error:
            yield self._lost(path, error)
            return
        with stream:
            status = os.fstat(stream.fileno())
            if (status.st_dev, status.st_ino) == self._output:
                self.where = (path, None)
                yield Note(path, None, "skipped", "left out: it is what the output is written to")
                return
            yield from self._stream(stream, path, suffix)

    def _stream(self, stream: io.BufferedReader, name: str, suffix: str) -> Iterator[Item]:
        try:
            if suffix in JSON_SUFFIXES or (suffix == "" and _JSON_START.match(stream.peek(4096))):
                yield from self._json_lines(stream, name)
            else:
                yield from self._text(stream, name)
        except OSError as error:
            yield self._lost(name, error)

    def _text(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        self.where = (name, 1)
        try:
            text, remark = decoding.whole(stream)
            article, remarks = articles.from_text(text, published=self._published)
        except (decoding.Undecodable, articles.Unusable) as error:
            yield Reject(name, None, error.code, str(error))
            return
        if remark:
            yield Note(name, None, "encoding", remark)
        yield from self._article(article, remarks)

    def _json_lines(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        """One article per line. A file that is an array or an object over many lines is given up at once."""
        before, encoding_told, any_line = self.done, False, False
        try:
            for number, line, remark in decoding.lines(stream):
                self.where = (name, number)
                if isinstance(line, decoding.Undecodable):
                    any_line = True
                    yield Reject(name, number, line.code, str(line))
                    continue
                self.done += len(line) + 1
                if not line or line.isspace():
                    continue
                first, any_line = not any_line, True
                if remark and not encoding_told:
                    encoding_told = True
                    yield Note(name, number, "encoding", remark)
                try:
                    article, remarks = articles.from_json(line, published=self._published)
                except articles.Unusable as error:
                    yield Reject(name, number, error.code, str(error))
                    if first and line.strip() in ("[", "{"):
                        return
                    continue
                yield from self._article(article, remarks)
        except decoding.Undecodable as error:
            self.where = (name, None)
            yield Reject(name, None, error.code, str(error))
            return
        if not any_line:
            self.where = (name, None)
            yield Reject(name, None, "empty", "nothing in it: give an article's text")
        self.done = max(before, self.done)

    def _article(self, article: Article, remarks: list[tuple[str, str]]) -> Iterator[Item]:
        file, line = self.where
        for code, message in remarks:
            yield Note(file, line, code, message)
        # Eight bytes stand for the id, so that a million of them take 60 MB and not 200.
        key = hashlib.blake2b(article.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if key in self._seen:
            shown = article.id if len(article.id) <= 60 else article.id[:59] + "…"
            yield Note(
                file,
                line,
                "duplicate",
                f"a second article with the id {shown!r}: both are coded; give each an id of its own",
            )
        self._seen.add(key)
        yield article

    def _lost(self, path: str, error: OSError | ValueError) -> Reject:
        self.where = (path, None)
        if isinstance(error, FileNotFoundError):
            return Reject(path, None, "missing", "no such file or folder: check the path")
        if isinstance(error, PermissionError):
            return Reject(path, None, "unreadable", "may not be read: change its permissions (chmod u+r)")
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Reject(path, None, "unreadable", f"cannot be read ({reason}): check the path and the disk")


_KNOWN = TEXT_SUFFIXES | JSON_SUFFIXES


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _unknown(suffix: str) -> tuple[str, str]:
    if suffix in _PAGE_SUFFIXES:
        return "html", "pages are not read yet: save the article's words as a .txt file"
    if suffix in (".json", ".csv", ".tsv"):
        return "extension", f"{suffix} files are not read yet: write one JSON object a line to a .jsonl file"
    what = f"unknown extension {suffix!r}" if suffix else "no extension"
    return (
        "extension",
        f"{what}, and only {_READ_SUFFIXES} files are read: rename it, or use dragoman code - < FILE",
    )


def _listed(folder: str, closed: list[OSError] | None = None) -> Iterator[str]:
    """The files under a folder, folders and files in the order of their names, hidden ones left out.

    What of it cannot be listed is put into ``closed``.
    """
    for parent, folders, names in os.walk(folder, onerror=None if closed is None else closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.join(parent, name)


def read(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    output: tuple[int, int] | None = None,
) -> Reader:
    """Read articles from files, folders (with all folders in them) and ``-``, standard input.

    Gives an Article for each that could be read, in the order of ``paths`` and of names within a
    folder; a Reject for each that could not; and a Note before an article that something is to be
    told about. Nothing is raised while reading, and what follows a Reject is read all the same. One
    article is held in memory at a time.

    ``published`` (``YYYY-MM-DD``) dates the articles that have no date of their own; ValueError if it is
    no date. ``stdin`` stands in for standard input; it is read as JSON lines where it begins with an
    object, else as one text. ``output`` is the device and inode number of the file that the codings go to: it
    is left out where it lies in a folder that is read, or what is written would be read without end.

    An article's ``language`` is ``und`` where its words do not look like English (see
    `dragoman.reading.looks_english`); the coder gives such an article a coding with nothing in it.
    """
    if published is not None and iso_date(published) is None:
        raise ValueError(f"published is {published!r}, which is no date: write it YYYY-MM-DD")
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    return Reader(paths, published=iso_date(published) if published else None, stdin=stdin, output=output)
