"""Who is meant, given the mention: ``python -m benchmarks.resolution [SET ...]``.

The model reads each annotated article (its trees, names, antecedents, kinds and sectors); its events and
statements are then replaced by the annotated ones, so that every participant and speaker is found and
only resolution can go wrong. Scores each annotated mention by class: is it the right entity (as the scorer
sees it: the same name, or for unnamed ones the same country and first sector), and are kind, country and
first sector right. ``grouped`` is the B-cubed F1 of the mentions of one article that mean the same.

Parses are kept in build/resolution, by model, so that a second run takes seconds. Only ``dev`` and
``seed`` are news to the model; the other sets are news to the rules alone.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import json
import pickle
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import dragoman.language as reading
from benchmarks.judge import judge
from dragoman import Article, Coder
from dragoman.coding.view import PRONOUNS
from dragoman.language import Language
from dragoman.language.parse import Content, Link, Parse, Token, Trigger
from training.phrases import core_end

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CACHE = ROOT / "build" / "resolution"
SETS = {
    "dev": SHARED / "corpus" / "dev.jsonl",
    "seed": SHARED / "seed" / "gold.jsonl",
    "train": SHARED / "corpus" / "train.jsonl",
    "releases": SHARED / "corpus" / "releases.jsonl",
    "authored": SHARED / "corpus" / "authored.jsonl",
    "own": ROOT / "training" / "corpus" / "articles.jsonl",
}
CLASSES = ("person", "country", "organisation", "place", "nominal", "pronoun", "group", "speaker")


def read(name: str) -> list[dict[str, Any]]:
    with open(SETS[name], encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def parses(name: str, records: list[dict[str, Any]], *, kept_only: bool = False) -> dict[str, Parse]:
    """The model's reading of each article by id; from the cache where model and text are the same.

    ``kept_only`` leaves out the articles that are not in the cache.
    """
    language = Language.load()
    path = CACHE / f"{name}-{_model()}.pickle"
    kept: dict[str, Parse] = {}
    if path.is_file():
        kept = pickle.loads(path.read_bytes())
    fresh = False
    for record in records:
        article = record["article"]
        old = kept.get(article["id"])
        if (old is None or old.text != article["text"]) and not kept_only:
            kept[article["id"]] = language.parse(article["text"], len(article.get("title") or ""))
            fresh = True
    if fresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(kept))
    return kept


def _model() -> str:
    """Eight digits that change with the shipped model and the code that reads with it."""
    room = Path(reading.__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*room.glob("*.py"), *(room / "model").iterdir()]):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


class Annotated:
    """Annotated spans as tokens of the model's reading."""

    def __init__(self, record: dict[str, Any], parse: Parse) -> None:
        self.tokens: tuple[Token, ...] = parse.tokens
        self.text = parse.text
        self.starts = [token.start for token in parse.tokens]
        self.ends = [token.end for token in parse.tokens]
        self.actors = {actor["id"]: actor for actor in record["actors"]}

    def range(self, span: dict[str, Any]) -> tuple[int, int]:
        """The tokens of an annotated phrase; where its offsets cut a word ("he" in "The"), those of the
        nearest place at which its words stand whole.
        """
        first, last = self._range(span)
        if self.tokens[first].start < span["start"] or self.tokens[last - 1].end > span["end"]:
            whole = re.compile(rf"(?<!\w){re.escape(span['text'])}(?!\w)")
            near = min(
                (found.span() for found in whole.finditer(self.text)),
                key=lambda found: abs(found[0] - span["start"]),
                default=None,
            )
            if near is not None:
                return self._range({"start": near[0], "end": near[1]})
        return first, last

    def _range(self, span: dict[str, Any]) -> tuple[int, int]:
        first = min(bisect.bisect_right(self.ends, span["start"]), len(self.tokens) - 1)
        return first, max(first + 1, bisect.bisect_left(self.starts, span["end"]))

    def core(self, span: dict[str, Any]) -> int:
        """The last word of the core of an annotated phrase, where an edge of the model would end."""
        first, last = self.range(span)
        return first + core_end([token.text for token in self.tokens[first:last]])

    def link(self, span: dict[str, Any] | None) -> Link | None:
        return Link(self.core(span), 1.0) if span else None


