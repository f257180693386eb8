"""Choose the model's thresholds on articles it was not trained on.

``python -m training.tune MODEL DATA --held-out RUN/held-out.json [--write]`` reads the held-out articles with the
shipped graph in MODEL, tries thresholds one at a time, and puts the best ones into MODEL/meta.json. The figures are those of
``shared/eval/score.py`` before anything is resolved: a role counts where its link stands in the gold span.
With ``--records FILE`` any annotated articles are measured instead, and nothing is tuned.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dragoman.language.parse import Content, Parse, Trigger
from dragoman.language.runtime import THRESHOLDS, Language

from .train import NEWS, OURS

GRID = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7]


def _overlap(a: dict[str, Any], start: int, end: int) -> int:
    return max(0, min(a["end"], end) - max(a["start"], start))


def _pair(gold: list[Any], system: list[Any], score: Callable[[Any, Any], float]) -> list[tuple[Any, Any]]:
    found = sorted(
        ((s, -i, -j) for i, g in enumerate(gold) for j, x in enumerate(system) if (s := score(g, x)) > 0),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for _, i, j in found:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((gold[-i], system[-j]))
    return out


class Tally:
    """Right, found, gold of each figure."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}

    def add(self, name: str, right: int, found: int, gold: int) -> None:
        row = self.counts.setdefault(name, [0, 0, 0])
        for k, v in enumerate((right, found, gold)):
            row[k] += v

    def f1(self, name: str) -> float:
        right, found, gold = self.counts.get(name, (0, 0, 0))
        return 200.0 * right / (found + gold) if found + gold else 0.0

    def row(self) -> dict[str, str]:
        return {
            k: f"{100 * r / max(f, 1):.1f}/{100 * r / max(g, 1):.1f}/{self.f1(k):.1f}"
            for k, (r, f, g) in self.counts.items()
        }


def _events(parse: Parse, t: dict[str, float]) -> list[tuple[Trigger, str]]:
    out = []
    for trigger in parse.triggers:
        if trigger.probability >= t["trigger"]:
            out.append((trigger, trigger.types[0][0]))
            out += [(trigger, label) for label, p in trigger.types[1:2] if p >= t["second_type"]]
    return out


def measure(pairs: Iterable[tuple[dict[str, Any], Parse]], t: dict[str, float]) -> Tally:
    """Scores of parses against their gold records at thresholds ``t``."""
    tally = Tally()
    for record, parse in pairs:
        gold = record["events"]
        found = _events(parse, t)
        start = lambda x: parse.tokens[x[0].first].start  # noqa: E731
        end = lambda x: parse.tokens[x[0].last - 1].end  # noqa: E731
        tally.add(
            "trigger",
            len(_pair(gold, found, lambda g, x: _overlap(g["trigger"], start(x), end(x)))),
            len(found),
            len(gold),
        )
        both = _pair(
            gold, found, lambda g, x: _overlap(g["trigger"], start(x), end(x)) if g["type"] == x[1] else 0
        )
        tally.add("event", len(both), len(found), len(gold))
        links = {
            id(x): {
                role: [
                    parse.tokens[link.token]
                    for link in x[0].edges.get(role, ())
                    if link.probability >= t[role]
                ]
                for role in ("actor", "recipient", "by")
            }
            for x in found
        }
        for role, key in (("actor", "actors"), ("recipient", "recipients")):
            right = sum(
                len(_pair(g[key], links[id(x)][role], lambda a, b: _overlap(a, b.start, b.end)))
                for g, x in both
            )
            n = sum(len(links[id(x)][role]) for x in found), sum(len(g[key]) for g in gold)
            tally.add("role", right, *n)
            tally.add(role, right, *n)
        by = sum(
            bool(g.get("by") and any(_overlap(g["by"], b.start, b.end) for b in links[id(x)]["by"][:1]))
            for g, x in both
        )
        tally.add(
            "by", by, sum(bool(links[id(x)]["by"]) for _, x in both), sum(bool(g.get("by")) for g, _ in both)
        )
        right = sum(g["aux"] == max(x[0].aux, key=lambda k: x[0].aux[k]) for g, x in both)
        tally.add("aux", right, len(both), len(both))
        modes = [(set(g["mode"]), {m for m, p in x[0].modes if p >= t["mode"]}) for g, x in both]
        tally.add(
            "mode",
            sum(len(a & b) for a, b in modes),
            sum(len(b) for _, b in modes),
            sum(len(a) for a, _ in modes),
        )
        contexts = [(set(g["context"]), {m for m, p in x[0].contexts if p >= t["context"]}) for g, x in both]
        tally.add(
            "context",
            sum(len(a & b) for a, b in contexts),
            sum(len(b) for _, b in contexts),
            sum(len(a) for a, _ in contexts),
        )
        _statements(record, parse, tally)
    return tally


