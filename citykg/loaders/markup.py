"""Mark-up masked with characters of the same length, so that every offset stays true.

Tags, entities and invisible characters carry structure, not words.  What they say of the structure
is kept: a table cell becomes a tab, a paragraph a PARAGRAPH sign, a list item a bullet.
"""

from __future__ import annotations

import re
import unicodedata
from html.entities import html5

PARAGRAPH = "\u2029"
"""Stands where a block of text begins or ends; Unicode's own paragraph separator."""

JOINER = "\u2060"
"""Stands for a character that is not there: the rest of an entity; Unicode's word joiner."""

HEADING = "\x1d"
"""Stands right before the words of a heading; ASCII's group separator, which is a blank."""

BLANK = rf"[\s{JOINER}]+"
"""What stands between two words, for regular expressions over masked text."""

# Soft hyphens, marks of width zero, and signs that only say which way letters run.
_INVISIBLE = "\u00ad\u200b\ufeff\u200e\u200f\u061c" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# Full-width forms are the same characters, wider; the bar would cut a line into cells.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF5C}
_SAME_LENGTH = str.maketrans({**_WIDE, **{ord(sign): JOINER for sign in _INVISIBLE}, 0x3000: " "})
_REPLACED = re.compile(f"[{''.join(map(chr, _SAME_LENGTH))}]+")

_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)"
    r"(?:(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)?/?>|(?:\s[^<>]*)?/?>)|<![^<>]*>",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).)*-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LOOSE_ENTITY = re.compile(_ENTITY.pattern + "?")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n*_]*?\S)\1")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])", re.MULTILINE)

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main "
    "menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements of HTML that stand on lines of their own."""

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em embed font i iframe img input "
    "ins kbd label link mark meta nobr noscript object picture q s samp script small source span "
    "strike strong style sub sup svg time title tt u var wbr head path col colgroup".split()
)


_COMBINED = re.compile("[^\\W\\d_][\u0300-\u036f]+")


def composed(masked: str) -> str:
    """The masked text with a letter and its accents as one character, a word joiner for the rest.

    Some programs write `é` as two characters.  The length stays, and with it every offset.
    """
    if masked.isascii() or unicodedata.is_normalized("NFC", masked):
        return masked
    return _COMBINED.sub(_compose, masked)


def _compose(match: re.Match[str]) -> str:
    whole = unicodedata.normalize("NFC", match[0])
    return whole + JOINER * (len(match[0]) - len(whole))


def mask(text: str) -> str:
    """Plain text with the mark-up in it masked; `len(mask(text)) == len(text)`.

    >>> mask("<p>Key <u>challenges</u>:</p>").replace(PARAGRAPH, "|").replace(JOINER, "_")
    '|  Key ___challenges____:|   '
    """
    if "<" in text:
        text = _COMMENT.sub(_mask_tag, text)
        text = _TAG.sub(_mask_tag, text)
    if "&" in text:
        text = mask_entities(text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(lambda m: JOINER * 2 + m[2] + JOINER * 2, text)
    if "#" in text:
        text = _HEADING.sub(lambda m: " " * len(m[0]), text)
    return mask_characters(text)


def mask_characters(text: str) -> str:
    """The text without invisible characters; full-width forms are as narrow as others."""
    # Hardly a text has such signs: finding them is faster than asking each character.
    return text if text.isascii() else _REPLACED.sub(_same_length, text)


def _same_length(match: re.Match[str]) -> str:
    return match[0].translate(_SAME_LENGTH)


def mask_entities(text: str, *, loose: bool = False) -> str:
    """The text with each entity as the characters it stands for, then joiners.

    `loose` takes those without a semicolon too, as browsers do.
    """
    return (_LOOSE_ENTITY if loose else _ENTITY).sub(_mask_entity, text)


def clean(masked: str) -> str:
    """The words of a run of masked text: no masks, single spaces, trimmed."""
    if JOINER in masked:
        masked = masked.replace(JOINER, "")
    if masked.isprintable() and "  " not in masked:
        return masked.strip()  # the only blanks that are printable are spaces
    return " ".join(masked.split())


def _mask_tag(match: re.Match[str]) -> str:
    whole = match[0]
    closing, name = match.groups() if match.re is _TAG else ("", "")
    name = (name or "").lower()
    if name == "li":
        first = PARAGRAPH if closing else "•"
    elif name in ("td", "th"):
        first = " " if closing else "\t"
    elif name in BLOCKS:
        first = PARAGRAPH
    elif name and name not in _INLINE:
        return whole  # "<city name>" is a text in brackets
    else:
        # An inline tag is no border: CO<sub>2</sub> is one word.
        return re.sub(r"[^\r\n]", JOINER, whole)
    # A line break inside a tag stays one: the lines of the file are lines of its rows.
    rest = (
        re.sub(r"[^\r\n]", " ", whole[1:])
        if "\n" in whole or "\r" in whole
        else " " * (len(whole) - 1)
    )
    return first + rest


def _mask_entity(match: re.Match[str]) -> str:
    whole = match[0]
    if whole[1] == "#":
        from html import unescape

        plain, used = unescape(whole), len(whole)
    else:
        name = whole[1:]
        size = len(name)
        if name not in html5:
            # The longest name that is one without its semicolon: "&ampfoo" is "&foo".
            size = next((n for n in range(len(name), 1, -1) if name[:n] in html5), 0)
            if not size or whole.endswith(";"):
                return whole
        plain, used = html5[name[:size]], size + 1
    if len(plain) != 1 and len(plain) > used:
        return whole
    plain = "".join(" " if c in "\0\r\n\t\v\f\x85\u2028\u2029" else c for c in plain)
    return plain + JOINER * (used - len(plain)) + whole[used:]