def annotated(record: dict[str, Any], parse: Parse) -> Parse:
    """The parse with the annotated events and statements in place of the model's."""
    made = Annotated(record, parse)
    by_trigger: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for event in record["events"]:
        by_trigger[made.range(event["trigger"])].append(event)
    triggers = []
    for (first, last), events in by_trigger.items():
        edges: dict[str, tuple[Link, ...]] = {"place": (), "time": ()}
        for role, key in (("actor", "actors"), ("recipient", "recipients")):
            links = [made.link(span) for event in events for span in event[key]]
            edges[role] = tuple({link.token: link for link in links if link}.values())
        by = made.link(events[0].get("by"))
        edges["by"] = (by,) if by else ()
        types = tuple({event["type"]: (event["type"], 1.0) for event in events}.values())
        triggers.append(Trigger(first, last, last - 1, 1.0, types, aux={"": 1.0}, edges=edges))
    contents = []
    for statement in record["statements"]:
        for number, span in enumerate(statement["content"]):
            first, last = made.range(span)
            to = [made.link(span) for span in statement["addressees"]]
            contents.append(
                Content(
                    first, last, 1.0, number > 0, made.link(statement["cue"]),
                    made.link(statement["speaker"]),
                    tuple(link for link in to if link), {statement["stance"]: 1.0},
                )
            )  # fmt: skip
    return replace(parse, triggers=tuple(triggers), contents=tuple(contents))


@dataclass
class Case:
    """One annotated mention, and what it was resolved to."""

    kind: str
    article: str
    span: dict[str, Any]
    gold: dict[str, Any]
    given: dict[str, Any] | None
    text: str
    rule: str = ""


def classed(span: dict[str, Any], actor: dict[str, Any]) -> str:
    """The class of a mention: how the article words it, and what it stands for."""
    words = span["text"].replace("’", "'").split()
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return "pronoun"
    if actor["kind"] == "group":
        return "group"
    own = {word.strip("().,").lower() for word in actor["name"].replace("-", " ").split()}
    name = [w.strip("().,'\"").removesuffix("'s") for w in words if w[:1].isupper()]
    if actor["kind"] == "country":
        return "country" if name else "nominal"
    if any(word.lower() in own for part in name for word in part.split("-")):
        return str(actor["kind"])
    initials = "".join(part[0] for part in actor["name"].split() if part[0].isupper())
    return str(actor["kind"]) if initials in name and len(initials) > 1 else "nominal"


def _covering(args: list[dict[str, Any]], at: int, turn: int = 0) -> dict[str, Any] | None:
    """The narrowest argument around a character; of several in the same words, the one whose turn it is."""
    fits = [arg for arg in args if arg["start"] <= at < arg["end"]]
    if not fits:
        return None
    size = min(arg["end"] - arg["start"] for arg in fits)
    fits = [arg for arg in fits if arg["end"] - arg["start"] == size]
    return fits[min(turn, len(fits) - 1)]


def cases(name: str, coder: Coder, *, kept_only: bool = False) -> Iterator[Case]:
    """Every annotated participant and speaker of a set with its resolution."""
    records = read(name)
    read_by = parses(name, records, kept_only=kept_only)
    for record in records:
        if record["article"]["id"] not in read_by:
            continue
        parse = annotated(record, read_by[record["article"]["id"]])
        coding = coder.code_parse(Article.from_dict(record["article"]), parse).to_dict()
        made = Annotated(record, parse)
        given = {actor["id"]: actor for actor in coding["actors"]}
        everything = [arg for event in coding["events"] for arg in event["actors"] + event["recipients"]]
        for event in record["events"]:
            own = [
                e
                for e in coding["events"]
                if e["type"] == event["type"]
                and e["trigger"]["start"] < event["trigger"]["end"]
                and event["trigger"]["start"] < e["trigger"]["end"]
            ]
            for role in ("actors", "recipients"):
                for number, span in enumerate(event[role]):
                    turn = sum(other["start"] == span["start"] for other in event[role][:number])
                    at = parse.tokens[made.core(span)].start
                    arg = next(filter(None, (_covering(e[role], at, turn) for e in own)), None) or _covering(
                        everything, at
                    )
                    why = [
                        w["rule"]
                        for e in own
                        for w in e["why"]
                        if arg and w["rule"].startswith(f'"{arg["text"]}"')
                    ]
                    actor = made.actors[span["actor"]]
                    yield Case(
                        classed(span, actor),
                        record["article"]["id"],
                        span,
                        actor,
                        given.get(arg["actor"]) if arg else None,
                        parse.text,
                        " ".join(why[:1]),
                    )
        said = {s["content"][0]["start"]: s for s in coding["statements"] if s["content"]}
        starts = sorted(said)
        for statement in record["statements"]:
            at = statement["content"][0]["start"]
            near = min(starts, key=lambda start: abs(start - at)) if starts else -1
            arg = said[near]["speaker"] if near >= 0 and abs(near - at) < 12 else None
            actor = made.actors[statement["speaker"]["actor"]]
            yield Case(
                "speaker",
                record["article"]["id"],
                statement["speaker"],
                actor,
                given.get(arg["actor"]) if arg else None,
                parse.text,
            )


