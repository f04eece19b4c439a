"""YAML as a tree that knows where each value stands: mappings, lists and words, nothing else.

Read from the parser's events and not from its nodes, so that depth is bounded and an alias is seen
before it is followed.  No tag, anchor or merge is understood: a plan needs none, and an alias can
make a small file large.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.record.tree import Mask, Node, TreeBuilder

if TYPE_CHECKING:
    from typing import Protocol

    from yaml.events import Event, NodeEvent, ScalarEvent

    class Mark(Protocol):
        """Where something stands."""

        index: int


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BREAK = r"(?:\r\n?|[\n\x85\u2028\u2029])"
_FOLDED = re.compile(rf"[ \t]*{_BREAK}(?:[ \t]|{_BREAK})*")
_BREAKS = re.compile(_BREAK)
_ESCAPE = re.compile(
    rf"\\(?:x[\da-fA-F]{{2}}|u[\da-fA-F]{{4}}|U[\da-fA-F]{{8}}|{_BREAK}(?:[ \t]|{_BREAK})*|.)"
)
_SHORT = {"n": "\n", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_LITERAL = frozenset('"/\\ \t')


def yaml_tree(text: str, path: str, start: int = 0) -> Node:
    """The tree of a YAML text from `start`; raises DataError, with the line, if it is none."""
    import yaml

    loader = getattr(yaml, "CLoader", yaml.Loader)
    reader = _Reader(text, path, start)
    try:
        for event in yaml.parse(text[start:], Loader=loader):
            reader.take(event)
    except yaml.reader.ReaderError as error:
        code = error.character if isinstance(error.character, int) else ord(error.character[:1])
        raise reader.tree.error(
            start + error.position, f"holds the character U+{code:04X}, which YAML cannot hold"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = start + mark.index if mark else start
        what = (error.problem or "it cannot be parsed").replace("\n", " ")
        raise reader.tree.error(
            min(at, len(text)), f"is not YAML ({what}); check the indentation and the quotes"
        ) from None
    return reader.tree.root or Node("nothing", start, start)


class _Reader:
    def __init__(self, text: str, path: str, start: int) -> None:
        self.text = text
        self.begin = start
        self.tree = TreeBuilder(text, path)
        self.documents = 0

    def take(self, event: Event) -> None:
        import yaml

        tree = self.tree
        at = self._at(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise tree.error(at, f"the alias *{event.anchor} is not followed; write it out")
        if isinstance(event, yaml.NodeEvent):
            self._refuse(event, at)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise tree.error(at, "a second document begins; write the plans as one list")
        elif isinstance(event, yaml.ScalarEvent):
            tree.add(self._scalar(event))
        elif isinstance(event, yaml.MappingStartEvent):
            tree.open("mapping", at)
        elif isinstance(event, yaml.SequenceStartEvent):
            tree.open("list", at)
        elif isinstance(event, yaml.CollectionEndEvent):
            tree.close(self._at(event.end_mark))

    def _at(self, mark: Mark | None) -> int:
        """The offset of a mark in the text."""
        return self.begin + (mark.index if mark else 0)

    def _refuse(self, event: NodeEvent, at: int) -> None:
        if event.anchor is not None:
            raise self.tree.error(at, f"the anchor &{event.anchor} is not needed; leave it away")
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            raise self.tree.error(at, f"the tag {shown} is not needed; leave it away")

    def _scalar(self, event: ScalarEvent) -> Node:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        if event.style in ("'", '"'):
            start, end = start + 1, end - 1
        elif event.style in ("|", ">"):
            # The header of a block is no part of it.
            header = _BREAKS.search(self.text, start, end)
            start = header.end() if header else end
        elif event.value in _NULLS:
            return Node("nothing", start, end)
        elif event.value == "<<" and self.tree.wants_key:
            raise self.tree.error(start, "the merge key << is not followed; write it out")
        start, end = self._trimmed(start, end)
        self.tree.check_length(start, end)
        written = self.text[start:end]
        if not written.strip():
            return Node("nothing", start, end)
        return Node("words", start, end, masked=self._masked(written, event.style, start))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while end > start and self.text[end - 1].isspace():
            end -= 1
        while start < end and self.text[start].isspace():
            start += 1
        return start, end

    def _masked(self, written: str, style: str | None, start: int) -> str:
        if style == "|":
            return written
        if style == '"' and "\\" in written:
            written = self._unescaped(written, start)
        elif style == "'":
            written = written.replace("''", "'\u2060")
        return _FOLDED.sub(_fold, written)

    def _unescaped(self, written: str, start: int) -> str:
        mask, at = Mask(), 0
        while (found := written.find("\\", at)) >= 0:
            mask.plain(written[at:found])
            escape = _ESCAPE.match(written, found)
            if escape is None:
                break
            name = escape[0][1:]
            if name[0] in "xuU0":
                code = int(name[1:] or "0", 16)
                if code == 0 or 0xD800 <= code <= 0xDFFF:
                    raise self.tree.error(start + found, f"“{escape[0]}” stands for no character")
                character = chr(code)
            elif _BREAKS.match(name):
                character = ""  # a line that goes on
            else:
                character = name if name in _LITERAL else _SHORT.get(name, " ")
            mask.escape(escape[0], character)
            at = escape.end()
        mask.plain(written[at:])
        return mask.text()


def _fold(match: re.Match[str]) -> str:
    """A line break inside a value is a blank, an empty line is a line break."""
    several = len(_BREAKS.findall(match[0])) > 1
    return ("\n" if several else " ") + " " * (len(match[0]) - 1)
