"""Words that a line end cuts, made whole.

Whether the hyphen at a line end is the word's own is told by the other words of the document.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.endings import endings
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.lines import Line

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)([-\u2010\u00ad])$")
_COMPOUND = re.compile(r"\w[-\u2010\u2013\u2014/]$")
_GOES_ON = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/\-_.?=&]$")
_LEAST_CUTS = 2
_LINES_A_CUT = 40
_SOFT = "\xad"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


class Hyphens:
    """The words of a document, and what they say of hyphens."""

    def __init__(
        self, words: Iterable[str], cuts: Iterable[tuple[str, str]] = (), lines: int = 0
    ) -> None:
        """Take the words that no line end cuts, the halves of the others, and how many lines."""
        self._words = {found for word in words for found in _WORDS.findall(word.casefold())}
        halves = list(cuts)
        unknown = sum(
            not self._words.intersection((before.casefold(), after.casefold()))
            for before, after in halves
        )
        # A program that cuts words by syllables cuts many, and most halves are no words.
        self._cuts_syllables = unknown >= _LEAST_CUTS and len(halves) * _LINES_A_CUT >= lines

    def joined(self, lines: Sequence[Line]) -> tuple[str, str]:
        """The lines as one text, and its mask: a blank between two, none within a word.

        What a line end made of a word is not in the text.
        """
        text, masked = lines[0].text, lines[0].masked
        for above, line in pairwise(lines):
            end = above.words[-1].text
            cut = _CUT.search(end)
            begins = _GOES_ON.match(line.text)
            if cut and begins and (begins[0][0].islower() or cut[2] == _SOFT):
                if not self._owns(cut[1], begins[0], cut[2]):
                    text, masked = text[:-1], masked[:-1]
            elif _COMPOUND.search(end) and line.text[0].isalnum():
                pass  # "Paris-" and "Saclay", "11-" and "Sustainable"
            elif _ADDRESS.search(end) or (_WIDE.match(text[-1]) and _WIDE.match(line.text)):
                pass
            else:
                text, masked = text + " ", masked + " "
            text += line.text
            masked += line.masked
        if _SOFT in text:
            masked = masked.replace(_SOFT, JOINER)
        return text, masked

    def _owns(self, before: str, after: str, hyphen: str) -> bool:
        """Whether the hyphen between two halves belongs to the word."""
        if hyphen == _SOFT:
            return False
        first, second = before.casefold(), after.casefold()
        if f"{first}-{second}" in self._words:
            return True
        if first + second in self._words or second in endings():
            return False
        if not self._cuts_syllables:
            return True
        return first.rpartition("-")[2] in self._words and second in self._words


def hyphens_of(lines: Iterable[Sequence[str]]) -> Hyphens:
    """What the lines of a document, each its words, say of hyphens."""
    whole: list[str] = []
    cuts: list[tuple[str, str]] = []
    before = ""
    count = 0
    for words in lines:
        count += 1
        for place, word in enumerate(words):
            begins = _GOES_ON.match(word)
            if before and begins and place == 0:
                cuts.append((before, begins[0]))
            else:
                whole.append(word)
            before = ""
        found = _CUT.search(words[-1]) if words else None
        if found:
            before = found[1]
            whole.pop()
    return Hyphens(whole, cuts, count)
