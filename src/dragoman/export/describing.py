"""What is written beside a table: a codebook to read, and a data package for programs.

The data package follows Frictionless Data's Tabular Data Package (https://specs.frictionlessdata.io).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.export.columns import Column, Tally
from dragoman.export.told import one_line
from dragoman.export.writing import json_text

_FIELD_TYPES = {"text": "string", "code": "string", "list": "string"}
_FORMATS = {
    "csv": ("csv", "text/csv"),
    "tsv": ("tsv", "text/tab-separated-values"),
    "jsonl": ("ndjson", "application/x-ndjson"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
}
_MOST_SOURCES = 1000
#: What the codes and coordinates in every table are from, and on what terms.
ORIGINS = (
    {"title": "PLOVER (event types, modes, contexts, sectors, scores), CC BY-SA 4.0",
     "path": "https://github.com/openeventdata/PLOVER"},
    {"title": "CAMEO (event and actor codes): Gerner, Schrodt and Yilmaz", "path": "https://parusanalytics.com"},
    {"title": "GeoNames (coordinates and ids of places), CC BY 4.0", "path": "https://www.geonames.org"},
)  # fmt: skip
LICENCES = {
    "CC0-1.0": ("Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
    ),
    "ODbL-1.0": ("Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "PDDL-1.0": ("Public Domain Dedication and License 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resource:
    """One table as it was written: ``kind`` is csv, tsv, jsonl or parquet."""

    name: str
    title: str
    path: Path
    kind: str
    columns: Sequence[Column]
    rows: int
    key: tuple[str, ...] = ()
    header: bool = True
    plain: bool = False
    missing: str = ""


def _field(column: Column, resource: Resource) -> dict[str, Any]:
    kind = _FIELD_TYPES.get(column.type, column.type)
    if column.type == "list" and resource.kind in ("jsonl", "parquet"):
        kind = "array"
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if column.values and column.type != "integer":
        field["constraints"] = {"enum": list(column.values)}
    if column.type == "list" and kind == "string":
        field["description"] += " (several are joined with '; ')"
    return field


def _resource(resource: Resource) -> dict[str, Any]:
    form, media = _FORMATS[resource.kind]
    schema: dict[str, Any] = {
        "fields": [_field(column, resource) for column in resource.columns],
        "missingValues": list(dict.fromkeys(["", resource.missing])),
    }
    if resource.key:
        schema["primaryKey"] = list(resource.key)
    digest = hashlib.sha256()
    with resource.path.open("rb") as stream:
        while block := stream.read(1 << 16):
            digest.update(block)
    out: dict[str, Any] = {
        "name": resource.name,
        "title": resource.title,
        "path": resource.path.name,
        "profile": "tabular-data-resource",
        "format": form,
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": resource.path.stat().st_size,
        "hash": f"sha256:{digest.hexdigest()}",
        "rows": resource.rows,
    }
    if resource.kind in ("csv", "tsv"):
        dialect: dict[str, Any] = {
            "delimiter": "," if resource.kind == "csv" else "\t",
            "lineTerminator": "\n",
        }
        dialect["header"] = resource.header
        if resource.plain:
            dialect["quoteChar"] = None
            dialect["doubleQuote"] = False
        out["dialect"] = dialect
    return {**out, "schema": schema}


def package(name: str, title: str, resources: Sequence[Resource], tally: Tally, licence: str | None) -> bytes:
    """``datapackage.json`` of the tables: fields and their types, licence, sources, coders."""
    sources: list[Mapping[str, str]] = list(ORIGINS)
    sources += [{"title": source} for source in sorted(tally.sources)[:_MOST_SOURCES]]
    out: dict[str, Any] = {"profile": "tabular-data-package", "name": name, "title": title}
    if licence:
        known = LICENCES.get(licence)
        out["licenses"] = [
            {"name": licence, "title": known[0], "path": known[1]}
            if known
            else {"name": licence, "title": licence}
        ]
    out["sources"] = sources
    out["coders"] = [
        dict(zip(("version", "model", "ontology", "knowledge"), made, strict=True))
        for made in sorted(tally.versions)
    ]
    out["resources"] = [_resource(resource) for resource in resources]
    return f"{json_text(out, indent=2)}\n".encode()


_KINDS = {"text": "text", "code": "text", "list": "texts", "date": "date", "boolean": "true or false"}


def codebook(resources: Sequence[Resource], tally: Tally) -> bytes:
    """``codebook.md``: every column with its meaning, type and values."""
    lines = ["# Codebook", ""]
    for made in sorted(tally.versions):
        lines += [f"Read by dragoman {made[0]}, model {made[1]}, {made[2]}, knowledge {made[3]}.", ""]
    for resource in resources:
        lines += [f"## {resource.path.name}", "", f"{resource.title}. {resource.rows:,} rows.", ""]
        if not resource.header:
            lines += ["There is no line of names: the columns are, in this order:", ""]
        lines += ["| # | column | type | meaning | values |", "| ---: | --- | --- | --- | --- |"]
        for at, column in enumerate(resource.columns, 1):
            cells = (
                column.name,
                _KINDS.get(column.type, column.type),
                column.meaning,
                ", ".join(column.values),
            )
            lines.append(
                f"| {at} | " + " | ".join(one_line(cell).replace("|", "\\|") for cell in cells) + " |"
            )
        lines.append("")
    return "\n".join(lines).encode()
