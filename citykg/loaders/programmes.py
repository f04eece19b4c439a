"""Names of cooperation programmes: those we know, and acronyms in the place of one."""

from __future__ import annotations

import re

# The EU's programmes, with their regional branches; each acronym stands for itself.
_KNOWN = re.compile(
    r"\b(?:IURC|IUC|EU-Canada Urban Policy Cooperation|"
    r"International Urban (?:and Regional )?Cooperation(?: Program(?:me)?)?)"
    r"(?:[-–](?:NA|LAC|LA|Asia|AA|EU|India|China|Japan|Korea|ASEAN)\b|\s\([A-Z][\w &]{1,24}\))?"
)
_ACRONYM = re.compile(
    r"^\W*(?P<name>[A-Z][A-Z0-9]{1,11}(?:[-–][A-Z]{2,5})?)\s+(?=(?:Integrated|Local|Urban|Action|City|"
    r"Cooperation|Pairing|Plan|Programme|Program)\b)"
)


def programme_in(text: str) -> tuple[int, int] | None:
    """Where a title or contact line names the programme.

    >>> text = "IUC-NA Integrated Local Action Plan (iLAP) Summary"
    >>> text[slice(*programme_in(text))]
    'IUC-NA'
    """
    match = _KNOWN.search(text)
    if match:
        return match.span()
    match = _ACRONYM.search(text)
    return match.span("name") if match else None
