"""Printed texts of the public sets, annotated by us: the words stay in the sets, the marks are ours.

``training/corpus/printed.jsonl`` holds one record a line (the annotated news' own form) without any words:
marks are offsets, and ``article`` names the text by ``id`` and the SHA-256 of what the marks were set on. With
the sets beside it (DATA, see `training.treebanks`), `read_printed` gives the records whole.

    python -m training.printed DATA --marks OUT       one marks file a text, ready to be annotated in OUT
    python -m training.printed DATA --take FOLDER     annotated files to training/corpus/printed.jsonl
    python -m training.printed DATA --check           every record still fits its text

Ids say where a text comes from: ``geovirus-`` (Wikinews, by a hash of its address), ``re3d-`` (by its own id),
``gum-`` and ``ewt-`` (by the document's name).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from dragoman.language.sentences import split_sentences
from dragoman.language.tokens import tokenize
from training.marks import read_marks
from training.news import Document

PRINTED = Path(__file__).parent / "corpus" / "printed.jsonl"
#: genres of EWT and GUM that hold news or speak of politics
GENRES = ("weblog", "newsgroup", "news", "speech")
FEWEST_WORDS, MOST_WORDS = 60, 700
_DAY = re.compile(r"(?<!\d)(19[89]\d|20[0-2]\d)-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])(?!\d)")
_SPACE = re.compile(r"[ \t]+")


class Text(NamedTuple):
    """A printed text; ``published`` is the set's own day where its name tells it, else ""."""

    id: str
    title: str
    body: str
    published: str

    @property
    def whole(self) -> str:
        """What offsets count in."""
        return f"{self.title}\n\n{self.body}" if self.title else self.body

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.whole.encode()).hexdigest()


def texts(data: Path) -> Iterator[Text]:
    """All texts of the sets that are of a news article's length, set by set, in the sets' own order."""
    data = data / "data" if (data / "data").is_dir() else data
    for read in (_re3d, _geovirus, _treebanks):
        for text in read(data):
            if FEWEST_WORDS <= len(text.body.split()) <= MOST_WORDS:
                yield text


