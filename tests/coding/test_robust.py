"""No parse, however wild, makes coding fail; every span gives its text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding import Coder
from dragoman.language.parse import Content, Link, Name, Parse, Sentence, Token, Trigger
from dragoman.ontology import MODES
from dragoman.records import Article

WORDS = [
    "Putin",
    "the",
    "president",
    "of",
    "Russia",
    "'s",
    "said",
    "“",
    "”",
    '"',
    "he",
    "We",
    "who",
    "police",
    "U.S.",
    "(",
    ")",
    "EU",
    ",",
    ".",
    "-",
    "and",
    "Monday",
    "twelve",
    "killed",
    "Mr",
    "al",
    "its",
    "government",
    "rebels",
    "é",
    "भारत",
    "Paris",
    "it",
    "statement",
]
CODER = Coder()


@st.composite
def parses(draw):
    count = draw(st.integers(1, 24))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=count, max_size=count))
    breaks = sorted(draw(st.sets(st.integers(1, count), max_size=3)) | {count})
    index = st.integers(0, count - 1)
    text, tokens, sentences, first = "", [], [], 0
    for number, last in enumerate(breaks):
        start = len(text)
        for position in range(first, last):
            begin = len(text)
            text += words[position]
            head = draw(st.integers(-1, count - 1))
            relation = draw(
                st.sampled_from(
                    [
                        "nsubj",
                        "flat",
                        "compound",
                        "conj",
                        "appos",
                        "acl:relcl",
                        "case",
                        "obj",
                        "root",
                        "",
                        "nmod:poss",
                    ]
                )
            )
            upos = draw(st.sampled_from(["NOUN", "PROPN", "VERB", "PRON", "PUNCT", "", "DET", "ADJ"]))
            tokens.append(
                Token(
                    begin,
                    len(text),
                    words[position],
                    words[position].lower(),
                    upos,
                    "",
                    head,
                    relation,
                    number,
                )
            )
            text += draw(st.sampled_from([" ", "", "\n\n"]))
        sentences.append(Sentence(first, last, start, tokens[-1].end, draw(st.booleans())))
        first = last
    link = st.builds(Link, index, st.floats(0, 1))
    spans = st.tuples(index, st.integers(1, 6)).map(lambda pair: (pair[0], min(count, pair[0] + pair[1])))
    names = draw(st.lists(st.tuples(spans, st.sampled_from(["PER", "ORG", "LOC", "NORP"])), max_size=4))
    triggers = []
    for first, last in draw(st.lists(spans, max_size=4)):
        types = draw(st.lists(st.tuples(st.sampled_from([*MODES, "NOSUCH"]), st.floats(0, 1)), max_size=3))
        edges = {
            role: tuple(draw(st.lists(link, max_size=3)))
            for role in ("actor", "recipient", "place", "time", "by")
        }
        modes = draw(
            st.lists(
                st.tuples(st.sampled_from(["arrest", "visit", "nosuch", "convict"]), st.floats(0, 1)),
                max_size=3,
            )
        )
        aux = draw(st.dictionaries(st.sampled_from(["", "future", "negation"]), st.floats(0, 1)))
        triggers.append(
            Trigger(first, last, last - 1, draw(st.floats(0, 1)), tuple(types), tuple(modes), (), aux, edges)
        )
    contents = [
        Content(
            first,
            last,
            draw(st.floats(0, 1)),
            draw(st.booleans()),
            draw(st.none() | link),
            draw(st.none() | link),
            tuple(draw(st.lists(link, max_size=2))),
        )
        for first, last in draw(st.lists(spans, max_size=4))
    ]
    return Parse(
        text,
        tuple(tokens),
        tuple(sentences),
        tuple(Name(a, b, label) for (a, b), label in names),
        tuple(triggers),
        tuple(contents),
        draw(st.dictionaries(index, link, max_size=5)),
        tuple(("group", 0.5) for _ in tokens),
        tuple(("GOV", 0.5) for _ in tokens),
    )


@settings(max_examples=60, deadline=None)
@given(parses())
def test_any_parse_gives_a_coding_whose_spans_fit(parse):
    article = Article(id="x", published="2020-02-29", body=parse.text)
    coding = CODER.code_parse(article, parse)
    assert not coding.misfits()
    known = {actor.id for actor in coding.actors}
    assert len(known) == len(coding.actors)
    for event in coding.events:
        for arg in (*event.actors, *event.recipients, *([event.by] if event.by else [])):
            assert arg.actor in known
        assert set(event.mode) <= set(MODES[event.type])
    for statement in coding.statements:
        assert set(statement.about) <= known and set(statement.asserts) <= {
            event.id for event in coding.events
        }
    assert (
        CODER.code_parse(article, parse).to_json()
        == coding.to_json()
        == Coder().code_parse(article, parse).to_json()
    )
