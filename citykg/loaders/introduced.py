"""Parties that no label names: those that a title or a sentence introduces.

A party is introduced by its country in brackets ("Larissa (Greece, 162,591 residents)"), or by a
text that names two places side by side and goes on to speak of both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block
from citykg.loaders.labels import fold, known_wordings
from citykg.loaders.lines import Span, trimmed
from citykg.loaders.markup import JOINER, clean
from citykg.loaders.places import aliases_of, countries_in, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.places import Name

_MENTIONS = 3
"""How often a text speaks of a party that has no country, the title included, at least."""
_MAX_NAME_WORDS = 5
_SIDE_BY_SIDE = 4
"""A line that lists more places with their countries is no title."""
_SPOKEN = 2
_MOST = 12
"""A text that introduces more places is about something else."""

# Grammar of names, not words of one language: capitals, joined by the small words of names.
_SMALL = (
    "(?:a|al|am|an|da|das|de|del|della|der|di|do|dos|du|el|en|im|la|las|le|les|los|of|on|sur|upon"
    "|und|y)"
)
_LETTER = r"(?:[^\W\d_]|\u2060)"  # an entity leaves word joiners behind
_CAPITAL = rf"[^\W\d_a-zß-öø-ÿ]{_LETTER}*(?:[.'’-]{_LETTER}+)*"
_GAP = r"\u2060*[ \u00a0]\u2060*"  # mark-up leaves word joiners behind
_NAME = rf"{_CAPITAL}(?:{_GAP}(?:{_SMALL}{_GAP}){{0,2}}{_CAPITAL}){{0,3}}"
_BRACKETS = r"[\s\u2060]*\((?P<{}>[^()]{{2,80}})\)"
_JOINED = re.compile(
    rf"(?<![^\s(“\"«:*])(?P<one>{_NAME})(?:{_BRACKETS.format('first')})?"
    r"\s+(?:and|with|y|con|com|e|ed|et|avec|und|mit|och|med|&|[-–—/·×])\s+"
    rf"(?P<two>{_NAME})(?:{_BRACKETS.format('second')})?"
)
_INTRODUCED = re.compile(
    rf"(?<![^\s(“\"«:*])(?P<name>{_NAME})[*_\u2060]*{_BRACKETS.format('about')}"
)
_FACTS = re.compile(r"\s*[:,–—-]\s*(?=[^.!?\n]{0,120}\d)[^.!?\n\u2029]*(?:\.\d[^.!?\n\u2029]*)*")


def parties_introduced(masked: str, lines: Iterable[Span]) -> list[Span]:
    """The cells of two parties or more that lines of a text introduce, or none.

    A cell holds a name and what stands in brackets behind it; where it begins a line, also the
    facts that follow.
    """
    lines = list(lines)
    for line in lines:
        found = _side_by_side(masked, line)
        if found:
            return found
    return _with_countries(masked, lines)


def countries_alone(masked: str, lines: list[Span]) -> list[Block]:
    """The block of a line that holds countries and nothing else; it is taken out of the lines."""
    for line in lines:
        start, end = line
        named = countries_in(masked[start:end])
        between = masked[start:end]
        for _, a, b in reversed(named):
            between = between[:a] + between[b:]
        if len(named) > 1 and not between.strip(" ,;/|–—-\u2060"):
            lines.remove(line)
            return [
                Block(("country",), (start, start), [[(start + a, start + b)] for _, a, b in named])
            ]
    return []


def _side_by_side(masked: str, line: Span) -> list[Span]:
    """Two names or more that stand side by side, each with its country or spoken of again."""
    start, end = line
    line_of = masked[start:end]
    listed = names_in(line_of, many=True)
    if 1 < len(listed) <= _SIDE_BY_SIDE and all(_is_named(line_of, name) for name in listed):
        ends = [name.start for name in listed[1:]] + [end - start]
        return [
            trimmed(
                masked,
                start + name.start + _opening(line_of[name.start : name.end]),
                _closed(masked, start + name.start, start + stop),
            )
            for name, stop in zip(listed, ends, strict=True)
        ]
    for match in _JOINED.finditer(masked, start, end):
        named = all(_is_country(match[group]) for group in ("first", "second"))
        if named or all(_is_spoken_of(masked, match[group]) for group in ("one", "two")):
            return [_span(match, "one", "first"), _span(match, "two", "second")]
    return []


def _with_countries(masked: str, lines: Iterable[Span]) -> list[Span]:
    """The names that stand with a country in brackets, each once, anywhere in the lines."""
    found: dict[str, Span] = {}
    for start, end in lines:
        for match in _INTRODUCED.finditer(masked, start, end):
            if not countries_in(match["about"]):
                continue
            last = match.end()
            if not masked[start : match.start()].strip(" *_•-–\t\u2060\u2029"):
                facts = _FACTS.match(masked, last, end)
                last = facts.end() if facts else last
            if not _is_spoken_of(masked, match["name"], _SPOKEN):
                continue  # a list of twin towns names each once
            found.setdefault(fold(clean(match["name"])), trimmed(masked, match.start(), last))
    return list(found.values()) if 1 < len(found) <= _MOST else []


def _span(match: re.Match[str], name: str, about: str) -> Span:
    start = match.start(name) + _opening(match[name])
    return start, match.end(about) + 1 if match[about] else match.end(name)


def _opening(name: str) -> int:
    """How many characters stand before a name: "How Porto", "Samarbete mellan Malmö"."""
    words = known_wordings()
    first, _, rest = name.partition(" ")
    length = len(first) + 1 if rest and words.is_small(first) else 0
    at = 0
    for word in name.split(" ")[:-1]:
        at += len(word) + 1
        if words.is_joining(word):
            length = max(length, at)
    return length


def _closed(masked: str, start: int, end: int) -> int:
    """The end of a listed name: behind its brackets, before what joins it to the next."""
    bracket = masked.find(")", start, end)
    return bracket + 1 if bracket >= 0 else end


def _is_country(text: str | None) -> bool:
    return bool(text and countries_in(text))


def _is_named(text: str, name: Name) -> bool:
    """Whether a name stands with its country, as a party is introduced."""
    return bool(name.country) and len(text[name.start : name.end].split()) <= _MAX_NAME_WORDS


def _is_spoken_of(masked: str, name: str, times: int = _MENTIONS) -> bool:
    """Whether a text speaks of a name again and again, in full or in short.

    A word that also stands in lower case is no name of a place.
    """
    whole, plain = clean(name), masked.replace(JOINER, "")
    spoken = {whole, whole.rsplit(maxsplit=1)[-1], *aliases_of(whole)}
    return any(
        len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", plain, re.IGNORECASE)) >= times
        and not re.search(rf"(?<![\w.@/-]){re.escape(word.lower())}(?![\w.@/-])", plain)
        for word in spoken
    )
