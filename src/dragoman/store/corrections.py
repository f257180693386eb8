"""What people put right: kept beside what was coded, signed and dated, never changed and never lost.

A correction names its part by where it stands in the text, so that it holds for later codings as well:
``event:120-125/ASSAULT`` is the event of that type whose trigger is characters 120 to 125 (another type there
if none has this), ``statement:40-90`` the statement whose content begins with these; ``:FIELD`` behind it is
one of its fields. The last one of a part that was not taken back holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dragoman import ontology
from dragoman.store.database import Database, StoreError
from dragoman.store.filters import Conditions
from dragoman.store.results import Row, Table
from dragoman.store.writing import unpack_record

KINDS = ("accept", "reject", "fix", "skip", "undo")
EVENT_FIELDS = tuple("type mode context aux trigger actors recipients places times date by numbers".split())
STATEMENT_FIELDS = tuple("mode cue speaker content addressees about stance asserts".split())
_PART = re.compile(r"(event|statement):(\d{1,9})-(\d{1,9})(?:/([A-Z]+))?(?::([a-z]+))?")
_COLUMNS: dict[str, type] = {
    "correction": int, "article": str, "part": str, "field": str, "kind": str, "before": str, "after": str,
    "made": str, "maker": str, "note": str, "holds": int,
}  # fmt: skip

Record = Mapping[str, Any]


def part_of(of: str, item: Record, field: str | None = None) -> str:
    """How the corrections of an event or statement of a record name it."""
    at = item["trigger"] if of == "event" else item["content"][0]
    named = f"{of}:{at['start']}-{at['end']}" + (f"/{item['type']}" if of == "event" else "")
    return f"{named}:{field}" if field else named


def find(record: Record, part: str) -> dict[str, Any] | None:
    """The event or statement of a record that a part names, None where there is none."""
    of, start, end, kind, _ = _read(part)
    found = []
    for item in record["events" if of == "event" else "statements"]:
        at = item["trigger"] if of == "event" else item["content"][0]
        if (at["start"], at["end"]) == (start, end):
            found.append(item)
    exact = next((item for item in found if kind and item.get("type") == kind), None)
    return exact or (found[0] if len(found) == 1 or not kind else None)


#: What is decided of one part: the part, the kind of correction, the value before and after it.
Change = tuple[str, str, Any, Any]


def correct(
    connection: Database,
    article: str,
    changes: Sequence[Change],
    *,
    maker: str,
    note: str,
    own: bool = False,
) -> list[int]:
    """See `dragoman.store.Project.correct`: of one article several at once, all of them or none.

    What is taken back (``undo``) is the last one by the same maker, where there is none of the maker's the
    last one of anybody; with ``own`` the maker's or none.
    """
    row = connection.execute(
        "SELECT a.article, length(a.text), c.record FROM articles a "
        "LEFT JOIN codings c USING (coding) "
        "WHERE a.given_id = ? OR a.id = ? ORDER BY a.article LIMIT 1",
        (article, article),
    ).fetchone()
    for part, kind, _, after in changes:
        _check(part, kind, after)
    if row is None:
        raise StoreError(f"no article {article!r} here: dragoman events lists their ids")
    record = unpack_record(row[2]) if row[2] is not None else None
    rows = []
    for part, kind, before, after in changes:
        _, start, end, _, field = _read(part)
        if not 0 <= start < end <= row[1]:
            raise StoreError(f"{part}: the article has {row[1]:,} characters: check the offsets")
        if before is None and field and record is not None:
            item = find(record, part)
            before = item.get(field) if item else None
        rows.append((part, kind, before, after))
    connection.begin()
    try:
        out = []
        made = datetime.now(UTC).isoformat(timespec="seconds")
        for part, kind, before, after in rows:
            if kind == "undo":
                stack = _stacks(_listed(connection, row[0])).get((row[0], part), [])
                if not stack:
                    raise StoreError(f"{part}: there is no correction to take back")
                if own and not any(one["maker"] == connection.text(maker) for one in stack):
                    raise StoreError(f"{part}: there is no correction of {maker or 'nobody named'} there")
            number = connection.insert(
                "INSERT INTO corrections (article, part, before, after, made, maker, note, kind) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (row[0], part, _json(before), _json(after), made, connection.text(maker),
                 connection.text(note), kind),
                "correction",
            )  # fmt: skip
            assert number is not None
            out.append(number)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return out


def _check(part: str, kind: str, after: Any) -> None:
    if kind not in KINDS:
        raise StoreError(f"{kind!r} is no kind of correction: it is one of {', '.join(KINDS)}")
    of, _, _, _, field = _read(part)
    if kind == "fix" and field is None:
        raise StoreError(f"{part}: a fix is of one field: write {part}:type or the like")
    fields = EVENT_FIELDS if of == "event" else STATEMENT_FIELDS
    if field is not None and field not in fields:
        raise StoreError(f"{field!r} is no field of {of}s: it is one of {', '.join(fields)}")
    if field == "type" and kind == "fix" and after not in ontology.TYPES:
        raise StoreError(f"{after!r} is no type: it is one of {', '.join(ontology.TYPES)}")


def last_decision(connection: Database, maker: str) -> tuple[str, list[str]] | None:
    """The article and parts of what this maker decided last and did not take back: with a fix, all of it."""
    stacks = _stacks(_listed(connection)).values()
    mine = [row for stack in stacks for row in stack if row["maker"] == connection.text(maker)]
    mine.sort(key=lambda row: int(row["correction"]))
    if not mine:
        return None
    last = mine.pop()
    parts, number = [last["part"]], last["correction"]
    while mine and last["field"] is None:
        row = mine.pop()
        number -= 1
        base = row["part"].removesuffix(f":{row['field']}")
        if (row["correction"], row["number"], base) != (number, last["number"], last["part"]):
            break
        if row["field"] is None:
            break
        parts.append(row["part"])
    return last["article"], parts


def _read(part: str) -> tuple[str, int, int, str | None, str | None]:
    found = _PART.fullmatch(part)
    if found is None:
        raise StoreError(
            f"{part!r} names no part: write event:START-END/TYPE:FIELD or statement:START-END:FIELD"
        )
    of, start, end, kind, field = found.groups()
    return of, int(start), int(end), kind, field


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=True, sort_keys=True)


def _listed(connection: Database, article: int | None = None) -> list[dict[str, Any]]:
    """All corrections, in their order."""
    where, values = ("WHERE k.article = ?", [article]) if article is not None else ("", [])
    found = connection.execute(
        "SELECT k.correction, a.given_id, k.part, k.kind, k.before, k.after, k.made, k.maker, k.note, "
        f"k.article FROM corrections k JOIN articles a ON a.article = k.article {where} "
        "ORDER BY k.correction",
        values,
    ).fetchall()
    names = "correction article part kind before after made maker note number".split()
    return [{**dict(zip(names, row, strict=True)), "field": _read(row[2])[4], "holds": 0} for row in found]


def _stacks(rows: Iterable[dict[str, Any]]) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """Of each part what was decided and not taken back, the last last."""
    stacks: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in rows:
        stack = stacks.setdefault((row["number"], row["part"]), [])
        if row["kind"] != "undo":
            stack.append(row)
        elif stack:
            mine = [at for at, one in enumerate(stack) if one["maker"] == row["maker"]]
            stack.pop(mine[-1] if mine else -1)
    return stacks


def _rows(connection: Database, article: int | None = None) -> list[dict[str, Any]]:
    """All corrections, in their order; ``holds`` says whether no later one of the part took its place."""
    rows = _listed(connection, article)
    for stack in _stacks(rows).values():
        if stack:
            stack[-1]["holds"] = 1
    return rows


def standing(connection: Database, article: int | None = None) -> list[dict[str, Any]]:
    """The corrections that hold, of one article (by its number) or of all."""
    return [row for row in _rows(connection, article) if row["holds"]]


def listed(connection: Database) -> Table:
    """All corrections, those taken back as well."""

    def rows() -> Iterator[Row]:
        for row in _rows(connection):
            yield {name: row[name] for name in _COLUMNS}

    return Table(_COLUMNS, rows)


def precision(connection: Database) -> Table:
    """Of what was reviewed, how much was right, by field.

    What was accepted as a whole is right in every field but those fixed; what was rejected is wrong as a
    whole and counts in no field; a fix alone tells of its own field.
    """
    columns: dict[str, type] = {"of": str, "field": str, "right": int, "wrong": int, "precision": float}

    def rows() -> Iterator[Row]:
        whole: dict[tuple[int, str], str] = {}
        fixed: dict[tuple[int, str], set[str]] = {}
        counts: dict[tuple[str, str], list[int]] = {}
        for row in standing(connection):
            base = (row["number"], row["part"].removesuffix(f":{row['field']}"))
            if row["field"] is None:
                whole[base] = row["kind"]
            elif row["kind"] == "reject" or (row["kind"] == "fix" and row["before"] != row["after"]):
                fixed.setdefault(base, set()).add(row["field"])
            elif row["kind"] in ("fix", "accept"):
                of = row["part"].partition(":")[0]
                counts.setdefault((of, row["field"]), [0, 0])[0] += 1
        for base in sorted({*whole, *fixed}):
            of = base[1].partition(":")[0]
            verdict, wrong = whole.get(base, ""), fixed.get(base, set())
            if verdict in ("accept", "reject"):
                counts.setdefault((of, ""), [0, 0])[verdict == "reject"] += 1
            if verdict == "reject":
                continue
            for name in EVENT_FIELDS if of == "event" else STATEMENT_FIELDS:
                if name in wrong or verdict == "accept":
                    counts.setdefault((of, name), [0, 0])[name in wrong] += 1
        for (of, name), (right, wrong_ones) in sorted(counts.items()):
            share = round(right / (right + wrong_ones), 4)
            yield {"of": of, "field": name, "right": right, "wrong": wrong_ones, "precision": share}

    return Table(columns, rows)


def gold(connection: Database, read: Any) -> Iterator[dict[str, Any]]:
    """The records of articles that were reviewed, put right: what was rejected is out, fixes are in.

    ``read`` gives the article of a number.
    """
    by_article: dict[int, list[dict[str, Any]]] = {}
    for row in standing(connection):
        if row["kind"] != "skip":
            by_article.setdefault(row["number"], []).append(row)
    for number, rows in sorted(by_article.items()):
        found = connection.execute(
            "SELECT c.record FROM articles a JOIN codings c ON c.coding = a.coding WHERE a.article = ?",
            (number,),
        ).fetchone()
        if found is not None:
            yield {"article": read(connection, number).to_dict(), **applied(unpack_record(found[0]), rows)}


def applied(record: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A record with corrections put in. Changes it."""
    # All are looked up before any is put in: a type that was fixed names its event no longer.
    # The type comes first, as it takes the modes of the old one away.
    ordered = sorted(rows, key=lambda row: row["field"] != "type")
    pairs = [(row, find(record, row["part"])) for row in ordered]
    for row, item in pairs:
        if item is None or row["kind"] not in ("fix", "reject"):
            continue
        of, field = row["part"].partition(":")[0], row["field"]
        if row["kind"] == "fix":
            item[field] = json.loads(row["after"]) if row["after"] is not None else None
            if field == "type":
                kind = ontology.TYPES[item["type"]]
                item.update(quad=kind.quad, score=kind.score, cameo=kind.cameo, mode=[], types={})
            _introduce(record, item)
        elif field is None:
            record[f"{of}s"].remove(item)
    kept = {event["id"] for event in record["events"]}
    for said in record["statements"]:
        said["asserts"] = [name for name in said["asserts"] if name in kept]
    return record


