"""Annotated articles coded by the shipped coder, for the tables that are made of more than one set.

The model's reading of each text is kept in build/parses, by the model's bytes and the text, so that a
second table takes seconds; rules and knowledge are always run. ``counts`` are the scorer's, one article at
a time, so that they can be added up in any grouping and drawn again with replacement.
"""

from __future__ import annotations

import hashlib
import pickle
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy import ACCURACY, F1, SHARED, article, read_gold
from benchmarks.judge import judge

if TYPE_CHECKING:
    from dragoman import Coder
    from dragoman.language import Language, Parse

Record = dict[str, Any]
#: a figure's counts: right, annotated, read (for an accuracy: right, judged, judged)
Counts = dict[str, tuple[int, int, int]]

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "parses"
#: The annotated sets, by name. Only ``dev``, ``seed`` and ``challenge`` are news to the model.
SETS = {
    "dev": "corpus/dev.jsonl",
    "seed": "seed/gold.jsonl",
    "train": "corpus/train.jsonl",
    "releases": "corpus/releases.jsonl",
    "authored": "corpus/authored.jsonl",
    "challenge": "challenge/visible.jsonl",
}
SEED = 20261127
#: How often the articles are drawn again for an interval.
DRAWS = 1000


class KeptReader:
    """The language model, whose readings are kept on disk: a text is read once for one model."""

    def __init__(self, folder: Path = KEPT) -> None:
        from dragoman.language import parse
        from dragoman.language.runtime import MODEL

        digest = hashlib.sha256(Path(parse.__file__).read_bytes())  # what the kept readings are made of
        for name in ("dragoman.onnx", "meta.json", "standins.json"):
            digest.update((MODEL / name).read_bytes())
        #: first twelve digits of the SHA-256 of the model and of what a reading is
        self.digest = digest.hexdigest()[:12]
        self._folder = folder / self.digest
        self._parses: dict[str, Parse] = {}

    @cached_property
    def _language(self) -> Language:
        from dragoman.language import Language

        return Language.load()

    @property
    def version(self) -> str:
        """The model's version, as a coding carries it."""
        return self._language.version

    def parse(self, text: str, title_end: int = 0) -> Parse:
        """The reading of one text; from disk where the same model read it before."""
        key = hashlib.sha256(f"{title_end}\n{text}".encode()).hexdigest()
        if key in self._parses:
            return self._parses[key]
        path = self._folder / key[:2] / f"{key}.pickle"
        parse: Parse
        if path.is_file():
            parse = pickle.loads(path.read_bytes())
        else:
            parse = self._language.parse(text, title_end)
            path.parent.mkdir(parents=True, exist_ok=True)
            # In one step: a run that is cut off leaves no half file behind.
            part = path.with_suffix(".part")
            part.write_bytes(pickle.dumps(parse))
            part.replace(path)
        self._parses[key] = parse
        return parse


def make_coder(**options: Any) -> Coder:
    """The shipped coder over kept readings; ``options`` are the coder's."""
    from dragoman import Coder

    return Coder(language=KeptReader(), **options)


def gold(name: str, shared: Path | None = None) -> list[Record]:
    """The annotated records of a set."""
    return read_gold((shared or SHARED) / SETS[name])


def matched(marks: Sequence[tuple[int, int, str]], read: Sequence[tuple[int, int, str]]) -> dict[int, int]:
    """For each event that was read, by number, the marked one that it stands for: triggers overlap, one each.

    Each is given by the first and last character of its trigger and its type. One of the same type comes
    first, then the nearest.
    """
    choices = sorted(
        (kind != other, abs(start - first), at, number)
        for at, (start, end, kind) in enumerate(marks)
        for number, (first, last, other) in enumerate(read)
        if start < last and first < end
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for _type, _far, at, number in choices:
        if at not in used and number not in found:
            used.add(at)
            found[number] = at
    return found


def marked(part: Any) -> Iterator[tuple[int, int]]:
    """The offsets of every mark in a part of a record; those of whole sentences are none."""
    if isinstance(part, list):
        for one in part:
            yield from marked(one)
    elif isinstance(part, dict):
        if "start" in part and "end" in part:
            yield part["start"], part["end"]
        for name, one in part.items():
            if name != "sentence":
                yield from marked(one)


def coded(records: Iterable[Record], coder: Coder) -> dict[str, Record]:
    """The coder's record of each annotated article, by its id."""
    return {record["article"]["id"]: coder.code_article(article(record)).to_dict() for record in records}


def counts(record: Record, answer: Record, scorer: Any) -> Counts:
    """The scorer's counts for one article; accuracies among them."""
    key = record["article"]["id"]
    result, _ = scorer.score({key: record}, {key: answer}, 0)
    found: Counts = {}
    for name in F1:
        row = result["f1"][name]
        # The scorer tells shares to a tenth of a point: enough to give the whole number back below 1,000.
        found[name] = (round(row["p"] * row["system"] / 100), row["gold"], row["system"])
    for name, row in result["by type"].items():
        found[f"type {name}"] = (round(row["p"] * row["system"] / 100), row["gold"], row["system"])
    for name in ACCURACY:
        row = result["accuracy"].get(name, {"per cent": None, "of": 0})
        right = round((row["per cent"] or 0.0) * row["of"] / 100)
        found[name] = (right, row["of"], row["of"])
    return found


def per_article(records: Sequence[Record], answers: dict[str, Record]) -> list[Counts]:
    """The counts of each article, in the records' order."""
    scorer = judge(SHARED)
    return [counts(record, answers[record["article"]["id"]], scorer) for record in records]


def total(rows: Iterable[Counts], name: str) -> tuple[int, int, int]:
    """A figure's counts over articles."""
    right = annotated = read = 0
    for row in rows:
        a, b, c = row.get(name, (0, 0, 0))
        right, annotated, read = right + a, annotated + b, read + c
    return right, annotated, read


def f1(right: int, annotated: int, read: int) -> float | None:
    """F1 per cent (for an accuracy the share of those judged); None where there is nothing to judge."""
    return 200.0 * right / (annotated + read) if annotated + read else None


def interval(
    rows: Sequence[Counts], name: str, *, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """The middle 95 % of the figure over articles drawn again with replacement (percentile bootstrap).

    Says how far the figure would move with other articles of the same kind; with one article it says nothing
    (both ends are the figure).
    """
    single = [row.get(name, (0, 0, 0)) for row in rows]
    draw = random.Random(seed)
    found = []
    for _ in range(draws):
        chosen = draw.choices(single, k=len(single))
        value = f1(*(sum(part) for part in zip(*chosen, strict=True)))
        if value is not None:
            found.append(value)
    return middle(found) if found else (0.0, 0.0)


def middle(found: Iterable[float]) -> tuple[float, float]:
    """The ends of the middle 95 %."""
    ranked = sorted(found)
    last = len(ranked) - 1
    return ranked[round(0.025 * last)], ranked[round(0.975 * last)]