def _tidy(text: str) -> str:
    lines = [_SPACE.sub(" ", line).strip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n\n".join(line for line in lines if line)


def _re3d(data: Path) -> Iterator[Text]:
    with tarfile.open(data / "events" / "re3d-public.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if not member.name.endswith("documents.json") or "Wikipedia" in member.name:
                continue
            lines = archive.extractfile(member)
            assert lines is not None
            for line in lines.read().decode("utf-8-sig").splitlines():
                if line.strip():
                    found = json.loads(line)
                    day = _DAY.search(found["sourceUrl"])
                    published = "-".join(day.groups()) if day else ""
                    yield Text(
                        f"re3d-{found['_id'][:10].lower()}",
                        _tidy(found["title"]),
                        _tidy(found["text"]),
                        published,
                    )


def _geovirus(data: Path) -> Iterator[Text]:
    with gzip.open(data / "places" / "geovirus.xml.gz") as file:
        root = ElementTree.parse(file).getroot()
    parts: dict[str, list[str]] = {}
    for article in root.iter("article"):
        parts.setdefault((article.findtext("source") or "").strip(), []).append(
            article.findtext("text") or ""
        )
    for address, bodies in parts.items():
        title = unquote(address.rsplit("/", 1)[-1]).replace("_", " ")
        key = hashlib.sha256(address.encode()).hexdigest()[:10]
        yield Text(f"geovirus-{key}", title, _tidy("\n".join(bodies)), "")


def _treebanks(data: Path) -> Iterator[Text]:
    for set_, name in (("ewt", "en_ewt-ud-train"), ("gum", "en_gum-by-train")):
        with gzip.open(data / "syntax" / f"{name}.conllu.gz", "rt", encoding="utf-8") as lines:
            document, paragraphs = "", list[list[str]]()
            for line in lines:
                if line.startswith("# newdoc id = "):
                    yield from _finished(set_, document, paragraphs)
                    document, paragraphs = line.split("= ", 1)[1].strip(), []
                elif line.startswith("# newpar"):
                    paragraphs.append([])
                elif line.startswith("# text = "):
                    if not paragraphs:
                        paragraphs.append([])
                    paragraphs[-1].append(line.split("= ", 1)[1].strip())
            yield from _finished(set_, document, paragraphs)


def _finished(set_: str, document: str, paragraphs: list[list[str]]) -> Iterator[Text]:
    """A document of a treebank; its first paragraph is the headline."""
    if document and any(genre in re.split(r"[-_]", document) for genre in GENRES):
        day = _DAY.search(document)
        title, *body = [_tidy(" ".join(p)) for p in paragraphs if p] or [""]
        id = re.sub(r"[^a-z0-9]+", "-", f"{set_}-{document}".lower())
        yield Text(id, title, "\n\n".join(body), "-".join(day.groups()) if day else "")


def read_printed(data: Path, path: Path = PRINTED) -> Iterator[dict[str, Any]]:
    """The annotated records with their texts.

    Raises:
        ValueError: where a text is not in DATA or is no longer the one that was annotated.
    """
    if not path.exists():
        return
    known = {text.id: text for text in texts(data)}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            text = known.get(record["article"]["id"])
            if text is None or text.digest != record["article"].pop("sha256"):
                what = "is not in the sets" if text is None else "differs from the one that was annotated"
                raise ValueError(
                    f"{path}:{number}: the text of {record['article']['id']} {what}; annotate it again or drop the line"
                )
            record["article"] |= {"title": text.title, "text": text.whole}
            for mark in marks_of(record):
                mark["text"] = text.whole[mark["start"] : mark["end"]]
            yield record


def unmarked(data: Path, path: Path = PRINTED) -> Iterator[Document]:
    """The words of news in the sets that nobody has annotated for events, for models to teach each other on. Texts of
    treebanks are left out: they are learnt from as they are."""
    marked = {json.loads(line)["article"]["id"] for line in path.read_text(encoding="utf-8").splitlines()} if path.exists() else set()
    for text in texts(data):
        if text.id.startswith(("re3d-", "geovirus-")) and text.id not in marked:
            whole = text.whole
            document = Document(text.id, "news", [], [])
            for a, b in split_sentences(whole, len(text.title)):
                first = len(document.words)
                document.words += [whole[x:y] for x, y in tokenize(whole, a, b)]
                if len(document.words) > first:
                    document.sentences.append((first, len(document.words)))
            yield document


def marks_of(part: Any) -> Iterator[dict[str, Any]]:
    """Every dict with offsets in a record."""
    if isinstance(part, dict):
        if "start" in part and "end" in part:
            yield part
        for value in part.values():
            yield from marks_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from marks_of(value)


def without_words(record: dict[str, Any], digest: str) -> dict[str, Any]:
    """The record as it is kept: no words of the text in it."""
    kept = json.loads(json.dumps(record))
    for mark in marks_of(kept):
        mark.pop("text", None)
    article = kept["article"]
    kept["article"] = {"id": article["id"], "published": article["published"], "sha256": digest}
    return kept


def _write_marks(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for text in texts(data):
        first = {
            "id": text.id, "published": text.published or "2010-01-01", "title": text.title, "text": text.body,
            "language": "en", "style": "printed",
        }  # fmt: skip
        file = out / f"{text.id}.jsonl"
        file.write_text(json.dumps({"article": first}, ensure_ascii=False) + "\n", encoding="utf-8")


def _take(data: Path, folder: Path) -> int:
    known = {text.id: text for text in texts(data)}
    records, problems = [], []
    for path in sorted(folder.glob("*.jsonl")):
        if len(path.read_text(encoding="utf-8").splitlines()) < 2:
            continue  # nobody has read it yet
        record, found = read_marks(path)
        problems += found
        if record is None or found:
            continue
        text = known[record["article"]["id"]]
        if record["article"]["text"] != text.whole:
            print(f"{path}: its text is not the set's any more; write it again with --marks", file=sys.stderr)
            return 1
        records.append(without_words(record, text.digest))
    for problem in problems:
        print(problem, file=sys.stderr)
    lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
    PRINTED.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{len(records)} texts, {len(problems)} problems")
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.printed", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds the sets")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--marks", type=Path, metavar="OUT")
    action.add_argument("--take", type=Path, metavar="FOLDER")
    action.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if args.marks:
        _write_marks(args.data, args.marks)
        return 0
    if args.take:
        return _take(args.data, args.take)
    try:
        print(f"{sum(1 for _ in read_printed(args.data))} records fit their texts")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
