"""Names change in all their forms, and what stayed the same is counted right."""

from __future__ import annotations

import re

import pytest

from benchmarks import robustness
from benchmarks.patterns import PATTERNS
from dragoman import Article
from dragoman.records import Coding
from shared import SHARED, needs_shared


def test_countries_that_take_part_have_every_form_in_one_word():
    found = robustness.countries()
    assert len(found) > 60
    assert found["KEN"] == {
        "name": "Kenya",
        "demonym": "Kenyan",
        "demonyms": "Kenyans",
        "capital": "Nairobi",
    }
    assert "USA" not in found and "FRA" not in found


def test_leaders_are_those_of_the_day():
    assert robustness.forms("KEN", "2019-03-13")["President"] == "Uhuru Kenyatta"
    assert robustness.forms("KEN", "2019-03-13")["President's surname"] == "Kenyatta"
    assert robustness.forms("KEN", "1980-03-13").get("President") != "Uhuru Kenyatta"


def test_a_country_is_traded_for_one_the_text_does_not_mention_in_all_forms():
    article = Article(published="2019-03-13", body="Kenyan police in Nairobi told Kenya and two Kenyans.")
    swap = robustness.traded(article)
    (other,) = swap.codes.values()
    forms = robustness.countries()[other]
    assert swap.variant.changed.body == (
        f"{forms['demonym']} police in {forms['capital']} told {forms['name']} and two {forms['demonyms']}."
    )
    assert robustness.traded(article) == swap
    assert robustness.traded(Article(body="Nobody went anywhere.")) is None


def test_every_invented_sentence_is_filled_and_the_two_change_places():
    pairs = list(robustness.filled())
    assert len(pairs) == robustness.PAIRS * len(PATTERNS) == len({given.id for given, _ in pairs})
    for given, swap in pairs:
        assert not re.search(r"[{}]|\s\s|^ ", given.body)
        one, other = swap.codes
        assert swap.codes == {one: other, other: one}
        back = robustness._swap(swap.variant.changed, swap.codes)
        assert back.variant.changed.body == given.body


class Reader:
    """A coder that codes the first word as an actor of a country."""

    def __init__(self, code):
        self.code = code

    def code_article(self, article):
        word = article.body.split()[0]
        span = {"start": 0, "end": len(word), "text": word}
        at = article.body.index("met")
        trigger = {"start": at, "end": at + 3, "text": "met"}
        actor = {"id": "a", "name": word, "kind": "country", "country": [self.code(word)], "sector": []}
        event = {"id": "e1", "type": "CONSULT", "trigger": trigger, "actors": [{**span, "actor": "a"}]}
        return Coding.from_dict({"article": article.to_dict(), "actors": [actor], "events": [event]})


@pytest.mark.parametrize(
    ("code", "coded"),
    [(lambda word: "KEN" if word == "Kenya" else "ZMB", 2), (lambda word: "KEN", 0)],
)
def test_what_stayed_is_counted_with_and_without_countries(code, coded):
    given = Article(published="2019-03-13", body="Kenya met them.")
    swap = robustness._swap(given, {"KEN": "ZMB", "ZMB": "KEN"})
    kept, lines = robustness.names([(given, swap)], Reader(code))
    assert (kept.texts, kept.events, kept.acts, kept.same, kept.coded) == (1, 2, 2, 2, coded)
    assert bool(lines) == (coded == 0)


def test_events_that_occur_twice_are_matched_one_to_one():
    assert robustness._common(["a", "a", "b"], ["a", "c"]) == 1


@needs_shared
def test_every_country_of_the_annotation_lies_in_some_part_of_the_world():
    codes = {
        code for record in robustness.unseen() for actor in record["actors"] for code in actor["country"]
    }
    found = robustness.parts()
    assert {code for code in codes if code not in found} == set()
    assert found["KEN"] == "Sub-Saharan Africa" and found["FJI"] == robustness.ELSEWHERE


@needs_shared
def test_an_event_counts_in_each_part_of_the_world_it_touches():
    records = robustness.unseen()[:8]
    full = {record["article"]["id"]: record for record in records}
    empty = {key: {"actors": [], "events": [], "statements": []} for key in full}
    found = robustness.by_part(records, full)
    assert found and all(events == hit and parties == right for events, hit, parties, right in found.values())
    assert sum(row[0] for row in found.values()) >= sum(len(record["events"]) for record in records)
    assert all(hit == right == 0 for _, hit, _, right in robustness.by_part(records, empty).values())


@pytest.mark.skipif(not (SHARED / "challenge").is_dir(), reason="needs the annotated news in ../shared")
def test_order_and_labels_make_no_difference():
    records = robustness.unseen()
    found = robustness.order(records[:6] + records[-30:])
    assert len(found) == 4 and all(right == of == 36 for right, of in found.values())


def test_without_the_annotated_news_the_run_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(robustness, "SHARED", tmp_path)
    assert robustness.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out
