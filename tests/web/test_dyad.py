from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from web import asking, small

PAIR = "/dyad?a=russia&b=ukraine"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("dyad"))) as client:
        yield client


def test_pairs_of_countries_and_of_actors(shown: Any) -> None:
    found = asking.table(asking.page(shown, "/dyads"), "Pairs")
    assert [row[:3] + [row[4]] for row in found[1:]] == [
        ["RUS", "UKR", "2", "−3.25"], ["UKR", "RUS", "2", "−3"], ["FRA", "KEN", "1", "+10"],
    ]  # fmt: skip
    html = asking.page(shown, "/dyads?level=actor")
    assert [row[:2] for row in asking.table(html, "Pairs")[1:]] == [
        ["Russia", "Ukraine"], ["Ukraine", "Russia"], ["France", "Kenya"],
    ]  # fmt: skip
    assert 'href="/dyad?a=russia&amp;b=ukraine"' in html


def test_what_did_not_happen_counts_only_where_asked_for(shown: Any) -> None:
    assert "KEN FRA" not in asking.text(asking.page(shown, "/dyads"))
    found = asking.table(asking.page(shown, "/dyads?status=denied"), "Pairs")
    assert found[1][:3] == ["KEN", "FRA", "1"]


def test_each_mark_opens_its_words(shown: Any) -> None:
    marks = asking.marks(asking.page(shown, PAIR), "timeline")
    assert sorted(label for _, label in marks) == [
        "2021-07-03: Russia talks with Ukraine (+2.5)",
        "2021-07-04: Ukraine accuses Russia (−3)",
        "2021-08-01: Russia criticises Ukraine (−3)",
        "2021-08-01: Ukraine accuses Russia (−3)",
    ]
    for address, label in marks:
        article, card = address.split("#")
        html = asking.page(shown, article)
        words = re.search(rf'id="{card}".*?</article>|id="{card}".*?</li>|id="{card}".*', html, re.DOTALL)
        assert words, (address, label)


def test_marks_stand_at_their_score_and_day(shown: Any) -> None:
    html = asking.page(shown, PAIR)
    chart = re.search(r'<svg class="chart timeline.*?</svg>', html, re.DOTALL)
    assert chart
    at = {
        told: (float(x), float(y))
        for told, x, y in re.findall(
            r'aria-label="([^"]*)"><title>[^<]*</title><circle[^>]* cx="([^"]*)%" cy="([^"]*)"', chart[0]
        )
    }
    lines = [float(y) for y in re.findall(r'<line class="axis(?: zero)?"[^>]* y1="([\d.]+)"', chart[0])]
    top, bottom = lines[0], lines[-1]
    first = at["2021-07-03: Russia talks with Ukraine (+2.5)"]
    later = at["2021-08-01: Ukraine accuses Russia (−3)"]
    assert first[1] == pytest.approx(top + (10 - 2.5) / 20 * (bottom - top), abs=0.2)
    assert later[1] == pytest.approx(top + 13 / 20 * (bottom - top), abs=5.2)
    assert first[0] < at["2021-07-04: Ukraine accuses Russia (−3)"][0] < later[0]


def test_what_has_no_day_ends_the_list(shown: Any) -> None:
    told = asking.text(asking.page(shown, PAIR))
    assert "1 act or statement without any day cannot be drawn" in told
    assert told.index("Russia attacked Ukraine.") > told.index("Russia met Ukraine")


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("", 5), ("&only=acts", 4), ("&only=statements", 1), ("&only=positions", 3), ("&way=ab", 3),
        ("&way=ba", 2), ("&way=ba&only=statements", 0), ("&type=ACCUSE&only=acts", 2),
        ("&from=2021-08&to=2021-08", 2), ("&at=-9", 1), ("&way=sideways", 5),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_what_is_listed(shown: Any, asked: str, counted: int) -> None:
    html = asking.page(shown, PAIR + asked)
    assert len(re.findall(r'<li class="line', html)) == counted
    word = "act or statement" if counted == 1 else "acts and statements"
    assert f"{counted} {word}" in asking.text(html)
    assert len(asking.rows(shown, PAIR.replace("/dyad", "/dyad.json") + asked)) == counted


def test_the_figures_as_a_table(shown: Any) -> None:
    found = asking.table(asking.page(shown, PAIR), "By time")
    assert found[1:] == [
        ["2021-08-01", "0", "", "0", "1", "1", "−3", "0", "0"],
        ["2021-07-04", "0", "", "0", "0", "1", "−3", "0", "0"],
        ["2021-07-03", "1", "+2.5", "0", "0", "0", "", "0", "0"],
    ]


def test_codes_stand_for_all_of_a_country(shown: Any) -> None:
    html = asking.page(shown, "/dyad?a=RUS&b=UKR")
    assert len(re.findall(r'<li class="line', html)) == 5


def test_two_are_asked_for_where_none_or_one_is_given(shown: Any) -> None:
    for address in ("/dyad", "/dyad?a=russia"):
        html = asking.page(shown, address)
        assert 'name="a"' in html and 'name="b"' in html
    assert "nobody called 'Atlantis'" in asking.text(asking.page(shown, "/dyad?a=Atlantis&b=russia", 400))
    assert shown.get("/dyad.json").status_code == 400


def test_many_are_drawn_together_and_each_mark_lists_what_it_stands_for(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"n{n}", "published": f"2021-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "text": f"Report {n}. Ukraine accused Russia.",
        }
        for n in range(300)
    ]  # fmt: skip
    with small.client(small.made(tmp_path, rows)) as client:
        html = asking.page(client, "/dyad?a=ukraine&b=russia")
        marks = asking.marks(html, "timeline")
        assert len(marks) < 300 and html.count('<li class="line') == 30
        counts = [int(re.search(r": (\d+) ×", label)[1]) for _, label in marks]  # type: ignore[index]
        assert sum(counts) == 300
        for (address, _), count in list(zip(marks, counts))[:5]:
            told = asking.text(asking.page(client, address.split("#")[0]))
            assert f"{count} act" in told
