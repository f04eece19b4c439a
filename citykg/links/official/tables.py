"""A table of labels, as people export them: `iri`, then `label_en` and so on for each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.ontology.terms import Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

HEAD: Final = b"iri\t"
"""How such a table begins."""

_LANGUAGE: Final = re.compile(r"label_([a-z]{2,3})")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")


def read_table(text: str, where: str) -> Iterator[Triple]:
    """Yield the preferred labels of a table; raises DataError with the line where it is wrong."""
    import pyoxigraph as ox

    lines = text.split("\n")
    named = [_LANGUAGE.fullmatch(name) for name in lines[0].rstrip("\r").split("\t")[1:]]
    languages = [match[1] for match in named if match]
    if len(languages) < len(named) or len(set(languages)) < len(languages):
        raise DataError(f"{where}:1: the columns are to be iri, label_en, label_fr and so on.")
    preferred = ox.NamedNode(Skos.prefLabel)
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        iri, *labels = line.rstrip("\r").split("\t")
        if len(labels) != len(languages):
            raise DataError(
                f"{where}:{number}: has {len(labels) + 1} columns of {len(languages) + 1}:"
                " it is cut off or no table of labels."
            )
        try:
            subject = ox.NamedNode(iri)
            for language, label in zip(languages, labels, strict=True):
                if label.strip():
                    words = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), label)
                    yield ox.Triple(subject, preferred, ox.Literal(words, language=language))
        except ValueError:
            # Half of a surrogate pair is no character, either.
            raise DataError(f"{where}:{number}: {iri[:100]!a} or its label is no term.") from None
