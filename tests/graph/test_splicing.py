"""Sorted files with pieces taken out and put in."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.graph.splicing import Edit, Pieces, mapped, write_spliced

if TYPE_CHECKING:
    from pathlib import Path

words = st.text("ab/>é", min_size=1, max_size=4).map(str.encode)
blocks = st.dictionaries(words, st.lists(words, max_size=3), min_size=1, max_size=20)


def key(line: bytes) -> bytes:
    """The first word of a line."""
    return line.partition(b" ")[0]


def as_text(found: dict[bytes, list[bytes]]) -> bytes:
    """Blocks in the order of their keys, each with indented lines below its first."""
    return b"".join(
        name + b" .\n" + b"".join(b"\t" + more + b"\n" for more in found[name])
        for name in sorted(found)
    )


@given(blocks, words)
def test_a_piece_is_found_or_its_place(found: dict[bytes, list[bytes]], wanted: bytes) -> None:
    """A piece is found with the lines below it; one that is not there has its place in the order."""
    text = as_text(found)
    before = as_text({name: found[name] for name in found if name < wanted})
    own = as_text({wanted: found[wanted]}) if wanted in found else b""
    pieces = Pieces(b"# head\n" + text + b"tail\n", key, begin=7, end=7 + len(text))
    assert pieces.find(wanted) == (7 + len(before), 7 + len(before) + len(own))


@given(blocks, blocks)
def test_edits_turn_one_file_into_another(
    old: dict[bytes, list[bytes]], new: dict[bytes, list[bytes]]
) -> None:
    """Whatever differs between two files, editing the one gives the other."""
    pieces = Pieces(as_text(old), key)
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    edits = [
        Edit(*pieces.find(name), as_text({name: new[name]}) if name in new else b"")
        for name in names
    ]
    assert _spliced(as_text(old), edits) == as_text(new)


def test_what_is_between_edits_is_copied_whatever_its_size(tmp_path: Path) -> None:
    """Stretches longer than a buffer arrive whole, and the edits stand between them."""
    size = (1 << 20) + 17
    old = tmp_path / "old"
    old.write_bytes(b"a" * size + b"X" + b"b" * size + b"Y")
    edits = [Edit(0, 0, b"<"), Edit(size, size + 1, b"-"), Edit(2 * size + 1, 2 * size + 2, b"")]
    with (tmp_path / "new").open("wb") as file:
        write_spliced(old, edits, file)
    assert (tmp_path / "new").read_bytes() == b"<" + b"a" * size + b"-" + b"b" * size


@pytest.mark.parametrize("edits", [[Edit(2, 4, b""), Edit(3, 5, b"")], [Edit(9, 12, b"")]])
def test_edits_that_do_not_fit_the_file_are_an_error(tmp_path: Path, edits: list[Edit]) -> None:
    """Edits that overlap, or that lie behind the end, are refused."""
    old = tmp_path / "old"
    old.write_bytes(b"12345")
    with (tmp_path / "new").open("wb") as file, pytest.raises(DataError, match="old"):
        write_spliced(old, edits, file)


def test_a_file_is_mapped_without_being_read(tmp_path: Path) -> None:
    """The lines of a file are found where they are."""
    path = tmp_path / "lines"
    lines = [f"{number:04}\n".encode() for number in range(0, 1000, 3)]
    path.write_bytes(b"".join(lines))
    with mapped(path) as data:
        pieces = Pieces(data, bytes)
        for place, (line, after) in enumerate(pairwise(lines)):
            assert pieces.find(line) == (5 * place, 5 * place + 5)
            between = f"{int(line) + 1:04}\n".encode()
            assert line < between < after
            assert pieces.find(between) == (5 * place + 5,) * 2


def _spliced(old: bytes, edits: list[Edit]) -> bytes:
    out, at = io.BytesIO(), 0
    for edit in edits:
        out.write(old[at : edit.start] + edit.data)
        at = edit.end
    out.write(old[at:])
    return out.getvalue()
