"""Answers kept on the disk: given back as they were, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.graph.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path


@given(st.text(), st.binary(max_size=500))
def test_what_is_put_is_got(
    tmp_path_factory: pytest.TempPathFactory, question: str, body: bytes
) -> None:
    """Any question has its own answer, byte for byte, and no other has."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    assert cache.get(question) is None
    cache.put(question, body)
    assert cache.get(question) == body
    assert cache.get(question + "?") is None


def test_the_folder_is_made_when_the_first_answer_comes(tmp_path: Path) -> None:
    """Looking for an answer writes nothing."""
    cache = Cache(tmp_path / "answers" / "cache")
    assert cache.get("q") is None
    assert list(tmp_path.iterdir()) == []
    cache.put("q", b"a")
    assert cache.get("q") == b"a"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:70] + b"#" + data[71:],
        lambda data: b"0" * 64 + data[64:],
        lambda data: data[:30],
        lambda _: b"",
        lambda _: b"\n",
        lambda _: os.urandom(200),
    ],
)
def test_a_damaged_entry_is_as_good_as_none(damage: object, tmp_path: Path) -> None:
    """What was cut or changed does not fit its hash, and can be put again."""
    cache = Cache(tmp_path)
    cache.put("q", b'{"head": {}, "boolean": true}')
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))  # type: ignore[operator]
    assert cache.get("q") is None
    cache.put("q", b"again")
    assert cache.get("q") == b"again"


def test_the_folder_stays_within_its_size(tmp_path: Path) -> None:
    """The answers that were not used longest go first."""
    cache = Cache(tmp_path, max_bytes=1_000)
    for number in range(3):
        cache.put(f"q{number}", bytes(200))
    for age, number in enumerate((2, 1, 0)):
        entry = cache._path(f"q{number}")
        os.utime(entry, (1_000_000 - age, 1_000_000 - age))
    assert cache.get("q0") == bytes(200)
    cache.put("new", bytes(300))
    assert [cache.get(q) is not None for q in ("q0", "q1", "q2", "new")] == [
        True,
        False,
        True,
        True,
    ]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1_000


def test_what_a_killed_process_left_goes_too(tmp_path: Path) -> None:
    """A half-written entry counts, and is the first to go when it is old."""
    cache = Cache(tmp_path, max_bytes=1_000)
    left = tmp_path / ".abc.answer.4711.tmp"
    left.write_bytes(bytes(900))
    os.utime(left, (1_000_000, 1_000_000))
    cache.put("q", bytes(300))
    assert not left.exists()
    assert cache.get("q") == bytes(300)


def test_an_answer_larger_than_the_whole_is_not_kept(tmp_path: Path) -> None:
    """It would push out all others and itself."""
    cache = Cache(tmp_path, max_bytes=100)
    cache.put("q", bytes(100))
    assert cache.get("q") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_no_failure(tmp_path: Path) -> None:
    """A cache is a convenience: where it cannot write, the question is asked again."""
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("q", b"a")
    assert cache.get("q") is None


def test_strangers_in_the_folder_are_let_be(tmp_path: Path) -> None:
    """Only entries are counted and removed."""
    (tmp_path / "notes.txt").write_bytes(bytes(5_000))
    cache = Cache(tmp_path, max_bytes=1_000)
    cache.put("q", b"a")
    assert cache.get("q") == b"a"
    assert (tmp_path / "notes.txt").stat().st_size == 5_000
