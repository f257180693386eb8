"""A coding's cost beside the bare encoder's: ``python -m benchmarks.encoder [SHARED] [--encoder GRAPH]``.

The encoder is cut out of the shipped graph, so that neither heads nor decoding count, and run on the same
windows with the coder's own settings; needs the package ``onnx`` besides. With ``--encoder`` it is cut out of
another graph with the same weights, such as one of ``python -m training.export RUN --to FOLDER --plain``. CPU
seconds over the annotated articles of SHARED/corpus/train.jsonl, article by article in turn, so that whatever
else the machine does falls on all alike.

Also: the same with the preset ``fast``, and how much of the text its gate lets go. The shipped gate has seen
these very articles; for a fair figure give another with ``--gate``, one of ``python -m training.gate DATA
--leave-out train --to FOLDER``. With ``--oracle`` it lets every sentence without an annotated mark go, the
headline apart: less than that no gate can cost that passes what bears a mark.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from benchmarks.coded import marked
from dragoman import Coder
from dragoman.language import Language
from dragoman.language.gate import Gate
from dragoman.language.runtime import MODEL, Words, opened

GRAPH = MODEL / "dragoman.onnx"


def cut_out(model: Path, folder: Path) -> Path:
    """Write the encoder of ``model`` alone, up to its last layer's output."""
    import onnx
    from onnx.utils import extract_model

    graph = onnx.load(str(model)).graph
    last = [n for n in graph.node if "encoder/layers." in n.name and "norm2" in n.name][-1]
    path = folder / "encoder.onnx"
    extract_model(str(model), str(path), ["pieces", "cases", "present"], [last.output[0]], check_model=False)
    return path


class Oracle(Gate):
    """Knows which sentences of the article at hand bear a mark."""

    def __init__(self) -> None:
        self.unmarked: frozenset[int] = frozenset()

    def skipped(self, words: Words, vocabulary: int) -> frozenset[int]:
        """All that bear none."""
        return self.unmarked


def main() -> None:
    """Print the costs, the ratios and what the gate lets go."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", type=Path, default=GRAPH, metavar="GRAPH")
    parser.add_argument("--gate", type=Path, metavar="FILE", help="a gate that has not seen these articles")
    parser.add_argument("--oracle", action="store_true", help="a gate that knows the marks")
    chosen = parser.parse_args()
    lines = (chosen.shared / "corpus" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    language = Language.load()
    if chosen.gate:
        language.gate = Gate(chosen.gate)
    oracle = Oracle()
    if chosen.oracle:
        language.gate = oracle
    coders = {"coding": Coder(), "coding, fast": Coder(preset="fast")}
    for coder in coders.values():
        coder.code("Police met.")
    sizes = {"all": 0, "skipped": 0}
    with tempfile.TemporaryDirectory() as folder:
        encoder = opened(cut_out(chosen.encoder, Path(folder)))
        spent = dict.fromkeys(("encoder", "whole graph", *coders), 0.0)
        for record in records:
            article = record["article"]
            title, text = article["title"], article["text"]
            words = language.words(text, len(title))
            spans = [span for part in ("events", "statements") for span in marked(record[part])]
            oracle.unmarked = frozenset(
                number
                for number, sentence in enumerate(words.sentences)
                if not (sentence.title or any(a < sentence.end and b > sentence.start for a, b in spans))
            )
            inputs = [language.inputs(words, batch) for batch in language.batches(language.windows(words))]
            began = time.process_time()
            for given in inputs:
                encoder.run(None, {name: given[name] for name in ("pieces", "cases", "present")})
            encoded = time.process_time()
            language.encode_only(text, len(title))
            passed = time.process_time()
            spent["encoder"] += encoded - began
            spent["whole graph"] += passed - encoded
            for name, coder in coders.items():
                began = time.process_time()
                coder.code(text[len(title) + 2 :], title=title, published=article["published"])
                spent[name] += time.process_time() - began
            skipped = language.gate.skipped(words, len(language.wordpiece.ids))
            for number, sentence in enumerate(words.sentences):
                size = sum(map(len, words.pieces[sentence.first : sentence.last]))
                sizes["all"] += size
                sizes["skipped"] += size if number in skipped else 0
    for name, seconds in spent.items():
        print(f"{name:12} {seconds:7.2f} s")
    for name in ("whole graph", *coders):
        print(f"{name} / encoder {spent[name] / spent['encoder']:.2f}")
    print(f"the gate lets {100 * sizes['skipped'] / sizes['all']:.1f} % of the word pieces go")


if __name__ == "__main__":
    main()
