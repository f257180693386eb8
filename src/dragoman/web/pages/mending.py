"""What a reviewer's form offers for a field, and what it says: who acts, on whom, who speaks, when, where.

Whom the form names must stand in the article: the choice is among those the coder read there, or words as
they stand in the text. A fix is the field's new value as records have it, with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman import ontology
from dragoman.records import AUX, STANCES
from dragoman.store import StoreError
from dragoman.store.corrections import find
from dragoman.store.dates import days

Record = Mapping[str, Any]
_MOST = 4  # of one role
_ROLES = ("actors", "recipients")
_GRANULARITIES = ((re.compile(r"\d{4}-\d\d-\d\d"), "day"), (re.compile(r"\d{4}-W\d\d"), "week"),
                  (re.compile(r"\d{4}-\d\d"), "month"), (re.compile(r"\d{4}"), "year"))  # fmt: skip


def offered(record: Record, part: str) -> dict[str, Any]:
    """What the form is filled with: of each role who is there now, and whom and what one may choose."""
    item = find(record, part)
    if item is None:
        return {}
    there = {arg["actor"] for arg in _args(record)}
    people = [
        (one["id"], one["name"], " ".join((*one["country"], *one["sector"])))
        for one in record["actors"]
        if one["id"] in there or part.startswith("statement:")
    ]
    people.sort(key=lambda one: (one[1].casefold(), one[0]))
    if part.startswith("statement:"):
        now = {"speaker": [item["speaker"]["actor"] if item["speaker"] else ""]}
        now["about"] = _one_more(list(item["about"]))
        return {"people": people, "now": now}
    places = {_at(place): _called(place) for place in _places(record)}
    now = {role: _one_more(list(dict.fromkeys(arg["actor"] for arg in item[role]))) for role in _ROLES}
    now["places"] = _one_more([_at(place) for place in item["places"]])
    return {
        "people": people,
        "now": now,
        "spots": sorted(((at, name, "") for at, name in places.items()), key=lambda one: one[1:] + one[:1]),
        "date": item["date"]["value"] if item["date"] else "",
    }


def _one_more(now: list[str]) -> list[str]:
    """Those there are, and room for another."""
    return [*now, ""][: max(_MOST, len(now))]


def fixes(form: Mapping[str, str], part: str, record: Record, text: str) -> dict[str, Any]:
    """The fields that were changed in the form, and their new values as records have them.

    Raises StoreError where a value says nothing.
    """
    item = find(record, part)
    if item is None:
        raise StoreError("this one is there no more: it was coded again. Load the review again")
    out: dict[str, Any] = {}
    if part.startswith("event:"):
        _put(out, form, "aux", AUX)
        if _changed(form, "mode"):
            out["mode"] = _modes(form["new-mode"], form.get("new-type", item["type"]))
        _put_people(out, form, item, record, text)
        _put_date(out, form)
        _put_places(out, form, item, record, text)
        # The type is changed last: until then the part is called by the old one.
        _put(out, form, "type", tuple(ontology.TYPES))
    else:
        _put(out, form, "stance", STANCES)
        near = item["content"][0]["start"]
        words = form.get("new-speaker-words", "").strip()
        if words or _changed(form, "speaker-0"):
            key = form.get("new-speaker-0", "")
            own = [item["speaker"]] if item["speaker"] else []
            out["speaker"] = _worded(record, text, words, near) if words else _arg(record, key, near, own)
        if _any_changed(form, "about"):
            out["about"] = _chosen(form, "about")
            for key in out["about"]:
                if all(one["id"] != key for one in record["actors"]):
                    raise StoreError(f"no actor {key!r} in the article")
    return out


def _put(out: dict[str, Any], form: Mapping[str, str], name: str, known: tuple[str, ...]) -> None:
    if _changed(form, name):
        if form[f"new-{name}"] not in known:
            raise StoreError(
                f"{form[f'new-{name}']!r} is no {name}: it is one of {', '.join(filter(None, known))}"
            )
        out[name] = form[f"new-{name}"]


def _changed(form: Mapping[str, str], name: str) -> bool:
    """Whether the field is in the form with another value than it was shown with."""
    now = form.get(f"new-{name}")
    return now is not None and now.strip() != form.get(f"was-{name}", "")


def _any_changed(form: Mapping[str, str], name: str) -> bool:
    return any(_changed(form, f"{name}-{at}") for at in _places_of(form, name))


def _places_of(form: Mapping[str, str], name: str) -> list[int]:
    """The numbers of a field that is there several times."""
    pattern = re.compile(rf"new-{name}-(\d{{1,3}})")
    return sorted(int(found[1]) for key in form if (found := pattern.fullmatch(key)))


def _chosen(form: Mapping[str, str], name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (form[f"new-{name}-{at}"] for at in _places_of(form, name)))))


def _modes(words: str, kind: str) -> list[str]:
    found = words.replace(",", " ").split()
    known = ontology.MODES.get(kind, ())
    for word in found:
        if word not in known:
            raise StoreError(f"{word!r} is no mode of {kind}: it is one of {', '.join(known) or 'none'}")
    return found


def _put_people(
    out: dict[str, Any], form: Mapping[str, str], item: Record, record: Record, text: str
) -> None:
    """Who acts and on whom: chosen, in the article's words, or turned round."""
    near = item["trigger"]["start"]
    made: dict[str, list[Any]] = {role: list(item[role]) for role in _ROLES}
    for role in _ROLES:
        if _any_changed(form, role):
            made[role] = [_arg(record, key, near, item[role]) for key in _chosen(form, role)]
        if words := form.get(f"new-{role}-words", "").strip():
            made[role] = [*made[role], _worded(record, text, words, near)]
    if form.get("swap"):
        made["actors"], made["recipients"] = made["recipients"], made["actors"]
    out.update({role: made[role] for role in _ROLES if made[role] != item[role]})


