"""Make the table of stand-ins that countries are read by: ``python -m training.standins``.

Written is ``src/dragoman/language/model/standins.json``, from the knowledge tables. Countries whose name is one
word are known by it, their one-word demonyms and their capital; a word that two countries share is left alone.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

from dragoman.language.standins import PATH

from .renaming import DATA, single

FORMS = ("name", "adjective", "people", "capital")
#: the stand-ins that most articles need: countries with plain words for all forms, of every part of the world
FIRST = "Kenya Bulgaria Colombia Hungary Ghana Romania Nigeria Cuba Tunisia Indonesia Ukraine Chile Uganda Jordan".split()


def forms() -> list[tuple[str, list[tuple[str, str]]]]:
    """Countries by name, each with its words and what form of it they are."""
    found = []
    with open(DATA / "countries.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            demonyms = [word for word in row["demonyms"].split("|") if single(word)]
            if not single(row["name"]) or not demonyms:
                continue
            words = [(row["name"], "name")]
            words += [(word, "people" if word[-1] == "s" and word[:-1] in demonyms else "adjective") for word in demonyms]
            words += [(word, "capital") for word in row["capitals"].split("|") if single(word)]
            found.append((row["name"], list(dict(words[::-1]).items())[::-1]))
    return found


def table() -> dict[str, object]:
    """The file's content."""
    countries = forms()
    shared = Counter(word for _, words in countries for word, _ in words)
    whole = {}
    for name, words in countries:
        own: dict[str, str] = {}
        for word, form in words:
            if shared[word] == 1:
                own.setdefault(form, word)
        if set(own) == set(FORMS) and own["people"] == own["adjective"] + "s":
            whole[name] = {form: own[form] for form in FORMS}
    order = [*FIRST, *sorted(set(whole) - set(FIRST))]
    return {
        "standins": [whole[name] for name in order],
        "forms": {word: [number, form] for number, (_, words) in enumerate(countries) for word, form in words if shared[word] == 1},
    }


def main() -> None:
    """Write the table."""
    made = table()
    Path(PATH).write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(made['forms'])} words, {len(made['standins'])} stand-ins in {PATH.name}")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
