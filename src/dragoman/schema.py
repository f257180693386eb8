"""The record's JSON Schema (draft 2020-12), made from the ontology's and the records' own lists.

Strict: every key is required and no other is allowed, so that a record that validates is one that
``Coding.to_dict()`` could have written. What a schema cannot say (that offsets give their text, that ids
exist) is checked by ``Coding.misfits()`` and in the tests.
"""

from __future__ import annotations

from typing import Any

from dragoman import ontology, records

_ISO_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
# A day, a week, a month, a year; or a span of two of them, as ISO 8601 writes it.
_POINT = r"\d{4}(-W(0[1-9]|[1-4]\d|5[0-3])|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_ISO_VALUE = f"^({_POINT}(/{_POINT})?)?$"

_STRING = {"type": "string"}
_OFFSET = {"type": "integer", "minimum": 0}
_COUNTRY = {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 3166-1 alpha-3, or XKX"}
_CONFIDENCE = {"type": "number", "minimum": 0, "maximum": 1}
_SPAN = {
    "start": _OFFSET,
    "end": {"type": "integer", "minimum": 1},
    "text": {"type": "string", "minLength": 1},
}


def _object(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"description": description, **made} if description else made


def _list(items: dict[str, Any], *, unique: bool = False, least: int = 0) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array", "items": items}
    if unique:
        made["uniqueItems"] = True
    if least:
        made["minItems"] = least
    return made


def _one_of(values: Any) -> dict[str, Any]:
    return {"enum": list(values)}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _modes_of_types() -> list[dict[str, Any]]:
    """One rule a type: which modes it may have, and the quad class that follows from it."""
    return [
        {
            "if": {"properties": {"type": {"const": name}}},
            "then": {
                "properties": {
                    "mode": {"items": _one_of(modes)} if modes else {"maxItems": 0},
                    "quad": {"const": ontology.quad(name)},
                }
            },
        }
        for name, modes in ontology.MODES.items()
    ]


def _confidences(names: tuple[str, ...]) -> dict[str, Any]:
    made = _object(dict.fromkeys(names, _CONFIDENCE), "By field; empty where nobody has said.")
    return {**made, "required": []}


def _shares() -> dict[str, Any]:
    made = _object(dict.fromkeys(ontology.TYPES, _CONFIDENCE), "Shares of likely types, if several.")
    return {**made, "required": []}


def _numbers() -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    money = {
        "type": "string",
        "pattern": r"^[A-Z]{3} \d+(\.\d+)?$",
        "description": "ISO 4217 code and amount",
    }
    return {
        "type": "object",
        "properties": {name: money if name == "money" else count for name in records.NUMBERS},
        "additionalProperties": False,
    }


def _definitions() -> dict[str, Any]:
    event = _object(
        {
            "id": _STRING,
            "type": _one_of(ontology.TYPES),
            "mode": _list(_STRING, unique=True),
            "context": _list(_one_of(ontology.CONTEXTS), unique=True),
            "aux": _one_of(records.AUX),
            "quad": _one_of(ontology.QUADS),
            "score": {"type": "number", "minimum": -10, "maximum": 10},
            "cameo": {"type": "string", "pattern": r"^(0[1-9]|1\d|20)\d{0,2}$"},
            "trigger": _ref("span"),
            "sentence": _object({"start": _OFFSET, "end": {"type": "integer", "minimum": 1}}),
            "actors": _list(_ref("arg")),
            "recipients": _list(_ref("arg")),
            "places": _list(_ref("place")),
            "times": _list(_ref("time")),
            "date": _or_null(_ref("date")),
            "by": _or_null(_ref("arg")),
            "numbers": _numbers(),
            "event": _STRING,
            "confidence": _CONFIDENCE,
            "confidences": _confidences(records.EVENT_CONFIDENCES),
            "types": _shares(),
            "why": _list(_object({"field": _STRING, "rule": _STRING})),
        },
        "One mention of who did what to whom; by is on whose word, null where the article itself says so.",
    )
    event["allOf"] = _modes_of_types()
    return {
        "span": _object(dict(_SPAN), "Unicode characters start to end (exclusive) of article.text."),
        "arg": _object({**_SPAN, "actor": _STRING}, "Words that stand for the actor of that id."),
        "place": _object(
            {
                **_SPAN,
                "country": {"type": "string", "pattern": "^([A-Z]{3})?$"},
                "name": _or_null(_STRING),
                "lat": _or_null({"type": "number", "minimum": -90, "maximum": 90}),
                "lon": _or_null({"type": "number", "minimum": -180, "maximum": 180}),
                "geonames": _or_null({"type": "integer", "minimum": 1}),
            }
        ),
        "time": _object({**_SPAN, "value": {"type": "string", "pattern": _ISO_VALUE}}),
        "date": _object(
            {
                "value": {"type": "string", "pattern": _ISO_VALUE, "minLength": 4},
                "granularity": _one_of(records.GRANULARITIES),
                "source": _STRING,
            },
            "When it happened; never the day the article was published.",
        ),
        "actor": _object(
            {
                "id": {"type": "string", "minLength": 1},
                "name": {"type": "string", "minLength": 1},
                "kind": _one_of(records.KINDS),
                "country": _list(_COUNTRY, unique=True),
                "sector": _list(_one_of(ontology.SECTORS), unique=True),
                "wikidata": _or_null({"type": "string", "pattern": r"^Q\d+$"}),
            }
        ),
        "event": event,
        "statement": _object(
            {
                "id": _STRING,
                "mode": _one_of(records.QUOTE_MODES),
                "cue": _or_null(_ref("span")),
                "speaker": _or_null(_ref("arg")),
                "content": _list(_ref("span"), least=1),
                "addressees": _list(_ref("arg")),
                "about": _list(_STRING, unique=True),
                "stance": _one_of(records.STANCES),
                "asserts": _list(_STRING, unique=True),
                "confidence": _CONFIDENCE,
                "confidences": _confidences(records.STATEMENT_CONFIDENCES),
            },
            "Words or thoughts that the article attributes to somebody; about names actors, asserts events.",
        ),
    }


def record_schema() -> dict[str, Any]:
    """The schema of one record, as plain dicts and lists."""
    article = _object(
        {
            "id": _STRING,
            "published": _or_null({"type": "string", "pattern": _ISO_DATE}),
            "title": _STRING,
            "text": {
                "type": "string",
                "description": "Title, blank line and body; the body alone without a title.",
            },
            "url": _or_null(_STRING),
            "source": _or_null(_STRING),
            "language": _STRING,
        }
    )
    versions = _object(dict.fromkeys(records.Versions().to_dict(), _STRING))
    record = _object(
        {
            "article": article,
            "actors": _list(_ref("actor")),
            "events": _list(_ref("event")),
            "statements": _list(_ref("statement")),
            "coder": versions,
            "reasons": _list(_object({"code": _STRING, "message": _STRING})),
        },
        "All that was read out of one news article.",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://dragoman.invalid/record.schema.json",
        "title": "Dragoman record",
        **record,
        "$defs": _definitions(),
    }
