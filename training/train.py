"""Train the language model: ``python -m training.train DATA --out FOLDER``.

Each step reads one batch of annotated news and one of treebank windows (EWT, GUM, MEANTIME with their
auxiliary layers) and makes one update. Seeded; writes a checkpoint every few hundred steps, from which the same
command goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch

from dragoman.language.wordpiece import WordPiece
from dragoman.ontology import CONTEXTS, MODES, SECTORS, TYPES

from . import model as models
from .batches import Encoded, Labels, batches, collate, encode, special_pieces, windows
from .documents import treebank_documents
from .losses import WEIGHTS, losses, total
from .news import (
    AUX,
    CONTENT_TAGS,
    HELD_OUT,
    KINDS,
    NEWS,
    OURS,
    REAL,
    ROLES,
    STANCES,
    Document,
    document,
    held_out,
    read_news,
)
from .printed import read_printed, unmarked
from .renaming import renamed
from .teachers import UNSEEN, Teachers, mixed, soft_losses


def label_sets(treebanks: list[Document]) -> dict[str, list[str]]:
    """Every head's labels. Those of syntax are the ones that the treebanks use more than once."""
    def seen(attribute: str, least: int) -> list[str]:
        counts = Counter(label for d in treebanks for label in (getattr(d, attribute) or ()) if label != "-")
        return sorted(label for label, n in counts.items() if n >= least)

    roles = Counter(role for d in treebanks for args in (d.predicates or {}).values() for _, role in args)
    happening_roles = Counter(role for d in treebanks for args in d.happening_roles.values() for _, role in args)
    happenings = Counter("/".join(v) for d in treebanks for v in (d.happenings or {}).values())
    modes = sorted({m for of_type in MODES.values() for m in of_type})
    return {
        "upos": seen("upos", 2), "feats": seen("feats", 5), "lemma": seen("lemma_rules", 3), "deprel": seen("deprels", 5),
        "names": ["O"] + [f"{a}-{b}" for b in ("PER", "ORG", "LOC", "NORP") for a in "BI"],
        "type": ["", *TYPES], "mode": modes, "context": list(CONTEXTS), "aux": list(AUX), "content": list(CONTENT_TAGS),
        "stance": list(STANCES), "kind": list(KINDS), "sector": sorted(SECTORS),
        "edge": [*ROLES, "cue", "speaker", "source", *sorted(r for r, n in roles.items() if n >= 100 and r.startswith("ARG")),
                 *("happening:" + r for r in sorted(happening_roles) if happening_roles[r] >= 100)],
        "happening": ["none", *sorted(h for h, n in happenings.items() if n >= 20)],
    }


def part(text: str) -> tuple[int, int]:
    """"2/3" as (2, 3)."""
    which, of = (int(number) for number in text.split("/"))
    if not 1 <= which <= of:
        raise ValueError(text)
    return which, of


def part_of(id: str, parts: int) -> int:
    """In which of so many parts, from 1 on, the article is: by a hash of its id that has nothing to do with the one
    that holds it out."""
    return int(hashlib.sha256(id.encode()).hexdigest()[8:16], 16) % parts + 1


def forever(docs: list[Encoded], pieces: int, rng: random.Random) -> Iterator[list]:
    while True:
        yield from batches(windows(docs, budget=(72, 224), rng=rng), pieces, rng)


def blended(mean: dict[str, torch.Tensor] | None, model: models.Model, kept: float) -> dict[str, torch.Tensor]:
    """The running mean of the weights, moved in place towards the model's."""
    now = model.state_dict()
    if mean is None:
        return {k: v.clone() for k, v in now.items()}
    moving = [k for k, v in mean.items() if v.is_floating_point()]
    torch._foreach_lerp_([mean[k] for k in moving], [now[k] for k in moving], 1 - kept)
    return mean


#: a run that is given minutes reckons anew after so many updates how many there will be
TIMED = 100


def warm_up(steps: int) -> int:
    """How many updates the learning rate rises for."""
    return max(int(steps * 0.06), 1)


def keep_memory() -> None:
    """Tell glibc to keep what is freed: handing large tensors back to the system and asking for them
    again at every step takes as long as the arithmetic."""
    import ctypes
    import sys

    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD
            libc.mallopt(-1, (1 << 31) - 1)  # M_TRIM_THRESHOLD
            libc.mallopt(-2, 64 << 20)  # M_TOP_PAD


