"""Names in the treebanks: joined onto EWT from Universal NER, derived on GUM from its entities.

Universal NER's development and test parts know PER, ORG and LOC only, so demonyms there are
outside every name; its training part (an early version) has OTH as well, mostly demonyms, of
which the demonyms become NORP here and the rest (works, ships, products) nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from training.treebanks import DataError, Sentence, open_lines

LABELS = ("PER", "ORG", "LOC", "NORP")

_ENTITY_LABELS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_PROPER = ("NNP", "NNPS")
#: What a name may hold between two of its proper nouns.
_INSIDE = frozenset(("of", "for", "and", "&", "the", "a", "-", "–", "/", "de", "'s", "’s", "’", "'"))
_PERSON_LINKS = frozenset(("flat", "compound", "goeswith"))
_OTHER_LINKS = _PERSON_LINKS | {"amod", "nmod", "nummod", "conj", "nmod:desc", "nmod:poss", "nmod:unmarked"}


def read_names(path: str | Path) -> list[tuple[str, list[str], list[str]]]:
    """(sent_id, words, tags) of each sentence of a Universal NER file; stray tags "O" are plain O.

    Raises:
        DataError: with file and line.
    """
    path = Path(path)
    sentences: list[tuple[str, list[str], list[str]]] = []
    sent_id = ""
    words: list[str] = []
    tags: list[str] = []
    for number, line in open_lines(path):
        if not line.strip():
            if words:
                sentences.append((sent_id, words, tags))
            sent_id, words, tags = "", [], []
        elif line.startswith("#"):
            key, _, value = (part.strip() for part in line[1:].partition("="))
            if key == "sent_id":
                sent_id = value
        else:
            row = line.split("\t")
            if len(row) < 3:
                raise DataError(f"{path}:{number}: {len(row)} columns, expected number, word and tag")
            place, _, label = row[2].partition("-")
            if place not in ("B", "I", "O") or (place != "O" and not label):
                raise DataError(f"{path}:{number}: tag {row[2]!r}, expected O, B-LABEL or I-LABEL")
            words.append(row[1])
            tags.append("O" if place == "O" or label == "O" else row[2])
    if words:
        sentences.append((sent_id, words, tags))
    return sentences


def spans_of(tags: Iterable[str]) -> list[tuple[int, int, str]]:
    """(first, last, label) of BIO tags; an I- that continues nothing begins a span."""
    spans: list[tuple[int, int, str]] = []
    for token, tag in enumerate(tags):
        if tag == "O":
            continue
        label = tag[2:]
        if tag[0] == "I" and spans and spans[-1][1] == token and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], token + 1, label)
        else:
            spans.append((token, token + 1, label))
    return spans


def tags_of(length: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO tags of spans that do not overlap."""
    tags = ["O"] * length
    for first, last, label in spans:
        tags[first:last] = [f"B-{label}"] + [f"I-{label}"] * (last - first - 1)
    return tags


def project(tags: list[str], words: list[str], target: list[str]) -> list[str] | None:
    """Tags of ``words`` carried to ``target``, which splits the same characters otherwise; else None."""
    if "".join(words) != "".join(target):
        return None
    owner = [token for token, word in enumerate(words) for _ in word]
    carried: list[str] = []
    at = 0
    for word in target:
        tag = tags[owner[at]]
        if tag[0] == "B" and at and owner[at - 1] == owner[at]:  # a later part of the word that begins it
            tag = f"I{tag[1:]}"
        carried.append(tag)
        at += len(word)
    return carried


def join_names(sentences: list[Sentence], path: str | Path) -> Counter[str]:
    """Set ``names`` of the EWT sentences that Universal NER covers.

    A sentence is found by its id, with the same words or at least the same characters; failing
    that, by its words alone where these occur with one reading. Counts of each way come back:
    "id", "characters", "words", "unaligned", and "norp" (OTH names and missed demonyms that became
    NORP), "other" (OTH names dropped).
    """
    by_id: dict[str, tuple[list[str], list[str]]] = {}
    by_words: dict[tuple[str, ...], list[str] | None] = {}
    for sent_id, words, tags in read_names(path):
        by_id[sent_id] = (words, tags)
        key = tuple(words)
        by_words[key] = tags if by_words.get(key, tags) == tags else None
    counts: Counter[str] = Counter()
    for sentence in sentences:
        words, tags = by_id.get(sentence.sent_id, ([], []))
        found: list[str] | None
        if words == sentence.words:
            found, way = list(tags), "id"
        elif (found := project(tags, words, sentence.words)) is not None:
            way = "characters"
        elif (found := by_words.get(tuple(sentence.words))) is not None:
            found, way = list(found), "words"
        else:
            way = "unaligned"
        counts[way] += 1
        sentence.names = found
    _settle_others([s for s in sentences if s.names is not None], counts)
    return counts


