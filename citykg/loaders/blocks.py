"""Blocks: the lines of a document taken one by one, each label with the cells behind it.

Rows may be cut by tabs, pipes or runs of blanks; a label may stand before its values, above
them, or on one line with them.  A row without a label goes on with the cell above it, which is
what a page break makes of a long cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.announced import announced, is_over
from citykg.loaders.fields import PARTY_FIELDS, Block
from citykg.loaders.flat import flat_label
from citykg.loaders.foreign import is_foreign_heading, is_numbered
from citykg.loaders.headings import Names
from citykg.loaders.items import BULLETS
from citykg.loaders.labels import numbering
from citykg.loaders.lines import Span, signed_cells, split_at, trimmed
from citykg.loaders.markup import clean
from citykg.loaders.story import told_in

if TYPE_CHECKING:
    from citykg.loaders.document import Document
    from citykg.loaders.labels import Label, Wordings

_PAGE = re.compile(
    r"^[-–—\[(|\s]*(?:(?:page|seite|p[aá]gina|pagina|sida|p\.)[\s|]*)?\d{1,3}"
    r"(?:\s*(?:/|of|de|von|av|di|sur)\s*\d{1,3})?[-–—\])|\s]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹†‡©]|\[\^?\d{1,2}\]:?\s|\[\^[^\]\s]{1,20}\]:")
"""How a footnote begins, and the foot of a page."""
_RULE = re.compile(r"^[\s|:+=_\-–—]*$")
_BLANKS = re.compile(r"[ \u00a0]{2,}")
_COUNT = re.compile(r"(?<!\w)\d{1,3}(?!\w)(?![^(]*\))")
_ONE_LINE = frozenset({"id", "programme", "kind", "period", "start", "end", *PARTY_FIELDS})
"""Fields whose value is on the line of the label, where there is one."""
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\d)(?![^(]*\))")
_TOLD = frozenset({"activities", "outputs"})
_MAX_HEADING = 110
_MAX_NAME_WORDS = 6
_PAIRED = 4
"""The cells of a row that holds two labels with a value each, at least."""
_HEADED = 3
"""The columns of a table with a row for each party, at least."""


class Builder:
    """Takes the lines one by one and makes blocks of them."""

    def __init__(self, document: Document, wordings: Wordings) -> None:
        self.document = document
        self.wordings = wordings
        self.blocks: list[Block] = []
        self.preamble: list[Span] = []
        self.languages: list[str] = []
        self.header: list[Span] = []  # the first row without a label: the parties, as it may be
        self.flat = False  # whether rows have lost what stood between their cells
        self.running: set[str] = set()  # the lines of the preamble
        self.story: list[Span] = []  # sentences outside of any block
        self._telling = False
        self.names = Names()
        self.after_blank = True
        self.numbered = False  # whether headings are numbered
        self._remarks: int | None = None  # the column of remarks on the rows
        self._headed: list[Block] = []  # the columns of a table that has a row for each party
        self._parties = 0  # the rows below its header

    def line(self, start: int, end: int) -> None:
        """Take the next line."""
        words = clean(self.document.masked[start:end])
        if not words or _RULE.match(words):
            self.after_blank = True
            return
        if not self.blocks:
            self.running.add(words)
        self._take(start, end, words)
        self.after_blank = False

    def _take(self, start: int, end: int, words: str) -> None:
        if self.blocks and words in self.running:
            return  # the title again, at the head of a page
        cells = self._cells(start, end)
        if len(cells) > 1:
            self.row(cells)
            self.names.forget()
        elif not (self.blocks and (_PAGE.match(words) or _ASIDE.match(words))):
            # A page number or a footnote is left out here and so comes up in `unread`.
            self._headed = []
            self._single(*cells[0])

    def _cells(self, start: int, end: int) -> list[Span]:
        """The cells of a line; one that is empty keeps its place."""
        cells = signed_cells(self.document, start, end)
        if cells and self._is_list(cells, start, end):
            return [self._trim(start, end)]
        return cells or self._aligned(start, end) or [self._trim(start, end)]

    def _is_list(self, cells: list[Span], start: int, end: int) -> bool:
        """Whether bars part the items of a line below its label, and not the cells of a row."""
        line = self.document.masked[start:end]
        if "\t" in line or line.lstrip().startswith("|") or not self.blocks:
            return False
        block = self.blocks[-1]
        return block.stacked and not block.columns and self.label_at(cells[0]) is None

    def _aligned(self, start: int, end: int) -> list[Span]:
        """The cells of a line in columns cut by blanks, if what stands first is a label."""
        line = self.document.text[start:end]  # masked tags look like blanks
        # Blanks between the words of an HTML page are its source's indentation.
        if self.document.media_type == "text/html" or not _BLANKS.search(line.strip()):
            return []
        cells = [self._trim(a, b) for a, b in split_at(_BLANKS, line, start)]
        leading = line[:1].isspace()
        cells = [cell for cell in cells if cell[0] < cell[1]]
        if len(cells) < 2:
            return []
        label = self.label_at(cells[0])
        if label and label.certain:
            return cells
        if leading and not self.blocks:
            return [(start, start), *cells]
        open_columns = self.blocks and len(self.blocks[-1].columns) > 1
        if leading and open_columns and len(cells) == len(self.blocks[-1].columns):
            return [(start, start), *cells]
        return []

    def row(self, cells: list[Span]) -> None:
        """Take the cells of a row."""
        if not clean(self.document.masked[slice(*cells[0])]):
            cells = [(cells[0][0], cells[0][0]), *cells[1:]]  # a blank that has a name: &nbsp;
        self._note_remarks(cells)
        first, *rest = cells
        if self._below_header(cells) or self._is_header(cells):
            return
        if first[0] == first[1]:
            self._continue(rest)
            return
        if self.blocks and self.document.masked[first[0]] in BULLETS:
            # A list that runs over several lines of its cell.
            self.blocks[-1].add(max(len(self.blocks[-1].columns) - 1, 0), (first[0], cells[-1][1]))
            return
        if self._pairs(cells):
            return
        colon = self.document.masked.find(":", *first)
        if 0 <= colon < first[1] - 1:
            # "Contact: a@b.eu | c@d.eu": the first value stands with the label.
            label = self.label_at((first[0], colon))
            if label and label.certain:
                first, rest = (first[0], colon + 1), [self._trim(colon + 1, first[1]), *rest]
        label = self.label_at(first)
        if label and (label.certain or label.fields[0] != "city"):
            self._open(label, first)
            self._fill(rest)
        elif not self.blocks:
            self.preamble.extend(cell for cell in cells if cell[0] < cell[1])
        else:
            # A label that we do not know: nothing of the row is guessed, all of it is unread.
            self.blocks.append(Block((), first))
            self._fill(rest)

    def _note_remarks(self, cells: list[Span]) -> None:
        """Note the column that the first row heads as one of remarks: it is no party's."""
        if self._remarks is None and not self.blocks and len(cells) > _HEADED - 1:
            label = self.label_at(cells[-1])
            if label and label.certain and label.fields == ("notes",):
                self._remarks = len(cells) - 2  # the first cell is the label's

    def _pairs(self, cells: list[Span]) -> bool:
        """Whether a row holds several labels, each with its one value behind it."""
        if len(cells) < _PAIRED or len(cells) % 2:
            return False
        labels = [self.label_at(cell) for cell in cells]
        if not all(label and label.certain for label in labels[::2]):
            return False
        if any(label and label.certain for label in labels[1::2]):
            return False
        for label, cell, value in zip(labels[::2], cells[::2], cells[1::2], strict=True):
            if label:
                self._open(label, cell)
                self._fill([value])
        return True

    def _is_header(self, cells: list[Span]) -> bool:
        """Whether a row names fields of parties: the rows below it are a party each."""
        if len(cells) < _HEADED:
            return False
        labels = [self.label_at(cell) for cell in cells]
        fields = [label.fields[0] for label in labels if label and label.certain]
        unnamed = cells[0][0] == cells[0][1]  # the column of the names has no heading
        if len(fields) < len(cells) - unnamed or unnamed == ("city" in fields):
            return False
        if len(PARTY_FIELDS.intersection(fields)) < _HEADED - 1:
            return False
        self._headed = []
        for cell, label in zip(cells, labels, strict=True):
            if label:
                self._open(label, cell)
            else:
                self.blocks.append(Block(("city",), cell))
            self._headed.append(self.blocks[-1])
        self._parties = 0
        return True

    def _below_header(self, cells: list[Span]) -> bool:
        """Whether a row is that of a party in a table with such a header; if so, take it."""
        if not self._headed or len(cells) > len(self._headed):
            return False
        first = self.label_at(cells[0])
        if first and first.certain:
            self._headed = []
            return False
        self._parties += cells[0][0] < cells[0][1]  # a row without a name goes on
        for block, cell in zip(self._headed, cells, strict=False):
            block.separated = True
            block.add(max(self._parties - 1, 0), cell)
        return True

    def _fill(self, cells: list[Span]) -> None:
        block = self.blocks[-1]
        block.separated = True
        remark = None
        if self._remarks is not None and len(cells) > self._remarks:
            remark, cells = cells[self._remarks], cells[: self._remarks]
        while cells and cells[-1][0] == cells[-1][1]:
            cells.pop()
        for column, cell in enumerate(cells):
            block.add(column, cell)
        if remark and _TOLD.intersection(block.fields):
            block.add(0, remark)  # "done in May"

    def _continue(self, cells: list[Span]) -> None:
        """A row without a label goes on with the cells of the row above."""
        if not self.blocks or not (self.header or self.blocks[-1].separated):
            filled = [cell for cell in cells if cell[0] < cell[1]]
            if self.blocks and self.blocks[-1].stacked and len(filled) == 1:
                self.blocks[-1].add(max(len(self.blocks[-1].columns) - 1, 0), filled[0])
                return  # an item that a tab indents
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
        if self._labelled(start, end) or self._country_below_name(start, end):
            return
        if not self.blocks:
            self.preamble.append((start, end))
            self.names.may_be((start, end), self.preamble)
            return
        block = self.blocks[-1]
        if block.announced and is_over(self.document.masked, block, (start, end)):
            if told_in(self.document.masked, [(start, end)]):
                self.story.append((start, end))
            return
        over = block.separated or (block.inline and bool(_ONE_LINE.intersection(block.fields)))
        telling = self._telling or (over and self.after_blank)
        if telling and told_in(self.document.masked, [(start, end)]):
            self.story.append((start, end))  # the table is over
            self._telling = True
            return
        each_its_own = block.stacked and bool(PARTY_FIELDS.intersection(block.fields))
        column = len(block.columns) if each_its_own else max(len(block.columns) - 1, 0)
        block.add(column, (start, end))
        self.names.may_be((start, end), block.columns[column])

    def _labelled(self, start: int, end: int) -> bool:
        """Whether a line opens a block: by its label, with its value or without one."""
        if self._before_colon(start, end):
            return True
        label = self.label_at((start, end)) if end - start <= _MAX_HEADING else None
        if label and label.certain and self._is_heading(start, end):
            self._open(label, (start, end))
            self.blocks[-1].stacked = True
            return True
        if self._announced(start, end):
            return True
        flat = flat_label(self, start, end)
        if flat:
            label, border = flat
            self._open(label, (start, border))
            self.blocks[-1].flat = True
            self.blocks[-1].add(0, self._trim(border, end))
            return True
        if self.blocks and is_foreign_heading(self, start, end):
            self.blocks.append(Block((), (start, end), stacked=True))
            self.names.may_be((start, end), self.blocks)
            return True
        return False

    def _announced(self, start: int, end: int) -> bool:
        """Whether a line is a sentence that announces a list, where no label says what that is."""
        above = self.blocks[-1] if self.blocks else None
        if above and above.fields and not (above.separated or above.inline or above.announced):
            return False
        label = announced(self.document.masked, start, end)
        if label is None:
            return False
        self._open(label, (start, end))
        self.blocks[-1].stacked = self.blocks[-1].announced = True
        return True

    def _before_colon(self, start: int, end: int) -> bool:
        """Whether a line begins with a label and a colon; what follows is its value."""
        masked = self.document.masked
        colon = masked.find(":", start, min(end, start + _MAX_HEADING))
        while colon >= 0:
            label = self.label_at((start, colon))
            if label and label.certain:
                self._open(label, (start, colon + 1))
                rest = self._trim(colon + 1, end)
                block = self.blocks[-1]
                block.inline = rest[0] < rest[1]
                block.stacked = not block.inline
                if block.inline:
                    block.add(0, rest)
                return True
            # "Size (km²): land only: 12" has its label before the first sign that fits.
            colon = masked.find(":", colon + 1, min(end, start + _MAX_HEADING))
        return False

    def _country_below_name(self, start: int, end: int) -> bool:
        """A country on a line of its own below a name begins the block of that party."""
        from citykg.loaders.places import is_country

        if self.after_blank or not is_country(clean(self.document.masked[start:end])):
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

    def _open(self, label: Label, span: Span) -> None:
        self._telling = False
        self.numbered = self.numbered or is_numbered(self, span)
        if PARTY_FIELDS.intersection(label.fields):
            self.names.note(len(self.blocks))
        else:
            self.names.forget()
        self.blocks.append(Block(label.fields, span))
        self.languages.extend(label.languages)

    def label_at(self, span: Span) -> Label | None:
        """What the words of a span name, if they are a label."""
        text = clean(self.document.masked[span[0] : span[1]]).strip(" :*")
        text = numbering().sub("", text)
        label = self.wordings.label_of(text)
        # "SDG 11" and "Goal 4" are values; only parties are counted ("City 1").
        if label and label.fields[0] != "city" and _COUNT.search(text):
            return None
        # "Cooperation period 2021-2023" has its value with it.
        if label and _ONE_LINE.intersection(label.fields) and _YEAR.search(text):
            return None
        return label

    def _trim(self, start: int, end: int) -> Span:
        return trimmed(self.document.masked, start, end)
