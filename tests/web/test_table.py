from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from web import asking, small


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small.client(small.made(tmp_path_factory.mktemp("table"), merge=True)) as client:
        yield client


def facets(html: str) -> dict[str, int]:
    """The address of each value of a facet, with its count."""
    aside = html.split('class="facets"')[1].split("</aside>")[0]
    found = re.findall(r'<li><a href="([^"]*)">.*?</a> <span>(\d+)</span>', aside)
    return {unescape(address): int(count) for address, count in found}


def test_facets_are_of_kind_country_outlet_and_time(shown: Any) -> None:
    found = facets(asking.page(shown, "/events"))
    assert found["?type=ACCUSE"] == 2 and found["?status=denied"] == 1 and found["?source=The+Post"] == 2
    assert found["?actor=RUS"] == 2 and found["?recipient=UKR"] == 2 and found["?place=BLR"] == 1
    assert found["?published_since=2021-08-01&published_until=2021-08-01"] == 2
    found = facets(asking.page(shown, "/statements"))
    assert found["?stance=-"] == 2 and found["?speaker=UKR"] == 2 and found["?about=FRA"] == 2
    found = facets(asking.page(shown, "/happenings"))
    assert found["?type=CONSULT"] == 2 and found["?status=reported"] == 4 and found["?place=BLR"] == 1


@pytest.mark.parametrize(
    "asked",
    ["", "?actor=russia", "?source=The+Post", "?status=reported", "?text=accused", "?reports=1&involving=UKR",
     "?speaker=UKR", "?published_since=2021-07&published_until=2021-07"],
)  # fmt: skip
@pytest.mark.parametrize("view", ["/events", "/statements", "/happenings"])
def test_facets_count_what_they_lead_to(shown: Any, view: str, asked: str) -> None:
    found = facets(asking.page(shown, f"{view}{asked}"))
    assert found or view == "/statements"
    for address, count in found.items():
        html = asking.page(shown, f"{view}{address}")
        assert html.count('<li class="line') == count, address
        assert len(asking.rows(shown, f"{view}.json{address}")) == count, address


def test_what_is_asked_already_is_no_facet_that_would_give_more(shown: Any) -> None:
    found = facets(asking.page(shown, "/events?actor=russia&place=BLR"))
    assert found and not any(address.count("actor=") > 1 or address.count("place=") > 1 for address in found)


def test_a_facet_narrows_what_is_asked_already(shown: Any) -> None:
    found = facets(asking.page(shown, "/events?actor=russia"))
    assert found["?actor=russia&type=ASSAULT"] == 1
    assert not any("type=AID" in address for address in found)


def test_statements_by_speaker_and_stance(shown: Any) -> None:
    html = asking.page(shown, "/statements?speaker=ukraine&stance=%2B")
    assert html.count('<li class="line') == 2 and "praises France." in asking.text(html)
    assert len(asking.rows(shown, "/statements.json?about=russia")) == 1


def test_nothing_is_like_that(shown: Any) -> None:
    assert "None is like that." in asking.page(shown, "/events?type=PROTEST")
