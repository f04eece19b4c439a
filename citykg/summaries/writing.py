"""The formats that a summary is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.summaries.layouts import to_ilap, to_md
from citykg.summaries.records import to_json, to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_WRITERS: dict[str, Callable[[Plan], str]] = {
    "ilap": to_ilap,
    "md": to_md,
    "yaml": to_yaml,
    "json": to_json,
}
FORMATS = tuple(_WRITERS)
SUFFIXES = {"ilap": ".txt", "md": ".md", "yaml": ".yaml", "json": ".json"}
"""The ending of a file of each format, by which it is read again."""


def write(plan: Plan, layout: str) -> str:
    """The plan as a file of one of `FORMATS`; raises UsageError for another.

    from citykg.summaries import write

    print(write(plan, "md"))
    """
    check_format(layout)
    return _WRITERS[layout](plan)


def check_format(layout: str) -> None:
    """Raise UsageError for what is none of `FORMATS`."""
    if layout not in _WRITERS:
        raise UsageError(f"there is no format {layout!r}; there are {', '.join(FORMATS)}")
