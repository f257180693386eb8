"""Score annotated articles and compare with the pinned floors: ``python -m benchmarks.accuracy``.

Codes the articles of ../shared/seed and ../shared/corpus/dev.jsonl, writes the records to build/accuracy,
has ../shared/eval/score.py compare them with the annotation, prints the table and fails where a figure is
below its floor in benchmarks/floors.json. ``--pin`` raises the floors to what was reached. ``--challenge``
adds the challenge sentences, by phenomenon, for information only.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.floors import Figures, Floors, WouldLower

if TYPE_CHECKING:
    from dragoman import Article, Coder

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OUT = ROOT / "build" / "accuracy"
FLOORS = ROOT / "benchmarks" / "floors.json"

#: The sets that gate, and the figures that have floors: the scorer's F1, and its accuracies.
SETS = {"seed": "seed/gold.jsonl", "dev": "corpus/dev.jsonl"}
F1 = (
    "trigger",
    "event",
    "role",
    "resolved",
    "whole",
    "coded",
    "content",
    "statement",
    "attributed",
    "mode",
    "context",
    "by",
)
ACCURACY = ("aux", "stance", "quote mode", "time", "place country")


def read_gold(path: Path) -> list[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article(record: dict[str, Any]) -> Article:
    """The article as it would be given to the coder: title and body apart, nothing of the annotation."""
    from dragoman import Article

    given = {key: record["article"].get(key) for key in Article().to_dict()}
    made = Article.from_dict(given)
    if made.text != record["article"]["text"]:
        raise ValueError(f"{made.id}: title and body do not give the annotated text back")
    return made


def code(records: list[dict[str, Any]], out: Path, coder: Coder) -> None:
    """Write the coder's records of these articles, and check that their text is the annotated one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with open(out, "w", encoding="utf-8") as lines:
        for record in records:
            coding = coder.code_article(article(record))
            if (
                coding.article.text != record["article"]["text"]
                or coding.article.id != record["article"]["id"]
            ):
                raise ValueError(f"{record['article']['id']}: the coder changed the article's text or id")
            if misfits := coding.misfits():
                raise ValueError(f"{record['article']['id']}: {misfits[0]} does not give its text")
            lines.write(coding.to_json() + "\n")


