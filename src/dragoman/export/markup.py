"""Codings for annotators (doccano, Label Studio) and for readers of pages (W3C Web Annotation)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dragoman.export.marks import marks_of
from dragoman.export.writing import json_line, json_text
from dragoman.records import Coding, Event, Span, Statement

#: Under this key the record travels with the text, so that what marks cannot say comes back.
KEY = "dragoman"
FROM, TO = "label", "text"  #: names of the controls in Label Studio's set-up
_AROUND = 32  # characters of prefix and suffix
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OWN = "urn:dragoman:"


def _record(coding: Coding) -> dict[str, Any]:
    """The record without the article's text, which stands beside it."""
    record = coding.to_dict()
    record["article"] = {name: value for name, value in record["article"].items() if name != "text"}
    return record


def doccano(codings: Iterable[Coding]) -> Iterator[bytes]:
    """One JSON object a line: text, entities and relations (doccano's "Relation" project)."""
    for coding in codings:
        marks, links = marks_of(coding)
        number = {mark.id: at for at, mark in enumerate(marks, 1)}
        yield json_line(
            {
                "id": coding.article.id,
                "text": coding.article.text,
                "entities": [
                    {"id": number[m.id], "label": m.label, "start_offset": m.start, "end_offset": m.end}
                    for m in marks
                ],
                "relations": [
                    {"id": at, "from_id": number[one.source], "to_id": number[one.target], "type": one.role}
                    for at, one in enumerate(links, 1)
                ],
                "Comments": [],
                KEY: _record(coding),
            }
        )


def _utf16(text: str) -> list[int]:
    """Label Studio counts as JavaScript does: where each character begins, in UTF-16 units."""
    out, at = [0], 0
    for char in text:
        at += 2 if ord(char) > 0xFFFF else 1
        out.append(at)
    return out


def label_studio(codings: Iterable[Coding]) -> Iterator[bytes]:
    """A JSON array of tasks, each with a prediction to correct."""
    first = True
    for coding in codings:
        marks, links = marks_of(coding)
        text = coding.article.text
        at = _utf16(text)
        result: list[dict[str, Any]] = [
            {
                "id": m.id,
                "from_name": FROM,
                "to_name": TO,
                "type": "labels",
                "value": {
                    "start": at[m.start],
                    "end": at[m.end],
                    "text": text[m.start : m.end],
                    "labels": [m.label],
                },
            }
            for m in marks
        ]
        result += [
            {
                "type": "relation",
                "from_id": one.source,
                "to_id": one.target,
                "direction": "right",
                "labels": [one.role],
            }
            for one in links
        ]
        sure = [event.confidence for event in coding.events if event.confidence is not None]
        version = " ".join(filter(None, ("dragoman", coding.coder.version, coding.coder.model)))
        prediction = {
            "model_version": version,
            "score": round(sum(sure) / len(sure), 4) if sure else None,
            "result": result,
        }
        task = {
            "data": {"text": text, "id": coding.article.id, KEY: _record(coding)},
            "predictions": [prediction],
        }
        yield (b"[\n" if first else b",\n") + json_text(task).encode()
        first = False
    yield b"[]\n" if first else b"\n]\n"


def _target(coding: Coding, span: Span, source: str) -> dict[str, Any]:
    text = coding.article.text
    return {
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.text,
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def web_annotation(codings: Iterable[Coding]) -> Iterator[bytes]:
    """JSON-LD: an annotation page; one annotation for each article, event, and statement.

    A selector gives the words with those around them, and their place in the text as it was coded.
    """
    head = {"@context": [CONTEXT, {"dragoman": OWN}], "type": "AnnotationPage", "id": f"{OWN}page"}
    yield (json_text(head)[:-1] + ', "items": [').encode()
    first = True
    for coding in codings:
        for item in _annotations(coding):
            yield (b"\n" if first else b",\n") + json_text(item).encode()
            first = False
    yield b"\n]}\n"


def _annotations(coding: Coding) -> Iterator[dict[str, Any]]:
    from urllib.parse import quote

    article, record = coding.article, coding.to_dict()
    source = article.url or f"{OWN}article:{quote(article.id, safe='', errors='replace')}"
    kept = {name: value for name, value in record.items() if name not in ("events", "statements")}
    own = f"{OWN}{quote(article.id, safe='', errors='replace')}"
    yield {
        "id": own,
        "type": "Annotation",
        "motivation": "describing",
        "target": source,
        "body": {
            "type": "TextualBody",
            "format": "text/plain",
            "language": article.language,
            "value": article.text,
        },
        "dragoman:record": kept,
    }
    parts: tuple[tuple[str, Any, tuple[Event | Statement, ...]], ...] = (
        ("event", record["events"], coding.events),
        ("statement", record["statements"], coding.statements),
    )
    for part, given, found in parts:
        for data, one in zip(given, found, strict=True):
            label = data["type"] if part == "event" else data["stance"]
            yield {
                "id": f"{own}#{part}-{quote(data['id'], safe='', errors='replace')}",
                "type": "Annotation",
                "motivation": "classifying" if part == "event" else "identifying",
                "body": {"type": "TextualBody", "purpose": "tagging", "value": f"{part} {label}"},
                "target": [_target(coding, span, source) for span in dict.fromkeys(one.spans())],
                f"dragoman:{part}": data,
            }


WRITERS: dict[str, Callable[[Iterable[Coding]], Iterator[bytes]]] = {
    "doccano": doccano,
    "label-studio": label_studio,
    "web-annotation": web_annotation,
}
