"""Articles told of others: every country and every surname another, so that acts are learnt and not who does them.

A model that has read a hundred times that Russia attacks and Switzerland hosts will read it where it is not
written. ``renamed`` keeps an article's words but for single-word names of countries, their adjectives, peoples and
capitals, and the surnames of people that the annotation marks; the same name always becomes the same other one.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dragoman.language.tokens import tokenize

from .news import Document

DATA = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "knowledge" / "data"
FORMS = ("name", "adjective", "people", "capital")


@dataclass(frozen=True)
class Names:
    """Countries by their one-word forms, and surnames."""

    countries: tuple[dict[str, str], ...]  #: each with those of FORMS that are one word
    form_of: dict[str, tuple[int, str]]  #: word → (number of the country, form)
    surnames: tuple[str, ...]


def single(text: str) -> bool:
    """Is it one word to the reader?"""
    return bool(text) and len(list(tokenize(text, 0, len(text)))) == 1


@cache
def names() -> Names:
    """Read from the knowledge tables."""
    countries: list[dict[str, str]] = []
    form_of: dict[str, tuple[int, str]] = {}
    with open(DATA / "countries.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            peoples = row["demonyms"].split("|")
            forms = {
                "name": row["name"],
                "adjective": peoples[0],
                "people": next((word for word in peoples[1:] if word == peoples[0] + "s"), ""),
                "capital": row["capitals"].split("|")[0],
            }
            forms = {form: word for form, word in forms.items() if single(word)}
            if "name" not in forms or "adjective" not in forms:
                continue
            for form, word in forms.items():
                form_of.setdefault(word, (len(countries), form))
            countries.append(forms)
    with open(DATA / "people.csv", encoding="utf-8", newline="") as lines:
        last = {row["name"].split()[-1] for row in csv.DictReader(lines) if row["name"]}
    surnames = sorted(word for word in last if word[:1].isupper() and word.isalpha() and word not in form_of)
    return Names(tuple(countries), form_of, tuple(surnames))


def renamed(document: Document, rng: random.Random) -> Document:
    """The same article with other names. The words' number and every mark stay as they are."""
    known = names()
    others: dict[int, int] = {}
    wanted: dict[int, set[str]] = {}
    for word in document.words:
        if word in known.form_of:
            country, form = known.form_of[word]
            wanted.setdefault(country, set()).add(form)
    taken: set[int] = set()
    for country, forms in wanted.items():
        fit = [n for n, c in enumerate(known.countries) if forms <= set(c) and n not in taken and n != country]
        if fit:
            others[country] = rng.choice(fit)
            taken.add(others[country])
    people = sorted(
        {
            document.words[token]
            for token, kind in document.kinds.items()
            if kind == "person" and document.words[token][:1].isupper() and document.words[token].isalpha()
        }
        - set(known.form_of)
    )
    people = [word for word in people if len(word) > 2]
    surname = dict(zip(people, rng.sample(known.surnames, len(people)), strict=True))

    def other(word: str) -> str:
        if word in surname:
            return surname[word]
        country, form = known.form_of.get(word, (-1, ""))
        return known.countries[others[country]][form] if country in others else word

    return replace(document, words=[other(word) for word in document.words])
