"""Choose the model's thresholds on articles it was not trained on.

``python -m training.tune MODEL SHARED --held-out RUN/held-out.json [--write]`` codes the held-out articles with the
shipped graph in MODEL, tries one threshold after the other, judged by ``SHARED/eval/score.py``, and with ``--write``
puts the best ones into MODEL/meta.json. With ``--records FILE`` any annotated articles are scored
instead, and nothing is chosen.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.judge import judge
from dragoman.coding import Coder
from dragoman.language.parse import Parse
from dragoman.language.runtime import THRESHOLDS, Language
from dragoman.records import Article

from .news import NEWS, OURS

GRID = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]
#: each threshold, and the figures whose sum decides it, in the order of trying
GOALS = (
    ("content", ("content", "statement")),
    ("trigger", ("trigger", "event", "role")),
    ("second_type", ("event",)),
    ("actor", ("role", "whole")),
    ("recipient", ("role", "whole")),
    ("by", ("by",)),
    ("mode", ("mode",)),
    ("context", ("context",)),
)


class Bench:
    """Annotated articles, their parses, and the judge."""

    def __init__(self, language: Language, records: list[dict[str, Any]], shared: Path):
        self.language = language
        # thresholds are the graph's own: the second opinion is fitted to it afterwards
        self.coder = Coder(language=language, reranking=False)
        self.gold = {r["article"]["id"]: r for r in records}
        self.articles = [_article(r["article"]) for r in records]
        self.judge = judge(shared)
        self.read: dict[float, list[Parse]] = {}

    def parses(self, content: float) -> list[Parse]:
        """The articles' parses; the threshold of contents is at work while parsing."""
        if content not in self.read:
            self.language.thresholds = THRESHOLDS | {"content": content}
            self.read[content] = [self.language.parse(a.text, a.title_end) for a in self.articles]
        return self.read[content]

    def score(self, thresholds: dict[str, float]) -> dict[str, Any]:
        """What the judge says of the articles coded at ``thresholds``."""
        system = {}
        for article, parse in zip(self.articles, self.parses(thresholds["content"])):
            coding = self.coder.code_parse(article, replace(parse, thresholds=thresholds))
            system[article.id] = coding.to_dict()
        found: dict[str, Any] = self.judge.score(self.gold, system, 0)[0]
        return found

    def tune(self) -> dict[str, float]:
        """The best threshold of each kind, the others kept; two rounds."""
        chosen = dict(THRESHOLDS)
        for _ in range(2):
            for name, goals in GOALS:
                scores = {}
                for value in GRID:
                    f1 = self.score(chosen | {name: value})["f1"]
                    scores[value] = sum(f1[goal]["f1"] for goal in goals)
                chosen[name] = _smooth(scores)
        return chosen


#: points of the summed figures that a threshold must gain to be worth moving: forty articles know no better
WORTH = 1.0


def _smooth(scores: dict[float, float]) -> float:
    """The value nearest to 0.5 that is not clearly worse than the best, each averaged with its neighbours: one
    lucky article should not decide."""
    values = sorted(scores)

    def around(i: int) -> float:
        near = [scores[v] for v in values[max(0, i - 1) : i + 2]]
        return (sum(near) + scores[values[i]]) / (len(near) + 1)

    means = {v: around(i) for i, v in enumerate(values)}
    best = max(means.values())
    return min((v for v in values if means[v] >= best - WORTH), key=lambda v: (abs(v - 0.5), -means[v]))


def _article(record: dict[str, Any]) -> Article:
    """A gold article, whose text is title, blank line and body, as one to be coded."""
    title = record.get("title") or ""
    body = record["text"][len(title) + 2 :] if title else record["text"]
    return Article(id=record["id"], published=record["published"], title=title, body=body)


def _shown(found: dict[str, Any]) -> str:
    parts = [f"{k} {v['p']}/{v['r']}/{v['f1']}" for k, v in found["f1"].items()]
    parts += [f"{k} {v['per cent']}" for k, v in found["accuracy"].items()]
    return ", ".join(parts)


def load_records(paths: Iterable[Path], only: set[str] | None = None) -> list[dict[str, Any]]:
    """Annotated articles of JSONL files, those of ``only`` where it is given."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [r for r in map(json.loads, lines) if only is None or r["article"]["id"] in only]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    language = Language(o.model)
    if o.records:
        print(_shown(Bench(language, load_records([o.records]), o.shared).score(language.thresholds)))
        return
    if not o.held_out:
        parser.error("give --held-out (the list that training wrote) or --records")
    only = set(json.loads(o.held_out.read_text()))
    records = load_records([*(o.shared / "corpus" / f"{name}.jsonl" for name in NEWS), OURS], only)
    bench = Bench(language, records, o.shared)
    print(f"{len(records)} held-out articles (precision/recall/F1)\nbefore {_shown(bench.score(THRESHOLDS))}", flush=True)
    chosen = bench.tune()
    print(f"after  {_shown(bench.score(chosen))}\n{chosen}")
    if o.write:
        meta = o.model / "meta.json"
        kept = json.loads(meta.read_text(encoding="utf-8")) | {"thresholds": chosen}
        meta.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
