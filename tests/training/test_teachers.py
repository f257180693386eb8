"""What models say together is what each says, averaged, and one model can learn it."""

import copy
import json
import shutil
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch, which only training uses")

from annotated import SETS  # noqa: E402
from training import model as models  # noqa: E402
from training import validate  # noqa: E402
from training.losses import losses, total  # noqa: E402
from training.teachers import UNSEEN, Teachers, mixed, said, soft_losses  # noqa: E402
from training.train import part, part_of  # noqa: E402


@pytest.fixture(scope="module")
def runs(made, tmp_path_factory):
    folders = []
    for seed in (1, 2, 3):
        folder = tmp_path_factory.mktemp(f"run{seed}")
        models.save(made(seed), folder / "model.pt")
        folders.append(folder)
    return folders


def unannotated(batch):
    """The batch as a treebank's would be: no layer of events."""
    bare = {k: v.clone() for k, v in batch.items()}
    for k in ("type", "mode", "context", "evented"):
        bare[k].zero_()
    for k in ("aux", "content", "cue", "inside", "stance", "kind", "sector"):
        bare[k].fill_(-100)
    for k in ("rows", "row_targets", "pointers", "pointer_weights", "chains", "chain_targets"):
        bare[k] = bare[k][:0]
    return bare


def named(batch):
    """A name for each window of the batch."""
    return [f"a{k}" for k in range(len(batch["pieces"]))]


def test_teachers_say_the_mean_of_what_each_says(article, runs):
    _, batch, _ = article
    teachers = Teachers(runs, torch.device("cpu"))
    together = teachers(batch, half=False, ids=named(batch))
    with torch.no_grad():
        each = [
            said(models.load(run / "model.pt")(batch), teachers.groups[0].edges, teachers.groups[0].cue)
            for run in runs
        ]
    assert together.keys() == each[0].keys()
    for name, mean in together.items():
        assert torch.allclose(mean, torch.stack([e[name] for e in each]).mean(0), atol=1e-5), name


def test_on_an_article_that_some_were_trained_without_they_alone_speak(article, runs, tmp_path):
    _, batch, _ = article
    folders = []
    for run, unseen in zip(runs, (["a0"], [], ["a0", "elsewhere"]), strict=True):
        folder = tmp_path / run.name
        shutil.copytree(run, folder)
        (folder / UNSEEN).write_text(json.dumps(unseen))
        folders.append(folder)
    teachers = Teachers(folders, torch.device("cpu"), seen=0.0)
    assert teachers.weights(["a0", "treebank"]).T.tolist() == [[0.5, 0.0, 0.5], [pytest.approx(1 / 3)] * 3]
    less = Teachers(folders, torch.device("cpu"), seen=0.5)
    assert less.weights(["a0"]).T.tolist() == [[pytest.approx(0.4), pytest.approx(0.2), pytest.approx(0.4)]]
    ids = ["a0"] * len(batch["pieces"])
    told = teachers(batch, half=False, ids=ids)
    without = Teachers([folders[0], folders[2]], torch.device("cpu"))(batch, half=False, ids=ids)
    for name, mean in without.items():
        assert torch.allclose(told[name], mean, atol=1e-5), name


def test_teachers_of_two_shapes_are_asked_together(article, runs, tmp_path):
    """Also where those of one shape do not come one after the other."""
    _, batch, _ = article
    first = models.load(runs[0] / "model.pt").config
    torch.manual_seed(7)
    larger = models.Model(replace(first, hidden=96, layers=8, attention_heads=8, relative=32)).eval()
    models.save(larger, tmp_path / "model.pt")
    (tmp_path / UNSEEN).write_text(json.dumps(["a0"]))
    teachers = Teachers([runs[0], tmp_path, runs[1]], torch.device("cpu"), seen=0.0)
    alike = teachers.groups[0]
    with torch.no_grad():
        small = [said(models.load(run / "model.pt")(batch), alike.edges, alike.cue) for run in runs[:2]]
        large = said(larger(batch), alike.edges, alike.cue)
    windows = len(batch["pieces"])
    unseen = teachers(batch, half=False, ids=["a0"] * windows)  # by one of them, which alone speaks
    learnt = teachers(batch, half=False, ids=["a1"] * windows)
    for name, mean in learnt.items():
        assert torch.allclose(unseen[name], large[name], atol=1e-4), name
        assert torch.allclose(mean, (small[0][name] + small[1][name] + large[name]) / 3, atol=1e-4), name


