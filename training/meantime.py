"""MEANTIME: news annotated in CAT's XML with events, their participants, certainty and coreference.

Only the title and the first sentences of an article are annotated; the others come back with words
alone. The set has no syntax.
"""

from __future__ import annotations

import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from training.names import tags_of
from training.treebanks import DataError, Sentence

_LABELS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_JOINERS = frozenset(("of", "for", "and", "&", "de", "the", "-"))
_BREAKS = frozenset(
    (",", "(", ")", ";", ":", "--", "who", "which", "that", "in", "on", "at", "from", "to", "with")
)
_PARTICLES = frozenset(("away", "back", "down", "off", "on", "out", "over", "up"))
_TIMES = {"FUTURE": "future", "NON_FUTURE": "non-future"}


def read_meantime(path: str | Path, *, demonyms: Collection[str] = ()) -> list[Sentence]:
    """All sentences of the archive, article by article in the order of their paths.

    The set marks "Japanese" as a name of a place: of the words in ``demonyms`` (small letters), such
    names become NORP.

    Raises:
        DataError: with file, member and line.
    """
    path = Path(path)
    sentences: list[Sentence] = []
    try:
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                if member.isfile() and member.name.endswith(".xml"):
                    file = archive.extractfile(member)
                    assert file is not None
                    sentences += read_article(file, f"{path}!{member.name}", demonyms=demonyms)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    return sentences


def read_article(file: IO[bytes], where: str, *, demonyms: Collection[str] = ()) -> list[Sentence]:
    """The sentences of one article; ``where`` names it in errors.

    References to markables that the file does not have (the published files hold some) are left out.
    """
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as error:
        raise DataError(f"{where}:{error.position[0]}: not XML: {error}") from error
    document = root.get("doc_name") or root.get("doc_id") or where
    sentences: dict[int, Sentence] = {}
    tokens: dict[str, tuple[int, int]] = {}  # token id -> (sentence, position in it)
    for token in root.iter("token"):
        number, identity = token.get("sentence", ""), token.get("t_id")
        if not number.isdigit() or identity is None:
            raise DataError(f"{where}: token {token.attrib} has no sentence number or id")
        index = int(number)
        if index not in sentences:
            sentences[index] = Sentence([], "meantime", f"{document}-{index}", document, genre="news")
        tokens[identity] = (index, len(sentences[index].words))
        sentences[index].words.append(token.text or "")
    spans, marks = _read_markables(root, tokens, where)
    refers, roles = _read_relations(root, marks)
    annotated = max((index for index, _, _ in spans.values()), default=-1)
    for index, sentence in sentences.items():
        if index <= annotated:
            sentence.mentions, sentence.events = [], []
    candidates: dict[int, list[tuple[int, int, str]]] = {}
    for identity, (index, first, last) in spans.items():
        mark, instance = marks[identity], marks.get(refers.get(identity, ""))
        sentence = sentences[index]
        assert sentence.mentions is not None and sentence.events is not None
        if mark.tag == "ENTITY_MENTION":
            kind = instance.get("ent_type", "") if instance is not None else ""
            head = _head(sentence.words, first, last, mark)
            sentence.mentions.append((first, last, head, refers.get(identity, f"m{identity}"), kind))
            if mark.get("syntactic_type") in ("NAM", "PRE.NAM") and kind in _LABELS:
                start, stop = _name(sentence.words, first, last)
                demonym = stop - start == 1 and sentence.words[start].lower() in demonyms
                candidates.setdefault(index, []).append((start, stop, "NORP" if demonym else _LABELS[kind]))
        else:
            sentence.events.append(_event(sentence.words, mark, instance, first, last))
            takers = (
                (_head(sentence.words, *spans[target][1:], marks[target]), role)
                for target, role in roles.get(identity, ())
                if target in spans and spans[target][0] == index
            )
            sentence.events[-1]["roles"] = list(dict.fromkeys(takers))
    for index, sentence in sentences.items():
        if sentence.mentions is not None and sentence.events is not None:
            sentence.mentions.sort(key=lambda m: (m[0], -m[1], m[3]))
            sentence.events.sort(key=lambda e: (e["first"], e["last"]))
            sentence.names = _names(len(sentence.words), candidates.get(index, []))
    return [sentences[index] for index in sorted(sentences)]


