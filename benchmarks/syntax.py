"""How well the shipped model reads words: ``python -m benchmarks.syntax SHARED [--json]``.

Tags and trees on UD EWT test and names on UNER-EWT test, with the treebank's own words and sentences
(punctuation counts; subtypes of relations do not); sentence boundaries on the development articles. All
through the same code and the same int8 graph as a user's articles.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from dragoman.language import Language
from dragoman.language.sentences import split_sentences
from training.treebanks import Sentence, load_all


def _f1(right: int, found: int, gold: int) -> float:
    return round(200.0 * right / (found + gold), 2) if found + gold else 0.0


def _spans(tags: list[str]) -> set[tuple[int, int, str]]:
    spans, begin, label = set(), -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if begin >= 0 and tag != f"I-{label}":
            spans.add((begin, i, label))
            begin = -1
        if tag.startswith("B-") or (tag.startswith("I-") and begin < 0):
            begin, label = i, tag[2:]
    return spans


def _read(language: Language, sentences: list[Sentence]) -> Any:
    text, cut, at = "", [], 0
    for s in sentences:
        row = []
        for word in s.words:
            row.append((at, at + len(word)))
            at += len(word) + 1
        text += " ".join(s.words) + "\n"
        cut.append(row)
    return language.read(text, language.cut(text, cut))


def treebank(language: Language, sentences: list[Sentence]) -> dict[str, float]:
    """UPOS, UAS, LAS, lemma and features per cent; names F1 over PER, ORG and LOC."""
    words = upos = uas = las = lemma = feats = 0
    right = found = gold = 0
    documents: dict[str, list[Sentence]] = {}
    for s in sentences:
        documents.setdefault(s.document, []).append(s)
    for members in documents.values():
        parse = _read(language, members)
        at = 0
        for s in members:
            assert s.upos and s.feats and s.lemmas and s.heads and s.deprels
            tokens = parse.tokens[at : at + len(s.words)]
            for i, t in enumerate(tokens):
                words += 1
                upos += t.upos == s.upos[i]
                feats += t.feats == s.feats[i]
                lemma += t.lemma == s.lemmas[i]
                head = (t.head - at if t.head >= 0 else -1) == s.heads[i]
                uas += head
                las += head and t.deprel.split(":")[0] == s.deprels[i].split(":")[0]
            if s.names is not None:
                wanted = {x for x in _spans(s.names) if x[2] != "NORP"}
                got = {
                    (n.first - at, n.last - at, n.label)
                    for n in parse.names
                    if at <= n.first < at + len(s.words) and n.label != "NORP"
                }
                right, found, gold = right + len(wanted & got), found + len(got), gold + len(wanted)
            at += len(s.words)
    per_cent = {
        k: round(100.0 * v / words, 2)
        for k, v in (("upos", upos), ("uas", uas), ("las", las), ("lemma", lemma), ("feats", feats))
    }
    return {"words": words, **per_cent, "names": _f1(right, found, gold)}


def boundaries(path: Path) -> float:
    """F1 of sentence ends, headlines left out, over annotated articles."""
    right = found = gold = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title = len(record["article"].get("title") or "")
            wanted = {b for _, b in record["sentences"] if b > title}
            got = {b for _, b in split_sentences(record["article"]["text"], title) if b > title}
            right, found, gold = right + len(wanted & got), found + len(got), gold + len(wanted)
    return _f1(right, found, gold)


def measure(shared: Path) -> dict[str, Any]:
    """All of it; ``shared`` holds ``data`` and ``corpus``."""
    sets = load_all(shared)
    language = Language.load()
    found: dict[str, Any] = {"ewt_test": treebank(language, sets["ewt_test"])}
    found["gum_dev"] = treebank(language, sets["gum_dev"])
    found["sentence_boundaries"] = boundaries(shared / "corpus" / "dev.jsonl")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    parser.add_argument("--json", action="store_true")
    o = parser.parse_args()
    found = measure(o.shared)
    if o.json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        print(name, value)


if __name__ == "__main__":
    main()
