"""Signs of office files that are more, or less, than they seem: raised figures, invisible signs."""

from __future__ import annotations

import re

from citykg.loaders.markup import JOINER

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
"""For `str.translate`: soft hyphens and signs without width are left out."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNIT = re.compile(r"(?<![^\W\d_])[a-z]{1,3}\s?$")
_MARK = re.compile(r"[\s\d*†‡§,()\[\]]+")


def raised(text: str, before: str) -> tuple[str, str]:
    """Raised signs as text, and the same with masks, for what stands before them.

    A power of a unit is read, the mark of a note is masked, raised letters are letters.

    >>> raised("2", "115.64 km")
    ('²', '²')
    >>> raised("1", "530,000") == ("¹", JOINER)
    True
    >>> raised("th", "18")
    ('th', 'th')
    """
    if text.strip() in ("2", "3") and _UNIT.search(before):
        shown = text.translate(_RAISED)
        return shown, shown
    if _MARK.fullmatch(text) and before.strip():
        return text.translate(_RAISED), JOINER * len(text)
    return text, text
