"""The language of a passage, told by its small words; a plan may mix languages."""

from __future__ import annotations

import functools

from citykg.loaders.labels import fold
from citykg.loaders.wording import wordings

_ENOUGH = 2
_SAMPLE = 500
"""Characters that are looked at: some hundred words tell."""


@functools.cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """The languages that have a small word."""
    found: dict[str, list[str]] = {}
    for language, lists in wordings("phrases").items():
        for word in lists["common"]:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def small_words() -> frozenset[str]:
    """The small words of all languages, folded."""
    return frozenset(_speakers())


def tongue_of(text: str, default: str) -> str:
    """The language that a text is written in; the default where its words do not tell.

    >>> tongue_of("Se celebró un taller en la ciudad de Porto", "en")
    'es'
    """
    speakers = _speakers()
    count: dict[str, int] = {}
    for word in fold(text[:_SAMPLE]).split():
        if word in speakers:
            for language in speakers[word]:
                count[language] = count.get(language, 0) + 1
    if not count:
        return default
    best = max(count, key=lambda language: count[language])
    most, own = count[best], count.get(default, 0)
    sure = most >= _ENOUGH and most > 2 * own
    return best if sure and list(count.values()).count(most) == 1 else default
