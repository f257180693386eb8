"""Average the weights of training runs: ``python -m training.average RUN RUN [RUN …] [--share 0.6] --out FOLDER``.

A run that goes on from another (``training.train --start``) ends close enough to it for the mean of the two to
be a model as well, and so do several that go on from one. ``docs/model.md`` shows what that brings.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch

from . import model as models


def average(first: models.Model, second: models.Model, share: float) -> models.Model:
    """``first`` moved by ``share`` (0 … 1) of the way to ``second``.

    Raises:
        ValueError: the two are not of one shape.
    """
    if first.config != second.config:
        raise ValueError("the two runs differ in sizes or label sets; go on from one with --start to get the other")
    mixed = models.Model(first.config)
    a, b = first.state_dict(), second.state_dict()
    mixed.load_state_dict({k: torch.lerp(v, b[k], share) if v.is_floating_point() else b[k] for k, v in a.items()})
    return mixed.eval()


def mean(runs: list[models.Model]) -> models.Model:
    """The mean of several, each counting alike.

    Raises:
        ValueError: they are not of one shape.
    """
    mixed = runs[0]
    for number, run in enumerate(runs[1:], 2):
        mixed = average(mixed, run, 1 / number)
    return mixed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--share", type=float, help="of two runs, the second one's share; without it all count alike")
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    if o.share is not None and len(o.runs) != 2:
        parser.error("--share is for two runs; leave it out for the mean of several")
    o.out.mkdir(parents=True, exist_ok=True)
    loaded = [models.load(run / "model.pt") for run in o.runs]
    models.save(mean(loaded) if o.share is None else average(loaded[0], loaded[1], o.share), o.out / "model.pt")
    for name in ("vocab.txt", "held-out.json"):
        shutil.copy(o.runs[-1] / name, o.out / name)


if __name__ == "__main__":
    main()