def places_of(sentences: Iterable[Sentence]) -> set[str]:
    """The names that are LOC, words joined by blanks."""
    return {
        " ".join(sentence.words[first:last])
        for sentence in sentences
        for first, last, label in spans_of(sentence.names or ())
        if label == "LOC"
    }


def demonyms_of(sentences: Iterable[Sentence]) -> set[str]:
    """The single words that are NORP, in small letters."""
    return {
        sentence.words[first].lower()
        for sentence in sentences
        for first, last, label in spans_of(sentence.names or ())
        if label == "NORP" and last - first == 1
    }


def _settle_others(sentences: list[Sentence], counts: Counter[str]) -> None:
    """OTH to NORP where it is a demonym, else to O; demonyms known from one place hold in all."""
    spans = [spans_of(s.names or ()) for s in sentences]
    known = {
        sentence.words[last - 1].lower()
        for sentence, found in zip(sentences, spans, strict=True)
        for first, last, label in found
        if label == "OTH" and last - first == 1 and _demonym_adjective(sentence, first)
    }
    for sentence, found in zip(sentences, spans, strict=True):
        settled = []
        for first, last, label in found:
            if label != "OTH":
                settled.append((first, last, label))
            elif _is_demonym(sentence, first, last, known):
                settled.append((first, last, "NORP"))
                counts["norp"] += 1
            else:
                counts["other"] += 1
        taken = {token for first, last, _ in settled for token in range(first, last)}
        for token in range(len(sentence.words)):
            if token not in taken and known and _is_demonym(sentence, token, token + 1, known, sure=True):
                settled.append((token, token + 1, "NORP"))
                counts["norp"] += 1
        sentence.names = tags_of(len(sentence.words), sorted(settled))


def _demonym_adjective(sentence: Sentence, token: int) -> bool:
    assert sentence.upos is not None and sentence.xpos is not None
    return (
        sentence.upos[token] == "ADJ" and sentence.xpos[token] == "JJ" and sentence.words[token][:1].isupper()
    )


def _is_demonym(sentence: Sentence, first: int, last: int, known: set[str], *, sure: bool = False) -> bool:
    """Whether a name is one: its last word an adjective, a known demonym, or a plural that stands alone.

    ``sure`` accepts known demonyms only: for words that nobody marked.
    """
    assert sentence.upos is not None and sentence.xpos is not None
    if any(sentence.upos[token] not in ("ADJ", "PROPN") for token in range(first, last)):
        return False
    end = last - 1
    word = sentence.words[end]
    if not word[:1].isupper() or word.isupper():
        return False
    familiar = word.lower() in known or word.lower().removesuffix("s") in known
    if sure:
        return familiar and (_demonym_adjective(sentence, end) or sentence.xpos[end] == "NNPS")
    if last - first == 1:
        return familiar or sentence.xpos[end] == "NNPS" or _demonym_adjective(sentence, end)
    return _demonym_adjective(sentence, end) or (familiar and sentence.xpos[end] == "NNPS")


@dataclass(slots=True)
class _Usage:
    """How a collection writes its words: what tells a name from a capitalised common noun."""

    small: Counter[str] = field(default_factory=Counter)  # words written small
    capital: Counter[str] = field(default_factory=Counter)  # words with a capital, by their small form
    titles: set[str] = field(default_factory=set)  # words that stand before persons' names

    def common(self, word: str) -> bool:
        """Whether a capitalised word is written small often enough to be no name."""
        small = self.small[word.lower()]
        return small > 1 and small > self.capital[word.lower()]


def derive_names(sentences: list[Sentence], *, places: Collection[str] = ()) -> Counter[str]:
    """Set ``names`` of sentences with mentions: the proper names that head them.

    A person, organisation or place whose head is a proper noun (Penn NNP, NNPS) is named by that
    noun with the proper nouns that belong to it, a person with a common noun as its head
    ("journalist Stanley Mitchell") by the name after it. Articles, titles of persons, appositions
    and what follows a comma stay outside, as in Universal NER; so do bare titles and common nouns
    with a capital ("the President", "our Nation"). Plural persons ("Americans") and capitalised
    adjectives with a capitalised lemma ("Spanish") are NORP; an organisation called by the name of
    a place, here or among ``places``, is that place. Of overlapping names the longer holds. Counts
    by label come back.
    """
    usage = _usage(sentences)
    counts: Counter[str] = Counter()
    found: list[tuple[Sentence, list[tuple[int, int, str]]]] = []
    for sentence in sentences:
        if sentence.mentions is None or sentence.xpos is None:
            continue
        candidates = _mention_names(sentence, usage)
        candidates += [
            (token, token + 1, "NORP")
            for token in range(len(sentence.words))
            if _national(sentence, token, usage)
        ]
        chosen: list[tuple[int, int, str]] = []
        taken: set[int] = set()
        for first, last, label in sorted(set(candidates), key=lambda c: (c[0] - c[1], c)):
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                chosen.append((first, last, label))
        found.append((sentence, sorted(chosen)))
    located = set(places)
    for sentence, chosen in found:
        located.update(" ".join(sentence.words[f:last]) for f, last, label in chosen if label == "LOC")
    for sentence, chosen in found:
        for at, (first, last, label) in enumerate(chosen):
            if label == "ORG" and " ".join(sentence.words[first:last]) in located:
                chosen[at] = (first, last, "LOC")
            counts[chosen[at][2]] += 1
        sentence.names = tags_of(len(sentence.words), chosen)
    return counts


