"""The same graph with less work in it: what `training.export` does to the graph before it is shipped.

Two rewrites, neither of which changes a bit of any output (``tests/training/test_fuse.py``):

* an attention layer, fourteen operators with its scores written out and read back between them, becomes one
  ``MultiHeadAttention`` of onnxruntime's;
* the rows of words are copied out of the word pieces' whole (``Gather``), not number by number (``GatherElements``).

Needs the package ``onnx``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

#: what an attention layer consists of in the exported graph, behind its projection and before the next
ATTENTION = (
    "Transpose", "Split", "Squeeze", "Squeeze_1", "Squeeze_2", "Transpose_1", "MatMul", "Div_1", "Add", "Softmax",
    "MatMul_1", "Transpose_2", "Reshape", "Reshape_1",
)  # fmt: skip
_LAYER = re.compile(r"/model/encoder/layers\.\d+/")
_DOMAIN = "com.microsoft"


class _Graph:
    """The nodes of a graph by name, and what is to become of them."""

    def __init__(self, graph: Any):
        self.graph = graph
        self.by_name = {node.name: node for node in graph.node}
        self._before: dict[str, list[Any]] = {}
        self._dropped: set[str] = set()

    def node(self, name: str) -> Any:
        if name not in self.by_name:
            raise SystemExit(
                f"training.fuse: the exported graph has no node {name!r}: it was exported by a PyTorch that names or "
                "cuts operators in another way; take torch 2.4 to 2.13, or bring training/fuse.py up to date"
            )
        return self.by_name[name]

    def add(self, before: str, kind: str, given: list[str], made: list[str], **attributes: Any) -> None:
        """A new node before the one of that name."""
        from onnx import helper

        node = helper.make_node(kind, given, made, name=f"{made[0]}/{kind}", **attributes)
        self._before.setdefault(self.node(before).name, []).append(node)

    def drop(self, name: str) -> None:
        self._dropped.add(self.node(name).name)

    def number(self, name: str, value: int | list[int]) -> str:
        import numpy as np
        from onnx import numpy_helper

        self.graph.initializer.append(numpy_helper.from_array(np.array(value, np.int64), name))
        return name

    def settle(self) -> None:
        """Write the nodes back, without those that nothing reads any more."""
        nodes: list[Any] = []
        for node in self.graph.node:
            nodes.extend(self._before.get(node.name, ()))
            if node.name not in self._dropped:
                nodes.append(node)
        wanted = {output.name for output in self.graph.output}
        kept: list[Any] = []
        for node in reversed(nodes):
            if wanted.intersection(node.output):
                wanted.update(node.input)
                kept.append(node)
        weights = [weight for weight in self.graph.initializer if weight.name in wanted]
        del self.graph.node[:]
        self.graph.node.extend(reversed(kept))
        del self.graph.initializer[:]
        self.graph.initializer.extend(weights)


def _attention(graph: _Graph, heads: int) -> None:
    layers = sorted({found.group() for name in graph.by_name if (found := _LAYER.match(name))})
    graph.add("/model/encoder/Sub", "Cast", ["present"], ["fused/present"], to=6)  # int32
    for layer in layers:
        projected = graph.node(f"{layer}qkv/Add").output[0]
        last = f"{layer}Reshape_1"
        mixed = graph.node(last).output[0]
        for name in ATTENTION:
            graph.drop(layer + name)
        parts = [f"{layer}fused/{part}" for part in ("query", "key", "value")]
        graph.add(last, "Split", [projected], parts, axis=2)
        # the model adds -10,000 to the scores of absent pieces, and so does this
        graph.add(
            last, "MultiHeadAttention", [*parts, "", "fused/present"], [mixed],
            domain=_DOMAIN, num_heads=heads, mask_filter_value=-1e4,
        )  # fmt: skip


def _rows(graph: _Graph, states: int, hidden: int) -> None:
    first = "/model/Expand"
    graph.number("fused/zero", 0)
    graph.number("fused/one", 1)
    graph.number("fused/axis", [1])
    graph.number("fused/flat", [-1, hidden])
    graph.add(first, "Shape", ["pieces"], ["fused/shape"])
    graph.add(first, "Gather", ["fused/shape", "fused/zero"], ["fused/windows"])
    graph.add(first, "Gather", ["fused/shape", "fused/one"], ["fused/length"])
    graph.add(first, "Range", ["fused/zero", "fused/windows", "fused/one"], ["fused/numbers"])
    graph.add(first, "Mul", ["fused/numbers", "fused/length"], ["fused/offsets"])
    graph.add(first, "Unsqueeze", ["fused/offsets", "fused/axis"], ["fused/column"])
    graph.add(first, "Add", ["first", "fused/column"], ["fused/rows"])
    for k in range(states):
        name = f"/model/GatherElements_{k}" if k else "/model/GatherElements"
        node = graph.node(name)
        graph.add(name, "Reshape", [node.input[0], "fused/flat"], [f"fused/state{k}"])
        graph.add(name, "Gather", [f"fused/state{k}", "fused/rows"], [node.output[0]], axis=0)
        graph.drop(name)


def fuse(path: Path, *, heads: int, layers: int, hidden: int) -> None:
    """Rewrite the exported graph in ``path``: ``heads`` of an attention layer, ``layers`` of the encoder, and the
    size of their vectors. Raises SystemExit where it is not the graph that `training.export` writes."""
    import onnx
    from onnx import helper

    model = onnx.load(str(path))
    graph = _Graph(model.graph)
    _attention(graph, heads)
    _rows(graph, layers + 1, hidden)
    graph.settle()
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    onnx.save(model, str(path))
