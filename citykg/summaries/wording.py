"""The words of a value as a file can hold them: one line, and no sign that the layout reads."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BULLETS = re.compile("[•·▪▫◦‣●○■□◆◇►▶➢➤✓✔❖⁃∙\uf0b7§]")
# What is put in the place of a sign that a layout reads as its own.
BULLET, PIPE, LESS = "‧", "¦", "‹"
# Full-width forms, which the reader of a text takes for the plain ones.
_NARROW = {0xFF01 + n: 0x21 + n for n in range(94) if n != 0x5B}
_TAG = re.compile(r"<(?=[a-zA-Z/!])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_BOLD = re.compile(r"\*\*|__")
_MARKDOWN = re.compile(r"[\\`*_\[\]#~]")
TEXT_LAYOUTS = frozenset(("ilap", "md"))


def one_line(text: str) -> str:
    """The text with single blanks for white space and control characters."""
    return _CONTROL.sub(" ", text.replace("\u2060", "")).strip()


def said_words(text: str, layout: str) -> str:
    """The words as a reader of the layout gets them."""
    text = one_line(text)
    if layout in TEXT_LAYOUTS:
        text = text.translate(_NARROW)
        text = one_line(_BULLETS.sub(BULLET, _INVISIBLE.sub("", text)))
        text = _TAG.sub(LESS, text).replace("|", PIPE)
    return text


def written_words(text: str, layout: str) -> str:
    """The words as they stand in a file of the layout."""
    text = said_words(text, layout)
    if layout in TEXT_LAYOUTS:
        text = _ENTITY.sub("&amp;", text)
    if layout == "ilap":
        # Bold print is read as such in plain text too.
        text = _BOLD.sub(lambda sign: f"&#{ord(sign[0][0])};" * 2, text)
    if layout == "md":
        # An entity is never mark-up; a backslash would be a character of the value.
        text = _MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", text)
    return text
