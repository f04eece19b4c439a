"""JSON (RFC 8259), strictly, as a tree that knows where each value stands.

The decoders at hand forget where a value stood, take NaN, and keep the last of two equal keys.
"""

from __future__ import annotations

import json
import re

from citykg.loaders.record.tree import Mask, Node, TreeBuilder

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<sign>[\[\]{}:,])|"(?P<string>[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*)"'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))"
    r"|(?P<word>(?:true|false|null)\b))",
    re.ASCII,
)
_BLANKS = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|[\"\\/bfnrt])"
)
_SHOWN = 20


def json_tree(text: str, path: str, start: int = 0) -> Node:
    """The tree of a JSON text from `start`; raises DataError, with the line, if it is none."""
    return _Reader(text, path).read(start)


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.tree = TreeBuilder(text, path)

    def read(self, at: int) -> Node:
        tree = self.tree
        due = "value"
        while True:
            match = _TOKEN.match(self.text, at)
            if match is None:
                break
            kind = match.lastgroup or ""
            due = self._take(match, kind, due)
            at = match.end()
            if due == "end":
                break
        at = _BLANKS.match(self.text, at).end()  # type: ignore[union-attr]
        if due != "end" or at < len(self.text) or tree.root is None:
            raise self._unexpected(at)
        return tree.root

    def _take(self, match: re.Match[str], kind: str, due: str) -> str:
        """Take a token where `due` is; what is due next."""
        tree, sign = self.tree, match["sign"]
        at = match.start(kind)
        if due in {"value", "first item"} and sign in {"[", "{"}:
            tree.open("list" if sign == "[" else "mapping", at)
            return "first item" if sign == "[" else "first key"
        closing = {"list": "]", "mapping": "}"}.get(tree.inside)
        if sign and sign == closing and due in {"first item", "first key", "sign"}:
            tree.close(match.end())
            return self._after()
        if due == "sign" and sign == ",":
            return "key" if tree.inside == "mapping" else "value"
        if due == "colon" and sign == ":":
            return "value"
        if due in {"first key", "key"} and kind == "string":
            tree.add(self._string(match))
            return "colon"
        if due in {"value", "first item"} and not sign:
            tree.add(self._string(match) if kind == "string" else self._bare(match, kind))
            return self._after()
        raise self._unexpected(at)

    def _after(self) -> str:
        return "sign" if self.tree.depth else "end"

    def _bare(self, match: re.Match[str], kind: str) -> Node:
        start, end = match.span(kind)
        if match[kind] == "null":
            return Node("nothing", start, end)
        return Node("number" if kind == "number" else "words", start, end, masked=match[kind])

    def _string(self, match: re.Match[str]) -> Node:
        start, end = match.span("string")
        self.tree.check_length(start, end)
        written = match["string"]
        if "\\" not in written:
            return Node("words", start, end, masked=written)
        mask, at = Mask(), 0
        while (found := written.find("\\", at)) >= 0:
            mask.plain(written[at:found])
            escape = _ESCAPE.match(written, found)
            character = json.loads(f'"{escape[0]}"') if escape else ""
            if escape is None or "\ud800" <= character <= "\udfff" or character == "\0":
                raise self.tree.error(
                    start + found, f"“{written[found : found + 6]}” stands for no character"
                )
            mask.escape(escape[0], character)
            at = escape.end()
        mask.plain(written[at:])
        return Node("words", start, end, masked=mask.text())

    def _unexpected(self, at: int) -> Exception:
        at = _BLANKS.match(self.text, at).end()  # type: ignore[union-attr]
        shown = self.text[at : at + _SHOWN].split("\n")[0]
        what = f"is not JSON at “{shown}”" if shown else "is not JSON: it ends too early"
        return self.tree.error(at, f"{what}; check commas, quotes and brackets")
