from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.web.pages.quoting import folded, terms
from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("search"))) as client:
        yield client


def test_texts_names_and_quotations_are_found(shown: Any) -> None:
    html = asking.page(shown, "/search?q=kenya")
    assert 'href="/actors/kenya"' in html
    assert "<mark>Kenya</mark>" in html
    assert 'href="/articles/2"' in html and 'href="/articles/3"' in html
    assert 'href="/articles/1"' not in html
    assert "mentions Kenya." in asking.text(html)


def test_words_of_a_search_can_be_joined(shown: Any) -> None:
    found = asking.rows(shown, "/search.json?q=kenya+NOT+praises")
    assert found == []
    found = asking.rows(shown, "/search.json?q=%22met+Ukraine%22")
    assert [row["article"] for row in found] == ["one"]


@pytest.mark.parametrize("words", ["%22", "*", "NOT", "%25", "((", "a%00b", "<script>alert(1)</script>"])
def test_odd_words_get_an_answer(shown: Any, words: str) -> None:
    html = asking.page(shown, f"/search?q={words}")
    assert "<script>alert" not in html and 'name="q"' in html


def test_nothing_is_asked(shown: Any) -> None:
    assert 'name="q"' in asking.page(shown, "/search")
    assert shown.get("/search.json").status_code == 400


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("praises", ["praises France.", "praises France."]),
        ("blames", ["blames Russia.", "blames Ukraine."]),
        ("France praises", ["praises France.", "praises France."]),
        ("blames OR mentions", ["blames Russia.", "blames Ukraine.", "mentions Kenya."]),
        ('"blames russia"', ["blames Russia."]),
        ("Mention*", ["mentions Kenya."]),
        ("praises NOT helped", ["praises France."]),
        ("accused", []),
    ],
)
def test_statements_are_found_by_their_own_words(shown: Any, words: str, expected: list[str]) -> None:
    html = shown.get("/search", params={"q": words}).text
    assert re.findall(r'<blockquote dir="auto">([^<]*)', html) == expected
    assert ("In the words of none" in html) == (not expected)


def test_names_are_found_without_their_accents() -> None:
    (pattern,), either = terms("Zoe")
    assert pattern.search(folded("says Zoë Ωmega")) and not either
    assert not pattern.search(folded("says Zoëlle"))
    assert terms("NOT strike") == ([], False) and terms('"" ()') == ([], False)
