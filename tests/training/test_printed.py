"""Printed texts of the public sets: our marks on words that stay where they are."""

import json

import pytest

from annotated import RECORD
from shared import SHARED, needs_shared
from training import printed
from training.printed import PRINTED, Text, marks_of, read_printed, texts, unmarked, without_words


def test_what_is_kept_of_a_record_has_none_of_its_words():
    kept = without_words(RECORD, "0" * 64)
    del kept["actors"]  # what the actors are called is ours to say; the words of the article are the set's
    words = {mark["text"] for mark in marks_of(RECORD)} | {RECORD["article"]["text"]}
    assert len(words) > 5
    assert not words & set(strings(kept))


def strings(part):
    """Every string in a record that is not a key."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, (list, dict)):
        for value in part.values() if isinstance(part, dict) else part:
            yield from strings(value)


def test_the_words_come_back_at_their_places(tmp_path, monkeypatch):
    text = Text(RECORD["article"]["id"], "", RECORD["article"]["text"], "")
    assert text.whole == RECORD["article"]["text"]
    monkeypatch.setattr(printed, "texts", lambda _data: iter([text]))
    file = tmp_path / "printed.jsonl"
    file.write_text(json.dumps(without_words(RECORD, text.digest)) + "\n", encoding="utf-8")
    (record,) = read_printed(tmp_path, file)
    assert record["article"]["text"] == text.whole
    assert [m["text"] for m in marks_of(record["events"])] == [m["text"] for m in marks_of(RECORD["events"])]


@pytest.mark.parametrize(
    ("id", "sha256", "says"), [(None, "0" * 64, "differs"), ("another", None, "is not in the sets")]
)
def test_a_text_that_is_not_the_one_annotated_is_refused(tmp_path, monkeypatch, id, sha256, says):
    text = Text(RECORD["article"]["id"], "", RECORD["article"]["text"], "")
    kept = without_words(RECORD, sha256 or text.digest)
    kept["article"]["id"] = id or kept["article"]["id"]
    monkeypatch.setattr(printed, "texts", lambda _data: iter([text]))
    file = tmp_path / "printed.jsonl"
    file.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"printed.jsonl:1: .*{says}"):
        list(read_printed(tmp_path, file))


@needs_shared
def test_texts_of_every_set_are_prose_of_an_article():
    found = list(texts(SHARED / "data"))
    assert len({text.id for text in found}) == len(found)
    assert {text.id.split("-")[0] for text in found} == {"re3d", "geovirus", "gum", "ewt"}
    for text in found:
        assert printed.FEWEST_WORDS <= len(text.body.split()) <= printed.MOST_WORDS
        assert "\r" not in text.body and "\n\n\n" not in text.body


@needs_shared
def test_every_record_that_we_annotated_still_fits_its_text():
    if not PRINTED.exists():
        pytest.skip("no printed texts are annotated yet")
    for record in read_printed(SHARED):
        for mark in marks_of(record["events"]):
            assert mark["text"].strip() == mark["text"] != ""


def test_texts_that_somebody_marked_are_not_among_the_unmarked(tmp_path, monkeypatch):
    body = "The envoy left. Nobody said why."
    monkeypatch.setattr(
        printed,
        "texts",
        lambda _data: iter(
            [
                Text("geovirus-1", "Envoy goes", body, ""),
                Text("re3d-2", "", body, ""),
                Text("ewt-weblog-3", "", body, ""),
            ]
        ),
    )
    file = tmp_path / "printed.jsonl"
    file.write_text(json.dumps({"article": {"id": "re3d-2"}}) + "\n", encoding="utf-8")
    (document,) = unmarked(tmp_path, file)
    assert document.id == "geovirus-1" and document.types is None and document.content is None
    assert [" ".join(document.words[a:b]) for a, b in document.sentences] == [
        "Envoy goes",
        "The envoy left .",
        "Nobody said why .",
    ]


@needs_shared
def test_the_sets_hold_news_that_nobody_marked():
    documents = list(unmarked(SHARED))
    assert len(documents) > 150 and sum(len(d.words) for d in documents) > 40_000
    assert not {d.id for d in documents} & {
        json.loads(line)["article"]["id"] for line in PRINTED.read_text(encoding="utf-8").splitlines()
    }
