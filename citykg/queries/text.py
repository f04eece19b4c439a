"""A query's text with insertions, and the way back from a position in it to what the user wrote."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.ontology.terms import PREFIXES
from citykg.queries.tokens import place, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.queries.tokens import Token


@dataclass(frozen=True, slots=True)
class Edited:
    """The text an engine gets, and what was put into the original, in the order of offsets."""

    text: str
    insertions: tuple[tuple[int, str], ...] = ()

    def original_position(self, line: int, column: int) -> tuple[int, int]:
        """The line and column (from 1) in the original of a position in the edited text."""
        lines = self.text.split("\n")
        before = sum(len(one) + 1 for one in lines[: line - 1])
        offset = before + column - 1
        shift = 0
        for at, inserted in self.insertions:
            start = at + shift
            if offset < start:
                break
            # A position inside an insertion is the place where it was put.
            shift += min(len(inserted), offset - start)
        original = self.original[: offset - shift]
        return original.count("\n") + 1, len(original) - original.rfind("\n")

    @property
    def original(self) -> str:
        """The text before the insertions."""
        parts = []
        position = 0
        shift = 0
        for at, inserted in self.insertions:
            parts.append(self.text[position : at + shift])
            shift += len(inserted)
            position = at + shift
        parts.append(self.text[position:])
        return "".join(parts)


def edited(text: str, insertions: Iterable[tuple[int, str]]) -> Edited:
    """The text with each string put in at its offset; the line breaks stay as they are."""
    ordered = tuple(sorted(insertions, key=lambda insertion: insertion[0]))
    parts = []
    position = 0
    for at, inserted in ordered:
        parts += [text[position:at], inserted]
        position = at
    parts.append(text[position:])
    return Edited("".join(parts), ordered)


def names_of(text: str) -> tuple[dict[str, str], list[Token]]:
    """The prefixes that a query declares, with their namespaces, and its prefixed names."""
    declared: dict[str, str] = {}
    names: list[Token] = []
    declares, prefix = False, ""
    for token in tokens(text):
        if token.kind == "name" and declares:
            prefix = token.text.partition(":")[0]
            declared[prefix] = ""
        elif token.kind == "name":
            names.append(token)
        elif token.kind == "iri" and prefix in declared and not declared[prefix]:
            declared[prefix] = token.text[1:-1]
        declares = token.is_word("PREFIX")
    return declared, names


def missing_prefixes(text: str) -> str:
    """PREFIX declarations, on one line, of the known prefixes that a query uses undeclared.

    Raises a UsageError for a prefix that is neither declared nor known.
    """
    declared, names = names_of(text)
    used: dict[str, int] = {}
    for token in names:
        used.setdefault(token.text.partition(":")[0], token.start)
    wanted = sorted(used.keys() - declared.keys() - {"_"})
    for prefix in wanted:
        if prefix not in PREFIXES:
            near = get_close_matches(prefix, PREFIXES, 1)
            hint = f" Did you mean {near[0]}:?" if near else ""
            raise UsageError(
                f"{place(text, used[prefix])}: the prefix {prefix}: is not declared.{hint}"
            )
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in wanted)
