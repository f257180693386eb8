"""Names in the treebanks: joined onto EWT from Universal NER, derived on GUM from its entities.

Universal NER's development and test parts know PER, ORG and LOC only, so demonyms there are
outside every name; its training part (an early version) has OTH as well, mostly demonyms, of
which the demonyms become NORP here and the rest (works, ships, products) nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.treebanks import DataError, Sentence, open_lines

LABELS = ("PER", "ORG", "LOC", "NORP")

_ENTITY_LABELS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_PROPER = ("NNP", "NNPS")
#: What a name may hold between two of its proper nouns.
_INSIDE = frozenset(("of", "for", "and", "&", "the", "-", "–", "/", "de", "in", "on", "'s", "’s", "’", "'"))
_PERSON_LINKS = frozenset(("flat", "compound", "goeswith"))
_OTHER_LINKS = _PERSON_LINKS | {"amod", "nmod", "nummod", "conj", "nmod:poss", "nmod:unmarked", "appos"}


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
        elif line.startswith("#") and not line.split("\t", 1)[0].isdigit():
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
    return sentence.upos[token] == "ADJ" and sentence.xpos[token] == "JJ" and sentence.words[token][:1].isupper()


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
    plural = sentence.xpos[end] == "NNPS" and last - first == 1
    return familiar or plural or _demonym_adjective(sentence, end)


def derive_names(sentences: list[Sentence]) -> Counter[str]:
    """Set ``names`` of sentences with mentions: the proper names that head them.

    A person, organisation or place whose head is a proper noun (Penn NNP, NNPS) is named by that
    noun with the proper nouns that belong to it: titles, appositions and what follows a comma stay
    outside, as in Universal NER. Plural persons ("Americans") and capitalised adjectives with a
    capitalised lemma ("Spanish") are NORP. Of overlapping names the longer holds. Counts of names
    by label come back.
    """
    counts: Counter[str] = Counter()
    for sentence in sentences:
        if sentence.mentions is None or sentence.xpos is None or sentence.lemmas is None:
            continue
        candidates = []
        for first, last, head, _, kind in sentence.mentions:
            if kind in _ENTITY_LABELS and sentence.xpos[head] in _PROPER:
                named = _named_span(sentence, first, last, head, person=kind == "person")
                if named is not None:
                    candidates.append((*named, _label(sentence, named, head, kind)))
        for token in range(len(sentence.words)):
            if _demonym_adjective(sentence, token) and _capitalised(sentence.lemmas[token]):
                candidates.append((token, token + 1, "NORP"))
        chosen: list[tuple[int, int, str]] = []
        taken: set[int] = set()
        for first, last, label in sorted(set(candidates), key=lambda c: (c[0] - c[1], c)):
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                chosen.append((first, last, label))
                counts[label] += 1
        sentence.names = tags_of(len(sentence.words), sorted(chosen))
    return counts


def _capitalised(word: str) -> bool:
    return word[:1].isupper() and not (len(word) > 1 and word.isupper())


def _label(sentence: Sentence, span: tuple[int, int], head: int, kind: str) -> str:
    assert sentence.xpos is not None
    if kind == "person" and sentence.xpos[head] == "NNPS" and span[1] - span[0] == 1:
        return "NORP"
    return _ENTITY_LABELS[kind]


def _named_span(
    sentence: Sentence, first: int, last: int, head: int, *, person: bool
) -> tuple[int, int] | None:
    assert sentence.heads is not None and sentence.deprels is not None
    assert sentence.xpos is not None and sentence.upos is not None
    links = _PERSON_LINKS if person else _OTHER_LINKS

    def belongs(token: int) -> bool:
        if sentence.xpos[token] not in _PROPER and not (sentence.upos[token] == "NUM" and token > head):
            return False
        while token != head:
            if not first <= token < last or sentence.deprels[token] not in links:
                return False
            token = sentence.heads[token]
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

    start, stop = reach(-1), reach(1) + 1
    if person:
        article = any(
            sentence.deprels[t] in ("det", "nmod:poss") and sentence.heads[t] == head for t in range(first, start)
        )
        if article and stop - start == 1 and sentence.xpos[head] == "NNP":
            return None  # "the President": a title, not a name
    return start, stop
