"""Heads of rare labels are fitted anew, and nothing else of the model moves."""

import copy
import json
import sys

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from annotated import RECORD, SETS  # noqa: E402
from dragoman.language.wordpiece import WordPiece  # noqa: E402
from training import model as models  # noqa: E402
from training import refit  # noqa: E402
from training.batches import NONE, encode  # noqa: E402
from training.refit import HEADS, TAGS, Words, acts, fit, fit_tags, loss, told, words  # noqa: E402

LESSONS = {"model.event.to_mode", "model.event.to_context", "model.event.to_aux"}


@pytest.fixture
def given(article, made):
    encoded, _, vocabulary = article
    model = made(4).eval()
    return model, acts(model, [encoded], vocabulary, {encoded.document.id}, 5.0), encoded.document


def test_every_annotated_act_is_read_with_its_labels(given):
    _, found, document = given
    assert len(found.counts) == len(document.types) and set(found.counts.tolist()) == {5.0}
    assert found.mode.shape == (len(found.counts), len(SETS["mode"]))
    assert int(found.mode.sum()) == sum(len(modes) for modes in document.modes.values())


def test_heads_learn_what_is_annotated_and_the_rest_stays(given):
    model, found, _ = given
    before = {k: v.clone() for k, v in model.state_dict().items()}
    every = torch.arange(len(found.counts))
    untaught = {
        k: float(loss(k, model.event[f"to_{k}"](found.numbers), found, every).detach()) for k in HEADS
    }
    fit(model, found)
    for name in HEADS:
        assert (
            float(loss(name, model.event[f"to_{name}"](found.numbers), found, every).detach())
            < untaught[name]
        )
    moved = {k for k, v in model.state_dict().items() if not torch.equal(v, before[k])}
    assert moved and all(f"model.{k}".rsplit(".", 1)[0] in LESSONS for k in moved)


def test_the_same_acts_give_the_same_heads(article, made):
    encoded, _, vocabulary = article
    heads = []
    for _ in range(2):
        model = made(4).eval()
        fit(model, acts(model, [encoded], vocabulary, set(), 1.0))
        heads.append(model.event["to_mode"].weight.detach())
    assert torch.equal(*heads)


def test_a_mode_that_our_own_marks_leave_out_is_no_lesson(given):
    model, found, _ = given
    every = torch.arange(len(found.counts))
    scores = model.event["to_mode"](found.numbers)
    found.moded.zero_()
    assert float(loss("mode", scores, found, every).detach()) == 0.0


@pytest.fixture
def tagged(article, made):
    """A model and what it makes of random words with labels."""
    model = made(4).eval()
    draw = torch.Generator().manual_seed(3)
    sizes = {name: (model.names if name == "names" else model.tags[name]).out_features for name in TAGS}
    labels = {name: torch.randint(0, size, (60,), generator=draw) for name, size in sizes.items()}
    labels["names"][::2] = NONE
    h = model.config.hidden
    return model, Words(
        torch.randn(60, h, generator=draw).half(), torch.randn(60, h, generator=draw).half(), labels
    )


def test_heads_of_words_learn_their_labels_and_the_rest_stays(tagged, monkeypatch):
    model, found = tagged
    monkeypatch.setattr(refit, "TAG_EPOCHS", 600)
    before = {k: v.clone() for k, v in model.state_dict().items()}

    def right(name):
        known = found.labels[name] != NONE
        said = told(model, name, found.syntax.float(), found.meaning.float()).argmax(-1)
        return int((said == found.labels[name])[known].sum())

    untaught = {name: right(name) for name in TAGS}
    fit_tags(model, found)
    assert all(right(name) > untaught[name] for name in TAGS)
    moved = {k for k, v in model.state_dict().items() if not torch.equal(v, before[k])}
    assert all(k.startswith(("tags.", "names")) for k in moved)


def test_words_without_labels_are_not_read(article, made):
    encoded, _, vocabulary = article
    model = made(4).eval()
    document = copy.deepcopy(encoded.document)
    document.source, document.upos = "treebank", [SETS["upos"][0]] * len(document.words)
    bare = encode(document, WordPiece(vocabulary))
    found = words(model, [encoded, bare], vocabulary)
    assert len(found.syntax) == len(found.meaning) == len(document.words)
    assert {len(labels) for labels in found.labels.values()} == {len(document.words)}
    assert len(words(model, [encoded], vocabulary).syntax) == 0


def test_the_command_writes_a_run(tmp_path, monkeypatch, article, made, capsys):
    encoded, _, vocabulary = article
    treebank = copy.deepcopy(encoded.document)
    treebank.source, treebank.upos = "treebank", [SETS["upos"][0]] * len(treebank.words)
    run, data, ours = tmp_path / "run", tmp_path / "data", tmp_path / "ours.jsonl"
    run.mkdir()
    models.save(made(4), run / "model.pt")
    (run / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    (run / "held-out.json").write_text("[]")
    (data / "corpus").mkdir(parents=True)
    for name in refit.NEWS:
        (data / "corpus" / f"{name}.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    ours.write_text("", encoding="utf-8")
    monkeypatch.setattr(refit, "OURS", ours)
    monkeypatch.setattr(refit, "read_printed", lambda _data: iter(()))
    monkeypatch.setattr(refit, "treebank_documents", lambda _data: {"train": [treebank]})
    monkeypatch.setattr(sys, "argv", ["refit", str(run), str(data), "--out", str(tmp_path / "new")])
    refit.main()
    assert "3 articles" in capsys.readouterr().out
    assert models.load(tmp_path / "new" / "model.pt").config == models.load(run / "model.pt").config
    assert (tmp_path / "new" / "held-out.json").read_text() == "[]"
