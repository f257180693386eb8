"""What a person reads in a terminal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display import made
from dragoman.display import terminal
from dragoman.display.table import table
from dragoman.records import Article, Coding, Event, Extent, Reason, Span, Statement
from shared import gold, needs_shared

SGR = re.compile(r"\x1b\[[\d;]*m")


def test_the_table_says_who_did_what_to_whom_on_whose_word() -> None:
    shown = table(made.coding(), width=100)
    assert shown.splitlines()[:2] == ["Northland expels envoys", "2021-08-20 · Example Wire · made-1"]
    lines = shown.splitlines()
    assert "SANCTION/expel  Northland (NOR GOV) → envoys (GOV)  93%" in lines
    assert "    2021-08-16 · diplomatic" in lines
    assert "    [Northland] *expelled* [two envoys] [on Monday]." in lines
    assert "claimed by Ana Ruiz: ASSAULT/heavy-weapons  Port Ada rebels (NOR REB)" in lines
    assert "    Port Ada (NOR) · 12 killed" in lines
    assert "    “[Rebels] *shelled* [Port Ada], killing 12,” [General Ana Ruiz] told reporters." in lines
    assert "denied by Port Ada rebels: ASSAULT  Port Ada rebels (NOR REB)" in lines
    assert "planned: MOBILIZE/troops  Troops" in lines
    assert lines[lines.index("Statements") + 2 :] == [
        "Ana Ruiz (NOR MIL) told → reporters (JRN) · criticises Port Ada rebels (NOR REB)",
        "    “Rebels shelled Port Ada, killing 12,”",
    ]


@pytest.mark.parametrize(
    ("aux", "with_account", "said"),
    [
        ("", False, ""),
        ("", True, "claimed by Ana Ruiz: "),
        ("negation", False, "not: "),
        ("negation", True, "denied by Ana Ruiz: "),
        ("future", False, "planned: "),
        ("hypothetical", False, "possible: "),
        ("historical", False, "background: "),
        ("historical", True, "background, claimed by Ana Ruiz: "),
    ],
)
def test_what_did_not_plainly_happen_is_said_first(aux: str, with_account: bool, said: str) -> None:
    coding = made.coding()
    claim = coding.events[1]
    event = replace(claim, aux=aux, by=claim.by if with_account else None)
    assert f"\n{said}ASSAULT/heavy-weapons  " in table(replace(coding, events=(event,)), width=110)


@pytest.mark.parametrize(
    ("stance", "about", "said"),
    [
        ("-", True, " · criticises Port Ada rebels (NOR REB)\n"),
        ("+", True, " · supports Port Ada rebels (NOR REB)\n"),
        ("0", True, " · about Port Ada rebels (NOR REB)\n"),
        ("-", False, " · critical\n"),
        ("+", False, " · supportive\n"),
        ("0", False, "reporters (JRN)\n"),
    ],
)
def test_a_statement_says_what_the_speaker_thinks_of_whom(stance: str, about: bool, said: str) -> None:
    coding = made.coding()
    statement = replace(coding.statements[0], stance=stance, about=("rebels",) if about else ())
    assert said in table(replace(coding, statements=(statement,)), width=110)


def test_no_line_ends_in_blanks() -> None:
    for width in range(20, 90):
        for line in table(made.coding(), width=width).splitlines():
            assert line == line.rstrip()


def test_events_stand_in_the_order_of_the_text() -> None:
    coding = made.coding()
    assert table(replace(coding, events=coding.events[::-1])) == table(coding)


def test_colour_underlines_evidence_and_shows_the_quad_class() -> None:
    shown = table(made.coding(), width=100, colour=True)
    assert "\x1b[1;31mSANCTION/expel\x1b[0m" in shown
    assert "\x1b[4mNorthland\x1b[0m \x1b[4;1;31mexpelled\x1b[0m \x1b[4mtwo envoys\x1b[0m" in shown
    plain = SGR.sub("", shown)
    assert "[Northland]" not in plain
    assert "Northland expelled two envoys on Monday." in plain


def test_a_type_that_no_ontology_knows_is_shown_all_the_same() -> None:
    coding = made.coding()
    event = replace(coding.events[0], type="DANCE", quad="")
    assert "DANCE/expel" in table(replace(coding, events=(event,)), colour=True)


def test_nothing_coded_gives_the_reason() -> None:
    coding = Coding(
        article=Article(id="x", body="Bonjour."), reasons=(Reason("language", "Only English is coded."),)
    )
    assert "No events and no statements." in table(coding)
    assert "language: Only English is coded." in table(coding)
    assert "no date · x" in table(coding)


def test_the_article_cannot_reach_the_terminal() -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\ud800\x7f\r\b"
    coding = Coding(
        article=Article(id=hostile, title=hostile, body=f"They {hostile} met.", source=hostile),
        events=(
            Event(
                "e",
                hostile,
                Span.at(f"{hostile}\n\nThey {hostile} met.", 0, 5),
                mode=(hostile,),
                event=hostile,
            ),
        ),
        reasons=(Reason(hostile, hostile),),
    )
    for colour in (False, True):
        left = SGR.sub("", table(coding, colour=colour)).replace("\n", "")
        assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


def test_wide_and_combining_characters_fit_the_width() -> None:
    body = "国務院は金曜日に隣国の大使を召還し抗議した" * 5 + " e\u0301" * 40 + " x" + "\u0301" * 500
    coding = Coding(
        article=Article(id="w", title="中国" * 40, body=body),
        statements=(Statement("s", "indirect", (Span.at("中国" * 40 + "\n\n" + body, 82, 180),)),),
    )
    for width in (20, 33, 80):
        assert max(terminal.width(line) for line in table(coding, width=width).splitlines()) <= width


def test_a_sentence_without_end_is_cut_around_the_trigger() -> None:
    body = "blah " * 2000 + "attacked " + "blah " * 2000
    coding = Coding(
        article=Article(id="long", body=body),
        events=(Event("e", "ASSAULT", Span(10_000, 10_008, "attacked"), sentence=Extent(0, len(body))),),
    )
    shown = table(coding)
    assert "*attacked*" in shown
    assert len(shown) < 2000


@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 20)), max_size=6),
    st.integers(0, 60),
    st.booleans(),
)
def test_any_text_and_any_spans_fit_the_width(
    body: str, spans: list[tuple[int, int]], width: int, colour: bool
) -> None:
    fitting = [Span.at(body, a, min(a + n, len(body))) for a, n in spans if a < len(body)]
    coding = Coding(
        article=Article(id="x", body=body),
        events=tuple(Event(f"e{i}", "ASSAULT", span) for i, span in enumerate(fitting)),
        statements=tuple(Statement(f"s{i}", "mixed", (span,)) for i, span in enumerate(fitting)),
    )
    shown = table(coding, width=width, colour=colour)
    assert shown.endswith("\n")
    assert all(terminal.width(line) <= max(width, 20) for line in SGR.sub("", shown).split("\n"))


@needs_shared
def test_annotated_articles_are_shown_with_every_event_and_all_evidence() -> None:
    for record in gold("corpus/authored"):
        coding = Coding.from_dict(record)
        shown = table(coding, width=10_000)
        assert sum(event.type in shown for event in coding.events) == len(coding.events)
        for event in coding.events:
            assert terminal.safe(event.trigger.text) in shown.replace("*", "").replace("[", "").replace(
                "]", ""
            )
        narrow = table(coding, width=40)
        assert max(terminal.width(line) for line in narrow.splitlines()) <= 40


def test_colour_is_for_terminals_that_want_it() -> None:
    assert terminal.wants_colour(on_terminal=True, environment={"TERM": "xterm"})
    assert not terminal.wants_colour(on_terminal=False, environment={})
    assert not terminal.wants_colour(on_terminal=True, environment={"TERM": "dumb"})
    assert not terminal.wants_colour(on_terminal=True, environment={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert terminal.wants_colour(on_terminal=False, environment={"FORCE_COLOR": "1"})
    assert not terminal.wants_colour(on_terminal=False, environment={"FORCE_COLOR": "0"})


def test_what_an_encoding_lacks_is_put_plainly() -> None:
    assert terminal.encodable("A → B · “c”…", "ascii") == 'A -> B | "c"...'
    assert terminal.encodable("Żó", "latin-1") == "?ó"
    assert terminal.encodable("A → B", "utf-8") == "A → B"
