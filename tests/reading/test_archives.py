"""Packed files and archives: read as a stream, nothing unpacked to disk; traps are told."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading import Note, Reject, archives, read
from dragoman.records import Article

BODY = "The minister met his counterpart in the capital."
LINES = "".join(json.dumps({"id": str(n), "text": f"{BODY} {n}"}) + "\n" for n in range(200)).encode()


def kinds(items: list[object]) -> list[str]:
    return [item.code if isinstance(item, Reject | Note) else "article" for item in items]


def test_packed_files_are_read_by_name_and_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES))
    (tmp_path / "b.txt.bz2").write_bytes(bz2.compress(BODY.encode()))
    (tmp_path / "c.xz").write_bytes(lzma.compress(LINES))
    items = list(read([tmp_path]))
    assert kinds(items).count("article") == 401
    assert set(kinds(items)) == {"article", "duplicate"}
    found = list(read(["-"], stdin=io.BytesIO(gzip.compress(LINES))))
    assert kinds(found) == ["article"] * 200


def test_gzip_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%s"}\n' % os.urandom(3000).hex().encode() for _ in range(50))
    packed = gzip.compress(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.txt").write_text(BODY)
    found = kinds(list(read([tmp_path / "a.jsonl.gz", tmp_path / "b.txt"])))
    assert 10 < found.count("article") < 50
    assert "packed" in found
    assert found[-1] == "article"


def made_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_is_read_in_the_order_of_names_and_its_names_are_no_paths(tmp_path: Path) -> None:
    path = made_zip(
        tmp_path / "news.zip",
        {
            "b.txt": BODY.encode(),
            "a/x.jsonl": LINES[:200],
            "../../evil.txt": b"Outside: " + BODY.encode(),
            "/abs.txt": b"Absolute: " + BODY.encode(),
            ".hidden/y.txt": b"no",
            "__MACOSX/._b.txt": b"no",
            "notes.md": b"no",
            "inner.zip": b"PK\x03\x04",
            "c.jsonl.gz": gzip.compress(LINES[:100].split(b"\n")[0]),
        },
    )
    before = sorted(os.listdir(tmp_path.parent))
    reader = read([path])
    found = [(reader.where[0].partition("!")[2], item) for item in reader]
    names = [name for name, item in found if isinstance(item, Article)]
    assert names[:2] == ["../../evil.txt", "/abs.txt"]
    assert names[-2:] == ["b.txt", "c.jsonl.gz"]
    assert "packed" in kinds([item for _, item in found])
    assert sorted(os.listdir(tmp_path.parent)) == before
    assert os.listdir(tmp_path) == ["news.zip"]


def test_bombs_are_given_up_and_the_next_file_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 2**20)
    blanks = b'{"text": "' + b" " * 2**23 + b'"}'
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(blanks))
    made_zip(tmp_path / "b.zip", {"bomb.jsonl": blanks, "sound.txt": BODY.encode()})
    found = list(read([tmp_path / "a.jsonl.gz", tmp_path / "b.zip"]))
    assert kinds(found) == ["bomb", "bomb", "article"]


def test_a_zip_that_declares_a_gigabyte_or_lies_or_is_cut_off_is_told(tmp_path: Path) -> None:
    path = made_zip(tmp_path / "a.zip", {"a.txt": BODY.encode(), "b.txt": BODY.encode() + b" Again."})
    data = bytearray(path.read_bytes())
    first = data.find(b"PK\x01\x02")
    data[first + 24 : first + 28] = struct.pack("<I", 2**30)
    path.write_bytes(data)
    found = kinds(list(read([path])))
    assert found[-1] == "article" and set(found) <= {"article", "packed"}
    path.write_bytes(data[:-30])
    assert kinds(list(read([path]))) == ["packed"]


def test_a_zip_of_many_overlapping_members_and_one_that_declares_more_than_it_has(tmp_path: Path) -> None:
    """Members that all point at the same packed bytes, and a declared length of 4 GB."""
    path = made_zip(tmp_path / "a.zip", {f"{n:02}.txt": BODY.encode() + b" %d" % n for n in range(20)})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 42 : at + 46] = struct.pack("<I", 0)  # every entry starts where the first one does
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    (tmp_path / "b.txt").write_text(BODY)
    found = kinds(list(read([path, tmp_path / "b.txt"])))
    assert found[-1] == "article" and set(found) <= {"article", "packed"} and "packed" in found


@pytest.mark.parametrize("size", [2**30, 2**32 - 1])
def test_a_warc_record_that_declares_a_gigabyte_costs_only_itself(tmp_path: Path, size: int) -> None:
    data = warc(("https://a.example/", PAGE, "200 OK"))
    length = data.split(b"Content-Length: ")[1].split(b"\r")[0]
    (tmp_path / "a.warc").write_bytes(
        data.replace(b"Content-Length: " + length, b"Content-Length: %d" % size)
    )
    (tmp_path / "b.txt").write_text(BODY)
    items = list(read([tmp_path / "a.warc", tmp_path / "b.txt"]))
    assert kinds(items)[-1] == "article"
    assert all(isinstance(item, Article | Reject | Note) for item in items)


def test_words_with_nul_bytes_in_archives_cost_only_themselves(tmp_path: Path) -> None:
    path = made_zip(
        tmp_path / "a.zip", {"a.txt": b"\x00" * 100, "b\x00.txt": BODY.encode(), "c.txt": BODY.encode()}
    )
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"\x00\x00" + LINES[:70]))
    items = list(read([path, tmp_path / "b.jsonl.gz"]))
    assert "article" in kinds(items)
    assert any(isinstance(item, Reject) for item in items)


def warc(*pages: tuple[str, bytes, str]) -> bytes:
    out = b""
    for url, body, status in pages:
        answer = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%s" % (status.encode(), body)
        out += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2021-08-20T10:00:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:%032d>\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (url.encode(), len(out), len(answer), answer)
        )
    return out


PAGE = (
    b"<html><body><article><h1>Talks</h1>"
    + b"".join(
        b"<p>The foreign minister met her colleague for the %s time on Tuesday and said that talks go on.</p>"
        % nth
        for nth in (b"first", b"second", b"third")
    )
    + b"</article></body></html>"
)


def test_a_warc_file_gives_its_pages_packed_or_not(tmp_path: Path) -> None:
    data = warc(
        ("https://www.gazette.example/1", PAGE, "200 OK"),
        ("https://www.gazette.example/2", PAGE, "404 Not Found"),
        ("https://www.gazette.example/3", PAGE.replace(b"Tuesday", b"Friday"), "200 OK"),
    )
    (tmp_path / "a.warc").write_bytes(data)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(data))
    for name in ("a.warc", "b.warc.gz"):
        reader = read([tmp_path / name])
        found = [(item, reader.where[0]) for item in reader]
        assert [where.rpartition("#")[2] for _, where in found] == ["1", "3"]
        article = found[0][0]
        assert isinstance(article, Article)
        assert (article.url, article.source) == ("https://www.gazette.example/1", "gazette.example")
    (tmp_path / "c.warc").write_bytes(b"no records here")
    (reject,) = read([tmp_path / "c.warc"])
    assert isinstance(reject, Reject) and reject.code == "packed"


@settings(max_examples=40)
@given(
    st.sampled_from([".jsonl.gz", ".zip", ".txt.xz", ".jsonl.bz2", ".warc"]),
    st.integers(0, 400),
    st.binary(max_size=6),
)
def test_damaged_archives_are_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, at: int, put: bytes
) -> None:
    whole = {
        ".jsonl.gz": lambda: gzip.compress(LINES[:600]),
        ".zip": lambda: zipped(LINES[:600]),
        ".txt.xz": lambda: lzma.compress(LINES[:600]),
        ".jsonl.bz2": lambda: bz2.compress(LINES[:600]),
        ".warc": lambda: warc(("https://a.example/", PAGE, "200 OK")),
    }[suffix]()
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(whole[:at] + put + whole[at + 3 :])
    items = list(read([path]))
    assert items or suffix == ".warc"  # a response of another status is no page, and no error
    assert all(isinstance(item, Article | Reject | Note) for item in items)


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", content)
    return out.getvalue()


def test_what_unpacks_within_bounds_is_no_bomb() -> None:
    stream = archives.unpack(io.BufferedReader(io.BytesIO(gzip.compress(bytes(2**20)))), ".gz")
    assert len(stream.read()) == 2**20
