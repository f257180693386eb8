"""The rewritten graph beside the plain one: the same outputs, bit by bit, from fewer operators."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")
onnx = pytest.importorskip("onnx", reason="needs onnx, which only training uses")
onnxruntime = pytest.importorskip("onnxruntime")

import numpy as np  # noqa: E402

from training import model as models  # noqa: E402
from training.export import INPUTS, OUTPUTS, example, export  # noqa: E402
from training.fuse import fuse  # noqa: E402

LABELS = {
    name: [f"{name}{k}" for k in range(size)]
    for name, size in {
        "upos": 3, "feats": 3, "lemma": 4, "deprel": 4, "names": 3, "type": 3, "mode": 2, "context": 2,
        "aux": 2, "content": 4, "stance": 3, "kind": 2, "sector": 3, "edge": 10, "happening": 2,
    }.items()
}  # fmt: skip


def small() -> models.Model:
    torch.manual_seed(3)
    return models.Model(
        models.Config(
            labels=LABELS, hidden=64, layers=3, attention_heads=4, intermediate=96, vocabulary=90,
            positions=64, arc=16, label=8, edge=16, chain=8, event=32,
        )
    ).eval()  # fmt: skip


def outputs(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    given = dict(zip(INPUTS, (x.numpy() for x in example(90)), strict=True))
    return dict(zip(OUTPUTS, session.run(list(OUTPUTS), given), strict=True))


@pytest.mark.parametrize("quantize", [True, False])
def test_not_a_bit_of_any_output_changes(tmp_path, quantize):
    model = small()
    for name, fused in (("plain.onnx", False), ("fused.onnx", True)):
        export(model, tmp_path / name, quantize=quantize, fused=fused)
    plain, fused = outputs(tmp_path / "plain.onnx"), outputs(tmp_path / "fused.onnx")
    for name in OUTPUTS:
        assert np.array_equal(plain[name], fused[name]), name
    kinds = [node.op_type for node in onnx.load(str(tmp_path / "fused.onnx")).graph.node]
    assert kinds.count("MultiHeadAttention") == 3
    assert kinds.count("GatherElements") == 1  # the governors' vectors


def test_another_graph_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "other.onnx"
    node = onnx.helper.make_node("Identity", ["a"], ["b"], name="only")
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph([node], "other", [value("a", 1, [1])], [value("b", 1, [1])])
    onnx.save(onnx.helper.make_model(graph), str(path))
    with pytest.raises(SystemExit, match=r"no node '/model/encoder/Sub'.*bring training/fuse.py up to date"):
        fuse(path, heads=4, layers=3, hidden=64)
