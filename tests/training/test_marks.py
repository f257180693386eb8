"""Marks written as words become records with offsets, and every mistake is named with its line."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import gold, needs_shared
from training.marks import CORPUS, MarkError, find_words, first_day, main, read_all, read_marks
from training.news import document

ARTICLE = {
    "id": "t-1",
    "published": "2011-05-20",
    "title": "Port police free six dockers",
    "text": "Police in Porto Verde freed six dockers on Thursday. “They did nothing wrong, and they know "
    "it,” said Ana Reis.\n\nThe dockers had been arrested on Monday, Reis said.",
    "language": "en",
    "style": "wire",
}
POLICE = {"actor": "police", "name": "police", "kind": "organisation", "country": ["PRT"], "sector": ["COP"]}
DOCKERS = {"actor": "dockers", "name": "six dockers", "kind": "group", "country": ["PRT"], "sector": ["LAB"]}
REIS = {"actor": "reis", "name": "Ana Reis", "kind": "person", "country": ["PRT"], "sector": ["LAB"]}


def event(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "s": 1, "trigger": "freed", "type": "RETREAT", "mode": ["release"], "context": ["legal"], "aux": "",
        "actor": [["Police", "police"]], "recipient": [["six dockers", "dockers"]],
        "place": [["Porto Verde", "PRT"]], "time": [["on Thursday", "2011-05-19"]], "by": [], "numbers": {},
        "ev": "dockers-freed",
    }  # fmt: skip
    return {"event": {**base, **changes}}


def statement(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "s": 2, "cue": "said", "speaker": ["Ana Reis", "reis"],
        "content": [[2, "“They did nothing wrong, and they know it,”"]], "mode": "direct", "addressee": [],
        "about": ["dockers"], "stance": "+",
    }  # fmt: skip
    return {"statement": {**base, **changes}}


def write(folder: Path, *lines: Any, name: str = "t-1") -> Path:
    path = folder / f"{name}.jsonl"
    head = {"article": {**ARTICLE, "id": name}}
    path.write_text("\n".join(json.dumps(line) for line in (head, *lines)) + "\n", encoding="utf-8")
    return path


GOOD = (POLICE, DOCKERS, REIS, event(), statement())


def test_words_become_offsets_of_title_and_body(tmp_path: Path) -> None:
    record, problems = read_marks(write(tmp_path, *GOOD))
    assert problems == []
    assert record is not None
    text = record["article"]["text"]
    assert text == ARTICLE["title"] + "\n\n" + ARTICLE["text"]
    assert next(text[a:b] for a, b in record["sentences"]) == ARTICLE["title"]
    (freed,) = record["events"]
    assert freed["id"] == "t-1-e1"
    assert freed["by"] is None
    spans = [freed["trigger"], *freed["actors"], *freed["recipients"], *freed["places"], *freed["times"]]
    (said,) = record["statements"]
    spans += [said["cue"], said["speaker"], *said["content"]]
    for span in spans:
        assert text[span["start"] : span["end"]] == span["text"]
    assert (freed["places"][0]["country"], freed["times"][0]["value"]) == ("PRT", "2011-05-19")
    assert text.index("Police in") == freed["actors"][0]["start"]


def test_marks_come_out_in_reading_order_whatever_the_order_of_lines(tmp_path: Path) -> None:
    late = event(
        s=3, trigger="arrested", type="COERCE", mode=["arrest"], place=[], time=[["on Monday", "2011-05-16"]],
        actor=[], recipient=[["The dockers", "dockers"]], by=["Reis", "reis"], ev="dockers-arrested",
    )  # fmt: skip
    record, problems = read_marks(write(tmp_path, POLICE, DOCKERS, REIS, late, event(), statement()))
    assert problems == []
    assert record is not None
    assert [e["trigger"]["text"] for e in record["events"]] == ["freed", "arrested"]
    assert record["events"][1]["by"]["actor"] == "reis"


def test_words_of_another_sentence_and_second_occurrences(tmp_path: Path) -> None:
    far = event(recipient=[["six dockers", "dockers", 0]])
    second = statement(content=[[2, "they know it"]], mode="indirect", speaker=["Reis", "reis", 3])
    record, problems = read_marks(write(tmp_path, POLICE, DOCKERS, REIS, far, second))
    assert problems == []
    assert record is not None
    assert record["events"][0]["recipients"][0]["start"] < len(ARTICLE["title"])
    assert find_words("a#2", "a bad a", 0, 7, 0) == (6, 7)
    with pytest.raises(MarkError, match="write a#1"):
        find_words("a", "a bad a", 0, 7, 0)
    with pytest.raises(MarkError, match="whole words"):
        find_words("ad", "a bad a", 0, 7, 0)
    with pytest.raises(MarkError, match="#3 is too much"):
        find_words("a#3", "a bad a", 0, 7, 0)
    assert find_words("C#1", "on C#1 road", 0, 11, 0) == (3, 6)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (event(trigger="freeing"), "not in sentence 1"),
        (event(s=9), "there are 0 to 3"),
        (event(type="FREE"), "unknown type"),
        (event(type=["RETREAT"]), "unknown type"),
        (event(mode=["arrest"]), "is of"),
        (event(mode="release"), "not a list"),
        (event(context=["weather"]), "unknown 'weather'"),
        (event(context=["legal", "crime", "military", "health"]), "at most 3"),
        (event(aux="past"), "unknown aux"),
        (event(trigger="freed six dockers on Thursday", s=1, ev="Freed"), "ev 'Freed'"),
        (event(trigger="Police in Porto Verde freed six"), "more than 5 words"),
        (event(actor=[["Police", "army"]]), "not declared"),
        (event(actor=[["Police", ["police"]]]), "not declared"),
        (event(actor=["Police", "police"]), r"not \[words, id\]"),
        (event(place=[["Porto Verde", "Portugal"]]), "neither an ISO alpha-3 code"),
        (event(time=[["on Thursday", "19 May 2011"]]), "write 2021-08-21"),
        (event(time=[["on Thursday", "2011-02-30"]]), "write 2021-08-21"),
        (event(time=[["on Thursday", "2011-05-26"]]), "is after 2011-05-20"),
        (event(time=[["on Thursday", "2011-05-19"]], aux="historical"), "too near"),
        (event(by=[["Police", "police"]]), "not a list of them"),
        (event(numbers={"dead": 3}), "unknown 'dead'"),
        (event(numbers={"killed": "3"}), "not a whole number"),
        (event(numbers={"money": "5 million dollars"}), "USD 5000000"),
        (statement(speaker=[]), "without speaker"),
        (statement(content=[]), "without content"),
        (statement(content=[[2, "They did nothing wrong"]]), "does not begin with its quote mark"),
        (
            statement(content=[[2, "“They did nothing wrong, and they know it,” said Ana Reis"]]),
            "inside the quot",
        ),
        (statement(mode="quoted"), "unknown mode"),
        (statement(stance="neutral"), "unknown stance"),
        (statement(about=["nobody"]), "unknown 'nobody'"),
        ({"event": {"s": 1}}, "missing"),
        ({"speech": {}}, "neither an actor"),
        ({**REIS, "actor": "police"}, "declared twice"),
        ({**REIS, "actor": "Ana Reis"}, "slug"),
        ({**REIS, "actor": "x", "kind": "human"}, "unknown kind"),
        ({**REIS, "actor": "x", "country": ["Portugal"]}, "alpha-3"),
        ({**REIS, "actor": "x", "sector": []}, "no sector"),
        ({"nothing": True}, "beside marks"),
        ([1], "not a JSON object"),
    ],
)
def test_each_mistake_is_reported_with_its_line(tmp_path: Path, line: Any, message: str) -> None:
    path = write(tmp_path, POLICE, DOCKERS, REIS, event(), statement(), line)
    _, problems = read_marks(path)
    assert [p.line for p in problems] == [7]
    assert str(problems[0]).startswith(f"{path}:7: ")
    assert re.search(message, problems[0].message), problems[0].message


def test_a_mistake_does_not_lose_the_other_marks(tmp_path: Path) -> None:
    record, problems = read_marks(
        write(tmp_path, POLICE, DOCKERS, REIS, event(type="X"), event(), statement())
    )
    assert len(problems) == 1
    assert record is not None
    assert (len(record["events"]), len(record["statements"])) == (1, 1)


def test_unused_actors_and_forgotten_nothing_are_errors(tmp_path: Path) -> None:
    _, unused = read_marks(write(tmp_path, POLICE, DOCKERS, REIS, event()))
    assert [(p.line, "not used" in p.message) for p in unused] == [(4, True)]
    _, bare = read_marks(write(tmp_path))
    assert "no marks" in bare[0].message
    record, nothing = read_marks(write(tmp_path, {"nothing": True}))
    assert nothing == []
    assert record is not None
    assert record["events"] == []


@pytest.mark.parametrize(
    "head",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"article": {}}',
        '{"article": 3}',
        json.dumps({"article": {**ARTICLE, "published": "May"}}),
    ],
)
def test_a_file_without_an_article_is_one_error(tmp_path: Path, head: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(head, encoding="utf-8")
    record, problems = read_marks(path)
    assert record is None
    assert len(problems) == 1


def test_build_sorts_by_id_and_writes_nothing_with_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second, first = write(tmp_path, *GOOD, name="t-2"), write(tmp_path, *GOOD, name="t-1")
    out = tmp_path / "out" / "articles.jsonl"
    out.parent.mkdir()
    assert main(["--build", str(out), str(second), str(first)]) == 0
    written = out.read_bytes()
    assert [json.loads(line)["article"]["id"] for line in written.splitlines()] == ["t-1", "t-2"]
    assert main(["--build", str(out), str(first), str(second)]) == 0
    assert out.read_bytes() == written
    assert main(["--build", str(out), str(first), str(write(tmp_path, POLICE, name="t-3"))]) == 1
    assert out.read_bytes() == written
    assert "nothing written" in capsys.readouterr().err
    assert main(["--sentences", str(first)]) == 0
    assert "[3] The dockers had been arrested on Monday, Reis said." in capsys.readouterr().out


def test_a_file_named_otherwise_than_its_article_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, *GOOD).rename(tmp_path / "other.jsonl")
    _, problems = read_all([path])
    assert "not the file's name" in problems[0].message


@given(st.text(max_size=60))
def test_no_line_of_text_is_more_than_a_problem(line: str) -> None:
    with suppress(MarkError):
        first_day(line)
    with suppress(MarkError):
        find_words(line, line + " " + line, 0, 2 * len(line) + 1, 0)


def test_our_own_articles_have_no_errors_and_are_built() -> None:
    paths = sorted((CORPUS / "marks").glob("*.jsonl"))
    assert paths, "training/corpus/marks holds the articles"
    records, problems = read_all(paths)
    assert [str(p) for p in problems] == []
    built = (CORPUS / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in built] == records, "run python -m training.marks --build"
    for record in records:
        document(record)


@needs_shared
def test_records_have_the_form_of_the_annotated_news(tmp_path: Path) -> None:
    record, _ = read_marks(write(tmp_path, *GOOD))
    known = next(r for r in gold("corpus/authored") if r["events"] and r["statements"])
    assert record is not None
    assert record.keys() == known.keys()
    assert record["article"].keys() == known["article"].keys()
    assert record["events"][0].keys() == known["events"][0].keys()
    assert record["statements"][0].keys() == known["statements"][0].keys()
    assert record["actors"][0].keys() == known["actors"][0].keys()
