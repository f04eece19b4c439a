"""The lines that only one of two sorted files has, wherever their equal stretches begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citykg.differences import lines
from citykg.differences.lines import differing_lines
from citykg.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.sets(
    st.builds(lambda n, width: b"%d" % n + b"x" * width, st.integers(0, 400), st.integers(0, 40)),
    max_size=120,
)


def written(path: Path, found: set[bytes]) -> Path:
    """A sorted file of these lines."""
    path.write_bytes(b"".join(sorted(line + b"\n" for line in found)))
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(same=LINES, gone=LINES, came=LINES, block=st.sampled_from([2, 16, 64]))
def test_they_are_those_of_a_set_difference(
    same: set[bytes],
    gone: set[bytes],
    came: set[bytes],
    block: int,
    tmp_path: Path,
) -> None:
    """However small the blocks are, the lines are those of the one set without the other."""
    one, other = same | gone, same | came
    old, new = written(tmp_path / "old", one), written(tmp_path / "new", other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_SMALLEST_BLOCK", block)
        patch.setattr(lines, "_LARGEST_BLOCK", 4 * block)
        found = list(differing_lines(old, new))
    expected = [(False, line + b"\n") for line in one - other]
    expected += [(True, line + b"\n") for line in other - one]
    assert found == sorted(expected, key=lambda row: (row[1], row[0]))


def test_equal_stretches_are_not_split_into_lines(tmp_path: Path) -> None:
    """Of two large files that differ in a line, a few lines are looked at."""
    everything = {b"%07d" % number for number in range(200_000)}
    old = written(tmp_path / "old", everything)
    new = written(tmp_path / "new", everything - {b"0100000"} | {b"0150000 more"})
    looked_at = 0

    class Counting(lines._Side):
        def line(self) -> bytes:
            nonlocal looked_at
            looked_at += 1
            return super().line()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_Side", Counting)
        found = list(differing_lines(old, new))
    assert found == [(False, b"0100000\n"), (True, b"0150000 more\n")]
    assert looked_at < 60


def test_lines_out_of_order_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    """A file that somebody edited is not compared wrongly: it is refused."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"a\nc\nb\n")
    new.write_bytes(b"a\nd\n")
    with pytest.raises(DataError, match=r"old: the lines are not in order, at 'b.n'"):
        list(differing_lines(old, new))
