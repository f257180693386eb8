"""Pinned floors: what a measured figure must reach, and how floors are raised and, with a reason, lowered.

``floors.json`` holds ``{"floors": {"dev": {"event": 57.1}}, "lowered": [{"date", "reason", "floors"}]}``.
A floor is what was reached when it was pinned, in per cent. Pinning only raises; a floor that is lowered
leaves its reason, its date and both figures in the file.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: How far below its floor a figure may lie, in points. The int8 kernels and the vector units of another
#: processor round differently; that may flip one or two doubtful marks, and a floor is not for catching it.
#: One of the seed article's 10 statements is worth ten points, one of the 28 places on dev three and a half,
#: three of the 276 events one.
SLACK = 1.0
SLACK_OF_SET = {"seed": 10.5}
SLACK_OF_FIGURE = {"time": 8.0, "place country": 8.0, "by": 8.0}

#: Measured figures or floors, per cent, by set ("dev") and name ("event").
Figures = dict[str, dict[str, float]]


class WouldLower(Exception):
    """Pinning would lower floors and no reason was given."""


@dataclass
class Floors:
    """The floors, and the record of those that were lowered."""

    floors: Figures = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> Floors:
        """Read the file; without one there are no floors yet."""
        if not path.exists():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["floors"], data["lowered"])

    def save(self, path: Path) -> None:
        """Write the file, sets and names sorted."""
        data = {"floors": self.floors, "lowered": self.lowered}
        path.write_text(
            json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )

    def below(self, measured: Figures) -> list[str]:
        """One line for each floor that is missed by more than `SLACK` or not measured; empty where all hold.

        A set that was not measured at all (its data are not there) is passed over.
        """
        lines = []
        for group, floors in sorted(self.floors.items()):
            if group not in measured:
                continue
            for name, floor in sorted(floors.items()):
                got = measured[group].get(name)
                if got is None:
                    lines.append(f"{group} {name}: not measured, floor {floor:g}")
                elif got < floor - max(SLACK, SLACK_OF_SET.get(group, 0.0), SLACK_OF_FIGURE.get(name, 0.0)):
                    lines.append(f"{group} {name}: {got:g} is below the floor {floor:g}")
        return lines

    def pin(self, measured: Figures, *, reason: str = "", today: datetime.date | None = None) -> None:
        """Set the floors of what was measured.

        Raises WouldLower, and changes nothing, where that lowers one and no reason is given.
        """
        down = {
            f"{group} {name}": [floor, measured[group][name]]
            for group, floors in sorted(self.floors.items())
            for name, floor in sorted(floors.items())
            if name in measured.get(group, {}) and measured[group][name] < floor
        }
        if down and not reason.strip():
            lines = [f"{name}: {old:g} to {new:g}" for name, (old, new) in down.items()]
            raise WouldLower(
                'this would lower floors; give --reason "..." if it must be:\n  ' + "\n  ".join(lines)
            )
        if down:
            date = (today or datetime.date.today()).isoformat()
            self.lowered.append({"date": date, "reason": reason.strip(), "floors": down})
        for group, figures in measured.items():
            self.floors.setdefault(group, {}).update(figures)