def _read_markables(
    root: ElementTree.Element, tokens: dict[str, tuple[int, int]], where: str
) -> tuple[dict[str, tuple[int, int, int]], dict[str, ElementTree.Element]]:
    """Spans (sentence, first, last) of event and entity mentions by id, and all markables by id."""
    spans: dict[str, tuple[int, int, int]] = {}
    marks: dict[str, ElementTree.Element] = {}
    found = root.find("Markables")
    for mark in () if found is None else found:
        identity = mark.get("m_id", "")
        marks[identity] = mark
        if mark.tag not in ("EVENT_MENTION", "ENTITY_MENTION"):
            continue
        try:
            places = [tokens[anchor.get("t_id", "")] for anchor in mark.findall("token_anchor")]
        except KeyError as error:
            raise DataError(f"{where}: markable {identity} names token {error}, which is not there") from None
        if places:  # a mention without words stands for what the text does not say
            index = places[0][0]
            inside = [at for sentence, at in places if sentence == index]
            spans[identity] = (index, min(inside), max(inside) + 1)
    return spans, marks


def _read_relations(
    root: ElementTree.Element, marks: dict[str, ElementTree.Element]
) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """The instance of each mention, and (participant's mention, role) of each event mention."""
    refers: dict[str, str] = {}
    roles: dict[str, list[tuple[str, str]]] = {}
    related = root.find("Relations")
    for relation in () if related is None else related:
        sources = [end.get("m_id", "") for end in relation.findall("source")]
        targets = [end.get("m_id", "") for end in relation.findall("target")]
        if relation.tag == "REFERS_TO":
            refers |= {source: target for source in sources for target in targets if target in marks}
        elif relation.tag == "HAS_PARTICIPANT":
            for source in sources:
                role = relation.get("sem_role", "").replace("Argm", "ArgM").upper()
                roles.setdefault(source, []).extend((target, role) for target in targets)
    return refers, roles


def _event(
    words: list[str], mark: ElementTree.Element, instance: ElementTree.Element | None, first: int, last: int
) -> dict[str, Any]:
    """An event; certainty, polarity and time are "" where nobody judged them."""
    pos = mark.get("pos", "")
    time = mark.get("time", "")
    return {
        # "test flight", "under development", but "roll out"
        "token": first if pos == "VERB" or words[last - 1].lower() in _PARTICLES else last - 1,
        "first": first,
        "last": last,
        "certainty": mark.get("certainty", "").lower(),
        "polarity": mark.get("polarity", "").lower(),
        "time": _TIMES.get(time, time.lower()),
        "pos": pos,
        "class": instance.get("class", "") if instance is not None else "",
        "roles": [],
    }


def _head(words: list[str], first: int, last: int, mark: ElementTree.Element) -> int:
    """The last word of the mention's head as annotated, else the last before what qualifies it."""
    head = (mark.get("head") or "").split()
    for start in range(last - len(head), first - 1, -1) if head else ():
        if words[start : start + len(head)] == head:
            return start + len(head) - 1
    # "Bank of Sudia" is called by its last word, "members of the party" by the word before "of".
    breaks = _BREAKS if mark.get("syntactic_type") == "NAM" else _BREAKS | {"of"}
    if "and" not in words[first:last]:
        for token in range(first + 1, last):
            if words[token].lower() in breaks:
                return token - 1
    return last - 1


def _name(words: list[str], first: int, last: int) -> tuple[int, int]:
    """The name in a mention: its last run of capitalised words before a comma or bracket.

    Mentions are whole phrases ("Airbus parent EADS ( the company )"): descriptions before and
    after the name are left out.
    """
    end = next((t for t in range(first + 1, last) if words[t] in _BREAKS), last)
    while end - 1 > first and not _is_proper(words[end - 1]):
        end -= 1
    start = end - 1
    while start > first and (_is_proper(words[start - 1]) or words[start - 1] in _JOINERS):
        start -= 1
    while start < end - 1 and not (
        _is_proper(words[start]) and words[start].lower() not in ("the", "a", "an")
    ):
        start += 1
    return start, end


def _is_proper(word: str) -> bool:
    return word[:1].isupper() or (word[:1].isdigit() and word[-1:].isalpha()) or word[1:2].isupper()


def _names(length: int, candidates: list[tuple[int, int, str]]) -> list[str]:
    """BIO tags: the longer of overlapping names, but the parts of a list rather than the list."""
    found = sorted(set(candidates), key=lambda c: (c[0] - c[1], c))
    parts = [[c for c in found if c != whole and whole[0] <= c[0] and c[1] <= whole[1]] for whole in found]
    chosen: list[tuple[int, int, str]] = []
    taken: set[int] = set()
    for whole, inner in zip(found, parts, strict=True):
        starts, ends = {c[0] for c in inner}, {c[1] for c in inner}
        if whole[0] in starts and whole[1] in ends and len(inner) > 1:
            continue
        if taken.isdisjoint(range(whole[0], whole[1])):
            taken.update(range(whole[0], whole[1]))
            chosen.append(whole)
    return tags_of(length, sorted(chosen))
