"""The plan summary: one row a field, one column a party, as text in any layout.

Rows may be cut by tabs, pipes or runs of blanks; a label may stand before its values, above
them, or on one line with them.  A row without a label goes on with the cell above it, which is
what a page break makes of a long cell.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.fields import PARTY_FIELDS, Block, Fields
from citykg.loaders.items import BULLETS
from citykg.loaders.labels import Label, label_of
from citykg.loaders.markup import PARAGRAPH, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.document import Document

MIN_FIELDS = 3
"""A document that names fewer fields is no plan summary."""

_PAGE = re.compile(
    r"^(?:page\s+)?\d{1,3}(?:\s*(?:/|of|de|von|av|di|sur)\s*\d{1,3})?$", re.IGNORECASE
)
_RULE = re.compile(r"^[\s|:+=_\-–—]*$")
_BLANKS = re.compile(r"[ \u00a0]{2,}")
_PARAGRAPH = re.compile(PARAGRAPH)
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028]")
_COUNT = re.compile(r"(?<!\w)\d{1,3}(?!\w)(?![^(]*\))")
_MAX_HEADING = 110
_MAX_FOREIGN_HEADING_WORDS = 5
_FLAT_ROWS = 2
_MAX_FLAT_LINE = 200
_MAX_NAME_WORDS = 6
_Span = tuple[int, int]


def summary_fields(document: Document) -> Fields:
    """The fields of a plan summary; raises DataError if the text is none."""
    lines = list(_lines(document.masked))
    builder = _Builder(document)
    if document.masked.count("\t") < _FLAT_ROWS:
        # Where rows have separators, none is flat.
        builder.flat = sum(builder.flat_label(*line) is not None for line in lines) >= _FLAT_ROWS
    for start, end in lines:
        builder.line(start, end)
    blocks = builder.finished()
    named = {name for block in blocks for name in block.fields}
    if len(named) < MIN_FIELDS:
        found = f"only {', '.join(sorted(named))}" if named else "none"
        raise DataError(
            f"{document.path}: is not a plan summary that we know: of the labels such as City, "
            f"Country, Population, Period, Themes, SDGs, Objectives, {found} was found"
        )
    languages = Counter(language for language in builder.languages)
    # English wins a tie: many labels are spelt alike in several languages.
    language = min(languages, key=lambda tag: (-languages[tag], tag != "en", tag))
    return Fields(document, "ilap-summary", language, tuple(blocks), tuple(builder.preamble))


def _lines(masked: str) -> Iterator[_Span]:
    """The lines; a block of mark-up ends one too, but inside a row it is part of a cell."""
    start = 0
    for mark in (*_LINE_END.finditer(masked), None):
        end = mark.start() if mark else len(masked)
        if "\t" in masked[start:end] or masked.count("|", start, end) > 1:
            yield start, end
        else:
            yield from _split(masked[start:end], start, _PARAGRAPH)
        start = mark.end() if mark else end


class _Builder:
    """Takes the lines one by one and makes blocks of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks: list[Block] = []
        self.preamble: list[_Span] = []
        self.languages: list[str] = []
        self.header: list[_Span] = []  # the first row without a label: the parties, as it may be
        self.flat = False  # whether rows have lost what stood between their cells
        self.running: set[str] = set()  # the lines of the preamble
        self._after_blank = True

    def finished(self) -> list[Block]:
        """The blocks; parties in the header of the columns or in the title have one too."""
        if not any("city" in block.fields for block in self.blocks):
            title = [] if self.header else self._parties_in_title()
            for cells in (self.header, title):
                if len(cells) > 1:
                    start = cells[0][0]
                    named = Block(("city",), (start, start), [[cell] for cell in cells])
                    self.blocks.insert(0, named)
        return self.blocks

    def _parties_in_title(self) -> list[_Span]:
        """The parties that a title names with their countries: `Leeds (UK) – Jaipur (India)`."""
        from citykg.loaders.places import names_in

        for start, end in self.preamble:
            at = self.document.masked.rfind(":", start, end) + 1 or start
            names = names_in(self.document.masked[at:end], many=True)
            if len(names) > 1 and all(name.country for name in names):
                ends = [name.start for name in names[1:]] + [end - at]
                return [
                    self._trim(at + name.start, at + stop)
                    for name, stop in zip(names, ends, strict=True)
                ]
        return []

    def line(self, start: int, end: int) -> None:
        """Take the next line."""
        words = clean(self.document.masked[start:end])
        if not words or _RULE.match(words):
            self._after_blank = True
            return
        if not self.blocks:
            self.running.add(words)
        self._take(start, end, words)
        self._after_blank = False

    def _take(self, start: int, end: int, words: str) -> None:
        if self.blocks and words in self.running:
            return  # the title again, at the head of a page
        cells = self._cells(start, end)
        if len(cells) > 1:
            self._row(cells)
        elif not (_PAGE.match(words) and self.blocks):
            # A page number is left out here and so comes up in `unread`.
            self._single(*cells[0])

    def _cells(self, start: int, end: int) -> list[_Span]:
        """The cells of a line; one that is empty keeps its place."""
        line = self.document.masked[start:end]
        if "\t" in line:
            cells = [self._trim(a, b) for a, b in _split(line, start, re.compile(r"\t"))]
            # The tab that stands for a <td> begins a cell, one of the file ends it.
            leading = cells[0][0] == cells[0][1]
            tag = self.document.text[start + line.index("\t")] == "<"
            return cells[1:] if leading and tag and len(cells) > 1 else cells
        if line.count("|") > 1 or (line.count("|") == 1 and line.strip()[:1] != "|"):
            cells = [self._trim(a, b) for a, b in _split(line, start, re.compile(r"\|"))]
            if line.lstrip().startswith("|"):
                cells = cells[1:]
            if line.rstrip().endswith("|"):
                cells = cells[:-1]
            return cells
        return self._aligned(start, end) or [self._trim(start, end)]

    def _aligned(self, start: int, end: int) -> list[_Span]:
        """The cells of a line in columns cut by blanks, if what stands first is a label."""
        line = self.document.text[start:end]  # masked tags look like blanks
        if not _BLANKS.search(line.strip()):
            return []
        cells = [self._trim(a, b) for a, b in _split(line, start, _BLANKS)]
        leading = line[:1].isspace()
        cells = [cell for cell in cells if cell[0] < cell[1]]
        if len(cells) < 2:
            return []
        label = self._label(cells[0])
        if label and label.certain:
            return cells
        if leading and not self.blocks:
            return [(start, start), *cells]
        open_columns = self.blocks and len(self.blocks[-1].columns) > 1
        if leading and open_columns and len(cells) == len(self.blocks[-1].columns):
            return [(start, start), *cells]
        return []

    def _row(self, cells: list[_Span]) -> None:
        first, *rest = cells
        if first[0] == first[1]:
            self._continue(rest)
            return
        if self.blocks and self.document.masked[first[0]] in BULLETS:
            # A list that runs over several lines of its cell.
            self.blocks[-1].add(max(len(self.blocks[-1].columns) - 1, 0), (first[0], cells[-1][1]))
            return
        colon = self.document.masked.find(":", *first)
        if 0 <= colon < first[1] - 1:
            # "Contact: a@b.eu | c@d.eu": the first value stands with the label.
            label = self._label((first[0], colon))
            if label and label.certain:
                first, rest = (first[0], colon + 1), [self._trim(colon + 1, first[1]), *rest]
        label = self._label(first)
        if label:
            self._open(label, first)
            self._fill(rest)
        elif not self.blocks:
            self.preamble.extend(cell for cell in cells if cell[0] < cell[1])
        else:
            # A label that we do not know: nothing of the row is guessed, all of it is unread.
            self.blocks.append(Block((), first))
            self._fill(rest)

    def _fill(self, cells: list[_Span]) -> None:
        block = self.blocks[-1]
        block.separated = True
        while cells and cells[-1][0] == cells[-1][1]:
            cells.pop()
        for column, cell in enumerate(cells):
            block.add(column, cell)

    def _continue(self, cells: list[_Span]) -> None:
        """A row without a label goes on with the cells of the row above."""
        if not self.blocks:
            filled = [cell for cell in cells if cell[0] < cell[1]]
            if self.header or len(filled) < 2:
                self.preamble.extend(filled)
            else:
                self.header = filled
            return
        block = self.blocks[-1]
        for column, cell in enumerate(cells):
            if cell[0] < cell[1]:
                block.add(min(column, max(len(block.columns) - 1, 0)), cell)

    def _single(self, start: int, end: int) -> None:
        """A line that is one cell: a label with its value, a label alone, or more of the above."""
        masked = self.document.masked
        colon = masked.find(":", start, min(end, start + _MAX_HEADING))
        while colon >= 0:
            label = self._label((start, colon))
            if label and label.certain:
                self._open(label, (start, colon + 1))
                rest = self._trim(colon + 1, end)
                block = self.blocks[-1]
                if rest[0] < rest[1]:
                    block.add(0, rest)
                else:
                    block.stacked = True
                return
            # "Size (km²): land only: 12" has its label before the first sign that fits.
            colon = masked.find(":", colon + 1, min(end, start + _MAX_HEADING))
        label = self._label((start, end)) if end - start <= _MAX_HEADING else None
        if label and label.certain and self._is_heading(start, end):
            self._open(label, (start, end))
            self.blocks[-1].stacked = True
            return
        flat = self.flat_label(start, end)
        if flat:
            label, border = flat
            self._open(label, (start, border))
            self.blocks[-1].flat = True
            self.blocks[-1].add(0, self._trim(border, end))
            return
        if self.blocks and self._is_foreign_heading(start, end):
            self.blocks.append(Block((), (start, end), stacked=True))
            return
        if self._country_below_name(start, end):
            return
        if not self.blocks:
            self.preamble.append((start, end))
            return
        block = self.blocks[-1]
        each_its_own = block.stacked and bool(PARTY_FIELDS.intersection(block.fields))
        column = len(block.columns) if each_its_own else max(len(block.columns) - 1, 0)
        block.add(column, (start, end))

    def _country_below_name(self, start: int, end: int) -> bool:
        """A country on a line of its own below a name begins the block of that party."""
        from citykg.loaders.places import is_country

        if self._after_blank or not is_country(clean(self.document.masked[start:end])):
            return False
        lines = self.preamble
        if self.blocks:
            block = self.blocks[-1]
            if block.stacked and block.fields != ("city",) and PARTY_FIELDS & {*block.fields}:
                return False
            lines = block.columns[-1] if block.columns else []
        if (
            not lines
            or len(clean(self.document.masked[slice(*lines[-1])]).split()) > _MAX_NAME_WORDS
        ):
            return False
        name = lines.pop()
        self.blocks.append(Block(("city",), (name[0], name[0]), [[name]]))
        self.blocks.append(Block(("country",), (start, start), [[(start, end)]]))
        return True

    def _is_heading(self, start: int, end: int) -> bool:
        """Whether a line that could be a label is one: no bullet before, no end of a sentence."""
        line = clean(self.document.masked[start:end])
        return line[-1:] not in ".;," and line[:1].isalnum()

    def _is_foreign_heading(self, start: int, end: int) -> bool:
        """Whether a line is a heading that we do not know: what follows is not the field above."""
        words = clean(self.document.masked[start:end])
        if self.document.text[start:end].lstrip().startswith("#"):
            return True
        if not self._after_blank or not words[:1].isupper():
            return False
        name, colon, _ = words.partition(":")
        return bool(colon) and len(name.split()) <= _MAX_FOREIGN_HEADING_WORDS

    def flat_label(self, start: int, end: int) -> tuple[Label, int] | None:
        """A label and its values on one line with nothing between, and where the label ends.

        `Population 530,000 1'942,044` is one by what follows; once the document is known to be
        flat, any line that opens with a label is.
        """
        masked = self.document.masked
        if end - start > _MAX_FLAT_LINE and not self.flat:
            return None
        words = [m.span() for m in islice(re.compile(r"\S+").finditer(masked, start, end), 9)]
        for count in range(len(words) - 1, 0, -1):
            border, begin = words[count - 1][1], words[count][0]
            if not (masked[border - 1].isalnum() or masked[border - 1] in ").²"):
                continue
            label = self._label((start, border))
            if not (label and label.certain):
                continue
            rest = masked[begin:end]
            opens = rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "•▪-–"
            if _fits(label, rest) or (self.flat and opens):
                return label, border
        return None

    def _open(self, label: Label, span: _Span) -> None:
        self.blocks.append(Block(label.fields, span))
        self.languages.extend(label.languages)

    def _label(self, span: _Span) -> Label | None:
        text = clean(self.document.masked[span[0] : span[1]]).strip(" :*")
        label = label_of(text)
        # "SDG 11" and "Goal 4" are values; only parties are counted ("City 1").
        if label and label.fields[0] != "city" and _COUNT.search(text):
            return None
        return label

    def _trim(self, start: int, end: int) -> _Span:
        masked = self.document.masked
        while start < end and masked[start].isspace():
            start += 1
        while end > start and masked[end - 1].isspace():
            end -= 1
        return start, end


def _fits(label: Label, rest: str) -> bool:
    """Whether what follows a label on its line is what the label announces."""
    from citykg.loaders.dates import period_in
    from citykg.loaders.numbers import areas_in, populations_in, unit_in
    from citykg.loaders.places import countries_in

    first = label.fields[0]
    if first == "population":
        return rest[:1].isdigit() and bool(populations_in(rest))
    if first == "area":
        return rest[:1].isdigit() and bool(areas_in(rest, unit_in(rest) or "km2"))
    if first == "country":
        named = countries_in(rest)
        return bool(named) and named[0][1] <= 4 and len(rest.split()) <= 10
    if first == "contact":
        return "@" in rest or "www." in rest
    if first == "period":
        return period_in(rest) is not None and len(rest.split()) <= 10
    return False


def _split(line: str, start: int, border: re.Pattern[str]) -> list[_Span]:
    spans = []
    begin = 0
    for match in border.finditer(line):
        spans.append((start + begin, start + match.start()))
        begin = match.end()
    spans.append((start + begin, start + len(line)))
    return spans