def first_sector(actor: dict[str, Any]) -> str:
    return str((actor["sector"] or ["UNK"])[0])


def cubed(found: list[Case]) -> float:
    """B-cubed F1 of the mentions of each article, grouped by entity."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        groups[case.article].append(case)
    total = precision = recall = 0.0
    for mentions in groups.values():
        gold = Counter(case.gold["id"] for case in mentions)
        given = Counter((case.given or {"id": None})["id"] for case in mentions)
        both = Counter((case.gold["id"], (case.given or {"id": None})["id"]) for case in mentions)
        for (one, other), count in both.items():
            precision += count * count / given[other]
            recall += count * count / gold[one]
            total += count
    if not total:
        return 0.0
    p, r = precision / total, recall / total
    return 200 * p * r / (p + r)


def table(found: list[Case], same: Any) -> Iterator[str]:
    """One line a class."""
    yield f"  {'':14}{'n':>6}{'right':>8}{'kind':>8}{'country':>9}{'sector':>8}{'code':>8}{'lost':>6}"
    participants = [case for case in found if case.kind != "speaker"]
    for kind in (*CLASSES, "all"):
        chosen = participants if kind == "all" else [case for case in found if case.kind == kind]
        if not chosen:
            continue
        n = len(chosen)
        had = [case for case in chosen if case.given]
        right = sum(same(case.gold, case.given) for case in had)
        kinds = sum(case.gold["kind"] == case.given["kind"] for case in had if case.given)
        place = [sorted(c.gold["country"]) == sorted(c.given["country"]) for c in had if c.given]
        sector = [first_sector(c.gold) == first_sector(c.given) for c in had if c.given]
        code = sum(a and b for a, b in zip(place, sector, strict=True))
        cells = [right, kinds, sum(place), sum(sector), code]
        shares = [f"{100 * cell / n:.1f}" for cell in cells]
        yield (
            f"  {kind:14}{n:6}{shares[0]:>8}{shares[1]:>8}{shares[2]:>9}{shares[3]:>8}{shares[4]:>8}"
            f"{n - len(had):6}"
        )
    yield f"  {'grouped':14}{'':6}{cubed(participants):8.1f}"


def shown(case: Case) -> str:
    """A mistake on one line: what the words are, whom they mean, what was made of them."""

    def actor(of: dict[str, Any] | None) -> str:
        return (
            f"{of['name']} [{of['kind'][:3]} {'/'.join(of['country'])}:{first_sector(of)}]"
            if of
            else "nothing"
        )

    start, end = case.span["start"], case.span["end"]
    around = (
        case.text[max(0, start - 60) : start] + "<<" + case.text[start:end] + ">>" + case.text[end : end + 40]
    )
    made = f"{actor(case.gold)} <- {actor(case.given)}"
    return f"{case.kind} {case.article}: {made} | {' '.join(around.split())} | {case.rule}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.resolution", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", help=f"which of {', '.join(SETS)} (default: dev)")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N mistakes of each class")
    parser.add_argument("--only", default="", metavar="CLASS", help="mistakes of this class only")
    parser.add_argument("--kept", action="store_true", help="only articles whose parses are kept already")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.sets if name not in SETS]
    if unknown:
        parser.error(f"no set called {unknown[0]!r}; there are {', '.join(SETS)}")
    if not (SHARED / "eval" / "score.py").is_file():
        print("resolution: SKIPPED: the annotated news is not there (../shared, beside the repository)")
        return 0
    same = judge(SHARED).same_entity
    coder = Coder()
    for name in chosen.sets or ["dev"]:
        found = list(cases(name, coder, kept_only=chosen.kept))
        print(f"{name}: {len({case.article for case in found})} articles")
        print("\n".join(table(found, same)))
        for kind in CLASSES if chosen.errors else ():
            wrong = [c for c in found if c.kind == kind and not (c.given and same(c.gold, c.given))]
            if chosen.only in ("", kind):
                for case in wrong[: chosen.errors]:
                    print(shown(case))
    return 0


if __name__ == "__main__":
    sys.exit(main())
