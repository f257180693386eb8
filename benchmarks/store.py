"""Speed and size of a project: ``python -m benchmarks.store [--events 100000]``.

Codes the annotated news of ../shared once, makes as many articles of it as it takes (the beginning of one
and the end of another, the day of publication moved; the same on every run), stores them as ``dragoman add``
would, and reports how long each question takes to give its first 100 rows (median of several), and the
file's size.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.records import Article, Coding

if TYPE_CHECKING:
    from dragoman.store import Project

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "corpus" / "train.jsonl"
CODED = ROOT / "build" / "benchmark-codings.jsonl"
ROWS = 100
TIMES = 5


def codings() -> list[Coding]:
    """The annotated news as we read it, kept in build/ between runs."""
    if not CODED.is_file():
        import dragoman

        coder = dragoman.Coder()
        CODED.parent.mkdir(exist_ok=True)
        lines = NEWS.read_text(encoding="utf-8").splitlines()
        made = [coder.code_article(Article.from_dict(json.loads(line)["article"])) for line in lines]
        CODED.write_text("".join(one.to_json() + "\n" for one in made), encoding="utf-8")
    return [Coding.from_dict(json.loads(line)) for line in CODED.read_text(encoding="utf-8").splitlines()]


def articles(count: int) -> Iterator[tuple[Article, dict[str, Any]]]:
    """Articles with their records, until there are ``count`` events."""
    base = codings()
    chance = random.Random(5)
    made = number = 0
    while made < count:
        number += 1
        head, tail = chance.choice(base), chance.choice(base)
        yield_of = _joined(head, tail, number, chance)
        made += len(yield_of[1]["events"])
        yield yield_of


def _joined(head: Coding, tail: Coding, number: int, chance: random.Random) -> tuple[Article, dict[str, Any]]:
    """The first half of one article, the second of another; who is a person or group has one of 40 names."""
    cut, begin = (_boundary(one) for one in (head, tail))
    text = head.article.text[:cut] + f" Report {number}.\n\n"
    shift = len(text) - begin
    whole = text + tail.article.text[begin:]
    variant = chance.randrange(40)
    record: dict[str, Any] = {"actors": [], "events": [], "statements": [], "coder": head.coder.to_dict()}
    actors: dict[str, dict[str, Any]] = {}
    for part, coding, move in (("a", head, 0), ("b", tail, shift)):
        keep = (lambda one: one["end"] <= cut) if part == "a" else (lambda one: one["start"] >= begin)
        data = _named(coding, variant)
        actors.update({actor["id"]: actor for actor in data["actors"]})
        kept = {one["id"] for one in data["events"] if all(map(keep, _spans(one)))}
        for event in data["events"]:
            if event["id"] in kept:
                record["events"].append({**_moved(event, move), "id": f"{part}{event['id']}"})
        for said in data["statements"]:
            if all(map(keep, _spans(said))):
                asserts = [f"{part}{name}" for name in said["asserts"] if name in kept]
                record["statements"].append(
                    {**_moved(said, move), "id": f"{part}{said['id']}", "asserts": asserts}
                )
    record["actors"] = list(actors.values())
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
    for event in record["events"]:
        if event["date"] and chance.random() < 0.9:
            event["date"] = {**event["date"], "value": (day - timedelta(days=1)).isoformat()}
            event["date"]["granularity"] = "day"
    title = head.article.title
    article = replace(
        head.article,
        id=f"made-{number}",
        published=day.isoformat(),
        source=f"outlet {chance.randrange(60)}",
        body=whole[len(title) + 2 :] if title else whole,
    )
    return article, record


def _boundary(coding: Coding) -> int:
    """The end of the paragraph that is nearest the middle."""
    text = coding.article.text
    found = text.find("\n", len(text) // 2)
    return found if found > 0 else len(text)


def _named(coding: Coding, variant: int) -> dict[str, Any]:
    """The record with persons and organisations of other ids, so that there are as many as in an archive."""
    text = json.dumps(coding.to_dict(), ensure_ascii=False)
    for actor in coding.actors:
        if actor.kind in ("person", "organisation") and variant:
            old, new = json.dumps(actor.id), json.dumps(f"{actor.id}-{variant}")
            text = text.replace(f'"actor": {old}', f'"actor": {new}').replace(f'"id": {old}', f'"id": {new}')
            name = json.dumps(actor.name, ensure_ascii=False)
            text = text.replace(f'"name": {name}', f'"name": {name[:-1]} {variant}"')
    data: dict[str, Any] = json.loads(text)
    return data


def _spans(part: dict[str, Any]) -> list[dict[str, Any]]:
    lists = ("actors", "recipients", "places", "times", "content", "addressees")
    singles = ("trigger", "by", "cue", "speaker")
    out = [span for name in lists for span in part.get(name) or ()]
    return out + [part[name] for name in singles if part.get(name)]


def _moved(part: Any, by: int) -> Any:
    """The part with all its offsets moved."""
    if isinstance(part, dict):
        return {
            key: value + by if key in ("start", "end") and isinstance(value, int) else _moved(value, by)
            for key, value in part.items()
        }
    return [_moved(one, by) for one in part] if isinstance(part, list) else part


def fill(project: Project, count: int) -> None:
    """Store the made articles through the writer."""
    from dragoman.reading import Details
    from dragoman.reading.articles import stable_id
    from dragoman.store.writing import Writer

    writer = Writer(project.connection, kind="add", settings={})
    for article, record in articles(count):
        key = stable_id(article.title, article.body, article.source, article.published)
        writer.store(article, key, Details(), ("made.jsonl", None), record)
    writer.end()


def questions(project: Project) -> dict[str, Callable[[], Any]]:
    """Every filter of every question, alone and in company."""
    top = project.actors(limit=1).first() or {}
    person = project.actors(kind="person", limit=1).first() or {}
    who, name = str(top["id"]), str(person["name"])
    events: list[dict[str, Any]] = [
        {},
        {"actor": who}, {"actor": "USA"}, {"actor": "GOV"}, {"actor": "USA:GOV"}, {"actor": name},
        {"recipient": who}, {"involving": who}, {"involving": "GOV"}, {"by": "GOV"},
        {"actor": "USA", "recipient": "RUS", "type": "CONSULT", "since": "2019-07"},
        {"type": "CONSULT"}, {"type": "SUPPORT"}, {"mode": "visit"}, {"context": "election"},
        {"aux": "negation"}, {"status": "claimed"}, {"status": "denied"}, {"quad": "material conflict"},
        {"since": "2019-07", "until": "2019-08"}, {"since": "2024-12"}, {"until": "2015-01"},
        {"since": "2019", "undated": True}, {"published_since": "2024-12"}, {"published_until": "2015-01"},
        {"place": "USA"}, {"place": "Washington"}, {"source": "outlet 7"}, {"article": "made-500"},
        {"text": "minister"}, {"text": '"prime minister" NOT strike'}, {"confidence": 0.5},
        {"confidence": 0.99},
    ]  # fmt: skip
    out: dict[str, Callable[[], Any]] = {}

    def ask(method: str, given: dict[str, Any]) -> None:
        out[f"{method} {given or ''}".strip()] = lambda: getattr(project, method)(
            limit=ROWS, **given
        ).to_list()

    for given in events:
        ask("events", given)
        ask("dyads", given)
        ask("series", given)
    for given in (
        {}, {"speaker": who}, {"speaker": "GOV"}, {"about": who}, {"about": "USA"}, {"addressee": "USA"},
        {"stance": "-"}, {"mode": "direct"}, {"published_since": "2024-12"}, {"source": "outlet 7"},
        {"text": "minister"}, {"confidence": 0.5},
    ):  # fmt: skip
        ask("statements", given)
    for given in (
        {}, {"unnamed": True}, {"kind": "person"}, {"country": "USA"}, {"sector": "GOV"}, {"name": name},
    ):  # fmt: skip
        ask("actors", given)
    for period in ("year", "month", "day"):
        ask("dyads", {"period": period})
        ask("dyads", {"period": period, "dated": "published"})
        ask("dyads", {"period": period, "level": "actor"})
    ask("dyads", {"level": "actor"})
    for given in ({"period": "week"}, {"period": "day", "dated": "published"}, {"split": "quad"}):
        ask("series", given)
    out["search minister"] = lambda: project.search("minister", limit=ROWS).to_list()
    out[f"actor {who}"] = lambda: project.actor(who)
    out[f"actor {person['id']}"] = lambda: project.actor(str(person["id"]))
    return out


def measure(project: Project) -> list[tuple[str, float]]:
    """Each question's milliseconds, the slowest first."""
    found = []
    for name, ask in questions(project).items():
        ask()
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            ask()
            took.append(time.perf_counter() - began)
        found.append((name, statistics.median(took) * 1000))
    return sorted(found, key=lambda pair: -pair[1])


