"""Annotated news (`shared/corpus`, `training/corpus`) as token-level targets."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.language.tokens import tokenize

from .phrases import core_end, trigger_head

#: the annotated articles that the model learns from: these files of ``DATA/corpus``, and our own
NEWS = ("train", "authored", "releases")
REAL = ("train", "releases")  #: those of them that were printed; the others were invented
OURS = Path(__file__).parent / "corpus" / "articles.jsonl"
HELD_OUT = 0.06  #: share of them that is kept for choosing thresholds and for calibration
ROLES = ("actor", "recipient", "place", "time", "by", "addressee")
AUX = ("", "historical", "future", "hypothetical", "negation")
STANCES = ("0", "+", "-")
KINDS = ("person", "country", "organisation", "group", "place")
CONTENT_TAGS = ("O", "B", "C", "I")  # outside, begins a statement, goes on with the one before, inside


def held_out(id: str, share: float = HELD_OUT) -> bool:
    """Is the article of this id kept apart? By a hash of the id, so that the choice stays when articles are added."""
    return int(hashlib.sha256(id.encode()).hexdigest()[:8], 16) / 2**32 < share


@dataclass(slots=True)
class Document:
    """A text as words in sentences, with whatever layers its source annotates.

    Per-token lists hold label strings (or None where the layer is not annotated); dicts are keyed
    by token index. Every index counts tokens of the whole document.
    """

    id: str
    source: str
    words: list[str]
    sentences: list[tuple[int, int]]
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemma_rules: list[str] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    names: list[str] | None = None  # "-" marks words whose sentence has no names layer
    predicates: dict[int, list[tuple[int, str]]] | None = None  # token -> (argument, role)
    predicate_sentences: set[int] = field(default_factory=set)
    factuality: dict[int, float] = field(default_factory=dict)
    source_words: dict[int, int] = field(default_factory=dict)  # attribution: content token -> source token
    reported: list[int] | None = None  # attribution: 1 inside a content, 2 cue
    happenings: dict[int, tuple[str, str]] | None = None  # MEANTIME: token -> (certainty, polarity)
    happening_roles: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    types: dict[int, list[str]] | None = None
    inside: set[int] = field(default_factory=set)
    modes: dict[int, set[str]] = field(default_factory=dict)
    contexts: dict[int, set[str]] = field(default_factory=dict)
    aux: dict[int, str] = field(default_factory=dict)
    edges: dict[int, dict[str, set[int]]] = field(default_factory=dict)
    content: list[str] | None = None
    cues: set[int] = field(default_factory=set)
    pointers: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # content token -> (cue, speaker), -1 none
    stances: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    sectors: dict[int, str] = field(default_factory=dict)
    entities: dict[int, str] = field(default_factory=dict)  # phrase core -> entity


def read_news(path: Path) -> list[Document]:
    """Documents of one JSONL file of records (DESIGN §2 with ``sentences``)."""
    documents = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    documents.append(document(json.loads(line)))
                except (KeyError, ValueError, IndexError) as error:
                    raise ValueError(f"{path}:{number}: not an annotated article ({error!r})") from error
    return documents


class Index:
    """From characters to tokens."""

    def __init__(self, offsets: list[tuple[int, int]]):
        self.starts = [a for a, _ in offsets]
        self.ends = [b for _, b in offsets]

    def span(self, mark: dict[str, Any]) -> tuple[int, int]:
        """Tokens (half open) that the characters of ``mark`` touch."""
        first = bisect_right(self.ends, mark["start"])
        last = bisect_right(self.starts, mark["end"] - 1)
        return first, max(last, first + 1)


def document(record: dict[str, Any]) -> Document:
    """One record as a document."""
    text = record["article"]["text"]
    offsets: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    for a, b in record["sentences"]:
        first = len(offsets)
        offsets.extend(tokenize(text, a, b))
        if len(offsets) > first:
            sentences.append((first, len(offsets)))
    words = [text[a:b] for a, b in offsets]
    sentence_of = [k for k, (a, b) in enumerate(sentences) for _ in range(a, b)]
    index = Index(offsets)
    doc = Document(record["article"]["id"], "news", words, sentences, types={}, content=["O"] * len(words))
    actors = {a["id"]: a for a in record["actors"]}

    def core(mark: dict[str, Any]) -> int:
        first, last = index.span(mark)
        return first + core_end(words[first:last])

    def mention(mark: dict[str, Any]) -> int:
        token = core(mark)
        actor = actors.get(mark.get("actor"))
        if actor:
            doc.entities[token] = actor["id"]
            if actor.get("kind") in KINDS:
                doc.kinds[token] = actor["kind"]
            if actor.get("sector"):
                doc.sectors[token] = actor["sector"][0]
        return token

    assert doc.types is not None and doc.content is not None
    for event in record["events"]:
        first, last = index.span(event["trigger"])
        head = first + trigger_head(words[first:last])
        doc.inside.update(range(first, last))
        types = doc.types.setdefault(head, [])
        if event["type"] not in types:
            types.append(event["type"])
        doc.modes.setdefault(head, set()).update(event["mode"])
        doc.contexts.setdefault(head, set()).update(event["context"])
        doc.aux.setdefault(head, event["aux"])
        row = doc.edges.setdefault(head, {})
        for role, marks in (
            ("actor", event["actors"]),
            ("recipient", event["recipients"]),
            ("place", event["places"]),
            ("time", event["times"]),
            ("by", [event["by"]] if event.get("by") else []),
        ):
            found = row.setdefault(role, set())
            for mark in marks:
                token = mention(mark) if role in ("actor", "recipient", "by") else core(mark)
                if sentence_of[token] == sentence_of[head]:
                    found.add(token)
    _statements(record, doc, index, sentence_of, mention)
    return doc


def _statements(
    record: dict[str, Any], doc: Document, index: Index, sentence_of: list[int], mention: Any
) -> None:
    assert doc.content is not None
    claimed: dict[int, int] = {}
    # the outer one of two nested statements is kept, so longer contents go first
    size = {id(s): sum(c["end"] - c["start"] for c in s["content"]) for s in record["statements"]}
    for number, statement in enumerate(sorted(record["statements"], key=lambda s: -size[id(s)])):
        speaker = mention(statement["speaker"])
        cue = index.span(statement["cue"])[0] if statement.get("cue") else -1
        if cue >= 0:
            doc.cues.add(cue)
            row = doc.edges.setdefault(cue, {})
            row["addressee"] = {
                token
                for token in map(mention, statement.get("addressees", []))
                if sentence_of[token] == sentence_of[cue]
            }
        for part, mark in enumerate(sorted(statement["content"], key=lambda c: c["start"])):
            first, last = index.span(mark)
            if any(token in claimed for token in range(first, last)):
                continue
            for token in range(first, last):
                claimed[token] = number
                here = sentence_of[token]
                doc.content[token] = ("C" if part else "B") if token == first else "I"
                doc.pointers[token] = (
                    cue if cue >= 0 and sentence_of[cue] == here else -1,
                    speaker if sentence_of[speaker] == here else -1,
                )
                doc.stances[token] = statement["stance"]
