"""Links of themes, as plans word them, to the fields of cooperation.

A theme is a field where it is one of the field's names, but for case and punctuation; it is
narrower than a field where one of the field's names is part of it: `circular economy of textiles`.
What merely sounds alike is left open, for a person to decide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.graph.iris import same_name
from citykg.links.findings import Candidate, Found, Open
from citykg.links.mapping import TOOL, Mapping
from citykg.ontology.terms import Semapv, Skos

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.links.held import Held
    from citykg.links.things import Field, Theme

_NAME: Final = "Fields of cooperation"
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MOST_WORDS: Final = 8
_PART: Final = 0.7
"""How sure it is that a theme belongs into a field whose name is part of its own."""


def link_themes(held: Held) -> Found:
    """The mappings of all themes; those in which no field's name stands are left open."""
    names = _Names(held.fields)
    mappings: list[Mapping] = []
    left: list[Open] = []
    for theme in held.themes:
        whole = names.of(theme)
        if len(whole) == 1:
            mappings += (_mapping(theme, field, label, is_whole=True) for field, label in whole)
        elif whole:
            left.append(_doubt(theme, [field for field, _ in whole]))
        elif parts := names.within(theme):
            mappings += (_mapping(theme, field, name, is_whole=False) for field, name in parts)
        else:
            reason = "no field's name stands in it"
            left.append(Open(_NAME, theme.iri, theme.labels[0][0], "unknown", reason))
    return Found(tuple(mappings), tuple(left))


class _Names:
    """The names of the fields, by what all spellings of one share, and by language."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields: dict[str, dict[str, Field]] = {}
        self._languages: dict[tuple[str, str], Field] = {}
        for field in fields:
            for label, language in field.labels:
                self._fields.setdefault(same_name(label), {})[field.iri] = field
                self._languages[same_name(label), language] = field

    def of(self, theme: Theme) -> list[tuple[Field, str]]:
        """The fields of which the theme is a name, each with the wording that says so."""
        found: dict[str, tuple[Field, str]] = {}
        for label, _ in theme.labels:
            for field in self._fields.get(same_name(label), {}).values():
                found.setdefault(field.iri, (field, label))
        return list(found.values())

    def within(self, theme: Theme) -> list[tuple[Field, str]]:
        """The fields whose names are parts of the theme, the longest names first taken."""
        found: dict[str, tuple[Field, str]] = {}
        for label, language in theme.labels:
            words = [(match.start(), match.end()) for match in _WORD.finditer(label)]
            at = 0
            while at < len(words):
                last = min(at + _MOST_WORDS, len(words))
                for end in range(last, at, -1):
                    part = label[words[at][0] : words[end - 1][1]]
                    field = self._languages.get((same_name(part), language))
                    if field is not None:
                        found.setdefault(field.iri, (field, part))
                        at = end
                        break
                else:
                    at += 1
        return list(found.values())


def _mapping(theme: Theme, field: Field, label: str, *, is_whole: bool) -> Mapping:
    says = "is a name of the field" if is_whole else "a name of the field, is part of it"
    return Mapping(
        subject_id=theme.iri,
        predicate_id=Skos.exactMatch if is_whole else Skos.broadMatch,
        object_id=field.iri,
        subject_label=theme.labels[0][0],
        object_label=field.labels[0][0],
        justification=Semapv.LexicalMatching,
        confidence=1.0 if is_whole else _PART,
        tool=TOOL,
        comment=f"{label!r}{' ' if is_whole else ', '}{says}",
    )


def _doubt(theme: Theme, fields: list[Field]) -> Open:
    reason = "its wordings are names of several fields"
    candidates = tuple(Candidate(field.iri, field.labels[0][0]) for field in fields)
    return Open(_NAME, theme.iri, theme.labels[0][0], "doubt", reason, candidates)