def _usage(sentences: list[Sentence]) -> _Usage:
    usage = _Usage()
    for sentence in sentences:
        for token, word in enumerate(sentence.words):
            if word.islower():
                usage.small[word] += 1
            elif word[:1].isupper():
                usage.capital[word.lower()] += 1
            if sentence.deprels and sentence.deprels[token] == "nmod:desc":
                usage.titles.add(word.lower())
    return usage


def _national(sentence: Sentence, token: int, usage: _Usage) -> bool:
    """Whether a word is a capitalised adjective that is one by nature, not by its place."""
    assert sentence.lemmas is not None
    word, lemma = sentence.words[token], sentence.lemmas[token]
    return (
        _demonym_adjective(sentence, token)
        and len(word) > 2
        and lemma[:1].isupper()
        and 2 * usage.small[word.lower()] <= usage.capital[word.lower()]
    )


def _mention_names(sentence: Sentence, usage: _Usage) -> list[tuple[int, int, str]]:
    assert sentence.mentions is not None and sentence.xpos is not None and sentence.upos is not None
    heads_of_mentions = {head for _, _, head, _, _ in sentence.mentions}
    names = []
    for first, last, head, _, kind in sentence.mentions:
        if kind not in _ENTITY_LABELS:
            continue
        person = kind == "person"
        if sentence.xpos[head] in _PROPER:
            start, stop = _named_span(sentence, first, last, head, person=person, mentioned=heads_of_mentions)
        elif person and sentence.upos[head] == "NOUN":
            start, stop = _name_after(sentence, head, last)
        else:
            continue
        if start == stop:
            continue
        word = sentence.words[stop - 1]
        if stop - start == 1:
            if not word[:1].isupper() and word.isalpha() and word.islower():
                continue
            if person and sentence.xpos[start] == "NNPS":
                if not usage.common(word):
                    names.append((start, stop, "NORP"))
                continue
            determined = start > first and sentence.upos[start - 1] in ("DET", "PRON")
            if determined and (person or usage.common(word)):
                continue
            if person and word.lower() in usage.titles:
                continue
        names.append((start, stop, _ENTITY_LABELS[kind]))
    return names


def _name_after(sentence: Sentence, head: int, last: int) -> tuple[int, int]:
    """The proper nouns that follow a common noun as its name: "journalist Stanley Mitchell"."""
    assert sentence.heads is not None and sentence.deprels is not None and sentence.xpos is not None
    stop = head + 1
    while (
        stop < last
        and sentence.xpos[stop] in _PROPER
        and sentence.heads[stop] in range(head, stop)
        and sentence.deprels[stop] in ("flat", "appos")
    ):
        stop += 1
    return head + 1, stop


def _named_span(
    sentence: Sentence, first: int, last: int, head: int, *, person: bool, mentioned: set[int]
) -> tuple[int, int]:
    """The proper nouns around ``head`` that belong to it, within the mention ``first``-``last``."""
    heads, relations, upos, xpos = sentence.heads, sentence.deprels, sentence.upos, sentence.xpos
    assert heads is not None and relations is not None and upos is not None and xpos is not None
    links = _PERSON_LINKS if person else _OTHER_LINKS

    def belongs(token: int) -> bool:
        if xpos[token] not in _PROPER and not (upos[token] == "NUM" and token > head):
            return False
        while token != head:
            relation = relations[token]
            if not first <= token < last or relation not in links:
                return False
            if relation == "conj" and heads[token] == head:  # a name of its own
                return False
            if relation == "nmod:poss" and token in mentioned:  # "Italy 's la Repubblica"
                return False
            token = heads[token]
        return True

    def reach(step: int) -> int:
        """The furthest member in one direction, over at most three words that may stand inside."""
        at = end = head
        while first <= (at := at + step) < last and abs(at - end) <= 4:
            if belongs(at):
                end = at
            elif sentence.words[at].lower() not in _INSIDE:
                break
        return end

    return reach(-1), reach(1) + 1
