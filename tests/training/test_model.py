"""The model learns, keeps edges within sentences, and the exported graph says the same."""

import copy
import random
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from annotated import SETS  # noqa: E402
from training import model as models  # noqa: E402
from training.average import average, mean  # noqa: E402
from training.batches import Labels, collate, special_pieces, windows  # noqa: E402
from training.losses import losses, total  # noqa: E402


@pytest.fixture(scope="module")
def setting(article, made):
    encoded, batch, _ = article
    return made(5), batch, encoded.document


def test_targets_stand_at_their_words(setting):
    _, batch, doc = setting
    arrested = doc.words.index("arrested")
    assert batch["type"][0, arrested].tolist() == [0.0, 1.0, 0.0]
    marked = zip(batch["rows"].tolist(), batch["row_targets"])
    rows = {SETS["edge"][label]: target for (_, label, i), target in marked if i == arrested}
    assert rows["recipient"].nonzero().flatten().tolist() == [doc.words.index("protesters")]
    assert batch["sentence"][0].tolist()[: len(doc.words)] == [0] * doc.sentences[0][1] + [1] * (
        len(doc.words) - doc.sentences[0][1]
    )


def test_no_edge_leaves_its_sentence(setting):
    model, batch, doc = setting
    out = model.eval()(batch)
    cut = doc.sentences[0][1]
    assert out["edges"][0, :, :cut, cut : len(doc.words)].max() < -5e3
    assert out["arcs"][0, :cut, cut + 1 : len(doc.words) + 1].max() < -5e3


def test_one_article_can_be_learnt_by_heart(setting):
    model, batch, doc = setting
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    first = None
    for _ in range(60):
        optimizer.zero_grad()
        loss = total(losses(model, model(batch), batch))
        loss.backward()
        optimizer.step()
        first = first if first is not None else float(loss.detach())
    assert float(loss.detach()) < first / 4
    out = model.eval()(batch)
    assert int(out["type"][0, doc.words.index("arrested")].argmax()) == 1


def test_the_mean_of_two_runs_lies_between_them(setting):
    first, _, _ = setting
    second = models.Model(first.config)
    mixed = average(first, second, 0.25)
    a, b, m = (x.names.weight for x in (first, second, mixed))
    assert torch.allclose(m, 0.75 * a + 0.25 * b, atol=1e-6)
    other = models.Model(replace(first.config, edge=8))
    with pytest.raises(ValueError, match="differ in sizes"):
        average(first, other, 0.5)


def test_the_mean_of_several_runs_counts_each_alike(setting):
    torch.manual_seed(6)
    runs = [models.Model(setting[0].config) for _ in range(3)]
    expected = torch.stack([run.names.weight for run in runs]).mean(0)
    assert torch.allclose(mean(runs).names.weight, expected, atol=1e-6)


def test_the_exported_graph_says_the_same(setting, tmp_path):
    pytest.importorskip("onnx", reason="needs onnx, which only training uses")
    onnxruntime = pytest.importorskip("onnxruntime")
    from training.export import export
    from training.shipped import INPUTS, OUTPUTS, Shipped, example

    model, _, _ = setting
    given = example(model.config.vocabulary, ((20, 2), (26, 3)))
    export(model.eval(), tmp_path / "m.onnx", quantize=False)
    session = onnxruntime.InferenceSession(str(tmp_path / "m.onnx"), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        ours = Shipped(model)(*given)
    theirs = session.run(None, {k: x.numpy() for k, x in zip(INPUTS, given, strict=True)})
    for name, a, b in zip(OUTPUTS, ours, theirs):
        assert torch.allclose(a.float(), torch.from_numpy(b).float(), atol=1e-3), name


def test_weights_that_knew_one_hand_serve_for_all(made, tmp_path):
    model = made(1)
    weights = model.state_dict()
    torch.nn.init.normal_(weights["encoder.case.weight"])
    old = {k: v[: models.CASES] if k == "encoder.case.weight" else v for k, v in weights.items()}
    torch.save({"config": model.config.__dict__, "weights": old}, tmp_path / "model.pt")
    case = models.load(tmp_path / "model.pt").encoder.case.weight
    assert torch.equal(case[: models.CASES], case[models.CASES :])
    assert torch.equal(case[: models.CASES], old["encoder.case.weight"])


def test_whose_marks_a_text_carries_is_read_with_the_casing(article):
    encoded, _, vocabulary = article
    own = copy.deepcopy(encoded)
    own.hand = 1
    one, other = (
        collate(
            windows([e], budget=None, rng=random.Random(1)), Labels(SETS), None, special_pieces(vocabulary)
        )
        for e in (encoded, own)
    )
    present = one["present"].bool()
    assert torch.equal(other["cases"][present], one["cases"][present] + models.CASES)
    assert torch.equal(other["cases"][~present], one["cases"][~present])


def test_a_mode_that_our_own_marks_leave_out_is_no_lesson(setting):
    model, batch, doc = setting
    arrested = doc.words.index("arrested")
    out = model(batch)
    less = {**batch, "moded": batch["moded"].clone()}
    less["moded"][0, arrested] = 0.0
    assert losses(model, out, less)["mode"] < losses(model, out, batch)["mode"]
    assert losses(model, out, less)["type"] == losses(model, out, batch)["type"]
