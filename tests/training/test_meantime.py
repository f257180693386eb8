"""MEANTIME's articles come out as sentences with events, mentions and names."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from shared import SHARED
from training.meantime import read_article, read_meantime
from training.names import spans_of
from training.treebanks import DataError

ARCHIVE = SHARED / "data" / "events" / "meantime-airbus-apple-stock.tar.gz"

TEXT = ["Sudian envoy Anna Berg may cancel the Norland visit", "She set off .", "Nobody marked this ."]


def article(*, markables: str, relations: str = "", texts: list[str] = TEXT) -> io.BytesIO:
    tokens = []
    for sentence, text in enumerate(texts):
        for word in text.split():
            tokens.append(
                f'<token t_id="{len(tokens) + 1}" sentence="{sentence}" number="{len(tokens)}">{word}</token>'
            )
    body = "\n".join(tokens)
    return io.BytesIO(
        f'<?xml version="1.0"?><Document doc_id="1" doc_name="1_visit">\n{body}\n'
        f"<Markables>{markables}</Markables><Relations>{relations}</Relations></Document>".encode()
    )


def mark(tag: str, identity: int, anchors: list[int], **attributes: str) -> str:
    values = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    inside = "".join(f'<token_anchor t_id="{anchor}"/>' for anchor in anchors)
    return f'<{tag} m_id="{identity}" {values}>{inside}</{tag}>'


def relation(tag: str, source: int, target: int, **attributes: str) -> str:
    values = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f'<{tag} r_id="9" {values}><source m_id="{source}"/><target m_id="{target}"/></{tag}>'


MARKABLES = "".join(
    [
        mark("ENTITY_MENTION", 1, [1, 2, 3, 4], syntactic_type="NAM", head="Anna Berg"),
        mark("ENTITY_MENTION", 2, [1], syntactic_type="PRE.NAM"),
        mark("ENTITY_MENTION", 3, [8], syntactic_type="NAM"),
        mark("ENTITY_MENTION", 4, [10], syntactic_type="PRO"),
        mark("EVENT_MENTION", 5, [6], pos="VERB", certainty="POSSIBLE", polarity="NEG", time="FUTURE"),
        mark("EVENT_MENTION", 6, [8, 9], pos="NOUN", certainty="", polarity="", time=""),
        mark(
            "EVENT_MENTION", 7, [11, 12], pos="VERB", certainty="CERTAIN", polarity="POS", time="NON_FUTURE"
        ),
        mark("ENTITY_MENTION", 8, [], syntactic_type="NOM"),
        mark("ENTITY", 20, [], ent_type="PER"),
        mark("ENTITY", 21, [], ent_type="LOC"),
        mark("EVENT", 22, [], **{"class": "OTHER"}),
    ]
)
RELATIONS = "".join(
    [
        relation("REFERS_TO", source, target)
        for source, target in ((1, 20), (4, 20), (2, 21), (3, 21), (5, 22), (7, 99))
    ]
    + [relation("HAS_PARTICIPANT", 5, 1, sem_role="Arg0"), relation("HAS_PARTICIPANT", 5, 1, sem_role="Arg0")]
    + [relation("HAS_PARTICIPANT", 7, 1, sem_role="Arg0"), relation("HAS_PARTICIPANT", 7, 4, sem_role="Arg0")]
    + [relation("HAS_PARTICIPANT", 5, 77, sem_role="Arg1")]
)


def test_events_have_what_was_judged_and_who_takes_part_in_their_sentence() -> None:
    first, second, third = read_article(article(markables=MARKABLES, relations=RELATIONS), "a.xml")
    assert first.words == TEXT[0].split()
    assert first.events is not None and second.events is not None
    cancel, visit = first.events
    assert (cancel["token"], cancel["certainty"], cancel["polarity"], cancel["time"]) == (
        5,
        "possible",
        "neg",
        "future",
    )
    assert cancel["class"] == "OTHER" and cancel["roles"] == [(3, "ARG0")]
    assert (visit["token"], visit["first"], visit["last"], visit["certainty"]) == (8, 7, 9, "")
    assert [(e["token"], e["time"], e["roles"]) for e in second.events] == [(1, "non-future", [(0, "ARG0")])]
    assert third.events is None and third.mentions is None and third.names is None


def test_mentions_name_their_entity_across_sentences() -> None:
    first, second, _ = read_article(article(markables=MARKABLES, relations=RELATIONS), "a.xml")
    assert first.mentions == [(0, 4, 3, "20", "PER"), (0, 1, 0, "21", "LOC"), (7, 8, 7, "21", "LOC")]
    assert second.mentions == [(0, 1, 0, "20", "PER")]


def test_names_are_the_proper_nouns_of_named_mentions() -> None:
    file = article(markables=MARKABLES, relations=RELATIONS)
    first, second, _ = read_article(file, "a.xml", demonyms={"sudian"})
    assert spans_of(first.names or ()) == [(0, 1, "NORP"), (2, 4, "PER"), (7, 8, "LOC")]
    assert second.names == ["O"] * 4


def test_parts_of_a_list_are_names_and_the_list_is_not() -> None:
    markables = "".join(
        [
            mark("ENTITY_MENTION", 1, [2, 3, 4], syntactic_type="NAM"),
            mark("ENTITY_MENTION", 2, [2], syntactic_type="NAM"),
            mark("ENTITY_MENTION", 3, [4], syntactic_type="NAM"),
            mark("ENTITY", 20, [], ent_type="ORG"),
        ]
    )
    relations = "".join(relation("REFERS_TO", source, 20) for source in (1, 2, 3))
    file = article(markables=markables, relations=relations, texts=["Both Acme and Bolt grew ."])
    (sentence,) = read_article(file, "a.xml")
    assert spans_of(sentence.names or ()) == [(1, 2, "ORG"), (3, 4, "ORG")]


def test_faults_are_told_with_the_article(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.xml:2: not XML"):
        read_article(io.BytesIO(b"<Document>\n<token></Document>"), "a.xml")
    with pytest.raises(DataError, match=r"a\.xml: markable 5 names token '99'"):
        read_article(article(markables=mark("EVENT_MENTION", 5, [99])), "a.xml")
    path = tmp_path / "m.tar.gz"
    path.write_bytes(b"no archive")
    with pytest.raises(DataError, match=r"m\.tar\.gz: cannot be read"):
        read_meantime(path)


def test_articles_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "m.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("m/b.xml", "m/a.xml", "m/README.txt"):
            data = article(markables="", texts=[f"From {name}"]).getvalue()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    assert [s.words[1] for s in read_meantime(path)] == ["m/a.xml", "m/b.xml"]


@pytest.mark.skipif(not ARCHIVE.is_file(), reason="needs the data sets in ../shared, beside the repository")
def test_all_articles_have_events_in_title_and_first_sentences() -> None:
    sentences = read_meantime(ARCHIVE)
    assert len({s.document for s in sentences}) == 90
    events = [event for s in sentences for event in s.events or ()]
    assert len(events) == 1524
    assert {e["time"] for e in events} == {"future", "non-future", "underspecified", ""}
    assert sum(len(e["roles"]) for e in events) > 1200
    words = {
        s.words[first] for s in sentences for first, last, _ in spans_of(s.names or ()) if last - first == 1
    }
    assert {"Airbus", "Boeing", "Apple"} <= words and "the" not in words
