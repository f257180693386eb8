"""The annotated sets, read into one form: sentences with as many layers as each set has.

``python -m training.treebanks DATA`` prints what is there. DATA is the folder that holds the sets
(``syntax/``, ``events/``), or one that holds it under the name ``data``. What each set is and its
licence stands in DATA's own README; nothing of it is kept in this repository.

Reading CoNLL-U is here; the layers that come in files of their own are in `training.auxiliary`
(roles, factuality, attribution), `training.names` (names) and `training.meantime`.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.language.lemmas import lemma_rule

Mention = tuple[int, int, int, str, str]
Predicate = tuple[int, str, list[tuple[int, str]]]

#: Relations that keep their subtype; all others lose it.
SUBTYPES = frozenset(
    ("nsubj:pass", "aux:pass", "obl:agent", "nmod:poss", "acl:relcl", "nmod:desc", "obl:unmarked")
    + ("nmod:unmarked", "compound:prt")
)
#: Older names of subtypes that are kept.
RENAMED = {
    "obl:tmod": "obl:unmarked",
    "obl:npmod": "obl:unmarked",
    "nmod:tmod": "nmod:unmarked",
    "nmod:npmod": "nmod:unmarked",
}
#: Features that later rooms use; all others are dropped.
FEATURES = frozenset(
    ("Case", "Gender", "Mood", "Number", "NumType", "Person", "Polarity", "Poss", "PronType", "Tense")
    + ("VerbForm", "Voice")
)

_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")


class DataError(ValueError):
    """Something in a data file that cannot be read; the message names file and line."""


@dataclass(slots=True)
class Sentence:
    """One sentence. A layer is None where the set does not annotate it, empty where it found none.

    Token positions are 0-based indices into ``words``, ranges half open.
    """

    words: list[str]
    source: str  #: "ewt", "gum" or "meantime"
    sent_id: str
    document: str
    upos: list[str] | None = None
    feats: list[str] | None = None  #: ``Number=Sing|Tense=Past`` of `FEATURES`, sorted; or ""
    lemmas: list[str] | None = None
    heads: list[int] | None = None  #: -1 for the root
    deprels: list[str] | None = None  #: without subtypes but for `SUBTYPES`
    names: list[str] | None = None  #: BIO over PER ORG LOC NORP
    predicates: list[Predicate] | None = None  #: (token, PropBank roleset, [(argument's head, role)])
    factuality: dict[int, float] | None = None  #: token -> about -3 (did not happen) … 3 (did)
    #: {"source": [tokens], "cue": [tokens], "content": (first, last), "negated": bool}; a source or
    #: cue that stands in another sentence is left out, so either may be empty
    attributions: list[dict[str, Any]] | None = None
    mentions: list[Mention] | None = None  #: (first, last, head, entity in document, entity type)
    #: {"token", "first", "last", "certainty", "polarity", "time", "pos", "class", "roles"}
    events: list[dict[str, Any]] | None = None
    xpos: list[str] | None = None  #: Penn tags
    spaces: list[bool] | None = None  #: whether white space follows the word
    genre: str = ""  #: the set's own word: "news", "weblog", …
    text: str = ""


def reduce_relation(relation: str) -> str:
    """The relation without a subtype that nothing later needs."""
    relation = RENAMED.get(relation, relation)
    return relation if relation in SUBTYPES else relation.split(":", 1)[0]


def reduce_features(features: str) -> str:
    """The features that later rooms use, sorted: "" where there are none."""
    if features == "_":
        return ""
    return "|".join(sorted(f for f in features.split("|") if f.split("=", 1)[0] in FEATURES))


def open_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a UTF-8 text file, gzipped where the name says so."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error


def read_treebank(path: str | Path) -> list[Sentence]:
    """All sentences of a CoNLL-U file (gzipped or not), with mentions where it marks entities.

    The lines of multiword tokens and empty nodes are left out. The set ("ewt", "gum") is read off
    the file's name. Mentions come from ``Entity`` in MISC, in the layout that ``global.Entity``
    gives; a file without that line has none.

    Raises:
        DataError: with file and line.
    """
    path = Path(path)
    source = "gum" if "gum" in path.name else "ewt" if "ewt" in path.name else path.name.split(".")[0]
    sentences: list[Sentence] = []
    about = {"document": "", "genre": "", "entity": "", "sent_id": "", "text": ""}
    rows: list[list[str]] = []
    joined: dict[int, bool] = {}  # last word of a multiword token -> whether white space follows it
    inside: set[int] = set()  # words of a multiword token but its last: nothing stands between them
    number = first = 0

    def close() -> None:
        if rows:
            sentences.append(_sentence(path, first, source, about, rows, joined, inside))
        rows.clear()
        joined.clear()
        inside.clear()
        about["sent_id"] = about["text"] = ""

    for number, line in open_lines(path):
        if not line.strip():
            close()
        elif line.startswith("#"):
            key, _, value = (part.strip() for part in line[1:].partition("="))
            if key == "newdoc id":
                about["document"], about["genre"] = value, value.split("-", 1)[0] if source == "ewt" else ""
            elif key == "meta::genre":
                about["genre"] = value
            elif key == "global.Entity":
                about["entity"] = value
            elif key in ("sent_id", "text"):
                about[key] = value
        else:
            row = line.split("\t")
            if len(row) != 10:
                raise DataError(f"{path}:{number}: {len(row)} columns, expected the 10 of CoNLL-U")
            if row[0].isdigit():
                if not rows:
                    first = number
                if int(row[0]) != len(rows) + 1:
                    raise DataError(f"{path}:{number}: word {row[0]} after word {len(rows)}")
                rows.append(row)
            elif "-" in row[0]:
                start, _, end = row[0].partition("-")
                if not (start.isdigit() and end.isdigit()):
                    raise DataError(f"{path}:{number}: multiword token {row[0]!r}, expected as 3-4")
                inside.update(range(int(start) - 1, int(end) - 1))
                joined[int(end) - 1] = "SpaceAfter=No" not in row[9].split("|")
    close()
    return sentences


def _sentence(
    path: Path,
    line: int,
    source: str,
    about: dict[str, str],
    rows: list[list[str]],
    joined: dict[int, bool],
    inside: set[int],
) -> Sentence:
    words = [row[1] for row in rows]
    heads = []
    for offset, row in enumerate(rows):
        if not row[6].isdigit() or not 0 <= int(row[6]) <= len(rows) or int(row[6]) == offset + 1:
            raise DataError(f"{path}:{line}: word {row[0]} ({row[1]!r}) of this sentence has head {row[6]!r}")
        heads.append(int(row[6]) - 1)
    if heads.count(-1) != 1:
        raise DataError(f"{path}:{line}: {heads.count(-1)} roots in this sentence, expected one")
    misc = [row[9].split("|") for row in rows]
    sentence = Sentence(
        words=words,
        source=source,
        sent_id=about["sent_id"],
        document=about["document"],
        upos=[row[3] for row in rows],
        feats=[reduce_features(row[5]) for row in rows],
        # goeswith: the lemma stands at the first part, and "_" here means that there is none
        lemmas=[row[1] if row[2] == "_" else row[2] for row in rows],
        heads=heads,
        deprels=[reduce_relation(row[7]) for row in rows],
        xpos=[row[4] for row in rows],
        spaces=[i not in inside and joined.get(i, "SpaceAfter=No" not in m) for i, m in enumerate(misc)],
        genre=about["genre"],
        text=about["text"],
    )
    if about["entity"]:
        marks = [next((m[7:] for m in item if m.startswith("Entity=")), "") for item in misc]
        try:
            sentence.mentions = read_mentions(marks, heads, layout=about["entity"])
        except ValueError as error:
            raise DataError(f"{path}:{line}: sentence {sentence.sent_id}: {error}") from error
    return sentence


def read_mentions(
    marks: list[str], heads: list[int], *, layout: str = "GRP-etype-infstat-centering-minspan-link-identity"
) -> list[Mention]:
    """Mentions from the Entity value of each word ("" for none), sorted, outer before inner.

    ``(1-person-new`` opens entity 1 at a word, ``1)`` closes the latest open mention of it, and
    ``(1-person-new)`` does both. The head is the first word inside whose governor is outside.

    Raises:
        ValueError: a bracket without its partner, or an opening without entity type.
    """
    fields = layout.split("-")
    if "GRP" not in fields or "etype" not in fields:
        raise ValueError(f"layout {layout!r} names no GRP and etype")
    group_at, type_at = fields.index("GRP"), fields.index("etype")
    found: list[Mention] = []
    opened: dict[str, list[tuple[int, str]]] = {}

    def close(entity: str, last: int) -> None:
        if not opened.get(entity):
            raise ValueError(f"entity {entity} is closed at word {last} but not open")
        first, kind = opened[entity].pop()
        head = next(i for i in range(first, last) if not first <= heads[i] < last)
        found.append((first, last, head, entity, kind))

    for token, mark in enumerate(marks):
        end = 0
        for bracket in _BRACKET.finditer(mark):
            if bracket.start() != end:
                break
            end = bracket.end()
            if bracket[1] is None:
                close(bracket[3], token + 1)
                continue
            values = bracket[1].split("-", len(fields) - 1)
            if len(values) <= max(group_at, type_at):
                raise ValueError(f"no entity type in {bracket[0]!r} at word {token + 1}")
            opened.setdefault(values[group_at], []).append((token, values[type_at]))
            if bracket[2]:
                close(values[group_at], token + 1)
        if end != len(mark):
            raise ValueError(f"cannot read the entity marks {mark!r} at word {token + 1}")
    left = [entity for entity, places in opened.items() if places]
    if left:
        raise ValueError(f"entity {left[0]} is opened but not closed")
    return sorted(found, key=lambda m: (m[0], -m[1], m[3]))


def data_folder(data: str | Path) -> Path:
    """The folder with ``syntax/`` and ``events/``: DATA itself or ``data`` in it."""
    data = Path(data)
    for folder in (data, data / "data"):
        if (folder / "syntax").is_dir():
            return folder
    raise DataError(f"{data}: holds no folder syntax/ (nor data/syntax/); give the folder with the data sets")


def load_all(data: str | Path, *, gum_names: bool = True) -> dict[str, list[Sentence]]:
    """Every set with every layer: ewt_train, ewt_dev, ewt_test, gum_train, gum_dev, meantime.

    ``gum_names`` derives names on GUM from its entities (see `training.names`).

    Raises:
        DataError: a file that is missing or that cannot be read, with the line.
    """
    from training import auxiliary, meantime, names  # they import this module

    folder = data_folder(data)
    sets = {f"ewt_{part}": _read(folder, f"en_ewt-ud-{part}") for part in ("train", "dev", "test")}
    sets |= {f"gum_{part}": _read(folder, f"en_gum-by-{part}") for part in ("train", "dev")}
    for part in ("train", "dev", "test"):
        names.join_names(sets[f"ewt_{part}"], folder / "syntax" / f"uner-ewt-{part}.iob2.gz")
    ewt = sets["ewt_train"] + sets["ewt_dev"] + sets["ewt_test"]
    gum = sets["gum_train"] + sets["gum_dev"]
    auxiliary.join_predicates(ewt, folder / "events" / "propbank-ewt.json.gz")
    auxiliary.join_factuality(ewt, folder / "events" / "uds-factuality-ewt.json.gz")
    auxiliary.join_attributions(gum, folder / "events" / "gum-attribution.jsonl.gz")
    if gum_names:
        names.derive_names(gum, places=names.places_of(sets["ewt_train"]))
    sets["meantime"] = meantime.read_meantime(
        folder / "events" / "meantime-airbus-apple-stock.tar.gz",
        demonyms=names.demonyms_of(sets["ewt_train"] + sets["gum_train"]),
    )
    return sets


def _read(folder: Path, name: str) -> list[Sentence]:
    return read_treebank(folder / "syntax" / f"{name}.conllu.gz")


def summary(sets: dict[str, list[Sentence]]) -> list[list[str]]:
    """Rows of a table: per set its size and, per layer, annotated sentences and items."""
    layers = ("predicates", "factuality", "attributions", "mentions", "events")
    labels = ("PER", "ORG", "LOC", "NORP")
    head = ["set", "documents", "sentences", "words", "parsed", "named", *labels]
    for layer in layers:
        head += [f"{layer} in", layer]
    rows = [head]
    for name, sentences in sets.items():
        tags = [tag for s in sentences for tag in s.names or ()]
        row = [len({s.document for s in sentences}), len(sentences), sum(len(s.words) for s in sentences)]
        row += [sum(s.heads is not None for s in sentences), sum(s.names is not None for s in sentences)]
        row += [tags.count(f"B-{label}") for label in labels]
        for layer in layers:
            values = [value for s in sentences if (value := getattr(s, layer)) is not None]
            row += [len(values), sum(len(value) for value in values)]
        rows.append([name, *map(str, row)])
    return rows


def lemma_coverage(sentences: list[Sentence], *, at_least: int = 3) -> tuple[int, int, float]:
    """Distinct lemma rules, those seen ``at_least`` times, and the share of words these serve."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for word, lemma in zip(sentence.words, sentence.lemmas or (), strict=False):
            rule = lemma_rule(word, lemma)
            counts[rule] = counts.get(rule, 0) + 1
    kept = [count for count in counts.values() if count >= at_least]
    return len(counts), len(kept), sum(kept) / max(1, sum(counts.values()))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m training.treebanks DATA", file=sys.stderr)
        return 2
    try:
        sets = load_all(arguments[0])
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    # One column per set: there are more layers than sets.
    for cells in zip(*summary(sets), strict=True):
        print(f"{cells[0]:<16}" + "".join(f"{cell:>11}" for cell in cells[1:]))
    rules, kept, share = lemma_coverage(sets["ewt_train"] + sets["gum_train"])
    print(
        f"lemma rules in ewt_train + gum_train: {rules}; {kept} seen 3 times or more serve {share:.2%} of words"
    )
    return 0


if __name__ == "__main__":
    # The module itself, not its copy as __main__: its classes are to be one and the same.
    from training.treebanks import main as entry

    raise SystemExit(entry(sys.argv[1:]))
