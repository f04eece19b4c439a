"""Mark-up masked with characters of the same length, so that every offset stays true.

Tags, entities and Markdown signs carry structure, not words.  What they say of the structure is
kept: a table cell becomes a tab, a paragraph a PARAGRAPH sign, a list item a bullet.
"""

from __future__ import annotations

import html
import re

PARAGRAPH = "\u2029"
"""Stands where a block of text begins or ends; Unicode's own paragraph separator."""

JOINER = "\u2060"
"""Stands for a character that is not there: the rest of an entity; Unicode's word joiner."""

BLANK = rf"[\s{JOINER}]+"
"""What stands between two words, for regular expressions over masked text."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>|<![^<>]*>", re.DOTALL)
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).)*-->", re.DOTALL)
_INVISIBLE = "\u00ad\u200b\ufeff"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n*_]*?\S)\1")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])", re.MULTILINE)

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr html main nav ol p pre section table tbody tfoot thead tr ul".split()
)


def mask(text: str) -> str:
    """The text with its mark-up masked; `len(mask(text)) == len(text)`.

    >>> mask("<p>Key <u>challenges</u>:</p>").replace(PARAGRAPH, "|")
    '|  Key    challenges    :|   '
    """
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, JOINER)
    if "<" in text:
        text = _COMMENT.sub(_mask_tag, text)
        text = _TAG.sub(_mask_tag, text)
    if "&" in text:
        text = _ENTITY.sub(_mask_entity, text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(lambda m: JOINER * 2 + m[2] + JOINER * 2, text)
    if "#" in text:
        text = _HEADING.sub(lambda m: " " * len(m[0]), text)
    return text


def clean(masked: str) -> str:
    """The words of a run of masked text: no masks, single spaces, trimmed."""
    return " ".join(masked.replace(JOINER, "").split())


def _mask_tag(match: re.Match[str]) -> str:
    whole = match[0]
    closing, name = match.groups() if match.re is _TAG else ("", "")
    name = (name or "").lower()
    if name == "li":
        first = PARAGRAPH if closing else "•"
    elif name in ("td", "th"):
        first = " " if closing else "\t"
    elif name in _BLOCKS:
        first = PARAGRAPH
    else:
        # An inline tag is no border: CO<sub>2</sub> is one word.
        return re.sub(r"[^\r\n]", JOINER, whole)
    # A line break inside a tag stays one: the lines of the file are lines of its rows.
    rest = re.sub(r"[^\r\n]", " ", whole[1:]) if "\n" in whole else " " * (len(whole) - 1)
    return first + rest


def _mask_entity(match: re.Match[str]) -> str:
    plain = html.unescape(match[0])
    if len(plain) != 1:  # not an entity that HTML knows
        return match[0]
    if plain in "\0\r\n\t":
        plain = " "
    return plain + JOINER * (len(match[0]) - 1)
