"""Sentences: where news sentences end, for any text, and as the annotated articles have them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.sentences import MAX_SENTENCE_WORDS, split_sentences
from dragoman.language.tokens import tokenize
from shared import gold, needs_shared

ANYTHING = st.text(st.characters(), max_size=300)
PIECES = (
    "The|he|said|U.S.|Mr.|Inc.|J.|No.|5|p.m|.|..|…|!|?|?!|-|–|—|'|’|‘|\"|“|”|„|«|»|(|)|[|]|[1]|:|;|,|al-Qaeda|"
    "Über|\x00|\u200b|\ud800|1.|•|LONDON| | | |\n|\n\n|\r\n|\u2029|\f|\t"
)
NEWSLIKE = st.lists(st.sampled_from(PIECES.split("|")), max_size=60).map("".join)


def sentences(text: str, title_end: int = 0) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, title_end)]


@given(ANYTHING | NEWSLIKE, st.integers(0, 50))
def test_sentences_are_trimmed_in_order_and_leave_only_white_space(text: str, title_end: int) -> None:
    title_end = min(title_end, len(text))
    spans = split_sentences(text, title_end)
    parts = [text[start:end] for start, end in spans]
    assert all(part and part == part.strip() for part in parts)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(parts).split()) == "".join(text.split())
    # The title runs into no other sentence.
    assert not any(start < title_end < end for start, end in spans)


@given(
    st.lists(
        st.sampled_from(['"', "word ", "can't ", "cannot ", "1.5m", ". ", ";", ", ", "(", "U.S.", "’"]),
        max_size=60,
    )
)
def test_no_sentence_has_more_words_than_the_limit(parts: list[str]) -> None:
    text = "".join(parts) * 12
    assert all(len(tokenize(text, start, end)) <= MAX_SENTENCE_WORDS for start, end in split_sentences(text))


@pytest.mark.parametrize(
    "marked",
    [
        "Gen. John Allen met Sgt. Lee and Mr. Smith in St. Louis.|He left on Oct. 17.|The talks ended.",
        "He met J. K. Rowling and George W. Bush.|He then tried plan B.|The plan failed.",
        "He works for Apple Inc.|The firm is in the U.S.|It grew 3.5 per cent.|U.S. President Trump agreed.",
        "It was 5 p.m. Monday, 9 p.m. Moscow time and 6 a.m. EST.|He left at 7 p.m.|The talks ended.",
        "No. 5 is out.|Was it 3?|No.|He was not.",
        "It grew...|Then it fell… and rose.|Why?!|Nobody knows!",
        "Rep. Jane Doe (D-Minn.) said so.|Sen. John Doe, R-Ky., did not.|(He was ill.)|The bill passed.",
        "BEIRUT (Reuters) - Rebels shelled Aleppo.|At least 12 died.",
        "WASHINGTON, D.C. — The House voted.|The Senate did not.",
        "MOSCOW, Aug. 22. Chancellor Merkel spoke.|He listened.",
        "al-Shabaab attacked.|al-Shabaab denied it.",
        "THE PRESIDENT SAID NO.|HE LEFT.|MR. SMITH STAYED.",
        "It was founded in 1990.[2]|It closed in 2001. [3] [4]|Then it reopened.",
        "He read Yahoo! News.|Oh no!|The end.",
        "They starred in Viva Maria! (1965) and Help!|The critics cheered.",
        "The vote was close.|07:50. Tanks rolled in.|08:15. They stopped.",
    ],
)
def test_full_stops_that_end_a_sentence_and_those_that_do_not(marked: str) -> None:
    assert sentences(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "'Why?' he asked.|'Because,' she said, 'we must.'|They left.",
        '"Who goes there?" Mr Putin asked.|"Nobody," came the answer.',
        'He said: "We will not go. We never will."|The minister agreed.',
        "He said “We will not go. We ‘never, ever’ will.”|The minister agreed.",
        "„Wir wollen Frieden. Jetzt.“|Merkel left.|«Oui. Non.»|He stayed.",
        "He called it 'outside values'.|The next day he left.",
        "The leaders' speech was long.|'It is the workers' day. We won,' they said.|All went home.",
        "‘Good for the workers’ and their families. We won,’ he said.|The end.",
        "He said: 'It's the '90s again. We won't do it.'|Nobody listened.",
        "The deal (worth $5m. It says here.) is done.|[It was fixed. Twice.]|The end.",
        "“We gave you everything.”|The crowd cheered.",
    ],
)
def test_quotations_and_brackets_stay_in_one_piece(marked: str) -> None:
    assert sentences(marked.replace("|", " ")) == marked.split("|")


def test_quotation_that_goes_on_in_the_next_paragraph_is_cut() -> None:
    text = '"This is the first. It goes on.\n\n"This is the second. It ends," he said.'
    assert sentences(text) == [
        '"This is the first.',
        "It goes on.",
        '"This is the second. It ends," he said.',
    ]


def test_title_is_a_sentence_whatever_it_holds() -> None:
    title = "Why? Because he said so. Mr."
    text = title + "\n\nSmith said so. He left"
    assert sentences(text, len(title)) == [title, "Smith said so.", "He left"]


def test_lines_are_paragraphs_where_the_text_is_not_wrapped() -> None:
    text = "Ministers met\nBoris Johnson\nA spokesman said: “Yes. No.”\nHe left. They stayed\n\nEnd"
    assert sentences(text) == [
        "Ministers met",
        "Boris Johnson",
        "A spokesman said: “Yes. No.”",
        "He left.",
        "They stayed",
        "End",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_of_wrapped_text_are_joined(newline: str) -> None:
    lines = [
        "PARIS (Reuters) - The president said on Monday that the government of",
        "France would not yield to the demands. He told reporters in Paris that",
        "President Obama agreed.",
        "",
        "The next paragraph is about something else, as is customary in reports",
        "from Europe, and then it ends",
    ]
    found = sentences(newline.join(lines))
    assert [part.split()[0] for part in found] == ["PARIS", "He", "The"]
    assert found[1].endswith(f"in Paris that{newline}President Obama agreed.")


def test_list_items_are_sentences() -> None:
    text = "The demands:\n- free the prisoners\n- withdraw all troops. Now\n1. Pay\n• go home"
    assert sentences(text) == [
        "The demands:",
        "- free the prisoners",
        "- withdraw all troops.",
        "Now",
        "1. Pay",
        "• go home",
    ]


def test_forgotten_space_after_a_full_stop() -> None:
    assert sentences("Rebels entered the city.The army fled.") == [
        "Rebels entered the city.",
        "The army fled.",
    ]
    assert sentences("It is on example.com and Node.Js now.") == ["It is on example.com and Node.Js now."]


def test_overlong_sentence_is_cut_at_a_sensible_place() -> None:
    clause = " ".join(["word"] * 30)
    text = "; ".join([clause] * 20) + "."
    parts = sentences(text)
    assert len(parts) >= 3
    assert all(part.endswith((";", ".")) for part in parts)
    quotation = '"' + " ".join([clause + "."] * 20) + '" he said.'
    assert all(part.endswith(".") for part in sentences(quotation))


@pytest.mark.parametrize(
    "part",
    [
        '"',
        "“",
        "'",
        "' a",
        "s' b ",
        ".",
        ". ",
        '."',
        ".[1]",
        "(",
        "()",
        " ",
        "\n",
        " \n",
        "Mr. ",
        "U.S. ",
        "a\n",
    ]
    + ['?" Aaa ', "\n- a", '. "'],
)
def test_any_run_takes_linear_time(part: str) -> None:
    def seconds(length: int) -> float:
        text = "a" + part * (length // len(part)) + "b"
        began = time.perf_counter()
        split_sentences(text)
        return time.perf_counter() - began

    short = min(seconds(20_000) for _ in range(2))
    # Ten times the length: quadratic work would take a hundred times as long.
    assert seconds(200_000) < 40 * short + 0.2


@needs_shared
@pytest.mark.parametrize(
    ("name", "floor"), [("train", 0.985), ("authored", 0.985), ("releases", 0.975), ("dev", 0.97)]
)
def test_sentence_ends_agree_with_the_annotated_articles(name: str, floor: float) -> None:
    right = found = wanted = 0
    for record in gold(f"corpus/{name}"):
        text = record["article"]["text"]
        first = record["sentences"][0][1]
        title_end = first if text.startswith("\n\n", first) and record["article"].get("title") else 0
        ours = {end for _, end in split_sentences(text, title_end) if end > title_end}
        theirs = {end for _, end in record["sentences"] if end > title_end}
        right += len(ours & theirs)
        found += len(ours)
        wanted += len(theirs)
    assert 2 * right / (found + wanted) >= floor
