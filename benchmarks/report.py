"""The figures of record: ``python -m benchmarks.report [--check]`` rewrites the tables of docs/accuracy.md.

Every table there stands between ``<!-- table: NAME -->`` and ``<!-- end -->`` and is made here; the prose
around it is written by hand and left alone. The table ``history`` keeps one row for each earlier measurement
below the newest. ``--check`` measures as well but writes nothing, and fails where a table differs from what
is measured (the history and the stamp apart).
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import challenge, confidence, coreference, gsr, robustness
from benchmarks.accuracy import ACCURACY, F1, SHARED
from benchmarks.challenge import per_cent
from benchmarks.coded import Counts, KeptReader, coded, f1, gold, interval, per_article, total

if TYPE_CHECKING:
    from dragoman import Coder

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
AGREEMENT = ROOT / "training" / "corpus" / "AGREEMENT.md"
#: A second careful reader of 24 annotated Wikinews articles against the first (../shared/DESIGN.md §2).
SECOND_READER = {
    "trigger": 95.0, "event": 94.0, "role": 88.0, "resolved": 84.0, "whole": 83.0, "coded": 64.0,
    "content": 94.0, "statement": 93.0, "attributed": 88.0, "aux": 100.0, "stance": 95.0,
}  # fmt: skip
#: The sets of the tables by field and by type; the model has seen ``train``.
READ = ("dev", "seed", "train")
_TABLE = re.compile(r"(<!-- table: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)

Row = Sequence[str]


def markdown(head: Row, rows: Iterable[Row]) -> str:
    """A table, its first column to the left and the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def agreement(text: str) -> list[dict[str, float]]:
    """The figures of each pair of readers in training/corpus/AGREEMENT.md, in the file's order."""
    found: list[dict[str, float]] = []
    for line in text.splitlines():
        pairs = re.findall(r"(?<=\| )([a-z][a-z ()]*?) \| (\d+\.\d)(?: % of \d+)? ?(?=\|)", line)
        for name, figure in pairs:
            name = name.removesuffix(" (type)")
            if name not in (*F1, *ACCURACY):
                continue
            if name == F1[0]:
                found.append({})
            if found:
                found[-1][name] = float(figure)
    return found


def fields(rows: dict[str, list[Counts]], readers: Sequence[dict[str, float]]) -> str:
    """By field: unseen articles with their interval, the seen ones, the gap, and human readers."""
    head = ["field", "dev", "95 %", "cases", "seed", "train (seen)", "95 %", "gap", "second reader"]
    head += [f"second reader, own {number}" for number in range(1, len(readers) + 1)]
    lines = []
    for name in (*F1, *ACCURACY):
        dev, seed, train = (f1(*total(rows[group], name)) for group in READ)
        ends = [interval(rows[group], name) for group in ("dev", "train")]
        dev_ends, train_ends = (f"{low:.1f}–{high:.1f}" for low, high in ends)
        gap = None if dev is None or train is None else train - dev
        human = [shown(SECOND_READER.get(name)), *(shown(reader.get(name)) for reader in readers)]
        cases = str(total(rows["dev"], name)[1])
        lines.append(
            [name, shown(dev), dev_ends, cases, shown(seed), shown(train), train_ends, shown(gap), *human]
        )
    return markdown(head, lines)


def types(rows: dict[str, list[Counts]]) -> str:
    """By event type: precision, recall and F1 on dev, F1 on the others."""
    head = ["type", "dev events", "precision", "recall", "F1", "95 %", "challenge F1", "train F1 (seen)"]
    lines = []
    names = sorted(
        {name for group in rows.values() for row in group for name in row if name.startswith("type ")}
    )
    for name in names:
        right, annotated, read = total(rows["dev"], name)
        low, high = interval(rows["dev"], name)
        others = [shown(f1(*total(rows[group], name))) for group in ("challenge", "train")]
        cells = [shown(100 * right / whole if whole else None) for whole in (read, annotated)]
        lines.append(
            [
                name.removeprefix("type "),
                str(annotated),
                *cells,
                shown(f1(right, annotated, read)),
                f"{low:.0f}–{high:.0f}",
                *others,
            ]
        )
    return markdown(head, lines)


