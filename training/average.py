"""Average the weights of two training runs: ``python -m training.average RUN RUN --share 0.6 --out FOLDER``.

A run that goes on from another (``training.train --start``) ends close enough to it for the mean of the two to
be a model as well. ``docs/model.md`` shows what that brings.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.6, help="the second run's share")
    parser.add_argument("--out", type=Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    mixed = average(models.load(o.first / "model.pt"), models.load(o.second / "model.pt"), o.share)
    models.save(mixed, o.out / "model.pt")
    for name in ("vocab.txt", "held-out.json"):
        shutil.copy(o.second / name, o.out / name)


if __name__ == "__main__":
    main()
