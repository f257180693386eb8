"""Are the probabilities true? ``python -m benchmarks.confidence [--charts FOLDER]``.

For each field of events and statements: how often it is right, what probability it was given on average, and
the expected calibration error, all in per cent and out of fold: ten folds of whole articles, each told
by models fitted to the other nine (``training/calibrate.py``). Then what each preset gives: how precise it
is and how much of the annotation it finds. The charts are a reliability diagram and the precision-yield
curve.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dragoman.records import EVENT_CONFIDENCES, STATEMENT_CONFIDENCES
from training.calibrate import Sample, out_of_fold, presets

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DRAWN = (("events", "type"), ("events", "row"), ("statements", "said"), ("statements", "speaker"))
CHARTS = ROOT / "build" / "accuracy"
FIELDS = (("events", EVENT_CONFIDENCES), ("statements", STATEMENT_CONFIDENCES))
PARTS = ("dev", "held out", "both")

Point = tuple[float, float]


def calibration_error(told: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """The expected calibration error over ``bins`` bins of equal width.

    It is the mean distance between the probability told and the share that was right, each bin weighing as
    much as it has cases.
    """
    p, y = np.array(told), np.array(right, dtype=float)
    which = np.minimum((p * bins).astype(int), bins - 1)
    bins_used = [which == k for k in range(bins) if (which == k).any()]
    gaps = [abs(p[some].mean() - y[some].mean()) * some.sum() for some in bins_used]
    return float(sum(gaps) / len(p)) if len(p) else 0.0


def reliability(
    told: Sequence[float], right: Sequence[bool], bins: int = 10
) -> list[tuple[float, float, int]]:
    """(probability told, share right, cases) of each bin of equal size, least sure first."""
    order = sorted(range(len(told)), key=lambda i: told[i])
    out = []
    for part in np.array_split(order, bins):
        if len(part):
            share = sum(right[i] for i in part) / len(part)
            out.append((sum(told[i] for i in part) / len(part), share, len(part)))
    return out


def yields(told: Sequence[float], right: Sequence[bool], gold: int) -> list[tuple[float, float]]:
    """(share of the gold found, precision) as doubtful cases are let in, surest first; from the tenth on."""
    out, good = [], 0
    for rank, i in enumerate(sorted(range(len(told)), key=lambda i: -told[i]), 1):
        good += right[i]
        if rank >= 10:
            out.append((good / gold, good / rank))
    return out


def chart(title: str, x: str, y: str, lines: dict[str, list[Point]], *, diagonal: bool = False) -> str:
    """Lines over the unit square as an SVG image."""
    colours = ("#1b6ca8", "#b5442e", "#3a7d44", "#7a4fa3", "#8a6d1d")
    size, left, top = 360, 54, 34

    def at(point: Point) -> str:
        return f"{left + size * point[0]:.1f},{top + size * (1 - point[1]):.1f}"

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + size + 130} {top + size + 50}" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<text x="{left}" y="20" font-size="14">{title}</text>',
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="#999"/>',
    ]
    for k in range(0, 11, 2):
        across, up = left + size * k / 10, top + size * (1 - k / 10) + 4
        out.append(f'<text x="{left - 8}" y="{up:.1f}" text-anchor="end">{k * 10}</text>')
        out.append(f'<text x="{across:.1f}" y="{top + size + 16}" text-anchor="middle">{k * 10}</text>')
    middle = left + size / 2
    out.append(f'<text x="{middle}" y="{top + size + 36}" text-anchor="middle">{x}</text>')
    turned = f"translate(16,{top + size / 2}) rotate(-90)"
    out.append(f'<text transform="{turned}" text-anchor="middle">{y}</text>')
    if diagonal:
        out.append(f'<polyline points="{at((0, 0))} {at((1, 1))}" stroke="#bbb" stroke-dasharray="4"/>')
    for number, (name, points) in enumerate(lines.items()):
        colour = colours[number % len(colours)]
        path = " ".join(map(at, points))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        down = top + 14 + 18 * number
        out.append(f'<text x="{left + size + 8}" y="{down}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def calibrated(sample: Sample, told: Sequence[dict[str, float]]) -> list[list[str]]:
    """The table of calibration: field, articles, cases, right, told, error (per cent)."""
    out = []
    for of, fields in FIELDS:
        for name in fields:
            for part in PARTS:
                some = sample.rows(of, part)
                p, y = [told[i][name] for i in some], [sample.cases[i].right[name] for i in some]
                shares = (float(np.mean(y)), float(np.mean(p)), calibration_error(p, y))
                out.append([name, part, str(len(some)), *(f"{100 * share:.1f}" for share in shares)])
    return out


def preset_rows(sample: Sample, told: Sequence[dict[str, float]]) -> list[list[str]]:
    """What ``strict`` and ``balanced`` give.

    Preset, of what, articles, how many are given, the precision of each field, and the share of the gold
    found (per cent).
    """
    out = []
    for preset, asked in presets(sample, told).items():
        if "thresholds" in asked:
            continue  # gives more than there are cases of
        for of, fields in FIELDS:
            least = asked.get(of, {})
            for part in PARTS:
                kept = [i for i in sample.rows(of, part) if all(told[i][k] >= v for k, v in least.items())]
                gold = sum(n[of] for name, n in sample.gold.items() if part in (name, "both"))
                right = {name: sum(sample.cases[i].right[name] for i in kept) for name in fields}
                shares = ", ".join(f"{name} {100 * n / max(1, len(kept)):.1f}" for name, n in right.items())
                found = f"{100 * right[fields[0]] / gold:.1f}"
                out.append([preset, of, part, str(len(kept)), shares, found])
    return out


CALIBRATED = ("field", "articles", "cases", "right", "told", "error")
PRESETS = ("preset", "of", "articles", "given", "right", "found")


def measure() -> tuple[list[list[str]], list[list[str]], dict[str, str]]:
    """The two tables, and the two charts by file name."""
    sample = Sample.take(SHARED)
    told = out_of_fold(sample.cases)
    diagram, curve = {}, {}
    for of, name in DRAWN:
        some = sample.rows(of)
        p, y = [told[i][name] for i in some], [sample.cases[i].right[name] for i in some]
        diagram[name] = [(a, b) for a, b, _ in reliability(p, y)]
        curve[name] = yields(p, y, sum(n[of] for n in sample.gold.values()))
    charts = {
        "reliability.svg": chart("Reliability", "probability told, %", "right, %", diagram, diagonal=True),
        "precision-yield.svg": chart("Precision and yield", "found, %", "right, %", curve),
    }
    return calibrated(sample, told), preset_rows(sample, told), charts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--charts", type=Path, default=CHARTS, help="folder for the two SVG files")
    o = parser.parse_args()
    if not (SHARED / "corpus" / "dev.jsonl").is_file():
        print(f"{SHARED} is not there: nothing to judge by, skipped")
        return
    calibration, given, charts = measure()
    for head, lines in ((CALIBRATED, calibration), (PRESETS, given)):
        table = [head, *lines]
        widths = [max(len(line[k]) for line in table) for k in range(len(head))]
        for line in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        print()
    o.charts.mkdir(parents=True, exist_ok=True)
    for file, image in charts.items():
        (o.charts / file).write_text(image, encoding="utf-8")
    print(f"charts in {o.charts}")


if __name__ == "__main__":
    main()
