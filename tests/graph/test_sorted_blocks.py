"""Blocks of lines in order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from citykg.graph.sorted_blocks import SortedBlocks


@given(
    st.lists(st.lists(st.text("ab\u2028ż𝄞\uffee", max_size=3), max_size=4), max_size=8),
    st.integers(0, 9),
)
def test_blocks_come_back_in_order_once(groups: list[list[str]], held: int) -> None:
    """Whatever fits into memory, the blocks come back sorted by their bytes and none twice."""
    with TemporaryDirectory() as folder:
        blocks = SortedBlocks(Path(folder), "some", held)
        for group in groups:
            blocks.add(f"{block}\n" for block in group)
        expected = sorted({f"{block}\n".encode() for group in groups for block in group})
        assert list(blocks) == expected
        assert list(blocks) == expected
        blocks.close()
        assert not list(Path(folder).iterdir())