def _put_date(out: dict[str, Any], form: Mapping[str, str]) -> None:
    if not _changed(form, "date"):
        return
    value = form["new-date"].strip()
    if not value:
        out["date"] = None
        return
    if days(value) is None:
        raise StoreError(f"{value!r} is no date: write it YYYY, YYYY-MM, YYYY-MM-DD or YYYY-Www")
    # Of a stretch of time it is as exact as the whole of it.
    exact = [name for pattern, name in _GRANULARITIES if any(map(pattern.fullmatch, value.split("/")))]
    out["date"] = {"value": value, "granularity": exact[-1], "source": "reviewer"}


def _put_places(
    out: dict[str, Any], form: Mapping[str, str], item: Record, record: Record, text: str
) -> None:
    made = list(item["places"])
    if _any_changed(form, "places"):
        known = {_at(place): place for place in _places(record)}
        made = []
        for at in _chosen(form, "places"):
            if at not in known:
                raise StoreError(f"no place at {at} in the article: load the review again")
            made.append(known[at])
    if words := form.get("new-places-words", "").strip():
        made.append(_located(record, _span(text, words, item["trigger"]["start"])))
    if made != item["places"]:
        out["places"] = made


def _args(record: Record) -> Iterator[Record]:
    """All words of the record that stand for somebody."""
    for item in (*record["events"], *record["statements"]):
        for name in ("actors", "recipients", "addressees"):
            yield from item.get(name) or ()
        for name in ("by", "speaker"):
            if item.get(name):
                yield item[name]


def _arg(record: Record, key: str, near: int, own: list[Any]) -> dict[str, Any] | None:
    """The words for that actor: those the field has already, else those that stand nearest."""
    if not key:
        return None
    for arg in own:
        if arg["actor"] == key:
            return dict(arg)
    found = [arg for arg in _args(record) if arg["actor"] == key]
    if not found:
        raise StoreError(f"no words for {key!r} in the article: give its words as they stand there")
    return dict(min(found, key=lambda arg: (abs(arg["start"] - near), arg["start"])))


def _span(text: str, words: str, near: int) -> dict[str, Any]:
    """Where these words stand in the text, nearest to the act."""
    starts = [found.start() for found in re.finditer(re.escape(words), text)]
    if not starts:
        raise StoreError(f"{words!r} does not stand in the article: give its words as they stand there")
    start = min(starts, key=lambda at: abs(at - near))
    return {"start": start, "end": start + len(words), "text": words}


def _worded(record: Record, text: str, words: str, near: int) -> dict[str, Any]:
    """The words, for whom the article calls so already, else for somebody of this article alone."""
    span = _span(text, words, near)
    plain = words.casefold()
    same = next((arg["actor"] for arg in _args(record) if arg["text"].casefold() == plain), None)
    named = next((one["id"] for one in record["actors"] if one["name"].casefold() == plain), None)
    key = re.sub(r"[\W_]+", "-", plain).strip("-")[:60] or "actor"
    return {**span, "actor": same or named or key}


def _places(record: Record) -> Iterator[Record]:
    for event in record["events"]:
        yield from event["places"]


def _at(place: Record) -> str:
    return f"{place['start']}-{place['end']}"


def _called(place: Record) -> str:
    name = place["name"] or place["text"]
    return f"{name} ({place['country']})" if place["country"] else str(name)


def _located(record: Record, span: dict[str, Any]) -> dict[str, Any]:
    """The words as a place: what the gazetteer knows by that name, in a country of the article if it can."""
    from dragoman.knowledge import Knowledge

    near = [place["country"] for place in _places(record) if place["country"]]
    near += [code for one in record["actors"] for code in one["country"]]
    found = Knowledge.load().candidates(span["text"], kinds=("place",), near=list(dict.fromkeys(near)))
    known = found[0] if found else None
    return {
        **span,
        "country": known.country[0] if known and known.country else "",
        "name": known.name if known else span["text"],
        "lat": known.lat if known else None,
        "lon": known.lon if known else None,
        "geonames": known.geonames if known else None,
    }
