"""Folders of this machine and behind addresses do the same."""

import pytest

from dragoman.scale.folders import FolderError, open_folder


@pytest.fixture(params=["local", "memory"])
def folder(request, tmp_path):
    if request.param == "local":
        return open_folder(tmp_path / "run")
    pytest.importorskip("fsspec")
    return open_folder(f"memory://{tmp_path.name}")


def test_files_are_written_read_listed_and_removed(folder):
    assert folder.names("codings") == set()
    folder.write("codings", "a.jsonl", b"one")
    folder.write("codings", "a.jsonl", b"two")
    folder.write("codings", "b.jsonl", b"")
    assert folder.names("codings") == {"a.jsonl", "b.jsonl"}
    assert folder.read("codings", "a.jsonl") == b"two"
    folder.remove("codings", "a.jsonl")
    folder.remove("codings", "a.jsonl")
    assert folder.names("codings") == {"b.jsonl"}


def test_what_is_not_there_says_what_to_do(folder):
    with pytest.raises(FolderError, match="run again"):
        folder.read("codings", "none.jsonl")


def test_a_half_written_file_is_no_file(tmp_path):
    folder = open_folder(tmp_path)
    (tmp_path / "codings").mkdir()
    (tmp_path / "codings" / "a.jsonl.123.part").write_bytes(b"ha")
    assert folder.names("codings") == set()


def test_an_address_of_no_known_kind_is_an_error():
    pytest.importorskip("fsspec")
    with pytest.raises(FolderError, match="cannot be opened"):
        open_folder("nosuchkind://x/y")
