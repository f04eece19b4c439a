"""The tags and texts of an HTML page with their offsets, in one pass, whatever the page is like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

START, END, TEXT, LITERAL = "start", "end", "text", "literal"
"""Kinds of tokens; LITERAL is text in which `&` is no entity."""

_NAME = re.compile(r"[a-zA-Z][^\s/<>]*")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?"
)
_RAW = frozenset(
    "script style textarea title xmp iframe noembed noframes noscript template".split()
)
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_KEPT_OPEN = frozenset({"title", "textarea", "noscript", "template", "iframe"})
"""Elements that, never closed, do not swallow the page: it would be lost for a slip of a pen."""


class Token(NamedTuple):
    """A piece `[start, end)` of the page; `name` is that of a tag, in lower case."""

    kind: str
    name: str
    start: int
    end: int


class Attribute(NamedTuple):
    """An attribute's value, and where it stands in the page."""

    value: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """The tags and texts of a page, in order; comments and scripts are left out."""
    return _Scanner(text).tokens()


def attributes_of(text: str, start: int, end: int) -> dict[str, Attribute]:
    """The attributes of the tag at `[start, end)`; of two of a name the first counts."""
    name = _NAME.match(text, start + 1)
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(text, name.end() if name else start + 1, end):
        group = match.lastgroup or "name"
        span = match.span(group) if group != "name" else (match.end(), match.end())
        found.setdefault(match["name"].lower(), Attribute(text[slice(*span)], *span))
    return found


class _Scanner:
    """Each search that finds nothing is remembered: no page is searched twice to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._none: set[str] = set()  # what does not occur in the rest of the page
        self._lax = False  # quotes do not pair up: a tag ends at the first ">"

    def tokens(self) -> Iterator[Token]:
        text = self.text
        begin = at = 0
        while True:
            at = text.find("<", at)
            if at < 0:
                break
            tag = self._tag(at)
            if tag is None:
                at += 1
                continue
            if begin < at:
                yield Token(TEXT, "", begin, at)
            begin = at = tag.end
            if tag.name == "[cdata[":
                yield Token(LITERAL, "", tag.start + 9, tag.end - 3)
            elif tag.kind in (START, END):
                yield tag
                if tag.kind == START and tag.name in _RAW and text[tag.end - 2] != "/":
                    begin = at = yield from self._raw(tag)
        if begin < len(text):
            yield Token(TEXT, "", begin, len(text))

    def _raw(self, tag: Token) -> Generator[Token, None, int]:
        """The text of a title; nothing of a script.  Returns where its end tag begins."""
        last = None if tag.name in self._none else _RAW_END[tag.name].search(self.text, tag.end)
        if last is None:
            self._none.add(tag.name)
            return tag.end if tag.name in _KEPT_OPEN else len(self.text)
        if tag.name == "title":
            yield Token(TEXT, "", tag.end, last.start())
        return last.start()

    def _tag(self, at: int) -> Token | None:
        text = self.text
        sign = text[at + 1 : at + 2]
        if sign in ("!", "?"):
            return self._declaration(at)
        closing = sign == "/"
        name = _NAME.match(text, at + 1 + closing)
        if name is None:
            return None
        end = self._end(name.end())
        return None if end < 0 else Token(END if closing else START, name[0].lower(), at, end)

    def _declaration(self, at: int) -> Token | None:
        text = self.text
        if text.startswith("<!--", at):
            if text.startswith(("<!-->", "<!--->"), at):
                return Token("comment", "", at, text.index(">", at) + 1)
            end = self._find("-->", at + 4)
            return Token("comment", "", at, end + 3 if end >= 0 else len(text))
        if text.startswith("<![CDATA[", at):
            end = self._find("]]>", at + 9)
            if end >= 0:
                return Token("comment", "[cdata[", at, end + 3)
        end = self._find(">", at)
        return None if end < 0 else Token("comment", "", at, end + 1)

    def _end(self, at: int) -> int:
        """Behind the ">" of a tag; one in quotes is part of a value.  -1 if there is none."""
        text, begin = self.text, at
        while not self._lax:
            stop = _STOP.search(text, at)
            if stop is None:
                self._lax = True
                break
            if stop[0] == ">":
                return stop.end()
            at = stop.end()
            if text[max(begin, stop.start() - 80) : stop.start()].rstrip()[-1:] == "=":
                close = self._find(stop[0], at)
                if close < 0:
                    self._lax = True
                    break
                at = close + 1
        end = self._find(">", begin)
        return end + 1 if end >= 0 else -1

    def _find(self, what: str, at: int) -> int:
        if what in self._none:
            return -1
        found = self.text.find(what, at)
        if found < 0:
            self._none.add(what)
        return found
