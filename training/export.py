"""Ship the model: ``python -m training.export RUN --to FOLDER``.

Writes the graph with its heads inside (ONNX, weights int8 per channel), the vocabulary and ``meta.json`` (label
sets, version, and the thresholds that `training.tune` fills in), and compares the shipped graph with the float model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from pathlib import Path

import torch

from dragoman.language.runtime import Language

from . import model as models
from .fuse import fuse
from .shipped import BEST, BY_WINDOW, BY_WORD, EDGES, GROUPS, INPUTS, OUTPUTS, SLOTS, Shipped, example
from .smoothing import channels, smooth

VERSION = "0.1.0"
EXAMPLES = Path(__file__).parents[1] / "src" / "dragoman" / "examples"


def export(
    model: models.Model,
    path: Path,
    *,
    quantize: bool = True,
    fused: bool = True,
    largest: dict[tuple[int, str], torch.Tensor] | None = None,
) -> None:
    """Write the graph to ``path``; ``fused``: rewritten by `training.fuse`, which changes no output. ``largest``:
    how large the encoder's channels are (`training.smoothing`), so that eight bits tell them apart."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    axes = {k: {0: "windows", 1: "pieces" if k in INPUTS[:3] else "words"} for k in INPUTS[:5]}
    axes |= {"own": {0: "own"}, "places": {0: "own"}}
    for group, slots in zip(GROUPS, SLOTS, strict=True):
        axes[slots] = {0: f"sentences{group}", 1: f"longest{group}"}
        axes |= {f"{k}{group}": {0: f"sentences{group}"} for k in ("arcs", "edges")}
    axes |= {k: {0: "own"} for k in BY_WORD} | {k: {0: "windows"} for k in BY_WINDOW}
    axes["chain_distance"] = {0: "distances"}
    whole = path.with_suffix(".float.onnx")
    shipped = Shipped(model).eval()
    if largest is not None:
        smooth(shipped.model, largest)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            shipped,
            example(model.config.vocabulary),
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    if quantize:
        quantize_dynamic(
            str(whole),
            str(path),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
        whole.unlink()
    else:
        whole.rename(path)
    if fused:
        c = model.config
        fuse(path, heads=c.attention_heads)


def compare(model: models.Model, folder: Path) -> dict[str, float]:
    """The shipped graph beside the float model on the bundled articles: share of words whose best label
    differs, for tags, trees, names, types and contents, and the mean difference of a trigger's probability."""
    language = Language(folder)
    shipped = Shipped(model).eval()
    differ: dict[str, list[float]] = {}
    for path in sorted(EXAMPLES.glob("*.txt")):
        words = language.words(path.read_text(encoding="utf-8"))
        for batch in language.batches(language.windows(words)):
            inputs = language.inputs(words, batch)
            with torch.no_grad():
                ours = dict(
                    zip(OUTPUTS, shipped(*(torch.from_numpy(inputs[k]) for k in INPUTS)), strict=True)
                )
            theirs = language.run(words, batch)
            for k in ("upos", "lemma", "names", "type", "content"):
                a, b = ours[k].numpy(), theirs[k]
                if k not in BEST:
                    a, b = a.argmax(-1), b.argmax(-1)
                differ.setdefault(k, []).extend((a != b).tolist())
            for group, slots in zip(GROUPS, SLOTS, strict=True):
                a, b = (x[inputs[slots] >= 0] for x in (ours[f"arcs{group}"].numpy(), theirs[f"arcs{group}"]))
                differ.setdefault("arcs", []).extend((a.argmax(-1) != b.argmax(-1)).tolist())
            chance = [
                torch.from_numpy(x).softmax(-1)[..., 0].numpy()
                for x in (ours["type"].numpy(), theirs["type"])
            ]
            differ.setdefault("trigger", []).extend(abs(chance[0] - chance[1]).tolist())
    return {k: round(sum(v) / len(v), 5) for k, v in differ.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("--to", type=Path, default=Path("src/dragoman/language/model"))
    parser.add_argument(
        "--plain", action="store_true", help="as PyTorch writes it, not rewritten: to compare with"
    )
    o = parser.parse_args()
    o.to.mkdir(parents=True, exist_ok=True)
    model = models.load(o.run / "model.pt")
    path = o.to / "dragoman.onnx"
    vocabulary = (o.run / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    export(model, path, fused=not o.plain, largest=channels(model, vocabulary))
    (o.to / "vocab.txt").write_bytes((o.run / "vocab.txt").read_bytes())
    labels = model.config.labels
    meta = {
        "version": VERSION,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "labels": {k: labels[k] for k in sorted(labels) if k not in ("edge", "happening")}
        | {"edge": labels["edge"][:EDGES]},
        "thresholds": {},
    }
    (o.to / "meta.json").write_text(
        json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB; against the float model: {compare(model, o.to)}")


if __name__ == "__main__":
    main()
