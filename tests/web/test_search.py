from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

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
