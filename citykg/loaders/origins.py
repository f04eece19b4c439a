"""Where a sentence says that a party lies, by the word for its people: "a Belgian town".

"the Peruvian city of Piura", "Gwalior, in the Indian state of Madhya Pradesh": the word stands
beside what the party is called.  The words live in `demonyms.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from citykg.loaders.demonyms import demonym_words
from citykg.loaders.divisions import is_division
from citykg.loaders.late import Late
from citykg.loaders.proper_names import NAME
from citykg.loaders.times import alternatives

_REACH = 70
"""Characters before or behind a name that tell of it."""
_NEAR = 3
"""Words between the word for people and what the party is called, at most."""
_MORE = 6
"""Letters that an ending adds to a word, at most."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_ENDS = re.compile(r"[.;:!?(\n\u2029]")
_NAME = Late(NAME)


class Origin(NamedTuple):
    """The country and region of a party, and where the text says so."""

    country: tuple[str, int, int] | None = None
    region: tuple[int, int] | None = None


class _Words(NamedTuple):
    town: frozenset[str]
    state: frozenset[str]
    before: Late
    behind: Late
    of: Late


@functools.cache
def _words() -> _Words:
    data = demonym_words()
    town, state, of, verbs = (set(data[name]["words"]) for name in ("town", "state", "of", "is"))
    return _Words(
        town=frozenset(town),
        state=frozenset(state),
        before=Late(
            rf"(?<!\w)(?:(?P<one>[^\W\d_]+(?:-[^\W\d_]+)?)\s+{alternatives(town)}"
            rf"(?:\s+{alternatives(of)})?|{alternatives(town)}\s+(?P<two>[^\W\d_]+(?:-[^\W\d_]+)?)"
            rf"(?:\s+{alternatives(of)})?)[\s\u2060*_\"“«]*$"
        ),
        behind=Late(rf"[\u2060*_\"”»]*(?:\s*,\s*(?=[a-z])|\s+{alternatives(verbs)}\s)"),
        of=Late(rf"\s+(?:{alternatives(of)}\s*)?"),
    )


@functools.cache
def _countries() -> dict[str, str]:
    """The country of each beginning of a word for its people."""
    countries = demonym_words()["countries"]
    return {begin: code for code, (_, *begins) in countries.items() for begin in begins}


def country_of_people(word: str) -> str | None:
    """The country whose people a word is for, folded; None for none.

    >>> country_of_people("peruvian"), country_of_people("argentina"), country_of_people("modern")
    ('PE', 'AR', None)
    """
    countries = _countries()
    for length in range(len(word), max(2, len(word) - _MORE) - 1, -1):
        code = countries.get(word[:length])
        if code:
            return code
    return None


def origin_before(folded: str, begin: int, at: int) -> Origin:
    """What the words before a name say: "la città argentina di"."""
    match = _words().before.search(folded, max(begin, at - _REACH), at)
    for group in ("one", "two") if match else ():
        code = country_of_people(match[group] or "") if match else None
        if match and code:
            return Origin((code, *match.span(group)))
    return Origin()


def origin_behind(text: str, folded: str, at: int, end: int) -> Origin:
    """What the words behind a name say: ", a Belgian university town"."""
    words = _words()
    opening = words.behind.match(folded, at, end)
    if opening is None:
        return Origin()
    stop = min(end, opening.end() + _REACH)
    ends = _ENDS.search(folded, opening.end(), stop)
    stop = ends.start() if ends else stop
    said = list(_WORD.finditer(folded, opening.end(), stop))
    country = region = None
    for number, word in enumerate(said):
        code = country_of_people(word[0])
        around = {near[0] for near in said[max(0, number - _NEAR) : number + _NEAR + 1]}
        if code and country is None and around & (words.town | words.state):
            country = code, *word.span()
        of = words.of.match(folded, word.end(), end) if word[0] in words.state else None
        name = _NAME.match(text, of.end(), end) if of else None
        if name and region is None and is_division(name[0]):
            region = name.span()
    return Origin(country, region)