def test_parts_of_the_articles_are_all_of_them_and_none_twice():
    ids = [f"article-{k}" for k in range(900)]
    parts = [[id for id in ids if part_of(id, 3) == k] for k in (1, 2, 3)]
    assert sorted(id for each in parts for id in each) == sorted(ids) and min(map(len, parts)) > 250
    assert part("2/3") == (2, 3)
    with pytest.raises(ValueError):
        part("4/3")


def test_nothing_is_learnt_from_oneself(article, runs):
    _, batch, _ = article
    model = models.load(runs[0] / "model.pt")
    taught = Teachers(runs[:1], torch.device("cpu"))(batch, half=False, ids=named(batch))
    total(soft_losses(model, model(batch), batch, taught)).backward()
    alone = max(float(p.grad.abs().max()) for p in model.parameters() if p.grad is not None)
    other = models.load(runs[1] / "model.pt")
    total(soft_losses(other, other(batch), batch, taught)).backward()
    apart = max(float(p.grad.abs().max()) for p in other.parameters() if p.grad is not None)
    assert alone < 1e-4 < 0.05 < apart


def test_text_without_events_marked_teaches_events_all_the_same(article, runs, made):
    _, batch, _ = article
    bare = unannotated(batch)
    assert float(losses(made(1), made(1)(bare), bare)["type"].detach()) == 0.0
    teacher = made(9)
    with torch.no_grad():
        teacher.event["to_type"].bias.copy_(torch.tensor([0.0, 6.0, 0.0]))
    pupil = made(9)
    edges, cue = Teachers(runs, torch.device("cpu")).groups[0].edges, SETS["edge"].index("cue")
    with torch.no_grad():
        taught = said(teacher(bare), edges, cue)
    optimizer = torch.optim.Adam(pupil.parameters(), lr=3e-3)
    for _ in range(40):
        optimizer.zero_grad()
        out = pupil(bare)
        total(mixed(losses(pupil, out, bare), soft_losses(pupil, out, bare, taught), 0.7)).backward()
        optimizer.step()
    words = int((bare["sentence"] >= 0).sum())
    assert int((pupil(bare)["type"].argmax(-1)[bare["sentence"] >= 0] == 1).sum()) == words


def test_a_share_of_nothing_leaves_annotation_and_of_everything_the_teachers(article, runs):
    _, batch, _ = article
    model = models.load(runs[0] / "model.pt")
    out = model(batch)
    hard = losses(model, out, batch)
    taught = Teachers(runs, torch.device("cpu"))(batch, half=False, ids=named(batch))
    soft = soft_losses(model, out, batch, taught)
    assert all(torch.equal(mixed(hard, soft, 0.0)[k], hard[k]) for k in hard)
    assert all(torch.allclose(mixed(hard, soft, 1.0)[k], soft[k]) for k in soft)
    assert torch.equal(mixed(hard, soft, 1.0)["chain"], hard["chain"])  # which teachers leave out


def test_teachers_of_other_labels_are_refused(article, runs, tmp_path, made):
    other = SETS | {"type": ["", "COERCE", "ASSAULT"]}
    models.save(made(4, other), tmp_path / "model.pt")
    with pytest.raises(ValueError, match="label sets differ"):
        Teachers([*runs, tmp_path], torch.device("cpu"))


def test_a_layer_that_the_batch_lacks_costs_nothing(article, runs):
    _, batch, _ = article
    model = models.load(runs[0] / "model.pt")
    bare = unannotated(batch)
    found = losses(model, model(bare), bare)
    assert all(torch.isfinite(v) for v in found.values())
    nothing = {k for k, v in found.items() if float(v.detach()) == 0.0}
    assert nothing >= {"type", "aux", "content", "stance", "predicate", "reported"}


def test_figures_rise_as_an_article_is_learnt(article, made):
    encoded, batch, vocabulary = article
    model = made(5)
    before = validate.scores(model, [encoded], vocabulary)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(120):
        optimizer.zero_grad()
        total(losses(model, model(batch), batch)).backward()
        optimizer.step()
    after = validate.scores(model, [encoded], vocabulary)
    assert before["event"] < 50 and after["event"] == after["trigger"] == after["role"] == 100.0
    assert after["content"] > 90


def test_syntax_is_scored_by_word(article, made):
    encoded, _, vocabulary = article
    doc = copy.copy(encoded.document)
    doc.upos = ["NOUN"] * len(doc.words)
    labelled = copy.copy(encoded)
    labelled.document = doc
    model = made(5)
    with torch.no_grad():
        model.tags["upos"].bias.copy_(torch.tensor([50.0, 0.0]))
    assert validate.syntax(model, [labelled], vocabulary) == {"upos": 100.0, "arc": 0.0}
