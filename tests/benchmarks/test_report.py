"""The page of figures is what the tables say, and is held to the floors."""

from __future__ import annotations

import pytest

from benchmarks import report
from benchmarks.accuracy import F1
from benchmarks.coded import f1, gold, interval, per_article, total
from benchmarks.floors import Floors
from shared import needs_shared

PAGE = "Words.\n\n<!-- table: one -->\nold\n<!-- end -->\n\n<!-- table: two -->\n<!-- end -->\nMore.\n"


def test_tables_are_replaced_and_words_stay():
    page = report.rewritten(PAGE, {"one": "| a |\n", "two": "| b |\n"})
    assert page == PAGE.replace("old\n", "| a |\n").replace("two -->\n", "two -->\n| b |\n")
    assert report.rewritten(page, {"one": "| a |\n", "two": "| b |\n"}) == page
    assert list(report.changed(PAGE, page)) == ["one", "two"] and not list(report.changed(page, page))


@pytest.mark.parametrize("tables", [{"one": ""}, {"one": "", "two": "", "three": ""}])
def test_a_table_without_its_place_or_a_place_without_its_table_is_refused(tables):
    with pytest.raises(ValueError, match=r"two|three"):
        report.rewritten(PAGE, tables)


def test_history_keeps_older_rows_below_and_replaces_that_of_the_same_day_and_model():
    def at(table):
        return f"<!-- table: history -->\n{table}<!-- end -->\n"

    first = report.history(at(""), ["2020-01-01", "1", "a", "50.0"])
    second = report.history(at(first), ["2020-01-02", "1", "b", "60.0"])
    third = report.history(at(second), ["2020-01-02", "1", "b", "61.0"])
    assert [row[0] + row[3] for row in report.table_of(at(third), "history")] == [
        "2020-01-0261.0",
        "2020-01-0150.0",
    ]


def test_agreement_is_read_from_its_page():
    found = report.agreement(report.AGREEMENT.read_text(encoding="utf-8"))
    assert len(found) >= 2
    assert found[0]["trigger"] == 84.2 and found[0]["event"] == 78.4 and found[0]["aux"] == 99.3
    assert found[1]["attributed"] == 64.6


def test_f1_of_counts():
    assert f1(5, 10, 10) == 50.0 and f1(0, 0, 0) is None and f1(0, 3, 0) == 0.0


def test_an_interval_holds_the_figure_is_seeded_and_closes_on_equal_articles():
    rows = [{"event": (k, 10, 10)} for k in (2, 4, 5, 6, 8)]
    low, high = interval(rows, "event", draws=400)
    assert low < f1(*total(rows, "event")) < high
    assert (low, high) == interval(rows, "event", draws=400) != interval(rows, "event", draws=400, seed=1)
    assert interval(rows[:1] * 5, "event", draws=50) == (20.0, 20.0)


@needs_shared
def test_counts_of_single_articles_add_up_to_the_scorers_figures():
    from benchmarks.judge import judge
    from shared import SHARED

    records = gold("dev")
    answers = {r["article"]["id"]: {**r, "events": r["events"][::2]} for r in records}
    whole, _ = judge(SHARED).score({r["article"]["id"]: r for r in records}, answers, 0)
    rows = per_article(records, answers)
    for name in F1:
        assert round(f1(*total(rows, name)), 1) == pytest.approx(whole["f1"][name]["f1"], abs=0.11)


def test_the_page_does_not_fall_behind_the_floors():
    from benchmarks.accuracy import FLOORS

    page = report.PAGE.read_text(encoding="utf-8")
    told = {row[0]: row[1] for row in report.table_of(page, "fields")}
    figures = {"dev": {name: float(value) for name, value in told.items() if value != "–"}}
    floors = Floors.load(FLOORS)
    floors.floors = {"dev": floors.floors["dev"]}
    assert floors.below(figures) == [], "run python -m benchmarks.report"
    newest = report.table_of(page, "history")[0]
    assert newest[3] == told["event"] and newest[4] == told["role"]


def test_without_the_annotated_news_the_run_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(report, "SHARED", tmp_path)
    assert report.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out
