"""Asks whom a word of an invented text means, the text having names and events but no tree."""

from __future__ import annotations

import re

from dragoman.coding import Coder
from dragoman.language.parse import Content, Link, Name, Parse, Sentence, Token, Trigger
from dragoman.language.tokens import tokenize
from dragoman.records import Actor, Article, Coding


def coded(
    text: str,
    *,
    asks: list[tuple[str, str]],
    people: tuple[str, ...] = (),
    bodies: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    speaker: tuple[str, str] | None = None,
    published: str = "2019-06-20",
    title: str = "",
    links: dict[str, tuple[str, float]] | None = None,
    recipients: dict[str, str] | None = None,
) -> Coding:
    """Code a text without a tree; each of ``asks`` (trigger, word) is an event with that word as its actor.

    ``word#2`` is its second occurrence. ``speaker`` is a word and the words it speaks; ``links``
    what the model links a word to, and how surely; ``recipients`` the recipients of triggers.
    """
    text = f"{title}\n\n{text}" if title else text
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for found in re.finditer(r"\S.*?(?:(?<! [A-Z])[.!?][\"”]?(?= |$)|(?=\n|$))", text):
        first = len(tokens)
        for low, high in tokenize(text, found.start(), found.end()):
            tokens.append(
                Token(low, high, text[low:high], text[low:high].lower(), "", "", -1, "", len(sentences))
            )
        headline = bool(title) and found.end() <= len(title)
        sentences.append(Sentence(first, len(tokens), found.start(), found.end(), headline))

    def at(word: str) -> int:
        word, _, nth = word.partition("#")
        return [i for i, token in enumerate(tokens) if token.text == word][int(nth or 1) - 1]

    names = []
    for label, given in (("PER", people), ("ORG", bodies), ("LOC", places)):
        for name in given:
            for found in re.finditer(re.escape(name), text):
                span = [i for i, t in enumerate(tokens) if found.start() <= t.start < found.end()]
                names.append(Name(span[0], span[-1] + 1, label))
    triggers = []
    for trigger, word in asks:
        index = at(trigger)
        edges: dict[str, tuple[Link, ...]] = {
            "actor": (Link(at(word), 0.9),),
            "recipient": (),
            "place": (),
            "time": (),
            "by": (),
        }
        if trigger in (recipients or {}):
            edges["recipient"] = (Link(at((recipients or {})[trigger]), 0.9),)
        triggers.append(
            Trigger(
                index,
                index + 1,
                index,
                0.9,
                (("CONSULT", 0.9),),
                (("visit", 0.9),),
                aux={"": 0.9},
                edges=edges,
            )
        )
    contents = []
    if speaker:
        start = text.index(speaker[1])
        span = [i for i, t in enumerate(tokens) if start <= t.start < start + len(speaker[1])]
        contents.append(Content(span[0], span[-1] + 1, 0.9, speaker=Link(at(speaker[0]), 0.9)))
    parse = Parse(
        text,
        tuple(tokens),
        tuple(sentences),
        tuple(sorted(names, key=lambda name: name.first)),
        tuple(sorted(triggers, key=lambda t: t.first)),
        tuple(contents),
        antecedents={at(word): Link(at(other), chance) for word, (other, chance) in (links or {}).items()},
    )
    body = text.partition("\n\n")[2] if title else text
    article = Article(id="a", published=published, title=title, body=body)
    return Coder(reranking=False).code_parse(article, parse)


def actors(coding: Coding, number: int = -1) -> list[Actor]:
    """The actors of one event, by default the last."""
    return [actor for arg in coding.events[number].actors if (actor := coding.actor(arg.actor))]


def meant(text: str, trigger: str, word: str, **more: object) -> Actor:
    """The one whom ``word`` means as the actor of ``trigger``."""
    (actor,) = actors(coded(text, asks=[(trigger, word)], **more))  # type: ignore[arg-type]
    return actor
