"""CSV, TSV and Parquet: columns by their usual names or as mapped, broken rows told with their line."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import Note, Reader, Reject, read
from dragoman.records import Article

BODY = "The minister met his counterpart in the capital."


def articles(items: Reader) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def test_usual_column_names_are_known_whatever_the_delimiter(tmp_path: Path) -> None:
    for delimiter, name in ((",", "a.csv"), (";", "b.csv"), ("\t", "c.tsv"), ("|", "d.csv")):
        row = delimiter.join(("Headline", "Maintext", "date_publish", "source_domain"))
        content = delimiter.join(
            ("Ministers meet", f'"{BODY}\nThey agreed."', "2021-08-20 10:00:00", "gazette.example")
        )
        (tmp_path / name).write_text(f"{row}\n{content}\n", encoding="utf-8")
    found = articles(read([tmp_path]))
    assert len(found) == 4
    for article in found:
        assert (article.title, article.body) == ("Ministers meet", f"{BODY}\nThey agreed.")
        assert (article.published, article.source) == ("2021-08-20", "gazette.example")


def test_columns_are_mapped_as_asked_for_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"nr,words,text\n7,{BODY},not this\n", encoding="utf-8")
    (article,) = articles(read([path], columns={"text": "words", "id": "nr"}))
    assert (article.id, article.body) == ("7", BODY)
    (reject,) = read([path], columns={"text": "Wort"})
    assert isinstance(reject, Reject) and reject.code == "column" and "nr, words, text" in reject.message
    with pytest.raises(ValueError, match="no field"):
        read([path], columns={"words": "text"})


def test_json_lines_are_mapped_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"content": "{BODY}", "by": "Ada Quill"}}\n')
    reader = read([path], columns={"text": "content", "byline": "by"})
    (article,) = reader
    assert isinstance(article, Article) and article.body == BODY
    assert reader.details.byline == "Ada Quill"


def test_bad_rows_are_told_with_their_line_and_the_next_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        "id,published,text",
        f"1,2021-08-20,{BODY}",
        "2,soon,Words.",
        "3",
        "4,,",
        f'5,,"{BODY}\nMore."',
        "6,,\xff\0",
    ]
    path.write_bytes("\n".join([*rows, f"7,,{BODY}", ""]).encode("latin-1"))
    items = list(read([path]))
    assert [item.id for item in items if isinstance(item, Article)] == ["1", "5", "7"]
    told = [(item.line, item.code) for item in items if isinstance(item, Reject)]
    assert told == [(3, "date"), (4, "row"), (5, "no-text"), (8, "binary")]


def test_a_parquet_file_is_read_with_its_dates(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pyarrow.table(
        {
            "body": [BODY, f"{BODY} Again.", None],
            "date": [date(2021, 8, 20), None, None],
            "extra": [1, 2, 3],
        }
    )
    pyarrow.parquet.write_table(table, path)
    items = list(read([path]))
    assert [item.published for item in items if isinstance(item, Article)] == ["2021-08-20", None]
    assert isinstance(items[2], Reject) and items[2].file == f"{path}#3"
    timed = pyarrow.table({"text": [BODY], "published": [datetime(2021, 8, 20, 23, 30, tzinfo=UTC)]})
    pyarrow.parquet.write_table(timed, path)
    assert [article.published for article in articles(read([path]))] == ["2021-08-20"]


def test_parquet_that_is_none_is_told(tmp_path: Path) -> None:
    for content in (b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1"):
        (tmp_path / "a.parquet").write_bytes(content)
        (reject,) = read([tmp_path / "a.parquet"])
        assert isinstance(reject, Reject) and reject.code == "parquet"


@given(
    st.lists(
        st.lists(
            st.text(
                alphabet=st.characters(
                    codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"
                )
            ),
            min_size=2,
            max_size=2,
        )
    )
)
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["text", "title"])
    writer.writerows(rows)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    items = list(read([path]))
    found = [item for item in items if isinstance(item, Article)]
    for article in found:
        title = article.title
        assert any(row[0] == article.body and title in (row[1], "") for row in rows)
    usable = [row for row in rows if row[0].strip() and len(row[0]) > 1]
    assert len(found) >= len(usable) - sum(isinstance(item, Reject) for item in items)


@given(st.binary(max_size=200))
def test_any_bytes_called_csv_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"text,title\n" + data)
    items = list(read([path]))
    assert items
    assert all(isinstance(item, Article | Reject | Note) for item in items)