def _share(right: int, of: int) -> str:
    return f"{per_cent(right, of):.1f}" if of else "–"


def challenge_tables(found: Sequence[challenge.Item]) -> dict[str, str]:
    """The challenge sentences: the shares, and each phenomenon."""
    shares = [
        [
            name,
            f"{right} of {of}",
            _share(right, of),
            f"{challenge.GOALS[name]:g}" if name in challenge.GOALS else "",
        ]
        for name, (right, of) in challenge.summary(found).items()
    ]
    lines = []
    for name, members in challenge.groups(found).items():
        right, of = challenge.share([item.direction for item in members])
        cells = [str(sum(getattr(item, column) for item in members)) for column in challenge.COLUMNS]
        lines.append([name, str(len(members)), *cells, f"{right} of {of}" if of else "–"])
    head = "phenomenon|items|events|type|roles|aux|account|fully right|and who|direction".split("|")
    return {
        "challenge": markdown(["share of items", "right", "%", "goal %"], shares),
        "phenomena": markdown(head, lines),
    }


def gsr_tables(found: Sequence[gsr.Result]) -> dict[str, str]:
    """The gold standard records: the shares beside others', and each type."""
    shares = []
    for name, (right, of) in gsr.summary(found).items():
        others = [f"{told[name]:.1f}" if name in told else "–" for told in gsr.OTHERS.values()]
        goal = f"{gsr.GOALS[name]:g}" if name in gsr.GOALS else ""
        shares.append([name, f"{right} of {of}", _share(right, of), goal, *others])
    lines = []
    for name, members in gsr.by_type(found).items():
        cells = [
            sum(getattr(result, key) for result in members) for key in ("type", "at_words", "both", "partly")
        ]
        lines.append([name, str(len(members)), *map(str, cells)])
    head = ["type", "records", "type", "type at the words", "type and both countries", "in part"]
    return {
        "gsr": markdown(["share of records", "right", "%", "goal %", *gsr.OTHERS], shares),
        "gsr-types": markdown(head, lines),
    }


def robustness_tables(found: robustness.Measured) -> dict[str, str]:
    """What should make no difference, and by part of the world."""
    kept = [
        [name, str(k.texts), str(k.events), *(_share(part, k.events) for part in (k.acts, k.same, k.coded))]
        for name, k in found.names.items()
    ]
    letters = [
        [name, *(shown(row[key]) for key in robustness.FIGURES)] for name, row in found.letters.items()
    ]
    same = [[name, f"{right} of {of}"] for name, (right, of) in found.order.items()]
    names = sorted({name for rows in found.parts.values() for name in rows})
    world = []
    for name in names:
        cells = [name]
        for rows in found.parts.values():
            events, hit, parties, right = rows.get(name, (0, 0, 0, 0))
            cells += [str(events), _share(hit, events), _share(right, parties)]
        world.append(cells)
    head = ["who takes part is from"]
    for group in found.parts:
        head += [f"{group}: events", "found, %", "participants resolved, %"]
    return {
        "names": markdown(
            ["names changed", "texts", "events", "type and trigger, %", "unchanged, %", "and countries, %"],
            kept,
        ),
        "letters": markdown(["dev, F1", *robustness.FIGURES], letters),
        "order": markdown(["coded otherwise", "same bytes"], same),
        "parts": markdown(head, world),
    }


#: The columns of the history.
HISTORY = (
    "date|version|model|dev event|dev role|dev whole|dev attributed|challenge, fully right|GSR type|"
    "GSR type and countries|names unchanged"
).split("|")


def history(page: str, row: Row) -> str:
    """The newest row above those that the page holds; one of the same day and model is replaced."""
    old = re.search(_marked("history"), page, re.DOTALL)
    kept = []
    for line in (old.group(2) if old else "").splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[:3] != list(row[:3]):
            kept.append(cells)
    return markdown(HISTORY, [row, *kept])


