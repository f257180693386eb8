"""Numbers in words, and which of them belong to which event."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.numbers import find_numbers, find_numbers_in_text, parse_number
from dragoman.language.parse import Parse, Sentence, Token, Trigger

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from shared import gold, needs_shared


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("39", 39),
        ("1,200", 1200),
        ("two", 2),
        ("a dozen", 12),
        ("two dozen", 24),
        ("Forty-five", 45),
        ("eighty-seven", 87),
        ("three hundred and five", 305),
        ("one hundred and ten thousand", 110_000),
        ("3.5 million", 3_500_000),
        ("half a million", 500_000),
        ("$", None),
        ("2bn", 2_000_000_000),
        ("a", 1),
        ("dozens", None),
        ("several", None),
        ("hundreds", None),
        ("", None),
        ("two three", None),
        ("the man", None),
    ],
)
def test_one_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@given(st.integers(0, 10**9))
def test_digits_are_read_with_and_without_commas(value: int) -> None:
    assert parse_number(str(value)) == parse_number(f"{value:,}") == value


def numbers(
    sentence: str, trigger: str, kind: str, *modes: str, others: tuple[str, ...] = ()
) -> dict[str, int | str]:
    def span(words: str) -> tuple[int, int]:
        start = sentence.index(words)
        return start, start + len(words)

    return find_numbers_in_text(sentence, span(trigger), kind, modes, others=[span(w) for w in others])


@pytest.mark.parametrize(
    ("sentence", "trigger", "found"),
    [
        ("At least 39 people were killed in Kabul on Monday.", "killed", {"killed": 39}),
        ("Gunmen killed seventeen soldiers near Gao.", "killed", {"killed": 17}),
        ("A bomb in Quetta killed a dozen people and wounded 30.", "bomb", {"killed": 12, "injured": 30}),
        ("The blast left dozens dead.", "blast", {}),
        ("The raid killed a policeman.", "killed", {"killed": 1}),
        ("Ten people, among them two guards, were shot dead.", "shot dead", {"killed": 10}),
        ("A doctor and three others were killed.", "killed", {"killed": 4}),
        ("No one was killed.", "killed", {"killed": 0}),
        ("He was killed in 1998 at the age of 46.", "killed", {}),
        ("The attack killed 14 cattle farmers after 3 days of talks.", "killed", {"killed": 14}),
    ],
)
def test_the_dead_and_the_hurt(sentence: str, trigger: str, found: dict[str, int]) -> None:
    assert numbers(sentence, trigger, "ASSAULT") == found


def test_each_act_keeps_its_own_count() -> None:
    sentence = "Police arrested 70 people after rioters killed two officers."
    assert numbers(sentence, "arrested", "COERCE", "arrest", others=("killed",)) == {"arrested": 70}
    assert numbers(sentence, "killed", "ASSAULT", others=("arrested",)) == {"killed": 2}


def test_who_took_part() -> None:
    assert numbers("Some 20,000 people marched through Lima.", "marched", "PROTEST", "demo") == {
        "participants": 20_000
    }
    assert numbers("Thousands marched through Lima.", "marched", "PROTEST", "demo") == {}
    assert numbers("A march of 300 nurses passed.", "march", "PROTEST", "demo") == {"participants": 300}
    assert numbers("Police arrested 180 people at rallies.", "rallies", "PROTEST", "demo") == {}


@pytest.mark.parametrize(
    ("sentence", "trigger", "money"),
    [
        ("Japan pledged $30 million for Aceh.", "pledged", "USD 30000000"),
        ("The bank promised 253 million euros.", "promised", "EUR 253000000"),
        ("London sent £2.5m in aid.", "sent", "GBP 2500000"),
        ("Donors gave US$1,200.50 to the camp.", "gave", "USD 1200.5"),
        ("Donors gave half a billion dollars.", "gave", "USD 500000000"),
        ("Donors gave generously.", "gave", None),
    ],
)
def test_money(sentence: str, trigger: str, money: str | None) -> None:
    assert numbers(sentence, trigger, "AID").get("money") == money


def test_ages_dates_and_things_are_no_people() -> None:
    assert numbers("Police arrested the man, 26, on March 3, 2019.", "arrested", "COERCE", "arrest") != {
        "arrested": 26
    }
    assert "killed" not in numbers("The 12 missiles killed nobody on 14 May.", "missiles", "ASSAULT")
    assert numbers("Rebels attacked 40 villages.", "attacked", "ASSAULT") == {}


def test_the_tree_says_who_is_counted() -> None:
    # "two hundred" hangs on the killed, "nine" on the guards.
    words = [
        ("Guards", "NOUN", 4, "nsubj"),
        (",", "PUNCT", 0, "punct"),
        ("nine", "NUM", 0, "appos"),
        ("strong", "ADJ", 2, "amod"),
        ("killed", "VERB", -1, "root"),
        ("two", "NUM", 6, "compound"),
        ("hundred", "NUM", 7, "nummod"),
        ("inmates", "NOUN", 4, "obj"),
    ]
    tokens, text = [], ""
    for word, upos, head, relation in words:
        text += ("" if not text or word == "," else " ") + word
        tokens.append(
            Token(len(text) - len(word), len(text), word, word.lower(), upos, "", head, relation, 0)
        )
    parse = Parse(text, tuple(tokens), (Sentence(0, len(tokens), 0, len(text)),))
    trigger = Trigger(4, 5, 4, 0.9, (("ASSAULT", 1.0),))
    assert find_numbers(parse, trigger, "ASSAULT") == {"killed": 200}


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 40))
def test_any_sentence_is_read_without_error(text: str, start: int, size: int) -> None:
    start = min(start, len(text))
    span = (start, min(len(text), start + size))
    for kind, modes in (("ASSAULT", []), ("COERCE", ["arrest"]), ("PROTEST", ["riot"]), ("AID", [])):
        for key, value in find_numbers_in_text(text, span, kind, modes).items():
            assert (
                (isinstance(value, str) and value[:3].isupper())
                if key == "money"
                else (isinstance(value, int) and value >= 0)
            )
    parse_number(text)


@pytest.mark.parametrize("unit", ["a ", "1,", "two and ", "the man ", "$5 million ", "killed, ", "hundred "])
def test_long_sentences_take_little_time(unit: str) -> None:
    text = unit * 1500
    start = time.process_time()
    find_numbers_in_text(text, (0, 1), "ASSAULT", [])
    find_numbers_in_text(text, (0, 1), "PROTEST", ["riot"])
    find_numbers_in_text(text, (0, 1), "AID", [])
    assert time.process_time() - start < 5


@needs_shared
def test_numbers_of_the_annotated_news_are_mostly_found() -> None:
    right = stated = system = 0
    for record in gold("corpus/train", "corpus/authored"):
        text = record["article"]["text"]
        for event in record["events"]:
            at = event["trigger"]["start"]
            where = [s for s in record["sentences"] if s[0] <= at < s[1]]
            if not where:
                continue
            first, last = where[0]
            spans = [
                (e["trigger"]["start"] - first, e["trigger"]["end"] - first)
                for e in record["events"]
                if first <= e["trigger"]["start"] < last
            ]
            own = (at - first, event["trigger"]["end"] - first)
            told = event.get("numbers") or {}
            read = find_numbers_in_text(text[first:last], own, event["type"], event["mode"], others=spans)
            stated += len(told)
            system += len(read)
            right += sum(told.get(key) == value for key, value in read.items())
    assert right / system > 0.75
    assert right / stated > 0.65


def test_who_marched_against_killings_was_not_killed():
    from dragoman.coding import Coder

    text = "About 2,000 people marched to the port to demand an inquiry into Sunday's killings."
    coding = Coder().code(text, published="2023-03-14")
    assert [e.numbers["participants"] for e in coding.events if e.type == "PROTEST"] == [2000]
    assert all("killed" not in e.numbers for e in coding.events)
