"""Countries are read by stand-ins, so that an act is read alike whoever does it.

A model that has read a hundred times that one country attacks and another hosts talks reads it where it is
not written. So the words for a country, its people and its capital are given to the model as those of a fixed
list: the first country that an article names as the first of the list, the second as the second. What is
coded, and every offset, is of the words that stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("model") / "standins.json"


class StandIns:
    """Which words name which country, and by which words countries are read.

    Args:
        forms: by word, the country's number and the form that it is ("name", "adjective", "people" or
            "capital").
        standins: of each stand-in, its words by form.
    """

    def __init__(self, forms: dict[str, tuple[int, str]], standins: Sequence[dict[str, str]]) -> None:
        self.forms = forms
        self.standins = standins

    @classmethod
    @cache
    def load(cls) -> StandIns:
        """The shipped ones; ``python -m training.standins`` makes them of the knowledge tables."""
        data = json.loads(PATH.read_text("utf-8"))
        return cls({word: (number, form) for word, (number, form) in data["forms"].items()}, data["standins"])

    def changed(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The places of an article's words that the model reads otherwise, and how. Written in capitals, a
        word counts as well.
        """
        met: dict[int, int] = {}
        forms, standins = self.forms, self.standins
        for index, word in enumerate(words):
            known = forms.get(word) or (forms.get(word.title()) if word.isupper() else None)
            if known is not None:
                rank = met.setdefault(known[0], len(met))
                if rank < len(standins):
                    yield index, standins[rank][known[1]]

    def read(self, words: Sequence[str]) -> list[str]:
        """An article's words as the model reads them."""
        out = list(words)
        for index, word in self.changed(words):
            out[index] = word
        return out
