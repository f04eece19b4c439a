"""The grammar of proper names: capitals, joined by the small words that names have."""

from __future__ import annotations

# Grammar of names, not words of one language.
_SMALL = (
    "(?:a|al|am|an|da|das|de|del|della|der|di|do|dos|du|el|en|im|la|las|le|les|los|of|on|sur|upon"
    "|und|y)"
)
_LETTER = r"(?:[^\W\d_]|\u2060)"  # an entity leaves word joiners behind
_CAPITAL = rf"[^\W\d_a-zß-öø-ÿ]{_LETTER}*(?:[.'’-]{_LETTER}+)*"
_GAP = r"\u2060*[ \u00a0]\u2060*"  # mark-up leaves word joiners behind

NAME = rf"{_CAPITAL}(?:{_GAP}(?:{_SMALL}{_GAP}){{0,2}}{_CAPITAL}){{0,3}}"
"""A name of up to four words in capitals: `Vila Nova de Gaia`."""
