"""From paths to articles: files, folders, archives, addresses, standard input; one article held at a time."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, BinaryIO, cast

from dragoman.reading import archives, articles, decoding, feeds, kinds, pages, tables
from dragoman.reading.checks import iso_date
from dragoman.reading.details import Details, in_text
from dragoman.reading.fetching import Answer, Fetcher, is_address
from dragoman.reading.problems import Note, Reject
from dragoman.reading.seen import Seen
from dragoman.records import Article

STDIN = "-"
_SPOOLED = 64 * 2**20

Item = Article | Reject | Note


class Reader(Iterator[Item]):
    """Iterates over what was read: articles, and in between what could not be read and why.

    ``where`` is (file, line) of the item given last: line 1 for a whole text, the line where a row begins,
    None for an entry of a feed or an archive, which the file's name tells (``news.zip!a.txt``,
    ``feed.xml#3``). ``details`` are those of the article given last. ``done`` is the number of bytes of
    input finished, ``total()`` the number there is.
    """

    def __init__(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        published: str | None,
        stdin: BinaryIO | None,
        output: tuple[int, int] | None,
        columns: Mapping[str, str] | None = None,
        kind: str | None = None,
        follow: bool = False,
        fetcher: Fetcher | None = None,
        left_out: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self._paths = [os.fspath(path) for path in paths]
        self._published = published
        self._stdin = stdin
        self._output = output
        self._columns = dict(columns or {})
        self._kind = kind
        self._follow = follow
        self._fetcher = fetcher
        self._left_out = left_out
        self._seen = Seen()
        self._items = self._read()
        self.where: tuple[str, int | None] = ("", None)
        self.details = Details()
        self.done = 0

    def __next__(self) -> Item:
        return next(self._items)

    def total(self) -> int | None:
        """Bytes of all files together; None where it cannot be known (standard input, a pipe, an address)."""
        sizes = 0
        for path in self._paths:
            if path == STDIN or is_address(path):
                return None
            try:
                status = os.stat(path)
                if stat.S_ISDIR(status.st_mode):
                    sizes += sum(os.stat(name).st_size for name in _listed(path) if _known(name))
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
                stream = decoding.buffered(self._stdin or sys.stdin.buffer)
                yield from self._stream(stream, "<stdin>", self._kind or "", None)
                continue
            if is_address(path):
                yield from self._address(path)
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
                yield from self._open(path, self._kind or "", None)

    def _folder(self, folder: str) -> Iterator[Item]:
        found, skipped, first_skipped = 0, 0, ""
        closed: list[OSError] = []
        for path in _listed(folder, closed):
            if (
                _known(path)
                and os.path.isfile(path)
                and not (path.lower().endswith(".xml") and not _is_feed(path))
            ):
                found += 1
                yield from self._file(path)
            elif not self._is_left_out(path):
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

    def _is_left_out(self, path: str) -> bool:
        with contextlib.suppress(OSError):
            status = os.stat(path)
            return (status.st_dev, status.st_ino) in self._left_out
        return False

    def _file(self, path: str) -> Iterator[Item]:
        kind, packed = kinds.by_name(path)
        if self._kind:
            kind = self._kind
        if kind is None:
            self.where = (path, None)
            yield Reject(path, None, *_unknown(path))
            return
        before = self.done
        yield from self._open(path, kind, packed)
        with contextlib.suppress(OSError):
            self.done = before + os.stat(path).st_size

    def _open(self, path: str, kind: str, packed: str | None) -> Iterator[Item]:
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
            yield from self._stream(stream, path, kind, packed)

    def _address(self, url: str) -> Iterator[Item]:
        self.where = (url, None)
        answer = self._fetched(url)
        if isinstance(answer, Reject):
            yield answer
            return
        kind, packed = self._kind, None
        if kind is None:
            kind = kinds.by_type(answer.kind)
        if kind is None:
            kind, packed = kinds.by_name(answer.url.partition("?")[0])
        stream = decoding.buffered(io.BytesIO(answer.data))
        yield from self._stream(stream, url, kind or "", packed, answer=answer)

    def _fetched(self, url: str) -> Answer | Reject:
        self._fetcher = self._fetcher or Fetcher()
        try:
            return self._fetcher.fetch(url)
        except articles.Unusable as error:
            return Reject(url, None, error.code, str(error))

    def _stream(
        self,
        stream: io.BufferedReader,
        name: str,
        kind: str,
        packed: str | None,
        *,
        inside: bool = False,
        answer: Answer | None = None,
    ) -> Iterator[Item]:
        """The articles of a stream. ``inside`` an archive there is no other; ``kind`` "" is found out."""
        self.where = (name, None)
        try:
            if kind == "" and packed is None:
                kind, packed = kinds.by_content(stream.peek(8192)[:8192])
            if packed:
                stream = archives.unpack(stream, packed)
                if kind == "":
                    kind, packed = kinds.by_content(stream.peek(8192)[:8192])
            if (packed and kind == "") or (inside and kind in ("zip", "warc")):
                yield Reject(name, None, "packed", "an archive within an archive: unpack the outer one first")
            elif kind == "jsonl":
                yield from self._json_lines(stream, name)
            elif kind == "html":
                yield from self._page(stream, name, answer)
            elif kind == "feed":
                yield from self._feed(stream, name, answer)
            elif kind in ("csv", "tsv"):
                delimiter = "\t" if kind == "tsv" else None
                yield from self._rows(
                    tables.delimited(stream, columns=self._columns, delimiter=delimiter), name, by_line=True
                )
            elif kind == "parquet":
                with _seekable(stream) as whole:
                    yield from self._rows(tables.parquet(whole, columns=self._columns), name, by_line=False)
            elif kind == "warc":
                yield from self._warc(stream, name)
            elif kind == "zip":
                yield from self._zip(stream, name)
            else:
                yield from self._text(stream, name)
        except (archives.Broken, decoding.Undecodable, articles.Unusable) as error:
            yield Reject(name, None, error.code, str(error))
        except OSError as error:
            yield self._lost(name, error)

    def _text(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        self.where = (name, 1)
        text, remark = decoding.whole(stream)
        article, remarks = articles.from_text(text, published=self._published)
        if remark:
            yield Note(name, None, "encoding", remark)
        yield from self._article(article, remarks, in_text(article.body))

    def _json_lines(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        """One article per line. A file that is an array or an object over many lines is given up at once."""
        before, encoding_told, any_line = self.done, False, False
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
                made = articles.from_fields(
                    articles.json_object(line), published=self._published, columns=self._columns
                )
            except articles.Unusable as error:
                yield Reject(name, number, error.code, str(error))
                if first and line.strip() in ("[", "{"):
                    return
                continue
            yield from self._article(*made)
        if not any_line:
            self.where = (name, None)
            yield Reject(name, None, "empty", "nothing in it: give an article's text")
        self.done = max(before, self.done)

    def _page(self, stream: io.BufferedReader, name: str, answer: Answer | None) -> Iterator[Item]:
        data = stream.read(pages.MAX_PAGE_BYTES + 1)
        if len(data) > pages.MAX_PAGE_BYTES:
            what = f"a page of more than {pages.MAX_PAGE_BYTES >> 20} MB"
            yield Reject(name, None, "too-long", f"{what}: save the article's words as a .txt file")
            return
        if not data.strip():
            yield Reject(name, None, "empty", "nothing in it: give an article's page")
            return
        charset = answer.charset if answer else None
        yield from self._from_page(data, name, url=answer.url if answer else None, charset=charset)

    def _from_page(self, data: bytes, name: str, *, url: str | None, charset: str | None) -> Iterator[Item]:
        try:
            page, remark = pages.page_text(data, charset=charset)
            fields, details = pages.from_page(page, url=url)
            if not fields["source"] and url:
                fields["source"] = archives.host(url)
            made = articles.from_fields(fields, published=self._published, details=details)
        except (decoding.Undecodable, articles.Unusable) as error:
            yield Reject(name, None, error.code, str(error))
            return
        if remark:
            yield Note(name, None, "encoding", remark)
        yield from self._article(*made)

    def _feed(self, stream: io.BufferedReader, name: str, answer: Answer | None) -> Iterator[Item]:
        data = stream.read(feeds.MAX_FEED_BYTES + 1)
        if len(data) > feeds.MAX_FEED_BYTES:
            yield Reject(
                name, None, "too-long", f"a feed of more than {feeds.MAX_FEED_BYTES >> 20} MB: split it"
            )
            return
        any_entry = False
        for entry in feeds.entries(data, base=answer.url if answer else None):
            any_entry = True
            if isinstance(entry, articles.Unusable):
                self.where = (name, None)
                yield Reject(name, None, entry.code, str(entry))
                continue
            number, fields, details = entry
            self.where = (f"{name}#{number}", None)
            if self._follow and fields["url"] and is_address(fields["url"]):
                yield from self._followed(fields["url"])
                continue
            yield from self._made(fields, details)
        if not any_entry:
            yield Note(name, None, "skipped", "a feed without entries: nothing to do")

    def _followed(self, url: str) -> Iterator[Item]:
        found = self._fetched(url)
        if isinstance(found, Reject):
            yield found
        else:
            yield from self._from_page(found.data, url, url=found.url, charset=found.charset)

    def _rows(self, rows: Iterator[tables.Row], name: str, *, by_line: bool) -> Iterator[Item]:
        for number, fields in rows:
            self.where = (name, number) if by_line else (f"{name}#{number}", None)
            if isinstance(fields, articles.Unusable):
                yield Reject(self.where[0], self.where[1], fields.code, str(fields))
            else:
                yield from self._made(fields, None)

    def _made(self, fields: dict[str, Any], details: Details | None) -> Iterator[Item]:
        try:
            made = articles.from_fields(fields, published=self._published, details=details)
        except articles.Unusable as error:
            yield Reject(self.where[0], self.where[1], error.code, str(error))
        else:
            yield from self._article(*made)

    def _warc(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        for page in archives.responses(stream):
            if isinstance(page, articles.Unusable):
                yield Reject(name, None, page.code, str(page))
                continue
            number, url, data, charset = page
            self.where = (f"{name}#{number}", None)
            yield from self._from_page(data, f"{name}#{number}", url=url or None, charset=charset)

    def _zip(self, stream: io.BufferedReader, name: str) -> Iterator[Item]:
        any_member = False
        with _seekable(stream) as whole:
            for member, content in archives.members(whole):
                inner = f"{name}!{member}"
                self.where = (inner, None)
                kind, packed = kinds.by_name(member)
                if isinstance(content, articles.Unusable):
                    any_member = True
                    yield Reject(inner, None, content.code, str(content))
                elif kind is not None:
                    any_member = True
                    yield from self._stream(content, inner, kind, packed, inside=True)
        if not any_member:
            self.where = (name, None)
            yield Reject(name, None, "no-articles", f"no {_READ_SUFFIXES} file in it: give another archive")

    def _article(self, article: Article, remarks: list[tuple[str, str]], details: Details) -> Iterator[Item]:
        file, line = self.where
        for code, message in remarks:
            yield Note(file, line, code, message)
        if not self._seen.add(article.id):
            shown = article.id if len(article.id) <= 60 else article.id[:59] + "…"
            yield Note(
                file,
                line,
                "duplicate",
                f"a second article with the id {shown!r}: both are coded; give each an id of its own",
            )
        self.details = details
        yield article

    def _lost(self, path: str, error: OSError | ValueError) -> Reject:
        self.where = (path, None)
        if isinstance(error, FileNotFoundError):
            return Reject(path, None, "missing", "no such file or folder: check the path")
        if isinstance(error, PermissionError):
            return Reject(path, None, "unreadable", "may not be read: change its permissions (chmod u+r)")
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Reject(path, None, "unreadable", f"cannot be read ({reason}): check the path and the disk")


_READ_SUFFIXES = ".txt, .jsonl, .html, .rss, .csv, .tsv, .parquet, .warc and .zip"


def _known(path: str) -> bool:
    return kinds.by_name(path)[0] is not None


def _is_feed(path: str) -> bool:
    """Whether a file called .xml in a folder is a feed: any other XML there is no article."""
    try:
        with open(path, "rb") as file:
            return feeds.looks_like_feed(file.read(4096))
    except OSError:
        return True  # to be told of when it is opened


def _unknown(path: str) -> tuple[str, str]:
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".json":
        return "extension", ".json files are not read: write one JSON object a line to a .jsonl file"
    what = f"unknown extension {suffix!r}" if suffix else "no extension"
    return (
        "extension",
        f"{what}, and only {_READ_SUFFIXES} files are read: rename it, or say what it is with --as KIND",
    )


@contextlib.contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[io.BufferedReader]:
    """The stream, or a copy of it where it can only be read once through."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as copy:
        while data := stream.read(2**20):
            copy.write(data)
        copy.seek(0)
        yield cast(io.BufferedReader, cast(IO[bytes], copy))


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
    columns: Mapping[str, str] | None = None,
    kind: str | None = None,
    follow: bool = False,
    allow_private: bool = False,
    left_out: Iterable[tuple[int, int]] = (),
) -> Reader:
    """Read articles from files, folders (with all folders in them), addresses and ``-``, standard input.

    Gives an Article for each that could be read, in the order of ``paths`` and of names within a
    folder; a Reject for each that could not; and a Note before an article that something is to be
    told about. Nothing is raised while reading, and what follows a Reject is read all the same. One
    article is held in memory at a time (of a page, a feed or an answer from the web all of it).

    Args:
        published: ``YYYY-MM-DD``; dates the articles that have no date of their own.
        stdin: stands in for standard input. What it is, is found out from its first bytes.
        output: device and inode number of the file that the codings go to: it is left out where it lies in a
            folder that is read, or what is written would be read without end.
        columns: for a field (``id``, ``published``, ``title``, ``text``, ``url``, ``source``, ``language``,
            ``byline``) the name that it has in the tables and JSON lines.
        kind: what all files are (`kinds.KINDS`), whatever they are called.
        follow: fetch the page of each entry of a feed, rather than read what the feed carries of it.
        allow_private: let addresses be fetched that are not public. A connection is only ever opened for an
            address in ``paths``, and with ``follow`` for those in its feeds.
        left_out: device and inode numbers of files in folders that are left out without a word.

    Raises:
        ValueError: ``published`` is no date, or a field or kind is none that there is.

    An article's ``language`` is ``und`` where its words do not look like English (see
    `dragoman.reading.looks_english`); the coder gives such an article a coding with nothing in it.
    """
    if published is not None and iso_date(published) is None:
        raise ValueError(f"published is {published!r}, which is no date: write it YYYY-MM-DD")
    if kind is not None and kind not in kinds.KINDS:
        raise ValueError(f"kind is {kind!r}: it is one of {', '.join(kinds.KINDS)}")
    for name in columns or ():
        if name not in articles.FIELDS:
            raise ValueError(f"{name!r} is no field of an article: those are {', '.join(articles.FIELDS)}")
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    return Reader(
        paths,
        published=iso_date(published) if published else None,
        stdin=stdin,
        output=output,
        columns=columns,
        kind=kind,
        follow=follow,
        fetcher=Fetcher(allow_private=allow_private) if allow_private else None,
        left_out=frozenset(left_out),
    )
