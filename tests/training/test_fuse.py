"""The rewritten graph beside the plain one: the same outputs, bit by bit, from fewer operators."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")
onnx = pytest.importorskip("onnx", reason="needs onnx, which only training uses")
onnxruntime = pytest.importorskip("onnxruntime")

import numpy as np  # noqa: E402

from training.export import export  # noqa: E402
from training.fuse import fuse  # noqa: E402
from training.shipped import INPUTS, OUTPUTS, example  # noqa: E402


def outputs(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    given = dict(zip(INPUTS, (x.numpy() for x in example(90)), strict=True))
    return dict(zip(OUTPUTS, session.run(list(OUTPUTS), given), strict=True))


@pytest.mark.parametrize("quantize", [True, False])
def test_not_a_bit_of_any_output_changes(tmp_path, quantize, small):
    for name, fused in (("plain.onnx", False), ("fused.onnx", True)):
        export(small, tmp_path / name, quantize=quantize, fused=fused)
    plain, fused = outputs(tmp_path / "plain.onnx"), outputs(tmp_path / "fused.onnx")
    for name in OUTPUTS:
        assert np.array_equal(plain[name], fused[name]), name
    kinds = [node.op_type for node in onnx.load(str(tmp_path / "fused.onnx")).graph.node]
    assert kinds.count("MultiHeadAttention") == 3


def test_another_graph_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "other.onnx"
    node = onnx.helper.make_node("Identity", ["a"], ["b"], name="only")
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph([node], "other", [value("a", 1, [1])], [value("b", 1, [1])])
    onnx.save(onnx.helper.make_model(graph), str(path))
    with pytest.raises(SystemExit, match=r"no node '/model/encoder/Sub'.*bring training/fuse.py up to date"):
        fuse(path, heads=4)