def _statements(record: dict[str, Any], parse: Parse, tally: Tally) -> None:
    joined: list[list[Content]] = []
    for content in parse.contents:
        if content.continues and joined:
            joined[-1].append(content)
        else:
            joined.append([content])
    spans = lambda s: [(parse.tokens[c.first].start, parse.tokens[c.last - 1].end) for c in s]  # noqa: E731

    def share(g: dict[str, Any], s: list[Content]) -> float:
        inter = sum(_overlap(c, a, b) for c in g["content"] for a, b in spans(s))
        size = max(sum(c["end"] - c["start"] for c in g["content"]), sum(b - a for a, b in spans(s))) or 1
        return inter / size if inter * 2 >= size else 0.0

    gold = record["statements"]
    both = _pair(gold, joined, share)
    tally.add("content", len(both), len(joined), len(gold))
    speakers = [(g, next((c.speaker for c in s if c.speaker), None)) for g, s in both]
    right = sum(
        bool(link and _overlap(g["speaker"], parse.tokens[link.token].start, parse.tokens[link.token].end))
        for g, link in speakers
    )
    tally.add("statement", right, len(joined), len(gold))
    stance = sum(g["stance"] == max(s[0].stance, key=lambda k: s[0].stance[k]) for g, s in both)
    tally.add("stance", stance, len(both), len(both))


def read(language: Language, records: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Parse]]:
    return [(r, language.parse(r["article"]["text"], len(r["article"].get("title") or ""))) for r in records]


def tune(language: Language, records: list[dict[str, Any]]) -> dict[str, float]:
    """The best threshold of each kind, the others kept."""
    t = dict(THRESHOLDS)
    language.thresholds = t
    scores = {}
    for value in GRID:
        language.thresholds = t | {"content": value}
        tally = measure(read(language, records), t)
        scores[value] = tally.f1("content") + tally.f1("statement")
    t["content"] = _smooth(scores)
    language.thresholds = t
    pairs = read(language, records)
    for name, goal in (
        ("trigger", "event"),
        ("second_type", "event"),
        ("actor", "role"),
        ("recipient", "role"),
        ("by", "by"),
        ("mode", "mode"),
        ("context", "context"),
        ("trigger", "trigger+event"),
    ):
        scores = {}
        for value in GRID:
            tally = measure(pairs, t | {name: value})
            scores[value] = sum(tally.f1(g) for g in goal.split("+"))
        t[name] = _smooth(scores)
    return t


def _smooth(scores: dict[float, float]) -> float:
    """The best value after averaging with its neighbours: one lucky article should not decide."""
    values = sorted(scores)

    def around(i: int) -> float:
        near = [scores[v] for v in values[max(0, i - 1) : i + 2]]
        return (sum(near) + scores[values[i]]) / (len(near) + 1)

    return max(values, key=lambda v: (around(values.index(v)), -abs(v - 0.5)))


def load_records(paths: Iterable[Path], only: set[str] | None = None) -> list[dict[str, Any]]:
    records = [
        json.loads(line)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [r for r in records if only is None or r["article"]["id"] in only]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    language = Language(o.model)
    if o.records:
        print(measure(read(language, load_records([o.records])), language.thresholds).row())
        return
    only = set(json.loads(o.held_out.read_text()))
    records = load_records([*(o.data / "corpus" / f"{name}.jsonl" for name in NEWS), OURS], only)
    before = measure(read(language, records), THRESHOLDS).row()
    t = tune(language, records)
    language.thresholds = t
    print(
        f"{len(records)} articles (precision/recall/F1)\nbefore {before}\nafter  {measure(read(language, records), t).row()}\n{t}"
    )
    if o.write:
        meta = o.model / "meta.json"
        kept = json.loads(meta.read_text(encoding="utf-8")) | {"thresholds": t}
        meta.write_text(
            json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
