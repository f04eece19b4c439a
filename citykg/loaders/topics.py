"""Mentions of Urban Agenda topics, by any of the names of the partnerships, glued or apart."""

from __future__ import annotations

import difflib
import functools
import re
from bisect import bisect_left, bisect_right

from citykg.loaders.labels import fold
from citykg.loaders.lexicon import lexicon
from citykg.loaders.markup import PARAGRAPH
from citykg.loaders.mentions import NOTHING, Mention, words_around
from citykg.loaders.words import words_of
from citykg.ontology.vocabulary import concepts

_SEPARATOR = re.compile(rf"[•·▪◦●;|\n\t{PARAGRAPH}]|(?:(?<=\s)|^)[-–*](?=\s|[^\W\d])|,(?!\d)")


def topics_in(text: str, start: int, end: int) -> list[Mention]:
    """The Urban Agenda topics that a run of text lists, glued or apart, in order.

    A listed item that is no topic we know has the code None.
    """
    found = [
        Mention("topic", match.slug, match.start, match.end)
        for match in lexicon("topics").find(text, start, end)
    ]
    no_topic = words_around().no_topic
    tokens = [token for token in words_of(text) if token.word not in no_topic]
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    known_starts, known_ends = [m.start for m in found], [m.end for m in found]
    begin = start
    borders = [*(m.span() for m in _SEPARATOR.finditer(text, start, end)), (end, end)]
    for border_start, border_end in borders:
        item = tokens[bisect_left(starts, begin) : bisect_right(ends, border_start)]
        # A topic that stands in the item, or across its border.
        known = bisect_right(known_ends, begin) < bisect_left(known_starts, border_end)
        if item and not known and not NOTHING.match(text[begin:border_start]):
            short = words_around().topics.get(item[0].word) if len(item) == 1 else None
            found.append(Mention("topic", short, item[0].start, item[-1].end))
        begin = border_end
    return sorted(found, key=lambda mention: mention.start)


def nearest(words: str) -> str | None:
    """The name of the topic that words are most like; None where none is near.

    >>> nearest("Urban mobilty")
    'Urban mobility'
    """
    names = _names()
    close = difflib.get_close_matches(fold(words), names, n=1, cutoff=0.7)
    return names[close[0]] if close else None


@functools.cache
def _names() -> dict[str, str]:
    """The shown name of each topic by all of its names."""
    return {
        fold(label.text): topic.label() for topic in concepts("topics") for label in topic.labels
    }
