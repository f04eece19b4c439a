"""Small signs of a PDF: raised digits, bullets of symbol fonts, ligatures."""

from __future__ import annotations

import re

_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_SYMBOL_FONT = re.compile(r"symbol|dingbat|wingding|webding", re.IGNORECASE)
_MONOSPACED = re.compile(r"courier", re.IGNORECASE)
_PRIVATE = range(0xE000, 0xF900)
_LETTER_BULLETS = frozenset("·•-–vqlnmuüØ§¨➢\u25aa\u25cf\u25a0")
"""What the bullets of symbol fonts are where a file gives them as the letters of their codes."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"[\d,;*†‡§¶()\[\]]+")
_UNIT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,3}\.?$")
_POWER = re.compile(r"[23]")
_LETTER_MARK = re.compile(r"[a-z]")
_LONG_NUMBER = re.compile(r"\d{3}$")

_LEAST_RISE = 0.12
_MOST_RAISED_SIZE = 0.87


def plain_sign(text: str, font: str) -> str:
    """The text of a run with ligatures as letters; a bullet of a symbol font is `•`."""
    if not text.isascii():
        text = text.translate(_LIGATURES)
    if len(text) != 1:
        return text
    if ord(text) in _PRIVATE:
        return "•"
    if _SYMBOL_FONT.search(font) and text in _LETTER_BULLETS:
        return "•"
    return text


def is_letter_bullet(text: str, font: str, next_font: str) -> bool:
    """Whether a lone `o` is the bullet that word processors set in a font of its own."""
    return text == "o" and bool(_MONOSPACED.search(font)) and not _MONOSPACED.search(next_font)


def attached(before: str, text: str, masked: str, rise: float, scale: float) -> tuple[str, str]:
    """The text and mask of a run that touches the word `before` it.

    `rise` is how far its line stands above that of the word, and `scale` how large its font is,
    both in sizes of the word's font.  A raised number is a power where a unit stands before it
    (`km2`); else it is the mark of a footnote, which is written raised and is no part of the value.

    >>> attached("km", "2", "2", 0.4, 0.6)
    ('2', '2')
    >>> attached("530,000", "1", "1", 0.4, 0.6)
    ('¹', ' ')
    """
    if rise < _LEAST_RISE or scale > _MOST_RAISED_SIZE:
        return text, masked
    blank = " " * len(text)
    if _MARK.fullmatch(text):
        if _POWER.fullmatch(text) and _UNIT.search(before):
            return text, masked
        return text.translate(_RAISED), blank
    if _LETTER_MARK.fullmatch(text) and _LONG_NUMBER.search(before):
        return text, blank
    return text, masked
