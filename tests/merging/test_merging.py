"""Merging codings: what is joined, what is not, and that the order in which they come makes no difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.merging import by_event
from dragoman.merging import Decision, articles, compare, merge
from dragoman.merging.card import card
from dragoman.merging.compare import Evidence
from dragoman.merging.decisions import Rules
from dragoman.merging.grouping import Happening, Join, _Groups, units_of
from dragoman.merging.mentions import Mention, Report, Unit, Who, mention, ordinal, trigger_of
from dragoman.merging.pairs import candidates, each_once, near
from dragoman.merging.sketch import containment, likeness, resemblance, sketch
from dragoman.merging.table import Table, among, distinct, filled, picked
from dragoman.records import Article, Coding
from store.fake import Fake

BESIDE = (
    "Delegates came by train through the snow and put their names to a paper of nine pages which neither "
    "side has shown. Reporters waited on the stairs of the old theatre until the lamps went out, "
    "and a choir sang."
)
GROUP = Who.make("people", "people", "group", ("KEN",), ("CVL",))
TALKS = "Russia met Ukraine in Minsk on 2021-07-03."
ROWS = [
    ("a", "2021-07-04", "The Gazette", f"{TALKS} France says Russia attacked Ukraine on 2021-06."),
    ("b", "2021-07-05", "The Post", f"{TALKS} Kenya helped France."),
    ("c", "2021-07-05", "The Sun", "Ukraine never met Russia in Minsk on 2021-07-03."),
    ("d", "2021-07-09", "The Sun", "Russia met Ukraine in Minsk on 2021-07-08."),
    ("e", "2021-07-09", "The Post", "Kenya accused Syria. rebels attacked Syria."),
]


def coded(rows=ROWS) -> list[Coding]:
    return [Fake().code_article(Article(key, day, "", text, None, source)) for key, day, source, text in rows]


def groups(merged) -> set[frozenset]:
    return {frozenset(m.key for m in happening.mentions) for happening in merged.happenings}


def together(merged, one: str, other: str) -> bool:
    return any({one, other} <= {m.report.id for m in h.mentions} for h in merged.happenings)


def test_reports_of_one_meeting_are_joined_and_the_next_meeting_is_not():
    merged = merge(coded())
    assert together(merged, "a", "b")
    assert together(merged, "a", "c")  # its denial speaks of it as well
    assert not together(merged, "a", "d")


def test_every_event_stands_in_one_happening():
    codings = coded()
    keys = [m.key for h in merge(codings).happenings for m in h.mentions]
    assert len(keys) == len(set(keys)) == sum(len(coding.events) for coding in codings)


@given(st.permutations(range(len(ROWS))))
@settings(max_examples=25, deadline=None)
def test_the_order_makes_no_difference(order):
    codings = coded()
    assert merge([codings[n] for n in order]) == merge(codings)


def test_a_join_says_why():
    happening = next(h for h in merge(coded()).happenings if len(h.joins) > 2)
    for join in happening.joins:
        assert join.with_ is not None and join.verdict is not None
        assert abs(sum(join.verdict.reasons.values()) - join.verdict.score) < 0.01


def test_what_people_parted_stays_apart_and_the_last_word_counts():
    first = merge(coded())
    happening = next(h for h in first.happenings if together(first, "a", "b") and len(h.joins) > 2)
    keys = [m.key for m in happening.mentions]
    split = Decision("split", (keys[0],), tuple(keys[1:]))
    apart = merge(coded(), decisions=[split])
    assert frozenset([keys[0]]) in groups(apart)
    again = merge(coded(), decisions=[split, Decision("join", (keys[0],), tuple(keys[1:]))])
    assert groups(again) == groups(first)


def test_what_people_joined_stands_together_against_all_evidence():
    codings = coded()
    one, other = (
        (coding.article.id, event.trigger.start, event.trigger.end, event.type)
        for coding, event in ((codings[0], codings[0].events[0]), (codings[4], codings[4].events[0]))
    )
    joined = merge(codings, decisions=[Decision("join", (one,), (other,))])
    assert any({one, other} <= group for group in groups(joined))
    parted = [Decision("join", (one,), (other,)), Decision("split", (other,), (one,))]
    assert groups(merge(codings, decisions=parted)) == groups(merge(codings))


@given(st.lists(st.text(max_size=80), max_size=4))
@settings(max_examples=50, deadline=None)
def test_any_text_is_merged(texts):
    codings = [Coding(Article(str(n), None, "", text)) for n, text in enumerate(texts)]
    merged = merge(codings)
    assert sorted(key for story in merged.stories for key in story) == sorted(c.article.id for c in codings)


def test_events_without_anybody_are_not_joined_for_that():
    rows = [("x", "2021-01-01", None, "rebels attacked Kenya."), ("y", None, None, "rebels attacked France.")]
    merged = merge(coded(rows))
    assert len(merged.happenings) == 2


def test_a_card_counts_copies_once_and_names_who_denies():
    merged = merge(coded())
    happening = next(h for h in merged.happenings if len(h.joins) > 2)
    told = card(happening, {"b": "a"})
    assert (told["reports"], told["sources"], told["events"]) == (3, 2, 3)
    assert told["status"] == "reported" and told["denied"]
    assert [row["article"] for row in told["denials"]] == ["c"]
    assert (told["first"], told["last"], told["first_day"]) == ("2021-07-04", "2021-07-05", "2021-07-03")


def told(start: int, day: str, source: str, **fields: object) -> Mention:
    report = Report(day + source, ordinal(day), day, source)
    values = {"mode": frozenset(), "aux": "", "actors": (), "recipients": (), "places": (), "first": None,
              "last": None, "numbers": {}, "by": "", "group": "", "word": "raid"}  # fmt: skip
    return Mention((report.id, start, start + 4, "ASSAULT"), report, "ASSAULT", **(values | fields))  # type: ignore[arg-type]


def test_a_card_tells_what_changed_from_report_to_report():
    mentions = [
        told(1, "2021-07-01", "Sun", aux="future"),
        told(2, "2021-07-03", "Sun", numbers={"killed": 14}),
        told(3, "2021-07-03", "Sun", by="the army", numbers={"killed": 14}),
        told(4, "2021-07-04", "Post", by="the army", numbers={"killed": 21}),
        told(5, "2021-07-04", "Post", aux="negation", by="the rebels"),
        told(6, "2021-07-05", "Post", numbers={"killed": 23}),
        told(7, "2021-07-05", "Post", aux="negation", by="the rebels"),
    ]
    made = card(Happening([Join(Unit([m])) for m in mentions]), {})
    changes = [(row["published"], row["field"], row["from"], row["to"], row["by"]) for row in made["history"]]
    assert changes == [
        ("2021-07-01", "status", None, "planned", None),
        ("2021-07-03", "status", "planned", "reported", None),
        ("2021-07-03", "killed", None, 14, None),
        ("2021-07-04", "status", "reported", "claimed", "the army"),
        ("2021-07-04", "killed", 14, 21, "the army"),
        ("2021-07-04", "status", "claimed", "denied", "the rebels"),
        ("2021-07-05", "status", "claimed", "reported", None),
        ("2021-07-05", "killed", 21, 23, None),
    ]
    assert (made["status"], made["numbers"], made["reports"], made["sources"]) == (
        "reported",
        {"killed": 23},
        4,
        2,
    )
    assert {(row["value"], row["by"]) for row in made["figures"]} == {
        (14, None), (14, "the army"), (21, "the army"), (23, None)
    }  # fmt: skip
    assert {row["by"] for row in made["denials"]} == {"the rebels"} and (made["first"], made["last"]) == (
        "2021-07-01", "2021-07-05"
    )  # fmt: skip


def test_another_number_of_those_acted_on_speaks_against_one_happening():
    def verdict(one: str, other: str) -> dict[str, float]:
        told_of = [
            mention(
                Report(key, 738000, "2021-07-25", key), start=0, end=6, type="COERCE", trigger="arrest",
                sentence="", sentence_at=0, title="", actors=[], recipients=[(GROUP, words)],
                mode=frozenset(), aux="", places=(), first=None, last=None, numbers={}, by="", group="",
            )
            for key, words in (("a", one), ("b", other))
        ]  # fmt: skip
        table = Table(units_of(told_of, Rules()), {})
        return Evidence(table, np.array([0]), np.array([1])).columns

    assert "not as many" in verdict("37 protesters", "five fishermen")
    assert "not as many" not in verdict("37 protesters", "the protesters")
    assert "not as many" not in verdict("at least nine people", "more than a dozen people")
    assert "as many" in verdict("five fishermen", "the 5 men")


def test_no_decision_says_nothing():
    assert not Rules() and not Rules().parted(("a", 1, 2, "AID"), ("b", 1, 2, "AID"))


def test_a_copy_cut_short_is_found_and_another_text_is_not():
    text = "The army of the north crossed the river before dawn and shelled three villages near Kirumba. " * 1
    text += (
        "A spokesman for the governor said that nobody had been told to leave, and that help would come soon."
    )
    one, cut = sketch("Title", text), sketch("Other title", text[:120])
    other = sketch(
        "Title", "Parliament votes on the budget in spring, as every year, and no one expects surprises."
    )
    assert containment(one, cut) > 0.55 > resemblance(one, other)
    assert likeness(one, cut) > likeness(one, other)


def copies(many: int) -> list[Coding]:
    """Near copies of one report of one day, by so many outlets, with a last line of their own."""
    rows = [
        (f"n{n:03}", "2021-07-04", f"outlet {n}", f"{ROWS[0][3]} {BESIDE} Report {n} of the series.")
        for n in range(many)
    ]
    return coded([*rows, *ROWS[1:]])


def test_near_copies_are_joined_as_if_each_pair_were_compared(monkeypatch):
    codings = copies(20)
    found = merge(codings)
    with monkeypatch.context() as patch:
        patch.setattr(articles, "FRONT", 1000)
        patch.setattr(Mention, "twin", None)
        pairwise = merge(codings)
    assert groups(found) == groups(pairwise)
    assert found.stories == pairwise.stories
    assert found.copies == pairwise.copies
    assert sum(of == "n000" for of in found.copies.values()) >= 19


def test_what_near_copies_cost_grows_as_they_do():
    few, many = (merge(copies(number)) for number in (20, 80))
    assert len(many.links) < 5 * len(few.links)
    units = [
        len(units_of([m for h in merged.happenings for m in h.mentions], Rules())) for merged in (few, many)
    ]
    assert units[0] == units[1]


def test_links_of_fresh_articles_are_those_of_all_that_have_one(monkeypatch):
    monkeypatch.setattr(articles, "FRONT", 3)
    sketched = [
        (Report(c.article.id, ordinal(c.article.published)), sketch(c.article.title, c.article.body))
        for c in copies(9)
    ]
    every = articles.links(sketched)
    for fresh in ({"n001"}, {"n008", "a"}, {"nobody"}):
        assert articles.links(sketched, fresh) == [x for x in every if fresh & {x.one, x.other}]
    assert articles.links([]) == articles.links(sketched[:1]) == []


NUMBERS = st.lists(st.lists(st.integers(-1, 4), min_size=3, max_size=3), min_size=1, max_size=6)


@given(NUMBERS, NUMBERS)
def test_what_is_in_a_row_is_found_place_by_place(ours, theirs):
    one, other = filled(ours[: len(theirs)], 3), filled(theirs[: len(ours)], 3)
    assert among(one, other).tolist() == [
        [x >= 0 and x in row for x in mine] for mine, row in zip(one.tolist(), other.tolist(), strict=True)
    ]
    at = np.array([len(one) - 1, 0, 0])
    for column in (one, np.ascontiguousarray(one), one[:, 0]):
        assert (picked(column, at) == column[at]).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=20))
def test_pairs_that_share_a_code_within_days_come_each_once(told):
    codes, day = (np.array([x[side] for x in told], np.int64) for side in (0, 1))
    offers = near(codes, np.arange(len(told)), np.full(len(told), 4), day)
    found = list(zip(*(side.tolist() for side in each_once(offers, max(1, len(told)))), strict=True))
    assert found == [
        (a, b)
        for a in range(len(told))
        for b in range(a + 1, len(told))
        if codes[a] == codes[b] and abs(day[a] - day[b]) <= 4
    ]
    assert distinct(codes).tolist() == sorted(set(codes.tolist()))


def test_each_near_copy_has_its_reasons_and_can_be_taken_out():
    codings = copies(12)
    happening = max(merge(codings).happenings, key=lambda h: len(h.joins))
    assert len(happening.joins) == len(happening.mentions) >= 12
    for join in happening.joins:
        assert join.with_ is not None and join.with_ != join.unit.key
        assert join.verdict is not None and join.verdict.reasons
    keys = [m.key for m in happening.mentions]
    split = Decision("split", (keys[5],), (*keys[:5], *keys[6:]))
    assert {frozenset([keys[5]]), frozenset(keys) - {keys[5]}} <= groups(merge(codings, decisions=[split]))


def test_who_acts_in_the_one_and_is_acted_on_in_the_other_speaks_against_one_happening():
    villagers, soldiers = frozenset({"villag"}), frozenset({"soldi"})
    one = told(10, "2021-07-04", "A", actor_words=soldiers, recipient_words=villagers)
    same = told(10, "2021-07-05", "B", actor_words=soldiers, recipient_words=villagers)
    other_way = told(10, "2021-07-05", "C", actor_words=villagers, recipient_words=soldiers)

    def columns(*mentions: Mention) -> dict:
        return Evidence(Table(units_of(mentions, Rules()), {}), np.array([0]), np.array([1])).columns

    assert columns(one, other_way)["words crossed"][0] == 1.0
    assert "words crossed" not in columns(one, same)
    assert all(compare.WEIGHTS[kind]["words crossed"] < 0 for kind in compare.WEIGHTS)


def test_an_undated_act_that_is_known_may_be_of_long_ago_and_news_may_not():
    known = told(10, "2006-09-25", "A", trigger=trigger_of("attack", "No one has been charged with the"))
    news = told(10, "2006-09-25", "B", trigger=trigger_of("attack", "Gunmen made an"))
    units = units_of([known, news], Rules())
    groups_ = _Groups(units, range(2), Rules())
    assert [units[at].report.source for at in groups_.when] == ["B"]


def compared(*mentions: Mention) -> bool:
    """Whether two are looked at at all."""
    units = units_of(mentions, Rules())
    return len(candidates(Table(units, {}), {})[0]) > 0


def whose(text: str, country: str) -> Who:
    return Who.make(text, text, "group", (country,), ("CVL",))


def test_what_is_of_one_kind_day_and_country_is_compared_whoever_is_named():
    day = ordinal("2010-02-24")
    one = told(10, "2010-02-24", "A", actors=(whose("unions", "GRC"),), first=day, last=day)
    other = told(10, "2010-02-25", "B", actors=(whose("seamen", "GRC"),), first=day, last=day)
    abroad = told(10, "2010-02-25", "C", actors=(whose("seamen", "ITA"),), first=day, last=day)
    undated = told(10, "2010-03-25", "D", actors=(whose("seamen", "GRC"),))
    assert compared(one, other)
    assert not compared(one, abroad)
    assert not compared(one, undated)


def test_what_looks_back_at_a_month_is_compared_with_its_kind_in_that_country():
    first, last = ordinal("2011-06-01"), ordinal("2011-06-30")
    back = told(10, "2018-01-21", "A", actors=(whose("fighters", "AFG"),), first=first, last=last)
    news = told(10, "2011-06-29", "B", recipients=(whose("guests", "AFG"),))
    later = told(10, "2011-09-29", "C", recipients=(whose("guests", "AFG"),))
    assert compared(back, news)
    assert not compared(back, later)


def columns_of(*mentions: Mention) -> dict:
    """What is seen of two mentions, by name."""
    return Evidence(Table(units_of(mentions, Rules()), {}), np.array([0]), np.array([1])).columns


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("kidnapped", "carried off", "act"),
        ("sat down", "negotiations", "act"),
        ("stormed", "the attack", "act akin"),
        ("kidnapped", "massacre", "another act"),
        ("denied", "arrested", "another act"),
    ],
)
def test_words_that_name_one_kind_of_act_are_known(one: str, other: str, says: str):
    found = columns_of(
        told(10, "2021-07-04", "A", trigger=trigger_of(one, "")),
        told(10, "2021-07-05", "B", trigger=trigger_of(other, "")),
    )
    assert {"act", "act akin", "another act"} & set(found) == {says}


def test_words_in_no_list_say_nothing_of_the_kind_of_act():
    found = columns_of(
        told(10, "2021-07-04", "A", trigger=trigger_of("zoomed", "")),
        told(10, "2021-07-05", "B", trigger=trigger_of("kidnapped", "")),
    )
    assert not {"act", "act akin", "another act"} & set(found)


def test_violence_by_other_means_and_what_is_done_in_return_or_once_more_are_told_apart():
    def told_as(one: str, other: str, before: str = "") -> dict:
        return columns_of(
            told(10, "2021-07-04", "A", trigger=trigger_of(one, "Gunmen")),
            told(10, "2021-07-05", "B", trigger=trigger_of(other, before)),
        )

    assert "way differs" in told_as("stabbed", "shelled")
    assert "way differs" not in told_as("stabbed", "killed")
    assert "in return" in told_as("fired", "fired back")
    assert "another one" in told_as("raid", "raid", "two days after a second")
    assert not {"in return", "another one"} & set(told_as("raid", "raid", "after the"))


def test_what_else_the_coder_took_an_event_for_counts():
    def event(day: str, source: str, kind: str, **shares: float) -> Mention:
        people = {"actors": (whose("rebels", "NGA"),), "recipients": (whose("girls", "TCD"),)}
        one = told(10, day, source, types=shares, **people)
        return replace(one, type=kind, key=(*one.key[:3], kind))

    sure = event("2014-04-16", "A", "ASSAULT")
    torn = event("2014-04-18", "B", "ACCUSE", ACCUSE=0.5, ASSAULT=0.4)
    other = event("2014-04-18", "C", "ACCUSE")
    assert columns_of(sure, torn)["types likely, other type"][0] > 0.4
    assert "types likely" not in columns_of(sure, other)
    assert compared(sure, torn)
    assert not compared(sure, other)


def test_shares_add_up_and_a_type_without_others_is_certain():
    one = told(10, "2021-07-04", "A", types={"CONSULT": 0.6, "AGREE": 0.3})
    shares = Table(units_of([one, told(10, "2021-07-05", "B")], Rules()), {}).shares
    assert np.allclose(shares.sum(1), 1)
    assert sorted(shares[1].tolist())[-2:] == [0.0, 1.0]
    assert sum(share > 0 for share in shares[0].tolist()) >= 2


def test_by_event_a_happening_counts_no_more_than_its_events():
    gold = {("a", at): "big" if at < 4 else "small" for at in range(6)}
    torn = {key: key[1] if key[1] >= 4 else "x" for key in gold}
    assert by_event(gold, gold) == {"P": 100.0, "R": 100.0, "F1": 100.0, "events": 6}
    found = by_event(gold, torn)
    assert found["P"] == 100.0 and round(found["R"], 1) == round(100 * (4 + 2 * 0.5) / 6, 1)
    one = by_event(gold, dict.fromkeys(gold, 1))
    assert one["R"] == 100.0 and round(one["P"], 1) == round(100 * (4 * 4 / 6 + 2 * 2 / 6) / 6, 1)


def test_events_of_types_far_apart_are_compared_where_words_of_one_kind_name_them():
    people = {"actors": (whose("envoys", "POL"),), "recipients": (whose("ministry", "BLR"),)}
    one = told(10, "2011-03-03", "A", trigger=trigger_of("summoned", ""), **people)
    other = told(10, "2011-03-04", "B", trigger=trigger_of("called", "was"), **people)
    moved = told(10, "2011-03-04", "C", trigger=trigger_of("resigned", ""), **people)
    other, moved = (replace(m, type="CONSULT", key=(*m.key[:3], "CONSULT")) for m in (other, moved))
    one = replace(one, type="SANCTION", key=(*one.key[:3], "SANCTION"))
    assert compared(one, other)
    assert not compared(one, moved)
