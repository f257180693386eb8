"""The JSON Schema takes what ``Coding.to_dict()`` writes, and nothing else."""

from __future__ import annotations

import copy

import pytest
from jsonschema import Draft202012Validator

from dragoman import ontology
from dragoman.schema import record_schema
from test_records import example

VALIDATOR = Draft202012Validator(record_schema())


def test_the_schema_is_a_valid_draft_2020_12_schema():
    Draft202012Validator.check_schema(record_schema())


def test_a_full_record_and_an_empty_one_are_valid():
    from dragoman.records import Article, Coding

    VALIDATOR.validate(example().to_dict())
    VALIDATOR.validate(Coding(Article()).to_dict())


def paths(part, path=()):
    """The path of every key in a record."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield (*path, key)
            yield from paths(value, (*path, key))
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from paths(value, (*path, number))


@pytest.mark.parametrize("path", list(paths(example().to_dict())), ids=lambda path: ".".join(map(str, path)))
def test_every_key_is_required_and_none_may_be_added_beside_it(path):
    without, beside = copy.deepcopy(example().to_dict()), copy.deepcopy(example().to_dict())
    for record, change in ((without, "del"), (beside, "add")):
        part = record
        for step in path[:-1]:
            part = part[step]
        if change == "del":
            del part[path[-1]]
        else:
            part["unheard_of"] = 1
    assert not VALIDATOR.is_valid(beside)
    # What an event counts is optional; all else is required.
    assert VALIDATOR.is_valid(without) == (path[-2] == "numbers" if len(path) > 1 else False)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("type", "FIGHT"),
        ("mode", ["visit"]),
        ("mode", ["withdraw", "withdraw"]),
        ("context", ["weather"]),
        ("aux", "perhaps"),
        ("quad", "verbal conflict"),
        ("score", None),
        ("score", -11),
        ("cameo", "21"),
        ("confidence", 1.2),
        ("numbers", {"killed": -1}),
        ("numbers", {"money": "five dollars"}),
        ("sentence", None),
        ("date", {"value": "", "granularity": "day", "source": "time"}),
        ("date", {"value": "last week", "granularity": "day", "source": "time"}),
    ],
)
def test_an_event_with_a_wrong_value_is_refused(key, value):
    record = example().to_dict()
    record["events"][0][key] = value
    assert not VALIDATOR.is_valid(record)


@pytest.mark.parametrize("value", ["2021-08-21", "2021-W33", "2021-07", "2021", "", "2021-08-21/2021-08-23"])
def test_times_are_iso_at_the_granularity_told(value):
    record = example().to_dict()
    record["events"][0]["times"][0]["value"] = value
    assert VALIDATOR.is_valid(record)


@pytest.mark.parametrize("value", ["2021-13", "2021-08-32", "2021-W54", "21", "yesterday"])
def test_times_that_are_not_iso_are_refused(value):
    record = example().to_dict()
    record["events"][0]["times"][0]["value"] = value
    assert not VALIDATOR.is_valid(record)


def test_every_type_may_have_its_own_modes_and_no_others():
    for name, modes in ontology.MODES.items():
        record = example().to_dict()
        event = record["events"][0]
        event.update(type=name, mode=list(modes), quad=ontology.quad(name))
        assert VALIDATOR.is_valid(record), name
        event["mode"] = ["unheard-of"]
        assert not VALIDATOR.is_valid(record), name


def test_a_statement_needs_content_and_may_lack_cue_and_speaker():
    record = example().to_dict()
    record["statements"][0].update(cue=None, speaker=None)
    assert VALIDATOR.is_valid(record)
    record["statements"][0]["content"] = []
    assert not VALIDATOR.is_valid(record)
