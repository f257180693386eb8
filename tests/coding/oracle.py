"""A parse made from an annotated article, as a perfect model without a tree would make it.

Tells what coding makes of the right structure: triggers, edges inside the sentence and contents have
probability 1; there is no tree, no part of speech, no name and no antecedent.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.language.parse import Content, Link, Parse, Sentence, Token, Trigger
from dragoman.language.tokens import tokenize

SHARED = Path(__file__).resolve().parents[3] / "shared"
_CUT = {
    "of",
    "in",
    "at",
    "from",
    "for",
    "to",
    "on",
    "with",
    "against",
    "who",
    "that",
    "which",
    "such",
    "by",
    "near",
    "outside",
    "across",
    "under",
    ",",
    "(",
    "–",
    "—",
    "aboard",
    "including",
    "over",
    "between",
    "whose",
    "during",
    "inside",
}


def records(name: str) -> list[dict[str, Any]]:
    """The annotated articles of one file of the corpus."""
    with (SHARED / "corpus" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class _Builder:
    def __init__(self, record: dict[str, Any]) -> None:
        self.text = record["article"]["text"]
        self.actors = {actor["id"]: actor for actor in record["actors"]}
        title_end = len(record["article"].get("title") or "")
        self.tokens: list[Token] = []
        self.sentences: list[Sentence] = []
        for number, (start, end) in enumerate(record["sentences"]):
            first = len(self.tokens)
            for low, high in tokenize(self.text, start, end):
                word = self.text[low:high]
                self.tokens.append(Token(low, high, word, word.lower(), "", "", -1, "", number))
            self.sentences.append(
                Sentence(first, len(self.tokens), start, end, title_end > 0 and end <= title_end)
            )
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]

    def range(self, span: dict[str, Any]) -> tuple[int, int]:
        first = bisect.bisect_right(self.ends, span["start"])
        last = bisect.bisect_left(self.starts, span["end"])
        return first, max(last, first + 1)

    def core(self, span: dict[str, Any]) -> int:
        """The last word of the core of an annotated phrase, by its look, or a person's own name."""
        first, last = self.range(span)
        last = min(last, len(self.tokens))
        actor = self.actors.get(span.get("actor", ""))
        if actor and actor["kind"] == "person":
            surname = actor["name"].split()[-1]
            for index in range(first, last):
                if self.tokens[index].text == surname:
                    return index
        end = first + 1
        while end < last and not (self.tokens[end].text.lower() in _CUT and end > first):
            end += 1
        core = end - 1
        while core > first and (
            not re.search(r"\w", self.tokens[core].text) or self.tokens[core].text in ("'s", "’s")
        ):
            core -= 1
        return min(core, len(self.tokens) - 1)

    def link(self, span: dict[str, Any] | None, sentence: int | None = None) -> Link | None:
        if not span:
            return None
        token = self.core(span)
        if sentence is not None and self.tokens[token].sentence != sentence:
            return None
        return Link(token, 1.0)


def parse_of(record: dict[str, Any]) -> Parse:
    """The parse that a perfect model without a tree would give."""
    made = _Builder(record)
    triggers = []
    for events in _by_trigger(record["events"]):
        first, last = made.range(events[0]["trigger"])
        sentence = made.tokens[first].sentence
        edges: dict[str, tuple[Link, ...]] = {}
        for role, key in (
            ("actor", "actors"),
            ("recipient", "recipients"),
            ("place", "places"),
            ("time", "times"),
        ):
            spans = [span for event in events for span in event[key]]
            links = {link.token: link for span in spans if (link := made.link(span, sentence))}
            edges[role] = tuple(links.values())
        by = made.link(events[0].get("by"), sentence)
        edges["by"] = (by,) if by else ()
        triggers.append(
            Trigger(
                first,
                last,
                last - 1,
                1.0,
                types=tuple({event["type"]: (event["type"], 1.0) for event in events}.values()),
                modes=tuple({mode: (mode, 1.0) for event in events for mode in event["mode"]}.values()),
                contexts=tuple({c: (c, 1.0) for event in events for c in event["context"]}.values()),
                aux={events[0]["aux"]: 1.0},
                edges=edges,
            )
        )
    contents = []
    for statement in record["statements"]:
        for number, span in enumerate(statement["content"]):
            first, last = made.range(span)
            sentence = made.tokens[min(first, len(made.tokens) - 1)].sentence
            contents.append(
                Content(
                    first,
                    last,
                    1.0,
                    continues=number > 0,
                    cue=made.link(statement["cue"], sentence),
                    speaker=made.link(statement["speaker"], sentence),
                    addressees=tuple(
                        link for a in statement["addressees"] if (link := made.link(a, sentence))
                    ),
                    stance={statement["stance"]: 1.0},
                )
            )
    # A statement whose parts lie apart keeps them together, as the model gives them.
    return Parse(
        made.text,
        tuple(made.tokens),
        tuple(made.sentences),
        triggers=tuple(triggers),
        contents=tuple(contents),
    )


def _by_trigger(events: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for event in events:
        groups.setdefault((event["trigger"]["start"], event["trigger"]["end"]), []).append(event)
    yield from groups.values()
