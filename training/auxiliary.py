"""Layers that come in files of their own: PropBank roles, factuality (EWT) and attribution (GUM)."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from training.treebanks import DataError, Sentence, open_lines


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            content = json.load(file)
    except json.JSONDecodeError as error:
        raise DataError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise DataError(f"{path}:1: expected one JSON object, sentence ids to their annotation")
    return content


def _check(path: Path, sentence: Sentence, *tokens: object) -> None:
    for token in tokens:
        if not isinstance(token, int) or not 0 <= token < len(sentence.words):
            raise DataError(
                f"{path}: sentence {sentence.sent_id}: token {token!r}, but it has {len(sentence.words)} words"
            )


def join_predicates(sentences: list[Sentence], path: str | Path) -> Counter[str]:
    """Set ``predicates`` from PropBank, by sentence id: {"sentences", "predicates", "unknown"} counts.

    "unknown" counts annotated sentences that are not among those given.

    Raises:
        DataError: with file and sentence id (the file is one line of JSON).
    """
    path = Path(path)
    annotated = _read_json(path)
    counts: Counter[str] = Counter()
    for sentence in sentences:
        rows = annotated.pop(sentence.sent_id, None)
        if rows is None:
            continue
        try:
            predicates = [
                (token, roleset, [(head, role) for head, role, _, _ in arguments])
                for token, roleset, arguments in rows
            ]
        except (TypeError, ValueError) as error:
            raise DataError(f"{path}: sentence {sentence.sent_id}: not as expected: {error}") from error
        for token, _, arguments in predicates:
            _check(path, sentence, token, *(head for head, _ in arguments))
        sentence.predicates = predicates
        counts["sentences"] += 1
        counts["predicates"] += len(predicates)
    counts["unknown"] = len(annotated)
    return counts


def join_factuality(sentences: list[Sentence], path: str | Path) -> Counter[str]:
    """Set ``factuality`` from UDS, by sentence id.

    UDS was made on an older release of EWT: a document where a token falls outside its sentence is
    split otherwise there, and is left out as a whole. Counts: {"sentences", "predicates",
    "misaligned" (sentences left out), "unknown"}.

    Raises:
        DataError: with file and sentence id (the file is one line of JSON).
    """
    path = Path(path)
    annotated = _read_json(path)
    counts: Counter[str] = Counter()
    misaligned: set[str] = set()
    joined: list[Sentence] = []
    for sentence in sentences:
        rows = annotated.pop(sentence.sent_id, None)
        if rows is None:
            continue
        try:
            sentence.factuality = {int(token): float(value) for token, value in rows}
        except (TypeError, ValueError) as error:
            raise DataError(f"{path}: sentence {sentence.sent_id}: not as expected: {error}") from error
        joined.append(sentence)
        if any(not 0 <= token < len(sentence.words) for token in sentence.factuality):
            misaligned.add(sentence.document)
    for sentence in joined:
        assert sentence.factuality is not None
        if sentence.document in misaligned:
            sentence.factuality = None
            counts["misaligned"] += 1
        else:
            counts["sentences"] += 1
            counts["predicates"] += len(sentence.factuality)
    counts["unknown"] = len(annotated)
    return counts


def join_attributions(sentences: list[Sentence], path: str | Path) -> Counter[str]:
    """Set ``attributions`` from GUM's discourse trees: who said the words of this sentence.

    One entry for each piece of content, in the sentence that holds it, with those words of the
    source and the cue that stand there too. Counts: {"relations", "pieces", "without cue",
    "unknown"}; "without cue" are pieces whose cue stands in another sentence or is the source.

    Raises:
        DataError: with file and line.
    """
    path = Path(path)
    documents: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        documents.setdefault(sentence.document, []).append(sentence)
        sentence.attributions = []
    counts: Counter[str] = Counter()
    for number, line in open_lines(path):
        if not line.strip():
            continue
        try:
            relation = json.loads(line)
            places = documents.get(relation["doc"])
            if places is None:
                counts["unknown"] += 1
                continue
            counts["relations"] += 1
            for index, first, last in relation["content"]:
                source = [token for at, token in relation["source"] if at == index]
                cue = [token for at, token in relation["cue"] if at == index]
                if not 0 <= index < len(places):
                    raise IndexError(f"sentence {index} of {len(places)} in the document")
                sentence = places[index]
                if not 0 <= first < last <= len(sentence.words):
                    raise IndexError(f"content {first}-{last} of {len(sentence.words)} words")
                if not all(0 <= token < len(sentence.words) for token in source + cue):
                    raise IndexError(f"source {source} and cue {cue} of {len(sentence.words)} words")
                assert sentence.attributions is not None
                sentence.attributions.append(
                    {
                        "source": source,
                        "cue": cue,
                        "content": (first, last),
                        "negated": bool(relation.get("negated")),
                    }
                )
                counts["pieces"] += 1
                counts["without cue"] += not cue
        except json.JSONDecodeError as error:
            raise DataError(f"{path}:{number}: not JSON: {error.msg}") from error
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise DataError(f"{path}:{number}: attribution not as expected: {error!r}") from error
    return counts