def _introduce(record: dict[str, Any], item: Record) -> None:
    """Those whom a fix names and the coding does not know are added, as far as known."""
    known = {actor["id"] for actor in record["actors"]}
    args = [arg for name in ("actors", "recipients", "addressees") for arg in item.get(name) or ()]
    args += [item[name] for name in ("by", "speaker") if item.get(name)]
    for arg in args:
        if arg["actor"] not in known:
            known.add(arg["actor"])
            record["actors"].append(
                {"id": arg["actor"], "name": arg["text"], "kind": "group", "country": [], "sector": [],
                 "wikidata": None}
            )  # fmt: skip


def queue(
    connection: Database, *, limit: int, events: Conditions | None, statements: Conditions | None
) -> Table:
    """Events and statements that meet the conditions (none of those that have none) of which the coder is
    least sure, without those that were reviewed."""
    columns: dict[str, type] = {
        "article": str, "part": str, "of": str, "number": int, "confidence": float, "words": str,
        "start": int, "end": int,
    }  # fmt: skip

    def rows() -> Iterator[Row]:
        done = {
            (row["article"], row["part"].removesuffix(f":{row['field']}")) for row in standing(connection)
        }
        most = limit + len(done)
        found = (
            connection.execute(
                "SELECT a.given_id, e.event, e.type, e.trigger_start, e.trigger_end, e.confidence, "
                "substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) "
                f"FROM ({_least_sure('event', events)}) e JOIN articles a ON a.article = e.article",
                [*events.values, most],
            ).fetchall()
            if events
            else []
        )
        out = [
            (sure, 0, number, article, f"event:{start}-{end}/{kind}", words, start, end)
            for article, number, kind, start, end, sure, words in found
        ]
        found = (
            connection.execute(
                'SELECT a.given_id, e.statement, s.start, s."end", e.confidence, '
                'substr(a.text, s.start + 1, s."end" - s.start) '
                f"FROM ({_least_sure('statement', statements)}) e "
                "JOIN statement_spans s ON s.statement = e.statement AND s.role = 'content' "
                "AND s.position = 0 JOIN articles a ON a.article = e.article",
                [*statements.values, most],
            ).fetchall()
            if statements
            else []
        )
        out += [
            (sure, 1, number, article, f"statement:{start}-{end}", words, start, end)
            for article, number, start, end, sure, words in found
        ]
        left = (row for row in sorted(out) if (row[3], row[4]) not in done)
        for at, (sure, of, number, article, part, words, start, end) in enumerate(left):
            if at >= limit:
                return
            yield {
                "article": article, "part": part, "of": ("event", "statement")[of], "number": number,
                "confidence": sure, "words": words, "start": start, "end": end,
            }  # fmt: skip

    return Table(columns, rows)


def _least_sure(key: str, conditions: Conditions) -> str:
    articles = " JOIN articles a ON a.article = e.article" if "a." in conditions.sql() else ""
    return (
        f"SELECT e.* FROM {key}s e{articles} WHERE e.confidence IS NOT NULL AND {conditions.sql()} "
        f"ORDER BY e.confidence, e.{key} LIMIT ?"
    )
