"""Who writes a letter, and so who "we" and "you" are: the party of its signature."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from citykg.loaders.late import Late
from citykg.loaders.movements import Named
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.movements import RoleWords
    from citykg.loaders.roles import Parties

_PAIR = 2
_SIGNED = 400
"""Characters behind the closing words in which the signature stands."""


@functools.cache
def _closing(language: str) -> Late:
    words = any_of("roles", "closing", language_in("roles", language))
    # A closing stands on a line of its own, which it may share with a name of who is greeted.
    line = rf"(?:^|[\n\u2029])[\W_]*{words}(?!\w)[^\n\u2029]{{0,40}}(?=[\n\u2029])"
    return Late(line, re.IGNORECASE)


def writer_of(text: str, parties: Parties) -> int | None:
    """The number of the party that signs the letter `text`; None where none or several do.

    >>> from citykg.loaders.roles import Parties
    >>> letter = "Dear Porto, thank you.", "Yours sincerely,", "City of Austin"
    >>> writer_of(chr(10).join(letter), Parties(["Porto", "Austin"], "en"))
    1
    """
    if len(parties.names) != _PAIR:
        return None
    closings = list(_closing(parties.language).finditer(text))
    if not closings:
        return None
    end = closings[-1].end()
    signed = {name.party for name in parties.named(text[end : end + _SIGNED])}
    return signed.pop() if len(signed) == 1 else None


def with_writer(text: str, named: Sequence[Named], words: RoleWords, writer: int) -> list[Named]:
    """The names, with "we" and "our city" for who writes, "you" for who is written to."""
    patterns = (
        (words.we, writer),
        (words.our_city, writer),
        (words.you, 1 - writer),
        (words.your_city, 1 - writer),
    )
    persons = [
        # Of no length: "recibimos" is the verb as well.
        Named(party, mark.start(), mark.start())
        for pattern, party in patterns
        for mark in pattern.finditer(text)
    ]
    return sorted({*named, *persons}, key=lambda name: name.start)
