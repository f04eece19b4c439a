"""Figures as the cells of a table in Markdown."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells of columns whose name begins with a space stand to the right."""
    names = [name.strip() for name in head]
    lines = ["---:" if name.startswith(" ") else "---" for name in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (names, lines, *rows))


def span(seconds: float) -> str:
    """A time: `1.2 s`, `34 ms`, `560 µs`."""
    if seconds >= 1:
        return f"{seconds:,.0f} s" if seconds >= 1000 else f"{seconds:.3g} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds * 1e6:.3g} µs"


def rate(seconds: float, count: int, of: str) -> str:
    """A time and how many in a second: `1.2 s, 59k quads/s`."""
    found = count / seconds
    shown = f"{found / 1000:,.0f}k" if found >= 10_000 else f"{found:,.0f}"
    return f"{span(seconds)}, {shown} {of}s/s"


def times(ratio: float) -> str:
    """A ratio: `4.72x`."""
    return f"{ratio:.3g}x" if ratio < 1000 else f"{ratio:,.0f}x"


def mebibytes(size: int) -> str:
    """Memory: `234 MiB`."""
    return f"{size / (1 << 20):,.0f} MiB" if size else ""


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through the logarithms: 1 where cost grows as the number does."""
    logs = [(log(number), log(cost)) for number, cost in points]
    middle = sum(x for x, _ in logs) / len(logs), sum(y for _, y in logs) / len(logs)
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in logs)
    return above / sum((x - middle[0]) ** 2 for x, _ in logs)
