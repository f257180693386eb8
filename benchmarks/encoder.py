"""A coding's cost beside the bare encoder's: ``python -m benchmarks.encoder [SHARED]``.

The encoder is cut out of the shipped graph, so that neither heads nor decoding count; needs the package
``onnx`` besides. CPU seconds over the annotated articles of SHARED/corpus/train.jsonl.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from dragoman import Coder
from dragoman.language import Language
from dragoman.language.runtime import MODEL


def cut_out(folder: Path) -> Path:
    """Write the encoder alone, up to its last layer's output."""
    import onnx
    from onnx.utils import extract_model

    graph = onnx.load(str(MODEL / "dragoman.onnx")).graph
    last = [n for n in graph.node if "encoder/layers." in n.name and "norm2" in n.name][-1]
    path = folder / "encoder.onnx"
    extract_model(
        str(MODEL / "dragoman.onnx"),
        str(path),
        ["pieces", "cases", "present"],
        [last.output[0]],
        check_model=False,
    )
    return path


def main() -> None:
    """Print the three costs and the ratio."""
    import onnxruntime

    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    lines = (shared / "corpus" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line)["article"] for line in lines]
    language, coder = Language.load(), Coder()
    coder.code("Police met.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    with tempfile.TemporaryDirectory() as folder:
        encoder = onnxruntime.InferenceSession(
            str(cut_out(Path(folder))), options, providers=["CPUExecutionProvider"]
        )
        spent = {"encoder": 0.0, "whole graph": 0.0, "coding": 0.0}
        for article in articles:
            title, text = article["title"], article["text"]
            words = language.words(text, len(title))
            inputs = [language.inputs(words, batch) for batch in language.batches(language.windows(words))]
            began = time.process_time()
            for given in inputs:
                encoder.run(None, {name: given[name] for name in ("pieces", "cases", "present")})
            encoded = time.process_time()
            language.encode_only(text, len(title))
            passed = time.process_time()
            coder.code(text[len(title) + 2 :], title=title, published=article["published"])
            spent["coding"] += time.process_time() - passed
            spent["whole graph"] += passed - encoded
            spent["encoder"] += encoded - began
    for name, seconds in spent.items():
        print(f"{name:12} {seconds:7.2f} s")
    print(f"coding / encoder {spent['coding'] / spent['encoder']:.2f}")


if __name__ == "__main__":
    main()
