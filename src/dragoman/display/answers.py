"""What a name means, as ``dragoman who`` and ``dragoman where`` print it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.display.terminal import safe

if TYPE_CHECKING:
    from dragoman.knowledge import Candidate, Knowledge, Role


def lines(name: str, found: Sequence[Candidate], role: Role | None, *, date: str | None) -> str:
    """One JSON object per answer, in their order; the word for people last."""
    out = []
    asked = {"query": name, **({"date": date} if date else {})}
    for rank, one in enumerate(found, 1):
        out.append({**asked, "rank": rank, **one.to_dict()})
    if role is not None:
        out.append(
            {
                **asked,
                "rank": len(found) + 1,
                "name": role.word,
                "kind": "word",
                "sector": list(role.sector),
                "source": role.source,
            }
        )
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in out)


def table(
    name: str, found: Sequence[Candidate], role: Role | None, know: Knowledge, *, date: str | None
) -> str:
    """The answers as lines to read: what it is, then office or coordinates, reasons and source."""
    out = [safe(f"{name} ({date})" if date else name)]
    for rank, one in enumerate(found, 1):
        what = [f"{rank}. {one.name}", one.level or one.kind, _countries(one, know), " ".join(one.sector)]
        out.append("   ".join(part for part in what if part))
        if one.title:
            out.append(f"     {one.title}{_spell(one)}")
        if one.lat is not None and one.lon is not None:
            people = f"   {one.population:,} people" if one.population else ""
            out.append(f"     {one.lat:.4f}, {one.lon:.4f}{people}")
        numbers = f"   GeoNames {one.geonames}" if one.geonames else ""
        numbers += f"   Wikidata {one.wikidata}" if one.wikidata else ""
        out.append(f"     score {one.score:.2f}: {'; '.join(one.reasons)}")
        out.append(f"     source: {one.source}{' (yours)' if one.own else ''}{numbers}")
    if role is not None:
        number = "plural" if role.plural else "singular"
        out.append(
            f"{len(found) + 1}. {role.word}   word for people or a body, {number}   {' '.join(role.sector)}"
        )
        out.append(f"     source: {role.source}")
    return "".join(safe_line(line) + "\n" for line in out)


def safe_line(line: str) -> str:
    """A line without what a terminal could take for a command; blanks stay."""
    head = line[: len(line) - len(line.lstrip(" "))]
    return head + "   ".join(safe(part) for part in line.strip(" ").split("   "))


def _countries(one: Candidate, know: Knowledge) -> str:
    if one.kind != "place":
        return " ".join(one.country)
    names = []
    for code in one.country:
        country = know.country_by_code(code)
        names.append(f"{code} {country.name}" if country else code)
    return " ".join(names)


def _spell(one: Candidate) -> str:
    if one.start and one.end:
        return f", {one.start} to {one.end}"
    if one.start:
        return f", since {one.start}"
    return f", until {one.end}" if one.end else ""
