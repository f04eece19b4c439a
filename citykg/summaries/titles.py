"""Titles that a reader would not take for titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.labels import label_of
from citykg.summaries.wording import one_line

if TYPE_CHECKING:
    from citykg.plan import Stated

_LABEL_WORDS = 8


def is_heading(title: Stated[str] | None) -> bool:
    """Whether a title begins as a row does: `Themes`, `Contact: nobody`, `Population 5`."""
    words = one_line((title and title.value) or "")
    if _is_label(words):
        return True
    colon = words.find(":")
    while colon >= 0:
        if _is_label(words[:colon]):
            return True
        colon = words.find(":", colon + 1)
    parts = words.split()
    return any(
        parts[count][:1].isdigit() and _is_label(" ".join(parts[:count]))
        for count in range(1, min(_LABEL_WORDS, len(parts) - 1) + 1)
    )


def _is_label(words: str) -> bool:
    label = label_of(words)
    return label is not None and label.certain
