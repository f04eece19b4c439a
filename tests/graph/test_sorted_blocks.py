"""Lines in order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from citykg.graph.sorted_lines import SortedLines


@given(
    st.lists(st.lists(st.text("ab\u2028ż", max_size=3), max_size=4), max_size=8),
    st.integers(1, 5),
)
def test_lines_come_back_in_order_once(blocks: list[list[str]], held: int) -> None:
    """Whatever fits into memory, the lines come back sorted by their bytes and none twice."""
    with TemporaryDirectory() as folder:
        lines = SortedLines(Path(folder), "some", held)
        for block in blocks:
            lines.add("".join(f"{line}\n" for line in block))
        expected = sorted({f"{line}\n".encode() for block in blocks for line in block})
        assert list(lines) == expected
        assert list(lines) == expected
        lines.close()
        assert not list(Path(folder).iterdir())
