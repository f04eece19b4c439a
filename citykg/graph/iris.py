"""The readable part of an IRI, made from a name: `Łódź` keeps itself, `A/B` becomes `a-b`.

Names are compared in Unicode's canonical caseless way (NFC, case-folded), so `ÉVRY` and a
decomposed `évry` are one name.  A slug holds letters, marks and digits of any script, joined
by `-`; `segment` percent-encodes it (RFC 3987, section 3.1), so that an IRI is plain ASCII and
holds nothing that a name could use to leave its place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category, normalize
from urllib.parse import quote

from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

LONGEST_SLUG = 60
"""Characters; a longer name is cut at a word's end."""

_ASCII_GAPS = re.compile(r"[^0-9a-z]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"))
_BASE = re.compile(r"https?://[\w.~%-]+(:\d{1,5})?/([\w.~!$&'()*+,;=:@%/-]*/)?", re.ASCII)
_ADDRESS = re.compile(
    r"https?://[\w.~%-]+(:\d{1,5})?([/?#][\w.~!$&'()*+,;=:@%/?#-]*)?",
    re.ASCII | re.IGNORECASE,
)
_UNRESERVED = re.compile(r"[\w.~-]*", re.ASCII)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

K = TypeVar("K", bound="Hashable")


def folded(name: str) -> str:
    """The name as it is compared: canonical, caseless."""
    return normalize("NFC", normalize("NFD", name).casefold())


@lru_cache(maxsize=65536)
def same_name(name: str) -> str:
    """What all spellings of one name share: case, spaces, hyphens and full stops are ignored.

    >>> same_name("Stoke-on-Trent") == same_name("STOKE ON  TRENT")
    True
    >>> same_name("A/B") == same_name("A-B")
    False
    """
    text = folded(name).translate(_APOSTROPHES)
    if text.isascii():
        loose = text.replace("-", " ").replace(".", " ")
    else:
        loose = "".join(" " if c == "." or category(c) == "Pd" else c for c in text)
    return " ".join(loose.split()).rstrip(" ,;:") or text


def without_accents(name: str) -> str:
    """The name without its marks: `Québec` and `Quebec` are one region of a country."""
    bare = "".join(c for c in normalize("NFD", same_name(name)) if category(c) != "Mn")
    return bare or name


@lru_cache(maxsize=65536)
def slug(name: str, longest: int = LONGEST_SLUG) -> str:
    """The name as words joined by `-`, in its own script; never empty.

    >>> slug("Creating inclusive & sustainable economies.")
    'creating-inclusive-sustainable-economies'
    """
    text = folded(name)
    if text.isascii():
        words = _ASCII_GAPS.sub(" ", text).split()
    else:
        words = "".join(c if category(c)[0] in "LMN" else " " for c in text).split()
    if not words:
        return "x-" + digest(text)[:8]
    joined = "-".join(words)
    if len(joined) <= longest:
        return joined
    cut = joined[: longest + 1].rpartition("-")[0]
    return cut or joined[:longest]


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """The text as one segment of an IRI's path: percent-encoded UTF-8."""
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="-")


def digest(text: str) -> str:
    """The SHA-256 of the text in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def apart(candidates: Mapping[K, Sequence[str]]) -> dict[K, str]:
    """Each key's name: its first candidate, or a later one where two keys want the same.

    All who clash move on together, so the outcome does not depend on any order.  The last
    candidates must differ from each other.
    """
    step = dict.fromkeys(candidates, 0)
    while True:
        holders: dict[str, list[K]] = {}
        for key, names in candidates.items():
            holders.setdefault(names[step[key]], []).append(key)
        moved = False
        for keys in holders.values():
            if len(keys) > 1:
                for key in keys:
                    if step[key] + 1 < len(candidates[key]):
                        step[key] += 1
                        moved = True
        if not moved:
            return {key: names[step[key]] for key, names in candidates.items()}


def checked_base(base: str) -> str:
    """The base, if IRIs can be made by writing behind it; raises UsageError."""
    if not _BASE.fullmatch(base) or _BAD_PERCENT.search(base):
        raise UsageError(
            # A '#' would be the second one in the IRI of a passage.
            f"The base {base!r} cannot carry names: give an http(s) address"
            " that ends in '/', such as https://example.org/id/."
        )
    return base


def web_address(text: str) -> str | None:
    """The text as an http(s) IRI, percent-encoded where needed; None where it is not one."""
    address = quote(text.strip(), safe="!#$%&'()*+,/:;=?@~-._")
    if not _ADDRESS.fullmatch(address) or address.count("#") > 1 or _BAD_PERCENT.search(address):
        return None
    return address
