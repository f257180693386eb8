"""Documents cut into windows, windows gathered into batches of tensors with their targets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from dragoman.language.standins import StandIns
from dragoman.language.windows import MAX_PIECES, plan_windows
from dragoman.language.wordpiece import WordPiece, case_of

from .model import CASES
from .news import AUX, Document

if TYPE_CHECKING:
    from .model import Model

NONE = -100
OTHER_HAND = 0.1  #: share of our own windows that are taught as the reference's
#: types that nearly always have a mode; our own marks leave it out more often than not having one
MOSTLY_MODED = frozenset(("REQUEST", "THREATEN"))
FRAME = ("[CLS]", "[SEP]")  # the encoder was made with them around every text


class Labels:
    """Label sets of every head, with numbers for labels."""

    def __init__(self, sets: dict[str, list[str]]):
        self.sets = sets
        self.number = {k: {label: i for i, label in enumerate(v)} for k, v in sets.items()}

    def __call__(self, head: str, label: str | None) -> int:
        return NONE if label is None else self.number[head].get(label, NONE)


@dataclass(slots=True)
class Encoded:
    """A document with its word pieces and casing."""

    document: Document
    pieces: list[list[int]]
    cases: list[int]
    sizes: list[int]  # word pieces per sentence
    hand: int = 0  # whose marks it carries (`training.model.HANDS`)


def encode(document: Document, wordpiece: WordPiece, hand: int = 0) -> Encoded:
    pieces = [wordpiece.encode(w)[:MAX_PIECES] for w in StandIns.load().read(document.words)]
    sizes = [sum(len(pieces[i]) for i in range(a, b)) for a, b in document.sentences]
    return Encoded(document, pieces, [case_of(w) for w in document.words], sizes, hand)


@dataclass(slots=True)
class Window:
    encoded: Encoded
    context: list[int]
    first: int
    last: int
    size: int


def windows(docs: list[Encoded], *, budget: tuple[int, int] | None, rng: random.Random) -> list[Window]:
    """Every document cut into windows; with ``budget`` (low, high) at random places."""
    out = []
    for e in docs:
        options: dict[str, Any] = {}
        if budget is not None:
            options["budget"] = rng.randint(*budget)
            options["start"] = rng.randint(0, options["budget"])
            # a treebank's context is read but teaches nothing: most windows do without
            options["context"] = rng.choice((0, 32, 56, 56, 72) if e.document.source == "news" else (0, 0, 0, 56))
        for context, first, last in plan_windows(e.sizes, title=e.document.source == "news", **options):
            size = sum(e.sizes[i] for i in context) + sum(e.sizes[first:last])
            if size <= 500:
                out.append(Window(e, context, first, last, size + len(FRAME)))
    return out


def batches(items: list[Window], pieces: int, rng: random.Random | None) -> Iterator[list[Window]]:
    """Windows of similar length together, at most ``pieces`` word pieces padding included."""
    if rng is not None:
        items = sorted(items, key=lambda w: w.size + rng.random() * 40)
    else:
        items = sorted(items, key=lambda w: w.size)
    made: list[list[Window]] = []
    batch: list[Window] = []
    longest = 0
    for w in items:
        longest = max(longest, _rounded(w.size))
        if batch and longest * (len(batch) + 1) > pieces:
            made.append(batch)
            batch, longest = [], _rounded(w.size)
        batch.append(w)
    if batch:
        made.append(batch)
    if rng is not None:
        rng.shuffle(made)
    yield from made


def special_pieces(vocabulary: list[str]) -> dict[str, int]:
    """The numbers of [CLS], [SEP] and [MASK]."""
    return {name: vocabulary.index(name) for name in (*FRAME, "[MASK]")}


def passes(
    model: Model, documents: list[Encoded], vocabulary: list[str], *, pieces: int = 4096
) -> Iterator[tuple[list[Window], dict[str, Tensor], dict[str, Tensor]]]:
    """The model over whole documents, as they stand: windows, what it was given with its targets, and its scores."""
    model.eval()
    labels, special = Labels(model.config.labels), special_pieces(vocabulary)
    device = next(model.parameters()).device
    for group in batches(windows(documents, budget=None, rng=random.Random(1)), pieces, None):
        batch = {k: v.to(device) for k, v in collate(group, labels, None, special).items()}
        with torch.no_grad():
            out = model(batch)
        yield group, batch, out


def _rounded(size: int, step: int = 16) -> int:
    return -(-size // step) * step


def _recased(cases: list[int], rng: random.Random, headline: bool) -> list[int]:
    """Casing as another outlet might print it; the words stay."""
    roll = rng.random()
    if headline and roll < 0.2:
        return [1 if c == 0 else c for c in cases]
    if roll > 0.985 or (headline and roll > 0.94):
        return [2 if c in (0, 1, 3) else c for c in cases]
    if roll > 0.97:
        return [0 if c in (1, 3) else c for c in cases]
    return cases


def collate(
    batch: list[Window], labels: Labels, rng: random.Random | None, special: dict[str, int], *, hide: float = 0.0
) -> dict[str, Tensor]:
    """Tensors of one batch: the model's input and the targets that `training.losses` reads.

    ``rng`` turns on augmentation: casing, a few word pieces hidden, and of news the share ``hide`` of whole words, so
    that what happens is learnt from more than the words seen. ``special`` numbers [CLS], [SEP] and [MASK].
    """
    chosen: list[list[tuple[int, bool]]] = []  # (sentence, is context)
    for w in batch:
        chosen.append([(i, True) for i in w.context] + [(i, False) for i in range(w.first, w.last)])
    counts = [sum(w.encoded.document.sentences[i][1] - w.encoded.document.sentences[i][0] for i, _ in c)
              for w, c in zip(batch, chosen, strict=True)]
    # few different shapes: the kernels made for one are used again
    b, n, t = len(batch), _rounded(max(counts)), _rounded(max(w.size for w in batch))
    x: dict[str, np.ndarray] = {
        "pieces": np.zeros((b, t), np.int64), "cases": np.zeros((b, t), np.int64), "present": np.zeros((b, t), np.float32),
        "first": np.zeros((b, n), np.int64), "sentence": np.full((b, n), -1, np.int64),
        "governor": np.zeros((b, n), np.int64),
    }
    heads = ("arc", "deprel", "upos", "feats", "lemma", "names", "content", "cue", "inside", "aux", "stance", "kind",
             "sector", "predicate", "reported", "happening", "evented")
    for k in heads:
        x[k] = np.full((b, n), NONE, np.int64)
    x["factuality"] = np.full((b, n), np.nan, np.float32)
    x["type"] = np.zeros((b, n, len(labels.sets["type"])), np.float32)
    x["mode"] = np.zeros((b, n, len(labels.sets["mode"])), np.float32)
    x["context"] = np.zeros((b, n, len(labels.sets["context"])), np.float32)
    x["moded"] = np.ones((b, n), np.float32)  # 0 where an event's modes are not known
    x["mention"] = np.zeros((b, n), np.int64)
    rows: list[tuple[int, int, int]] = []
    positives: list[tuple[int, int]] = []  # (row number, column)
    pointers: list[tuple[int, int, int, int, float]] = []  # window, word, cue column, speaker column, weight
    chains: list[tuple[int, int]] = []
    chain_positives: list[tuple[int, int]] = []
    for k, (w, sents) in enumerate(zip(batch, chosen, strict=True)):
        e, d = w.encoded, w.encoded.document
        at = 0
        piece = 1
        hand = e.hand if rng is None or rng.random() > OTHER_HAND else 0
        x["pieces"][k, 0], x["present"][k, 0] = special["[CLS]"], 1.0
        place: dict[int, int] = {}
        core: list[int] = []
        for number, (i, is_context) in enumerate(sents):
            a, z = d.sentences[i]
            cases = e.cases[a:z]
            if rng is not None:
                cases = _recased(cases, rng, d.source == "news" and i == 0)
            for token in range(a, z):
                place[token] = at
                x["first"][k, at] = piece
                x["sentence"][k, at] = number
                gone = hide > 0 and rng is not None and d.source == "news" and rng.random() < hide
                for p in e.pieces[token]:
                    hidden = gone or (rng is not None and rng.random() < (0.03 if d.source == "news" else 0.01))
                    x["pieces"][k, piece] = special["[MASK]"] if hidden else p
                    x["cases"][k, piece] = cases[token - a]
                    x["present"][k, piece] = 1.0
                    piece += 1
                if not is_context:
                    core.append(token)
                at += 1
        x["pieces"][k, piece], x["present"][k, piece] = special["[SEP]"], 1.0
        x["cases"][k, : piece + 1] += CASES * hand
        _tokens(x, k, d, core, place, labels)
        if e.hand and d.types is not None:
            for token in core:
                if not d.modes.get(token) and MOSTLY_MODED.issuperset(d.types.get(token) or ("",)):
                    x["moded"][k, place[token]] = 0.0
        _edges(k, d, core, place, labels, rows, positives)
        _quotes(k, d, core, place, pointers)
        earlier: dict[str, list[int]] = {}
        cored = set(core)
        for token in sorted(t for t in d.entities if t in place):
            x["mention"][k, place[token]] = 1
            entity = d.entities[token]
            if token in cored:
                chains.append((k, place[token]))
                chain_positives.extend((len(chains) - 1, p) for p in earlier.get(entity, []))
            earlier.setdefault(entity, []).append(place[token])
    out = {k: torch.from_numpy(v) for k, v in x.items()}
    out["rows"] = torch.tensor(rows, dtype=torch.long).reshape(-1, 3)
    out["row_targets"] = _dense(positives, len(rows), n)
    out["pointers"] = torch.tensor([p[:4] for p in pointers], dtype=torch.long).reshape(-1, 4)
    out["pointer_weights"] = torch.tensor([p[4] for p in pointers], dtype=torch.float32)
    out["chains"] = torch.tensor(chains, dtype=torch.long).reshape(-1, 2)
    out["chain_targets"] = _dense(chain_positives, len(chains), n)
    return out


def _dense(positives: list[tuple[int, int]], rows: int, columns: int) -> Tensor:
    target = torch.zeros(rows, columns)
    if positives:
        index = torch.tensor(positives, dtype=torch.long)
        target[index[:, 0], index[:, 1]] = 1.0
    return target


def _tokens(x: dict[str, np.ndarray], k: int, d: Document, core: list[int], place: dict[int, int], labels: Labels) -> None:
    types = labels.number["type"]
    for token in core:
        p = place[token]
        if d.heads is not None and d.deprels is not None:
            head = d.heads[token]
            x["arc"][k, p] = 0 if head < 0 else place[head] + 1
            x["governor"][k, p] = x["arc"][k, p]
            x["deprel"][k, p] = labels("deprel", d.deprels[token])
        for name, layer in (("upos", d.upos), ("feats", d.feats), ("lemma", d.lemma_rules)):
            if layer is not None:
                x[name][k, p] = labels(name, layer[token])
        if d.names is not None and d.names[token] != "-":
            x["names"][k, p] = labels("names", d.names[token])
        if d.reported is not None:
            x["reported"][k, p] = d.reported[token]
        if token in d.factuality:
            x["factuality"][k, p] = d.factuality[token]
        if d.happenings is not None:
            x["happening"][k, p] = labels("happening", "none")
            if token in d.happenings:
                x["happening"][k, p] = labels("happening", "/".join(d.happenings[token]))
        if d.types is None or d.content is None:
            continue
        x["evented"][k, p] = 1
        here = d.types.get(token)
        if here:
            for label in here:
                x["type"][k, p, types[label]] = 1.0 / len(here)
            for label in d.modes.get(token, ()):
                x["mode"][k, p, labels.number["mode"][label]] = 1.0
            for label in d.contexts.get(token, ()):
                x["context"][k, p, labels.number["context"][label]] = 1.0
            x["aux"][k, p] = AUX.index(d.aux[token])
        else:
            x["type"][k, p, 0] = 1.0
        x["inside"][k, p] = int(token in d.inside)
        x["content"][k, p] = labels("content", d.content[token])
        x["cue"][k, p] = int(token in d.cues)
        x["stance"][k, p] = labels("stance", d.stances.get(token))
        x["kind"][k, p] = labels("kind", d.kinds.get(token))
        x["sector"][k, p] = labels("sector", d.sectors.get(token))
    if d.predicates is not None:
        cored = set(core)
        for sentence in d.predicate_sentences:
            a, z = d.sentences[sentence]
            if a in cored:
                for token in range(a, z):
                    x["predicate"][k, place[token]] = int(token in d.predicates)


def _edges(k: int, d: Document, core: list[int], place: dict[int, int], labels: Labels,
           rows: list[tuple[int, int, int]], positives: list[tuple[int, int]]) -> None:
    number = labels.number["edge"]

    def row(token: int, label: str, columns: set[int]) -> None:
        rows.append((k, number[label], place[token]))
        positives.extend((len(rows) - 1, place[c]) for c in columns if c in place)

    roles = [label for label in number if label.startswith("ARG")]
    for token in core:
        for label, columns in d.edges.get(token, {}).items():
            row(token, label, columns)
        if token in d.source_words:
            row(token, "source", {d.source_words[token]})
        if token in d.happening_roles:
            by: dict[str, set[int]] = {}
            for argument, role in d.happening_roles[token]:
                by.setdefault("happening:" + role, set()).add(argument)
            for label in number:
                if label.startswith("happening:"):
                    row(token, label, by.get(label, set()))
        if d.predicates is not None and token in d.predicates:
            by = {}
            for argument, role in d.predicates[token]:
                by.setdefault(role, set()).add(argument)
            for label in roles:
                row(token, label, by.get(label, set()))


def _quotes(k: int, d: Document, core: list[int], place: dict[int, int], pointers: list[tuple[int, int, int, int, float]]) -> None:
    if d.content is None:
        return
    run: list[int] = []

    def flush() -> None:
        for token in run:
            cue, speaker = d.pointers[token]
            pointers.append((k, place[token], place.get(cue, -1), place.get(speaker, -1), 1.0 / len(run)))
        run.clear()

    for token in core:
        tag = d.content[token]
        if tag in ("O", "B", "C"):
            flush()
        if tag != "O":
            run.append(token)
    flush()
