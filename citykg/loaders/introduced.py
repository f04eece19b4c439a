"""Parties that no label names: those that a title or a sentence introduces.

A party is introduced by its country in brackets ("Larissa (Greece, 162,591 residents)"), by a text
that names two places side by side and goes on to speak of both, by an agreement that says between
whom it is, or by its office where the text speaks of it again and again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.agreements import ends_with_office, official_names, parties_to_agreement
from citykg.loaders.fields import Block
from citykg.loaders.known_cities import is_known_city
from citykg.loaders.labels import fold, known_wordings
from citykg.loaders.lines import Span, trimmed
from citykg.loaders.markup import JOINER, clean
from citykg.loaders.places import aliases_of, bare_name, countries_in, is_country, names_in
from citykg.loaders.proper_names import NAME
from citykg.loaders.times import same_length
from citykg.loaders.tongue import small_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.loaders.places import Name

_MENTIONS = 3
"""How often a text speaks of a party that has no country, the title included, at least."""
_MAX_NAME_WORDS = 5
_SIDE_BY_SIDE = 4
"""A line that lists more places with their countries is no title."""
_SPOKEN = 2
_PAIR = 2
_MOST = 12
"""A text that introduces more places is about something else."""

_BRACKETS = r"[\s\u2060]*\((?P<{}>[^()]{{2,80}})\)"
_JOINED = re.compile(
    rf"(?<![^\s(“\"«:*\u2060])(?P<one>{NAME})(?:{_BRACKETS.format('first')})?"
    r"\s+(?:and|with|y|con|com|e|ed|et|avec|und|mit|och|med|&|[-–—/·×])\s+"
    rf"(?P<two>{NAME})(?:{_BRACKETS.format('second')})?"
)
_INTRODUCED = re.compile(
    rf"(?<![^\s(“\"«:*\u2060])(?P<name>{NAME})[*_\u2060]*{_BRACKETS.format('about')}"
)
_LISTED = re.compile(rf"(?<![^\s(“\"«:*\u2060])(?P<name>{NAME}),\s+$")
_CAPITALS = re.compile(NAME)
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
    return (
        _agreed(masked, lines) or _with_countries(masked, lines) or _spoken_of_most(masked, lines)
    )


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
            pair = [_span(match, "one", "first"), _span(match, "two", "second")]
            return [*(() if named else _listed_before(masked, start, pair[0][0])), *pair]
    return []


def _listed_before(masked: str, start: int, at: int) -> list[Span]:
    """The names before the last two of a list, if the text speaks of them too."""
    found: list[Span] = []
    while (match := _LISTED.search(masked, start, at)) and _is_spoken_of(masked, match["name"]):
        found.insert(0, match.span("name"))
        at = match.start()
    return found


def _agreed(masked: str, lines: list[Span]) -> list[Span]:
    """The parties of an agreement, if the text speaks of each again."""
    if not lines:
        return []
    found = parties_to_agreement(masked, lines[0][0], lines[-1][1])
    return found if all(_is_party(masked, party, _SPOKEN) for party in found) else []


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
            begin = match.start() + _opening(match["name"])
            found.setdefault(fold(clean(masked[begin : match.end("name")])), (begin, last))
    if len(found) == 1:
        found.update(_with_offices(masked, lines, found))
    return sorted(found.values()) if 1 < len(found) <= _MOST else []


def _spoken_of_most(masked: str, lines: Iterable[Span]) -> list[Span]:
    """The two cities of the world that a text speaks of far more than of any other."""
    spans: dict[str, list[Span]] = {}
    for start, end in lines:
        for city in _known_cities(masked, start, end):
            key = aliases_of(clean(masked[slice(*city)]))[-1]
            spans.setdefault(key, []).append(city)
    plain = masked.replace(JOINER, "")
    scores: list[tuple[int, Span, bool]] = []
    for own in spans.values():
        start, end = own[0]
        if not _is_word(clean(masked[start:end]), plain):
            office = any(ends_with_office(masked, at) for at, _ in own)
            scores.append((len(own) + office, own[0], office))
    scores.sort(key=lambda score: (-score[0], score[1]))
    if len(scores) < _PAIR:
        return []
    first, second, *others = scores
    # A letter names who writes and to whom with their offices, and then says "we" and "you".
    officially = first[2] and second[2] and first[0] > _SPOKEN
    least = _SPOKEN if officially else _MENTIONS
    third = others[0][0] if others else 0
    clear = second[0] >= least and third * 2 <= second[0]
    return sorted([first[1], second[1]]) if clear else []


def _known_cities(masked: str, start: int, end: int) -> Iterator[Span]:
    """The names of cities in a line, the longest first where one is in another."""
    for match in _CAPITALS.finditer(masked, start, end):
        words = [word.span() for word in re.finditer(r"[^ \u00a0\u2060]+", match[0])]
        number = 0
        while number < len(words):
            for last in range(len(words) - 1, number - 1, -1):
                a, b = words[number][0], words[last][1]
                if is_known_city(match[0][a:b]) and not is_country(match[0][a:b]):
                    yield match.start() + a, match.start() + b
                    number = last
                    break
            number += 1


def _with_offices(masked: str, lines: Iterable[Span], known: Iterable[str]) -> dict[str, Span]:
    """The names that stand with their office and that the text speaks of again and again."""
    ways = {way for name in known for way in aliases_of(name)}
    found: dict[str, Span] = {}
    for start, end in lines:
        for party in official_names(masked, start, end):
            key = aliases_of(clean(masked[slice(*party)]))[-1]
            if key not in ways and key not in found and _is_party(masked, party, _MENTIONS):
                found[key] = party
    return found


def _is_party(masked: str, party: Span, times: int) -> bool:
    """Whether a text speaks of a name by its office so often, the office aside."""
    name = clean(masked[slice(*party)])
    bare, plain = bare_name(name), masked.replace(JOINER, "")
    ways = "|".join(re.escape(way) for way in {fold(bare), *aliases_of(name)})
    spoken = re.findall(rf"(?<!\w)(?:{ways})(?!\w)", same_length(plain))
    return len(spoken) >= times and not _is_word(bare, plain)


def _is_word(name: str, plain: str) -> bool:
    """Whether a name also stands in lower case: then it is none of a place."""
    return bool(re.search(rf"(?<![\w.@/-]){re.escape(name.lower())}(?![\w.@/-])", plain))


def _span(match: re.Match[str], name: str, about: str) -> Span:
    start = match.start(name) + _opening(match[name])
    return start, match.end(about) + 1 if match[about] else match.end(name)


def _opening(name: str) -> int:
    """How many characters stand before a name: "How Porto", "Samarbete mellan Malmö"."""
    words = known_wordings()
    first, _, rest = name.partition(" ")
    small = words.is_small(first) or fold(first) in small_words()
    # "Mit Yokohama", and "La Paz".
    length = len(first) + 1 if rest and small and not is_known_city(clean(name)) else 0
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
    folded = same_length(plain)
    return any(
        len(re.findall(rf"(?<!\w){re.escape(fold(word))}(?!\w)", folded)) >= times
        and not _is_word(word, plain)
        for word in spoken
    )
