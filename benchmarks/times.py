"""Times found and resolved in MEANTIME's news: ``python -m benchmarks.times SHARED [--json] [--errors N]``.

MEANTIME (NewsReader, 2015; Wikinews texts) marks expressions of time with TIMEX3 in the title and the first
five sentences of 90 articles. What is read is those sentences joined with spaces, words set as in the file,
with the document creation time as the publication date.

What counts:

- An expression is gold where it is a TIMEX3 with words. The line that gives the creation time itself is
  left out on both sides (``with creation time`` adds it): reading it is easy, and there is one in every
  article.
- ``found``: precision, recall and F1 of expressions, matched one to one where they overlap by a character;
  ``exact`` asks for the same words.
- ``value``: the same, but a match counts only where the values agree (as TempEval-3 reckons "value F1").
- ``value given span``: of the gold expressions, read one by one from their own words, the share whose value
  agrees.
- Values agree where the TIMEX3 values are equal after these mappings, which undo spellings and not readings:
  a zone's ``Z`` is dropped; ``PM6`` is ``P6M``; ``FA`` and ``AU`` are one season; ``P10Y`` is ``P1DE``; a
  month in unknown days (``2011-06-XX``) is the month. For words that name no date MEANTIME's ``PAST_REF``,
  ``PRESENT_REF`` and ``FUTURE_REF`` must be given as such, ``PXY`` and the like as lengths of unknown
  number.
- Gold that is wrong or that no grammar of times reads ("which", "the Joint Strike Fighter program") stays in.

MEANTIME is part of the training data of the language model, which has no part in this benchmark, and was
looked at for kinds of errors when the grammar was written: the figure is of how the grammar fits news of
this kind.
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from dragoman.coding.times import Clock

ARCHIVE = "data/events/meantime-airbus-apple-stock.tar.gz"
_NO_SPACE_BEFORE = frozenset((",", ".", ";", ":", ")", "'s", "\u2019s", "n't", "%", "?", "!"))
_TWISTED = re.compile(r"P(T?)([YMWDQH])(\d+)")


@dataclass(frozen=True, slots=True)
class Timex:
    """Characters of the article's text, their TIMEX3 value, and is it the creation time?"""

    start: int
    end: int
    value: str
    creation: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article's annotated part."""

    name: str
    text: str
    created: str | None
    times: tuple[Timex, ...]


def read(archive: Path) -> Iterator[Annotated]:
    """The articles of the archive in the order of their paths."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            file = tar.extractfile(member) if member.name.endswith(".xml") else None
            if file is not None:
                yield _article(ElementTree.parse(file).getroot(), member.name)


def _article(root: ElementTree.Element, name: str) -> Annotated:
    text, spans, last = "", {}, "0"
    marks = list(root.iter("TIMEX3"))
    for token in root.iter("token"):
        sentence, word = token.get("sentence", "0"), token.text or ""
        if int(sentence) > 5:
            break
        if sentence != last:
            text, last = text + "\n\n", sentence
        elif text and word not in _NO_SPACE_BEFORE:
            text += " "
        spans[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
    times, created = [], None
    for mark in marks:
        value = mark.get("value") or ""
        creation = mark.get("functionInDocument") == "CREATION_TIME"
        if creation:
            created = value
        places = [spans[t] for one in mark.iter("token_anchor") if (t := one.get("t_id")) in spans]
        if places:
            times.append(Timex(min(p[0] for p in places), max(p[1] for p in places), value, creation))
    if created is None:  # two articles leave it unmarked: it is the date of the second line
        line = [one for one in times if text[: one.start].count("\n\n") == 1 and len(one.value) == 10]
        created = line[0].value if line else None
        times = [Timex(t.start, t.end, t.value, t.creation or t in line) for t in times]
    return Annotated(name, text, created, tuple(sorted(times, key=lambda one: (one.start, one.end))))


def plain(value: str) -> str:
    """A TIMEX3 value in one spelling."""
    value = _TWISTED.sub(r"P\1\3\2", value).removesuffix("Z").replace("-AU", "-FA")
    return value.replace("P1DE", "P10Y").removesuffix("-XX")


def measure(articles: list[Annotated], *, creation: bool, errors: int = 0) -> dict[str, object]:
    """All figures; with ``creation`` the creation times count too."""
    found = exact = right = gold_count = system_count = alone = 0
    shown: list[str] = []
    for article in articles:
        body = article.text.find("\n\n") + 2
        clock = Clock(article.text, published=article.created, body=body)
        lines = [(one.start, one.end) for one in article.times if one.creation]
        gold = [one for one in article.times if creation or not one.creation]
        system = [m for m in clock.marks if creation or not any(m.start < b and a < m.end for a, b in lines)]
        gold_count += len(gold)
        system_count += len(system)
        pairs = sorted(
            (-(min(g.end, s.end) - max(g.start, s.start)), i, j)
            for i, g in enumerate(gold)
            for j, s in enumerate(system)
            if g.start < s.end and s.start < g.end
        )
        of_gold: dict[int, int] = {}
        for _, i, j in pairs:
            if i not in of_gold and j not in of_gold.values():
                of_gold[i] = j
        for i, g in enumerate(gold):
            words = article.text[g.start : g.end]
            value = clock.read(g.start, g.end)
            alone += value is not None and plain(value.timex) == plain(g.value)
            s = system[of_gold[i]] if i in of_gold else None
            if s is None:
                shown.append(f"{article.name}: MISSED {words!r} {g.value}")
                continue
            found += 1
            exact += (s.start, s.end) == (g.start, g.end)
            given = s.value.timex if s.value else ""
            right += plain(given) == plain(g.value)
            if plain(given) != plain(g.value):
                shown.append(f"{article.name}: VALUE {words!r} {g.value} read {given!r}")
        shown += [
            f"{article.name}: SPURIOUS {article.text[s.start : s.end]!r}"
            for j, s in enumerate(system)
            if j not in of_gold.values()
        ]
    figures: dict[str, object] = {
        "articles": len(articles),
        "gold": gold_count,
        "system": system_count,
        "found": _scores(found, system_count, gold_count),
        "exact": _scores(exact, system_count, gold_count),
        "value": _scores(right, system_count, gold_count),
        "value given span": round(100 * alone / gold_count, 1) if gold_count else 0.0,
    }
    if errors:
        figures["errors"] = shown[:errors]
    return figures


def _scores(right: int, system: int, gold: int) -> dict[str, float]:
    precision = 100 * right / system if system else 0.0
    recall = 100 * right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"p": round(precision, 1), "r": round(recall, 1), "f1": round(f1, 1)}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.times", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[2] / "shared"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors")
    chosen = parser.parse_args(arguments)
    archive = chosen.shared / ARCHIVE
    if not archive.is_file():
        print(f"times: SKIPPED: {archive} is not there")
        return 0
    articles = list(read(archive))
    figures = {
        "text": measure(articles, creation=False, errors=chosen.errors),
        "with creation time": measure(articles, creation=True),
    }
    if chosen.json:
        print(json.dumps(figures, indent=1))
        return 0
    for name, found in figures.items():
        print(f"{name}: {found['articles']} articles, {found['gold']} expressions, {found['system']} found")
        print(f"  {'':18}{'P':>7}{'R':>7}{'F1':>7}")
        for row in ("found", "exact", "value"):
            v = found[row]
            assert isinstance(v, dict)
            print(f"  {row:18}{v['p']:7.1f}{v['r']:7.1f}{v['f1']:7.1f}")
        print(f"  {'value given span':18}{found['value given span']:21.1f}")
        for line in found.get("errors", ()):  # type: ignore[attr-defined]
            print("  " + line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