def main() -> None:
    keep_memory()
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--news-pieces", type=int, default=640)
    parser.add_argument("--treebank-pieces", type=int, default=768)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--hold-out", type=float, default=HELD_OUT, help="share of the annotated articles kept for choosing thresholds")
    parser.add_argument("--more-news", type=Path, nargs="*", default=[OURS], help="annotated articles of our own (JSONL)")
    parser.add_argument("--real", type=int, default=1, help="how often printed articles come round for each time that invented ones do")
    parser.add_argument("--renamed", type=int, default=0, help="how many copies of each article with other names are added")
    parser.add_argument("--share", type=float, default=1.0, help="of the annotated articles, chosen by their ids (for a learning curve)")
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(WEIGHTS), help="lessons that are left out, to see what each brings")
    parser.add_argument("--hide", type=float, default=0.0, help="share of the words of news that are hidden, each as a whole")
    parser.add_argument("--running-mean", type=float, default=0.0, help="save a running mean of the weights: the share that it keeps at each update, such as 0.998")
    parser.add_argument("--encoder", choices=("minilm", "mpnet"), default="minilm", help="mpnet: five times as large, to teach; what is shipped is the other")
    parser.add_argument("--start", type=Path, help="weights to start from (a model.pt), in place of the bare encoder's")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="runs whose models, taken together, teach this one as well")
    parser.add_argument("--taught", type=float, default=0.7, help="the teachers' share in every loss; the rest is annotation's")
    parser.add_argument("--seen", type=float, default=1.0, help="how much a teacher counts on an article that it was trained on, where others weren't")
    parser.add_argument("--unmarked", type=int, default=0, help="how often printed news that nobody has annotated comes round, for the teachers alone to teach on")
    parser.add_argument("--leave-out", type=part, metavar="K/N", help="do without the K-th of N parts of the annotated articles, to teach them unseen")
    parser.add_argument("--minutes", type=float, help="make as many updates as fit into so many minutes, in place of --steps; the log says how many")
    parser.add_argument("--only-syntax", action="store_true", help="train what only syntax and names read; with --start")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--checkpoint-every", type=int, default=500)
    o = parser.parse_args()
    if o.unmarked and not o.teachers:
        parser.error("--unmarked texts teach nothing without --teachers")
    if o.threads:
        torch.set_num_threads(o.threads)
    o.out.mkdir(parents=True, exist_ok=True)
    random.seed(o.seed)
    torch.manual_seed(o.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_float32_matmul_precision("high")

    weights, vocabulary = models.minilm()
    (o.out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    wordpiece = WordPiece(vocabulary)
    treebanks = treebank_documents(o.data)
    by_file = {name: read_news(o.data / "corpus" / f"{name}.jsonl") for name in NEWS}
    news = [d for name in NEWS for d in by_file[name]]
    printed = {d.id for name in REAL for d in by_file[name]}
    ours: set[str] = set()
    for path in o.more_news:
        news += (more := read_news(path))
        ours |= {d.id for d in more}
    more_printed = [document(record) for record in read_printed(o.data)]
    printed |= {d.id for d in more_printed}
    ours |= {d.id for d in more_printed}
    news += more_printed
    aside = [d for d in news if held_out(d.id, o.hold_out)]
    # counted from the end that is not held out, so that a smaller share is part of a larger one
    kept = [d for d in news if not held_out(d.id, 1 - o.share * (1 - o.hold_out))]
    (o.out / "held-out.json").write_text(json.dumps(sorted(d.id for d in aside)))
    if o.leave_out:
        left = [d for d in kept if part_of(d.id, o.leave_out[1]) == o.leave_out[0]]
        kept = [d for d in kept if part_of(d.id, o.leave_out[1]) != o.leave_out[0]]
        (o.out / UNSEEN).write_text(json.dumps(sorted(d.id for d in left)))
    labels = Labels(label_sets(treebanks["train"]))
    config = models.Config(labels=labels.sets, **(models.MPNET if o.encoder == "mpnet" else {}))
    model = models.Model(config)
    if o.encoder == "mpnet":
        larger, theirs = models.mpnet()
        model.encoder.load_mpnet(larger, theirs, vocabulary)
    else:
        model.encoder.load_minilm(weights)
    if o.start:
        model.load_state_dict(models.load(o.start).state_dict())
    model.encoder.words.weight.requires_grad_(False)
    if o.only_syntax:
        model.only_syntax()
    model.to(device)
    print(f"{len(kept)} news articles, {len(aside)} held out, {len(treebanks['train'])} treebank documents; {models.pretty(config)}", flush=True)

    slow = [p for k, p in model.named_parameters() if p.requires_grad and k.startswith("encoder.")]
    fast = [p for k, p in model.named_parameters() if p.requires_grad and not k.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": o.encoder_rate, "weight_decay": 0.01}, {"params": fast, "lr": o.head_rate, "weight_decay": 0.01}],
        betas=(0.9, 0.98), eps=1e-8, fused=device.type == "cuda")
    if o.minutes:
        o.steps = 30 * TIMED  # until it is known how long one takes
    warm = warm_up(o.steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max((o.steps - s) / max(o.steps - warm, 1), 0.0)))
    kept += [renamed(d, random.Random(f"{o.seed}/{d.id}/{k}")) for d in kept for k in range(o.renamed)]
    encoded_news = [encode(d, wordpiece, int(d.id in ours)) for d in kept for _ in range(o.real if d.id in printed else 1)]
    if o.unmarked:
        encoded_news += [encode(d, wordpiece) for d in unmarked(o.data)] * o.unmarked
    encoded_treebanks = [encode(d, wordpiece) for d in treebanks["train"]]
    teachers = Teachers(o.teachers, device, seen=o.seen) if o.teachers else None
    special = special_pieces(vocabulary)

    checkpoint = o.out / "checkpoint.pt"
    step = 0
    mean: dict[str, torch.Tensor] | None = None
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=False)
        model.load_state_dict(state["weights"])
        mean = state.get("mean", mean)
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
        print(f"going on from step {step}", flush=True)
    # the stream of batches is a function of seed and of the step that it (re)starts from
    rng = random.Random(f"{o.seed}/{step}")
    torch.manual_seed(o.seed + step)
    news_stream, treebank_stream = forever(encoded_news, o.news_pieces, rng), forever(encoded_treebanks, o.treebank_pieces, rng)
    streams = [treebank_stream] if o.only_syntax else [news_stream, treebank_stream]
    model.train()
    if o.only_syntax:
        model.encoder.eval()
    sums: dict[str, torch.Tensor | float] = {}
    began = lap = time.time()
    began_cpu = time.process_time()
    while step < o.steps:
        optimizer.zero_grad(set_to_none=True)
        for stream in streams:
            group = next(stream)
            batch = {k: v.to(device) for k, v in collate(group, labels, rng, special, hide=o.hide).items()}
            out = model(batch, half=True)
            out = {k: v.float() for k, v in out.items()}
            found = losses(model, out, batch)
            if teachers is not None:
                found = mixed(found, soft_losses(model, out, batch, teachers(batch, half=True, ids=[w.encoded.document.id for w in group])), o.taught)
            total({k: v for k, v in found.items() if k not in o.without}).backward()
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + v.detach()
        torch.nn.utils.clip_grad_norm_([*slow, *fast], 10.0)
        optimizer.step()
        schedule.step()
        step += 1
        if o.running_mean:
            mean = blended(mean, model, min(o.running_mean, step / (step + 10)))
        if step % 50 == 0:
            means = " ".join(f"{k} {float(sums[k]) / 50:.3f}" for k in sorted(sums))
            print(f"step {step} {time.time() - began:.0f}s cpu {time.process_time() - began_cpu:.0f}s | {means}", flush=True)
            sums.clear()
        if o.minutes and step % TIMED == 0:
            now = time.time()
            left, each = o.minutes * 60 - (now - began), (now - lap) / TIMED
            o.steps, lap = step + max(int(left / each), 1), now
            warm = warm_up(o.steps)
        if step % o.checkpoint_every == 0 or step == o.steps:
            state = {"weights": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step, "mean": mean}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").rename(checkpoint)
            if mean is None:
                models.save(model, o.out / "model.pt")
            else:
                now = {k: v.clone() for k, v in model.state_dict().items()}
                model.load_state_dict(mean)
                models.save(model, o.out / "model.pt")
                model.load_state_dict(now)


if __name__ == "__main__":
    main()
