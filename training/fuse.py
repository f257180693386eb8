"""The same graph with less work in it: what `training.export` does to the graph before it is shipped.

An attention layer, fourteen operators with its scores written out and read back between them, becomes one
``MultiHeadAttention`` of onnxruntime's, which does not change a bit of any output (``tests/training/test_fuse.py``).

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


def fuse(path: Path, *, heads: int) -> None:
    """Rewrite the exported graph in ``path``, whose encoder has attention layers of so many ``heads``. Raises
    SystemExit where it is not the graph that `training.export` writes."""
    import onnx
    from onnx import helper

    model = onnx.load(str(path))
    graph = _Graph(model.graph)
    _attention(graph, heads)
    graph.settle()
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    onnx.save(model, str(path))
