"""What ends an item and is none of its words: the mark of a footnote, the word before the next."""

from __future__ import annotations

import functools
import re

from citykg.loaders.wording import any_of, wordings

_FOOTNOTE = re.compile(
    r"(?<=\w)(?:(?<!\bm)(?<!\bkm)(?<!CO)[¹²³⁴-⁹]+|\s?[†‡]|\s?\[\^?\w{1,12}\])[\s\u2060.;,]*$"
)
_MARK_ENDS = frozenset("¹²³⁴⁵⁶⁷⁸⁹†‡]. ;,\u2060")


def without_mark(item: str, document: str) -> str:
    """An item without the mark of a footnote that ends it, or the word that joins the next.

    A raised figure is a mark only if a line of the document begins with it.

    >>> without_mark("Heat in summer¹", "¹ 2018 only"), without_mark("Heat in summer¹", "")
    ('Heat in summer', 'Heat in summer¹')
    >>> without_mark("Heat [2].", ""), without_mark("open the quay, and", "")
    ('Heat', 'open the quay')
    """
    joined = _joining().search(item) if item[-1:].isalpha() else None
    if joined:
        return item[: joined.start()]
    mark = _FOOTNOTE.search(item) if item[-1:] in _MARK_ENDS else None
    if mark is None or not _is_noted(mark[0].strip()[:1], document):
        return item
    return item[: mark.start()]


def _is_noted(sign: str, document: str) -> bool:
    """Whether the document has a note for a mark; brackets mark nothing else."""
    return sign == "[" or re.search(rf"(?m)^[^\w\n]{{0,6}}{re.escape(sign)}", document) is not None


@functools.cache
def _joining() -> re.Pattern[str]:
    """What ends all items of a list but the last: ", and"."""
    words = "|".join(any_of("phrases", "listed", tag) for tag in wordings("phrases"))
    return re.compile(rf"[,;]\s+(?:{words})$", re.IGNORECASE)
