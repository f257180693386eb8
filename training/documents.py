"""Treebank sentences put back together as documents, with every layer keyed by document token."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from dragoman.language.lemmas import lemma_rule

from .news import Document
from .phrases import core_end
from .treebanks import Sentence, load_all

#: long documents are cut, so that a window's context stays near
LONGEST = 60


def treebank_documents(data: Path) -> dict[str, list[Document]]:
    """``train`` (EWT, GUM and MEANTIME) and each development and test set by its name."""
    sets = load_all(data)
    train = [d for name in ("ewt_train", "gum_train", "meantime") for d in documents(sets[name])]
    return {"train": train, **{name: documents(sets[name]) for name in ("ewt_dev", "ewt_test", "gum_dev")}}


def documents(sentences: list[Sentence]) -> list[Document]:
    """Consecutive sentences of one source document together, at most `LONGEST` to a piece."""
    out = []
    for (source, name), group in groupby(sentences, key=lambda s: (s.source, s.document)):
        members = list(group)
        for cut in range(0, len(members), LONGEST):
            out.append(_join(f"{source}/{name}/{cut}", source, members[cut : cut + LONGEST]))
    return out


def _join(name: str, source: str, members: list[Sentence]) -> Document:
    d = Document(name, source, [], [])

    def layer(attribute: str, missing: Any) -> list[Any] | None:
        if all(getattr(s, attribute) is None for s in members):
            return None
        return [x for s in members for x in (getattr(s, attribute) or [missing] * len(s.words))]

    for s in members:
        d.sentences.append((len(d.words), len(d.words) + len(s.words)))
        d.words.extend(s.words)
    d.upos, d.feats, d.deprels = layer("upos", None), layer("feats", None), layer("deprels", None)
    d.names = layer("names", "-")
    if any(s.lemmas for s in members):
        d.lemma_rules = [
            lemma_rule(w, x) for s in members for w, x in zip(s.words, s.lemmas or s.words, strict=True)
        ]
    if all(s.heads is not None for s in members):
        d.heads = [
            h if h < 0 else h + a
            for s, (a, _) in zip(members, d.sentences, strict=True)
            for h in s.heads or ()
        ]
    if any(s.predicates is not None for s in members):
        d.predicates = {}
    if any(s.attributions is not None for s in members):
        d.reported = [0] * len(d.words)
    if any(s.events is not None for s in members):
        d.happenings = {}
    for number, (s, (a, _)) in enumerate(zip(members, d.sentences, strict=True)):
        if s.predicates is not None and d.predicates is not None:
            d.predicate_sentences.add(number)
            for token, _, arguments in s.predicates:
                d.predicates[a + token] = [(a + argument, role) for argument, role in arguments]
        for token, value in (s.factuality or {}).items():
            d.factuality[a + token] = value
        for attribution in s.attributions or ():
            _reported(d, a, attribution)
        for first, last, _, entity, kind in s.mentions or ():
            if kind in ("person", "organization", "place", "object", "event", "animal"):
                # the same end of a phrase as in annotated news, not the head of its tree
                d.entities.setdefault(a + first + core_end(s.words[first:last]), entity)
        for event in s.events or ():
            token = a + int(event["token"])
            if d.happenings is not None:
                d.happenings[token] = (str(event["certainty"]), str(event["polarity"]))
            d.happening_roles[token] = [(a + t, role) for t, role in event["roles"]]
    return d


def _reported(d: Document, a: int, attribution: dict[str, Any]) -> None:
    assert d.reported is not None
    source, cue, content = attribution["source"], attribution["cue"], attribution["content"]
    for token in range(*content) if content else ():
        d.reported[a + token] = 1
        if source:
            d.source_words[a + token] = a + source[0]
    for token in cue:
        d.reported[a + token] = 2
