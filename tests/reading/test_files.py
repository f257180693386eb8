"""Files, folders and standard input, whatever is in them: all that can be read is, the rest is told."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import Note, Reader, Reject, decoding, read
from dragoman.records import Article

BODY = "The minister met his counterpart in the capital."


def rows(*articles: dict[str, object]) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def articles(items: Reader | list[object]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def problems(items: Reader | list[object]) -> list[tuple[type, int | None, str]]:
    return [(type(item), item.line, item.code) for item in items if isinstance(item, Reject | Note)]


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title\n\n{BODY}\n", encoding="utf-8")
    (article,) = read([path], published="2021-08-20")
    assert isinstance(article, Article)
    assert (article.title, article.body, article.published) == ("Title", BODY, "2021-08-20")


def test_articles_before_and_after_a_bad_line_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        rows({"id": "1", "text": BODY})
        + b"not json\n\n"
        + rows({"id": "2"})
        + b'{"id": "3", "text": "bad \xff\xfe\x00"}\n'
        + rows({"id": "4", "text": BODY, "published": "soon"}, {"id": "5", "text": BODY})
    )
    items = list(read([path]))
    assert [article.id for article in articles(items)] == ["1", "5"]
    assert problems(items) == [
        (Reject, 2, "json"),
        (Reject, 4, "no-text"),
        (Reject, 5, "binary"),
        (Reject, 6, "date"),
    ]
    assert str(items[1]).startswith(f"{path}:2: no valid JSON")


def test_where_names_file_and_line_of_the_article(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n" + rows({"id": "1", "text": BODY}, {"id": "2", "text": BODY}))
    text = tmp_path / "b.txt"
    text.write_text(BODY, encoding="utf-8")
    reader = read([path, text])
    assert [reader.where for _ in reader] == [(str(path), 2), (str(path), 3), (str(text), 1)]


def test_a_folder_is_read_in_the_order_of_names_with_all_folders_in_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "c/d/e.txt", ".hidden/x.txt", "a/.x.txt", "a/notes.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{BODY} {name}", encoding="utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    items = list(read([tmp_path]))
    assert [article.body.split()[-1] for article in articles(items)] == ["b.txt", "a/z.txt", "c/d/e.txt"]
    assert problems(items) == [(Note, None, "skipped")]
    assert "notes.md" in str(items[-1])


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("x")
    assert problems(read([tmp_path])) == [(Reject, None, "no-articles")]


def test_a_folder_in_it_that_cannot_be_listed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    closed = tmp_path / "closed"
    closed.mkdir()
    really = os.scandir

    def scandir(path: str) -> object:  # what the system does to everyone but root
        if os.fspath(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    items = list(read([tmp_path]))
    assert len(articles(items)) == 1
    (reject,) = [item for item in items if isinstance(item, Reject)]
    assert (reject.file, reject.code) == (str(closed), "unreadable")


def test_standard_input_is_text_or_json_lines() -> None:
    (text,) = read(["-"], stdin=io.BytesIO(f"Title\n\n{BODY}".encode()))
    assert isinstance(text, Article)
    assert text.title == "Title"
    items = list(
        read(["-"], stdin=io.BytesIO(b"\n  " + rows({"id": "1", "text": BODY}, {"id": "2", "text": BODY})))
    )
    assert [article.id for article in articles(items)] == ["1", "2"]
    with_mark = io.BytesIO(b"\xef\xbb\xbf" + rows({"id": "1", "text": BODY}))
    assert [article.id for article in articles(read(["-"], stdin=with_mark))] == ["1"]
    (reject,) = read(["-"], stdin=io.BytesIO(b'{"text": "a\n'))
    assert str(reject).startswith("<stdin>:1: no valid JSON")


def test_a_named_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, rows({"id": "1", "text": BODY}))
    os.close(write_end)
    path = f"/dev/fd/{read_end}"
    if not os.path.exists(path):
        pytest.skip("needs /dev/fd")
    assert [article.id for article in articles(read([path]))] == ["1"]
    os.close(read_end)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_read_and_named(tmp_path: Path, encoding: str, said: str | None) -> None:
    text = f"Café d’été\n\n{BODY} “Naïve,” he said."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    line = json.dumps({"id": "1", "text": text}, ensure_ascii=False) + "\n"
    (tmp_path / "b.jsonl").write_bytes((line + line.replace('"1"', '"2"')).encode(encoding))
    for path in (tmp_path / "a.txt", tmp_path / "b.jsonl"):
        items = list(read([path]))
        for article in articles(items):
            assert article.text == text
        notes = [item for item in items if isinstance(item, Note)]
        assert [note.code for note in notes] == (["encoding"] if said else [])
        assert all(said is not None and said in note.message for note in notes)


def test_utf8_with_a_broken_byte_stays_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Žižek, Šarūnas and Łukasz met in Kyïv.".encode() + b"\xc5")
    note, article = read([tmp_path / "a.txt"])
    assert isinstance(article, Article)
    assert article.body == "Žižek, Šarūnas and Łukasz met in Kyïv.\ufffd"
    assert isinstance(note, Note)
    assert "stray bytes" in note.message


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\r\n\t\n", "empty"),
    "mark.txt": (b"\xef\xbb\xbf", "empty"),
    "empty.jsonl": (b"", "empty"),
    "blank.jsonl": (b"\n\n", "empty"),
    "zeros.txt": (b"abc\x00def", "binary"),
    "late-zero.txt": (b"word " * 10_000 + b"\x00", "binary"),
    "wide.txt": (BODY.encode("utf-16-le"), "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    "paper.txt": (b"%PDF-1.7\n", "binary"),
    "packed.jsonl": (b"\x1f\x8b\x08abc", "binary"),
    "noise.txt": (bytes(range(1, 256)) * 10, "binary"),
    "russian.txt": ("Министр встретился со своим коллегой в столице. ".encode("cp1251"), "encoding"),
    "half.txt": (b"\xff\xfeA\x00B", "encoding"),
    "page.txt": (b"<html><body><p>x</p>", "html"),
    "page.html": (b"<p>x</p>", "empty"),
    "list.jsonl": (b'[\n{"text": "a"},\n{"text": "b"}\n]\n', "not-an-object"),
    "pretty.jsonl": (b'{\n  "text": "a"\n}\n', "json"),
    "table.csv": (b"id,text\n", "empty"),
    "one.json": (b"{}", "extension"),
    "README": (b"x", "extension"),
    "long.txt": (b"word " * 400_001, "too-long"),
    "longer.txt": (b"word " * 4_000_000, "too-long"),
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_bad_files_are_told_once_and_the_next_file_is_read(tmp_path: Path, name: str) -> None:
    content, code = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text(BODY, encoding="utf-8")
    items = list(read([tmp_path / name, tmp_path / "z.txt"]))
    assert [article.body for article in articles(items)] == [BODY]
    (reject,) = [item for item in items if isinstance(item, Reject)]
    assert reject.code == code
    assert reject.file == str(tmp_path / name)
    what, _, todo = reject.message.partition(": ")
    assert what
    assert todo


def test_missing_and_unreadable_files_are_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text(BODY)
    closed.chmod(0)
    found = problems(read([tmp_path / "none.txt", "nul\x00.txt", closed]))
    assert found[:2] == [(Reject, None, "missing"), (Reject, None, "unreadable")]
    if os.geteuid() != 0:  # root may read everything
        assert found[2:] == [(Reject, None, "unreadable")]


def test_a_line_of_20_mb_is_told_and_never_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(rows({"id": "1", "text": BODY}))
        file.write(b'{"text": "')
        for _ in range(60):
            file.write(b"word " * 200_000)
        file.write(b'"}\n')
        file.write(rows({"id": "2", "text": BODY}))
    tracemalloc.start()
    items = list(read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.id for article in articles(items)] == ["1", "2"]
    assert problems(items) == [(Reject, 2, "too-long")]
    assert "57 MB" in str(items[1])
    assert peak < 40 * 2**20


def test_an_article_over_the_limit_is_told_and_one_at_the_limit_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    most = "é" * decoding.MAX_CHARACTERS
    path.write_bytes(rows({"id": "1", "text": most}, {"id": "2", "text": f"{most}!"}))
    items = list(read([path]))
    assert [(article.id, len(article.body)) for article in articles(items)] == [
        ("1", decoding.MAX_CHARACTERS)
    ]
    assert "2,000,001 characters" in str(items[-1])


def test_a_second_article_with_the_same_id_is_told_and_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(rows({"id": "1", "text": BODY}, {"id": "1", "text": f"{BODY} Again."}))
    (tmp_path / "b.jsonl").write_bytes(rows({"id": "1", "text": BODY}))
    items = list(read([tmp_path]))
    assert [article.id for article in articles(items)] == ["1", "1", "1"]
    assert problems(items) == [(Note, 2, "duplicate"), (Note, 1, "duplicate")]


def test_messages_are_one_harmless_line() -> None:
    hostile = Reject("a\x1b[31m\n.txt", 3, "json", "bad \x07 thing\r\n: do\u202e")
    assert str(hostile) == "a\\x1b[31m\\n.txt:3: bad \\x07 thing\\r\\n: do\\u202e"
    (missing,) = read(["no\x1b]0;title\x07such.txt"])
    assert "\x1b" not in str(missing)


def test_bytes_done_come_to_the_total(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.jsonl").write_bytes(rows({"id": "1", "text": "é"}) + b"bad\n")
    (tmp_path / "x.md").write_text("left out")
    reader = read([tmp_path])
    total = reader.total()
    list(reader)
    assert reader.done == total == sum((tmp_path / name).stat().st_size for name in ("a.txt", "b.jsonl"))
    assert read(["-"]).total() is None


def test_a_date_for_all_must_be_a_date() -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        read([], published="20 August")


@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_reason(data: bytes) -> None:
    items = list(read(["-"], stdin=io.BytesIO(data)))
    assert articles(items) or any(isinstance(item, Reject) for item in items)
    for item in items:
        if isinstance(item, Reject | Note):
            assert str(item).isprintable()


@given(st.lists(st.binary(max_size=60)))
def test_any_lines_among_good_ones_leave_them_be(lines: list[bytes]) -> None:
    good = rows({"id": "good", "text": BODY})
    data = good + b"".join(line.replace(b"\n", b"") + b"\n" + good for line in lines)
    items = list(read(["-"], stdin=io.BytesIO(data)))
    if problems(items)[:1] != [(Reject, None, "binary")]:  # mostly control characters
        assert sum(article.id == "good" for article in articles(items)) == len(lines) + 1
