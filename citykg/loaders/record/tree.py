"""The tree of a record file: mappings, lists and words, each knowing where it stands.

JSON and YAML are read into the same tree.  A word is kept as it is written: whether it is a number
or a country is decided by the field it stands in, so that `no` is a word and not a falsehood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 24
"""Mappings and lists inside one another; what `citykg read` prints has 7."""
MAX_NODES = 500_000
MAX_CHARACTERS = 100_000
"""Characters of one value."""
_BLANK = " "


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a record file at `[start, end)` of its text, without the quotes around it."""

    kind: str
    """`mapping`, `list`, `words`, `number` (a JSON number) or `nothing` (null, or left blank)."""
    start: int
    end: int
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    """The keys, which are words, and their values."""
    masked: str = ""
    """Of words: `[start, end)` with each escape masked, of the same length."""

    @property
    def is_words(self) -> bool:
        """Whether the node is a scalar that says something."""
        return self.kind in {"words", "number"}

    def scalars(self) -> Iterator[Node]:
        """The words and numbers in it, keys too, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.is_words:
                yield node
            inner = [part for pair in node.pairs for part in pair] or node.items
            waiting.extend(reversed(inner))


class Mask:
    """The masked characters of a scalar: what an escape stands for, and joiners for the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def plain(self, text: str) -> None:
        """Add characters that stand for themselves."""
        self._parts.append(text)

    def escape(self, written: str, character: str) -> None:
        """Add an escape and the one character, or none, that it stands for."""
        if len(character) != 1 or (character < " " and character != "\n"):
            character = _BLANK if character else JOINER
        self._parts.append(character + JOINER * (len(written) - 1))

    def text(self) -> str:
        """What was added."""
        return "".join(self._parts)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is not reached."""

    kind: str
    start: int
    items: list[Node]
    keys: set[str]


class TreeBuilder:
    """Builds the tree from the values of a file in their order; raises DataError with the line."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._count = 0

    def error(self, offset: int, what: str) -> DataError:
        """The error, with the line of the character."""
        return DataError(f"{self.path}:{self.text.count(chr(10), 0, offset) + 1}: {what}")

    def check_length(self, start: int, end: int) -> None:
        """Raise DataError for a value that is too long to be one."""
        if end - start > MAX_CHARACTERS:
            what = f"a value has more than {MAX_CHARACTERS:,} characters; write it as a list"
            raise self.error(start, what)

    @property
    def depth(self) -> int:
        """How many mappings and lists are open."""
        return len(self._open)

    @property
    def inside(self) -> str:
        """What is open: `mapping`, `list` or nothing."""
        return self._open[-1].kind if self._open else ""

    @property
    def wants_key(self) -> bool:
        """Whether the next value is the key of a mapping."""
        return self.inside == "mapping" and len(self._open[-1].items) % 2 == 0

    def open(self, kind: str, start: int) -> None:
        """Begin a mapping or list."""
        if self.wants_key:
            raise self.error(start, "a key must be words; write it without brackets")
        if len(self._open) == MAX_DEPTH:
            raise self.error(start, f"is nested more than {MAX_DEPTH} deep; a plan is 7 deep")
        self._open.append(_Open(kind, start, [], set()))

    def close(self, end: int) -> None:
        """End the mapping or list that was opened last."""
        done = self._open.pop()
        start, items = done.start, tuple(done.items)
        if done.kind == "list":
            self.add(Node("list", start, end, items=items))
        else:
            pairs = tuple(zip(items[::2], items[1::2], strict=True))
            self.add(Node("mapping", start, end, pairs=pairs))

    def add(self, node: Node) -> None:
        """Add a value, or the key of one."""
        self._count += 1
        if self._count > MAX_NODES:
            raise self.error(node.start, f"holds more than {MAX_NODES:,} values; split it")
        if not self._open:
            self.root = node
            return
        inside = self._open[-1]
        if self.wants_key:
            key = node.masked.replace(JOINER, "")
            if key in inside.keys:
                raise self.error(
                    node.start, f"the key “{key}” stands twice in one mapping; keep one of them"
                )
            inside.keys.add(key)
        inside.items.append(node)


def masked_text(text: str, nodes: Iterable[Node]) -> str:
    """The text with all but the words of the scalars masked; line breaks stay."""
    parts: list[str] = []
    at = 0
    for node in nodes:
        parts.extend((_hidden(text[at : node.start]), node.masked))
        at = node.end
    parts.append(_hidden(text[at:]))
    return "".join(parts)


def _hidden(text: str) -> str:
    if text.isspace():
        return text
    return "".join(c if c in "\r\n" else _BLANK for c in text)
