"""The accuracy run hands over articles without their annotation, and reads the scorer's figures right."""

from __future__ import annotations

import json

import pytest

from benchmarks import accuracy
from dragoman.records import Article, Coding
from shared import SHARED, gold, needs_shared


class Echo:
    """A coder that reads nothing, or whatever it is told to."""

    def __init__(self, answers=None):
        self.given = []
        self.answers = answers or {}

    def code_article(self, article):
        self.given.append(article)
        return self.answers.get(article.id, Coding(article))


@needs_shared
def test_articles_are_handed_over_with_title_and_body_apart():
    records = gold("corpus/dev", "seed/gold")
    for record in records:
        article = accuracy.article(record)
        assert article.text == record["article"]["text"]
        assert article.title == record["article"]["title"]
        assert not article.title or not article.body.startswith(article.title)
        assert article.published == record["article"]["published"]


@needs_shared
def test_the_annotation_scores_full_marks_against_itself_and_an_empty_coding_none(tmp_path):
    path = SHARED / "corpus" / "dev.jsonl"
    records = gold("corpus/dev")
    perfect = Echo({record["article"]["id"]: Coding.from_dict(record) for record in records})
    accuracy.code(records, tmp_path / "perfect.jsonl", perfect)
    accuracy.code(records, tmp_path / "empty.jsonl", Echo())
    full = accuracy.figures(accuracy.run_scorer(path, tmp_path / "perfect.jsonl"))
    none = accuracy.figures(accuracy.run_scorer(path, tmp_path / "empty.jsonl"))
    assert set(accuracy.F1) <= set(full)
    assert all(value == 100 for value in full.values())
    assert none["event"] == none["statement"] == 0 and not any(none.get(name) for name in accuracy.F1)


def test_a_coder_that_changes_the_text_or_misses_an_offset_is_caught(tmp_path):
    record = {"article": {"id": "a", "published": None, "title": "", "text": "They met."}}
    changed = Echo({"a": Coding(Article(id="a", body="They  met."))})
    with pytest.raises(ValueError, match="changed the article's text"):
        accuracy.code([record], tmp_path / "out.jsonl", changed)
    span = {"start": 5, "end": 8, "text": "mat"}
    missed = Echo(
        {"a": Coding.from_dict({**record, "events": [{"id": "e", "type": "CONSULT", "trigger": span}]})}
    )
    with pytest.raises(ValueError, match="does not give its text"):
        accuracy.code([record], tmp_path / "out.jsonl", missed)


def test_figures_leave_out_what_had_few_cases():
    row = {"p": 50.0, "r": 50.0, "f1": 50.0, "gold": 20, "system": 20}
    few = {"p": 50.0, "r": 50.0, "f1": 50.0, "gold": 2, "system": 2}
    empty = {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 0, "system": 0}
    result = {
        "f1": {**dict.fromkeys(accuracy.F1, row), "statement": empty, "by": few},
        "accuracy": {"aux": {"per cent": 90.0, "of": 10}, "time": {"per cent": None, "of": 0}},
    }
    found = accuracy.figures(result)
    assert found["event"] == 50.0 and found["aux"] == 90.0
    assert "statement" not in found and "time" not in found and "by" not in found


def test_without_the_annotated_news_it_skips_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(accuracy, "SHARED", tmp_path / "shared")
    assert accuracy.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out


def test_a_reason_without_pinning_is_refused():
    with pytest.raises(SystemExit):
        accuracy.main(["--reason", "because"])


def test_phenomena_are_read_from_ids():
    assert accuracy.phenomenon("ch-by-passive-1") == "by-passive"
    assert accuracy.phenomenon("ch-visit-host-12") == "visit-host"


@needs_shared
def test_the_challenge_table_has_a_line_for_every_phenomenon(tmp_path):
    records = gold("challenge/visible")[:8]
    accuracy.code(records, tmp_path / "system.jsonl", Echo())
    lines = list(accuracy.by_phenomenon(records, tmp_path / "system.jsonl", tmp_path / "parts"))
    assert len(lines) == 1 + len({accuracy.phenomenon(record["article"]["id"]) for record in records})
    assert json.loads((tmp_path / "parts" / "gold.jsonl").read_text().splitlines()[0])["article"][
        "id"
    ].startswith("ch-")
