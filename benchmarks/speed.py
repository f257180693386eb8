"""Speed, memory and start-up: ``python -m benchmarks.speed``.

Codes a number of articles (of ../shared/corpus/train.jsonl, over and over; of the bundled ones without it) in
one process and one thread, and reports articles and words a second, the share of the encoder, peak memory,
and how long a cold ``dragoman code`` of one article and ``dragoman --help`` take (median of several).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman import Article, Coder

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "corpus" / "train.jsonl"
EXAMPLES = ROOT / "src" / "dragoman" / "examples"


def texts() -> tuple[str, list[Article]]:
    """What is coded, and where it is from."""
    from dragoman import Article

    if NEWS.is_file():
        with open(NEWS, encoding="utf-8") as lines:
            found = [Article.from_dict(json.loads(line)["article"]) for line in lines if line.strip()]
        return "annotated news (train)", found
    title, _, body = (EXAMPLES / "harbour.txt").read_text(encoding="utf-8").partition("\n\n")
    return "the bundled article", [Article(id="harbour", published="2023-03-14", title=title, body=body)]


def many(articles: list[Article], count: int) -> Iterator[Article]:
    """``count`` articles, the given ones over and over, each with an id of its own."""
    from dataclasses import replace

    for number, article in enumerate(itertools.islice(itertools.cycle(articles), count)):
        yield replace(article, id=f"{article.id}-{number}")


def peak_megabytes() -> float | None:
    """This process's largest resident memory so far, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def steady(coder: Coder, articles: list[Article], count: int) -> dict[str, Any]:
    """Code ``count`` articles after a few to warm up."""
    for article in many(articles, min(count, 5)):
        coder.code_article(article)
    words = events = statements = 0
    began = time.perf_counter()
    for article in many(articles, count):
        coding = coder.code_article(article)
        words += len(article.text.split())
        events += len(coding.events)
        statements += len(coding.statements)
    seconds = time.perf_counter() - began
    return {
        "articles": count,
        "words": words,
        "events": events,
        "statements": statements,
        "seconds": round(seconds, 2),
        "articles a second": round(count / seconds, 2),
        "words a second": round(words / seconds),
        "ms an article": round(1000 * seconds / count, 1),
    }


def encoder_share(coder: Coder, articles: list[Article], count: int) -> dict[str, Any] | None:
    """The whole coding's time as a multiple of the encoder's own on the same articles.

    None where ``Language`` cannot run its encoder alone. They are timed article by article in turn, so that
    what else the machine does falls on both.
    """
    from dragoman.language import Language

    language = Language.load()
    if not hasattr(language, "encode_only"):
        return None
    whole = encoder = parsing = 0.0
    for article in many(articles, count):
        began = time.perf_counter()
        coder.code_article(article)
        coded = time.perf_counter()
        language.encode_only(article.text, article.title_end)
        encoded = time.perf_counter()
        language.parse(article.text, article.title_end)
        parsed = time.perf_counter()
        whole += coded - began
        encoder += encoded - coded
        parsing += parsed - encoded
    return {
        "encoder ms an article": round(1000 * encoder / count, 1),
        "parse ms an article": round(1000 * parsing / count, 1),
        "coding ms an article": round(1000 * whole / count, 1),
        "coding / encoder": round(whole / encoder, 2),
    }


def cold(arguments: list[str], times: int) -> float:
    """Median seconds of ``dragoman`` with these arguments, in a process of its own each time."""
    command = [sys.executable, "-m", "dragoman.cli", *arguments]
    script = Path(sys.executable).with_name("dragoman")
    if script.exists():
        command = [str(script), *arguments]
    took = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - began)
    return round(statistics.median(took), 3)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--articles", type=int, default=200, metavar="N", help="how many articles to code (200)"
    )
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="how many cold starts to take the median of (5)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    if chosen.articles < 1 or chosen.runs < 1:
        parser.error("--articles and --runs must be 1 or more")

    report: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "--help seconds": cold(["--help"], chosen.runs),
        "cold start seconds": cold(
            ["code", str(EXAMPLES / "harbour.txt"), "--published", "2023-03-14", "--format", "jsonl"],
            chosen.runs,
        ),
    }
    from dragoman import Coder

    what, articles = texts()
    report["text"] = what
    coder = Coder()
    report |= steady(coder, articles, chosen.articles)
    peak = peak_megabytes()
    report["peak memory MB"] = round(peak) if peak is not None else "not told by this system"
    share = encoder_share(coder, articles, min(chosen.articles, 50))
    report |= share or {"coding / encoder": "not measured: Language has no encode_only"}
    if chosen.json:
        print(json.dumps(report, indent=1))
    else:
        print("\n".join(f"{name:24}{value}" for name, value in report.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