def count(project: Project) -> int:
    """How many events the project holds."""
    found = project.sql("SELECT count(*) AS n FROM events").first()
    return int(found["n"]) if found else 0


def fill_empty(project: Project, events: int) -> bool:
    """Fill the project unless it holds events already; whether it was filled."""
    if count(project):
        return False
    if not NEWS.is_file() and not CODED.is_file():
        raise SystemExit("needs the annotated news in ../shared, beside the repository")
    fill(project, events)
    return True


def main() -> None:
    """Fill a project, ask it, and say what it takes."""
    import dragoman

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--project", help="a file or a postgresql:// address; filled if it is not there")
    parser.add_argument("--slowest", type=int, default=30, help="so many questions are listed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.project or str(Path(folder) / "news.db")
        with dragoman.open(path) as project:
            began = time.perf_counter()
            if fill_empty(project, options.events):
                print(f"filled in {time.perf_counter() - began:.0f} s")
            counts = (
                "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM articles) AS articles"
            )
            found = project.sql(counts).first() or {}
            print(f"{found['events']:,} events in {found['articles']:,} articles")
            slow = measure(project)
        if not path.startswith("postgres"):
            size = Path(path).stat().st_size
            print(f"{size / 1e6:,.0f} MB, {size / found['events']:,.0f} bytes an event")
        print(f"{len(slow)} questions, milliseconds for the first {ROWS} rows, the slowest:")
        for name, took in slow[: options.slowest]:
            print(f"{took:8.1f}  {name}")
        for name, took in slow:
            if name.startswith("actor "):
                print(f"{took:8.1f}  {name}")


if __name__ == "__main__":
    main()
