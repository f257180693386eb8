"""What the article memory holds: entities and what the article has said of each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.coding.offices import Office

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SPACE = re.compile(r"\s+")


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that acts, speaks or is acted on; grows while the article is read.

    ``name`` is canonical; ``called`` is what the tables call somebody whose name the article spells in
    its own way, "" where that is the same. ``country`` and ``sector`` are codes in order of weight.
    ``known`` says that the knowledge base settled them. ``titles`` are words the article sets before or
    beside the name, ``offices`` the offices those words name and the one held on the article's date,
    ``past`` those held before it, ``body`` the organisation that a person is said to belong to, ``heads``
    the nouns it was called by.
    ``office`` says that it is named by an office of a state alone ("health minister"). ``seen`` are token
    indices, in reading order.
    """

    name: str
    kind: str = ""
    country: list[str] = field(default_factory=list)
    sector: list[str] = field(default_factory=list)
    known: bool = False
    named: bool = True
    wikidata: str | None = None
    called: str = ""
    office: bool = False
    gender: str = ""
    number: int = 1
    aliases: dict[str, None] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    past: list[Office] = field(default_factory=list)
    body: Entity | None = None
    heads: dict[str, None] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    voters: int = 0
    kinds: dict[str, float] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def person(self) -> bool:
        """Is it one person?"""
        return self.kind == "person"


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A name for comparison: one case, no accents, no article, no possessive ending."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    folded = _SPACE.sub(" ", folded.replace("’", "'").replace("ʻ", "").replace(".", "")).strip()
    folded = folded.removeprefix("the ")
    return folded.removesuffix("'s").strip(" '\"")


def slug(text: str) -> str:
    """A name as an id: ``vladimir-putin``."""
    folded = unicodedata.normalize(
        "NFKD", text.casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i")
    )
    return _NOT_SLUG.sub("-", folded.encode("ascii", "ignore").decode()).strip("-")


def initials(text: str) -> str:
    """``eu`` of "European Union"; small words count not."""
    words = [word for word in re.split(r"[\s\-]+", text) if word and word[0].isupper()]
    return "".join(word[0] for word in words).casefold()


def tidy_name(text: str) -> str:
    """A name as it is shown: one space between words, no leading article, no possessive ending."""
    text = _SPACE.sub(" ", text).strip(" \"“”‘’'")
    text = text.replace(", Jr", " Jr").replace(", Sr", " Sr")
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    for article in ("The ", "the ", "A ", "a ", "An ", "an "):
        if text.startswith(article) and len(text) > len(article):
            text = text[len(article) :]
            break
    return text.strip()
