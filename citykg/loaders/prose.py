"""News and case studies: a text without labels, whose title or first lines name the parties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block, Fields
from citykg.loaders.labels import normal
from citykg.loaders.lines import Span, lines_of, trimmed
from citykg.loaders.markup import clean
from citykg.loaders.places import is_country, names_in
from citykg.loaders.templates import template
from citykg.loaders.tongue import tongue_of

if TYPE_CHECKING:
    from citykg.loaders.document import Document
    from citykg.loaders.places import Name

_OPENING = 4
"""The lines among which the parties are looked for: title, subtitle, place and date, lead."""
_MAX_NAME_WORDS = 4
_MENTIONS = 3
"""How often a text speaks of its parties, the title included, at least."""
_SENTENCES = 2
_SENTENCE = re.compile(r"[.!?][\"”’»)]*\s+[\"“‘«(¿¡]?[^\W\d_a-z]")
_JOINED = re.compile(
    r"(?<![^\s(“\"«:])(?P<one>[^\W\d_a-z][^\W\d]*(?:[ '’-][^\W\d_a-z][^\W\d]*){0,3})"
    r"(?:\s*\((?P<first>[^()]{2,40})\))?"
    r"\s+(?:and|y|e|et|und|och|&|[-–—/])\s+"
    r"(?P<two>[^\W\d_a-z][^\W\d]*(?:[ '’-][^\W\d_a-z][^\W\d]*){0,3})"
    r"(?:\s*\((?P<second>[^()]{2,40})\))?"
)


def prose_fields(document: Document) -> Fields | None:
    """The parties and the prose of a text, or None if it names no two that it speaks of."""
    masked = document.masked
    words = f" {normal(masked)} "
    if not any(f" {mark} " in words for mark in template("prose").marks):
        return None
    lines = [trimmed(masked, *line) for line in lines_of(masked)]
    lines = [line for line in lines if line[0] < line[1]]
    parties = next((found for line in lines[:_OPENING] if (found := _parties(masked, line))), [])
    if len(parties) < 2:
        return None
    title = lines[0]
    body = [line for line in lines[1:] if _SENTENCE.search(masked, *line) or _ends(masked, line)]
    if len(body) < 1 or sum(len(masked[a:b].split()) for a, b in body) < 12 * _SENTENCES:
        return None
    start = parties[0][0]
    named = Block(("city",), (start, start), [[party] for party in parties])
    told = Block(("activities", "outputs"), (body[0][0], body[0][0]), [body])
    language = tongue_of(clean(masked[body[0][0] : body[-1][1]]), "en")
    return Fields(document, language, (named, told), (title,), prose=True)


def _ends(masked: str, line: Span) -> bool:
    """Whether a line ends as a sentence does."""
    return masked[line[0] : line[1]].rstrip('"”’»)')[-1:] in ".!?"


def _parties(masked: str, line: Span) -> list[Span]:
    """The parties that a line names and the text speaks of: with their countries, or again."""
    for match in _JOINED.finditer(masked, *line):
        spans = [_with_country(match, "one", "first"), _with_country(match, "two", "second")]
        named = all(is_country(clean(match[group] or "")) for group in ("first", "second"))
        if named or all(_is_spoken_of(masked, match[group]) for group in ("one", "two")):
            return spans
    start, end = line
    listed = names_in(masked[start:end], many=True)
    if len(listed) > 1 and all(_is_named(masked[start:end], name) for name in listed):
        return [(start + name.start, start + name.end) for name in listed]
    return []


def _with_country(match: re.Match[str], name: str, country: str) -> Span:
    end = match.end(country) + 1 if match[country] else match.end(name)
    return match.start(name), end


def _is_named(text: str, name: Name) -> bool:
    """Whether a name stands with its country, as a party is introduced."""
    return bool(name.country) and len(text[name.start : name.end].split()) <= _MAX_NAME_WORDS


def _is_spoken_of(masked: str, name: str) -> bool:
    """Whether a text speaks of a name again and again."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", masked)) >= _MENTIONS