def run_scorer(gold: Path, system: Path) -> dict[str, Any]:
    """What ../shared/eval/score.py says."""
    command = [sys.executable, str(SHARED / "eval" / "score.py"), str(gold), str(system), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


#: cases below which a figure says nothing that a floor could hold
FEW = 10


def figures(result: dict[str, Any]) -> dict[str, float]:
    """The scorer's figures that have floors, per cent; one with fewer than `FEW` cases is left out."""
    found = {name: result["f1"][name]["f1"] for name in F1 if result["f1"][name]["gold"] >= FEW}
    for name in ACCURACY:
        counted = result["accuracy"].get(name, {})
        if counted.get("of", 0) >= FEW:
            found[name] = counted["per cent"]
    return found


def table(results: dict[str, dict[str, Any]], floors: Floors) -> Iterator[str]:
    """The figures of every set side by side with their floors, as lines to print."""
    for name, result in results.items():
        yield f"{name}: {result['articles']} articles, {result['answered']} answered"
        yield f"  {'':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'system':>8}{'floor':>8}"
        pinned = floors.floors.get(name, {})
        for row, v in result["f1"].items():
            floor = f"{pinned[row]:8.1f}" if row in pinned else f"{'-':>8}"
            yield f"  {row:14}{v['p']:7.1f}{v['r']:7.1f}{v['f1']:7.1f}{v['gold']:7}{v['system']:8}{floor}"
        for row, v in result["accuracy"].items():
            if v["per cent"] is not None:
                floor = f"{pinned[row]:8.1f}" if row in pinned else f"{'-':>8}"
                yield f"  {row:14}{'':14}{v['per cent']:7.1f}{v['of']:7}{'':8}{floor}"
        yield ""


def phenomenon(article_id: str) -> str:
    """The phenomenon a challenge sentence is about: ``ch-by-passive-1`` is by-passive."""
    return re.sub(r"^ch-|-\d+[a-z]?$", "", article_id)


def by_phenomenon(gold: list[dict[str, Any]], system: Path, folder: Path) -> Iterator[str]:
    """Each phenomenon's figures, as lines to print; what it has none of is "-"."""
    answers = {record["article"]["id"]: record for record in read_gold(system)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in gold:
        groups.setdefault(phenomenon(record["article"]["id"]), []).append(record)
    columns = ("event", "role", "whole", "statement", "attributed")
    yield f"  {'':26}{'events':>7}{'read':>6}" + "".join(f"{name:>11}" for name in columns) + f"{'aux':>11}"
    for name, records in sorted(groups.items()):
        paths = folder / "gold.jsonl", folder / "system.jsonl"
        write(paths[0], records)
        write(paths[1], (answers[record["article"]["id"]] for record in records))
        result = run_scorer(*paths)
        rows = result["f1"]
        cells = [rows[column]["f1"] if rows[column]["gold"] else None for column in columns]
        cells.append(result["accuracy"].get("aux", {}).get("per cent"))
        shown = "".join(("-" if cell is None else f"{cell:.1f}").rjust(11) for cell in cells)
        yield f"  {name:26}{rows['event']['gold']:7}{rows['event']['system']:6}{shown}"


def write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as lines:
        for record in records:
            lines.write(json.dumps(record) + "\n")


def syntax_figures() -> Figures:
    """Figures of the treebanks (tags, trees, names, sentences), where benchmarks/syntax.py measures them."""
    try:
        from benchmarks.syntax import measure
    except ModuleNotFoundError as error:
        if error.name != "benchmarks.syntax":
            raise
        return {}
    measured: Figures = {}
    for name, found in measure(SHARED).items():
        shown = found if isinstance(found, dict) else {"f1": found}
        measured[name] = {key: value for key, value in shown.items() if key != "words"}
    return measured


def gate(measured: Figures, floors: Floors, *, pin: bool, reason: str, path: Path) -> int:
    """Pin or compare; print what is wrong. Returns the exit status."""
    if pin:
        try:
            floors.pin(measured, reason=reason)
        except WouldLower as error:
            print(f"accuracy: {error}", file=sys.stderr)
            return 1
        floors.save(path)
        print(f"pinned {sum(map(len, measured.values()))} floors in {path.name}")
        return 0
    missed = floors.below(measured)
    for line in missed:
        print(f"accuracy: {line}", file=sys.stderr)
    if missed:
        print('accuracy: mend it, or lower the floor with --pin --reason "..."', file=sys.stderr)
    elif not floors.floors:
        print("no floors are pinned yet; --pin sets them")
    else:
        print("every floor holds")
    return 1 if missed else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is reached now")
    parser.add_argument(
        "--reason", default="", help="why a floor may be lowered; kept in floors.json (with --pin)"
    )
    parser.add_argument(
        "--challenge", action="store_true", help="also the challenge sentences, by phenomenon (no gate)"
    )
    parser.add_argument("--no-syntax", action="store_true", help="leave out the treebanks")
    chosen = parser.parse_args(arguments)
    if chosen.reason and not chosen.pin:
        parser.error("--reason goes with --pin")
    if not (SHARED / "eval" / "score.py").is_file():
        print("accuracy: SKIPPED: the annotated news is not there (../shared, beside the repository)")
        return 0

    from dragoman import Coder

    coder = Coder()
    floors = Floors.load(FLOORS)
    results = {}
    for name, file in SETS.items():
        code(read_gold(SHARED / file), OUT / f"{name}.jsonl", coder)
        results[name] = run_scorer(SHARED / file, OUT / f"{name}.jsonl")
    measured = {name: figures(result) for name, result in results.items()}
    print("\n".join(table(results, floors)))
    if not chosen.no_syntax:
        for name, found in syntax_figures().items():
            measured[name] = found
            print(f"{name}: " + ", ".join(f"{key} {value:g}" for key, value in found.items()))
    if chosen.challenge:
        gold_path, system = SHARED / "challenge" / "visible.jsonl", OUT / "challenge.jsonl"
        gold = read_gold(gold_path)
        code(gold, system, coder)
        print("\n".join(table({"challenge": run_scorer(gold_path, system)}, Floors())))
        print("\n".join(by_phenomenon(gold, system, OUT / "phenomenon")))
    return gate(measured, floors, pin=chosen.pin, reason=chosen.reason, path=FLOORS)


if __name__ == "__main__":
    sys.exit(main())
