"""Articles told of others."""

from __future__ import annotations

import random

from training.news import Document
from training.renaming import names, renamed

WORDS = "Kenya expelled two Ugandan envoys . Kenyan minister Odinga met Odinga 's aide in Nairobi .".split()


def article() -> Document:
    return Document("a", "news", list(WORDS), [(0, 6), (6, 16)], kinds={8: "person", 10: "person"})


def test_one_name_becomes_one_other_name_everywhere() -> None:
    told = renamed(article(), random.Random(3)).words
    assert len(told) == len(WORDS)
    assert told[8] == told[10] != "Odinga"
    known = names()
    country, form = known.form_of[told[0]]
    assert form == "name" and told[0] != "Kenya"
    assert told[6] == known.countries[country]["adjective"]
    assert told[14] == known.countries[country]["capital"]
    assert known.form_of[told[3]][0] != country


def test_words_that_are_no_names_stay() -> None:
    told = renamed(article(), random.Random(5)).words
    assert [w for k, w in enumerate(told) if k not in (0, 3, 6, 8, 10, 14)] == [
        w for k, w in enumerate(WORDS) if k not in (0, 3, 6, 8, 10, 14)
    ]


def test_the_same_seed_gives_the_same_names_and_the_original_stays() -> None:
    first = article()
    assert renamed(first, random.Random(1)).words == renamed(first, random.Random(1)).words
    assert first.words == WORDS