def _marked(name: str) -> str:
    return rf"(<!-- table: {name} -->\n)(.*?)(?=<!-- end -->)"


def rewritten(page: str, tables: dict[str, str]) -> str:
    """The page with its tables replaced.

    Raises:
        ValueError: the page lacks a table, or has one that is not made here.
    """
    there = [found.group(2) for found in _TABLE.finditer(page)]
    if sorted(there) != sorted(tables):
        odd = sorted(set(there) ^ set(tables)) or sorted(name for name in tables if there.count(name) > 1)
        raise ValueError(f"tables and markers do not match: {', '.join(odd)}")
    return _TABLE.sub(lambda found: found.group(1) + tables[found.group(2)] + found.group(4), page)


def table_of(page: str, name: str) -> list[list[str]]:
    """The rows of one table of the page as cells, without its head."""
    found = re.search(_marked(name), page, re.DOTALL)
    if found is None:
        raise ValueError(f"no table called {name}")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found.group(2).splitlines()[2:]]


def measure(coder: Coder) -> tuple[dict[str, str], list[str], dict[str, str]]:
    """Every table but history and stamp, the figures of the history's row, and the charts by file name."""
    rows: dict[str, list[Counts]] = {}
    for name in (*READ, "challenge"):
        records = gold(name)
        rows[name] = per_article(records, coded(records, coder))
    items, records_found, robust = challenge.measure(coder), gsr.measure(coder), robustness.measure(coder)
    readers = agreement(AGREEMENT.read_text(encoding="utf-8"))
    tables = {"fields": fields(rows, readers), "types": types(rows)}
    tables |= challenge_tables(items) | gsr_tables(records_found) | robustness_tables(robust)
    tables["again"] = markdown(
        ["articles", "number", "pairs of one act", "precision", "recall", "F1"],
        (
            [name, str(number), str(pairs.same), *map(shown, pairs.shares())]
            for name, number, _, pairs in coreference.measure(coder)
        ),
    )
    calibrated, given, charts = confidence.measure()
    tables["confidence"] = markdown(confidence.CALIBRATED, calibrated)
    tables["presets"] = markdown(confidence.PRESETS, given)
    figures = [shown(f1(*total(rows["dev"], name))) for name in ("event", "role", "whole", "attributed")]
    figures.append(_share(*challenge.summary(items)["fully right"]))
    told = gsr.summary(records_found)
    figures += [_share(*told[name]) for name in gsr.GOALS]
    first = next(iter(robust.names.values()))
    return tables, [*figures, _share(first.same, first.events)], charts


def changed(before: str, after: str) -> Iterator[str]:
    """Names of the tables that differ."""
    old = {found.group(2): found.group(3) for found in _TABLE.finditer(before)}
    for found in _TABLE.finditer(after):
        if old.get(found.group(2)) != found.group(3):
            yield found.group(2)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.report", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a table differs")
    chosen = parser.parse_args(arguments)
    if not (SHARED / "challenge").is_dir():
        print("report: SKIPPED: the annotated news is not there (../shared, beside the repository)")
        return 0
    from dragoman import Coder

    reader = KeptReader()
    coder = Coder(language=reader)
    tables, figures, charts = measure(coder)
    page = PAGE.read_text(encoding="utf-8")
    today = datetime.date.today().isoformat()
    versions = coder.versions()
    row = [today, versions.version, reader.digest, *figures]
    tables["history"] = history(page, row)
    tables["stamp"] = (
        f"Measured on {today} with dragoman {versions.version}, model {reader.digest} "
        "(the first digits of the SHA-256 of its files and of what a reading is), "
        f"knowledge {versions.knowledge}.\n"
    )
    new = rewritten(page, tables)
    differing = [name for name in changed(page, new) if not (chosen.check and name in ("history", "stamp"))]
    if not chosen.check:
        PAGE.write_text(new, encoding="utf-8")
        for file, image in charts.items():
            (PAGE.parent / file).write_text(image, encoding="utf-8")
    print(f"{PAGE.name}: " + (", ".join(differing) + " changed" if differing else "nothing changed"))
    return 1 if chosen.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
