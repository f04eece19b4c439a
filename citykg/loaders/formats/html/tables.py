"""Tables and lists of definitions of a page, as rows: label, then one cell a party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.markup import clean, mask_entities

if TYPE_CHECKING:
    from citykg.loaders.formats.html.canvas import Canvas
    from citykg.loaders.formats.html.tree import Page
    from citykg.loaders.formats.html.visible import Node

_TABLE_PARTS = frozenset("table thead tbody tfoot tr td th caption dl dt dd".split())
_MOST_COLUMNS = 40
_ROWS_OF_DATA = 3
_LEAST_BREAKS = 2


class Tables:
    """Writes the rows of a page to its canvas.

    Tables that only arrange a page, as they hold tables, headings or lists of definitions, have
    no rows: their cells are blocks, one after the other.
    """

    def __init__(self, page: Page, canvas: Canvas) -> None:
        self.page = page
        self.canvas = canvas
        self._row: Node | None = None  # the row, or term, that is open
        self._column = 0
        self._first_cell = True
        self._spans: list[dict[int, int]] = []  # of each table, by column, the rows still covered
        self._arranging: dict[int, bool] = {}
        self._values = 0  # of the open term
        self._of_parties = False  # whether its values are one a party, and no list
        self._definitions: dict[int, int] = {}  # how many a term has, by its first event
        self._covered: set[int] = set()  # columns of the row that cells above reach into
        self._owed = 0  # tabs for the columns that the last cell spans

    def opens(self, node: Node) -> bool:
        """Take an opening tag; whether it is part of a table or a list of definitions."""
        if node.name not in _TABLE_PARTS:
            return False
        if self._row is not None and not self._continues(node):
            # A table in a cell: its cells are paragraphs of the cell.
            self.canvas.block()
        else:
            getattr(self, f"_open_{_HANDLERS[node.name]}")(node)
        return True

    def closes(self, node: Node) -> bool:
        """Take a closing tag; whether it is part of a table or a list of definitions."""
        if node.name not in _TABLE_PARTS:
            return False
        if node is self._row and node.name == "tr":
            self._end_row()
        elif node.name == "dl" and self._row is not None and self._row.owner is node:
            self._end_row()
            self.canvas.section()
        elif node.name in ("table", "dl") and self._row is None:
            if node.name == "table" and self._spans:
                self._spans.pop()
            self.canvas.section()
        elif self._row is None or (node.cell is not None and node.cell is not node):
            self.canvas.block()
        return True

    def _continues(self, node: Node) -> bool:
        """Whether a tag belongs to the open row itself, and not to something in its cells."""
        row = self._row
        if row is None:
            return False
        if row.name == "tr":
            return node.name in ("td", "th") and node.owner is row
        return node.name in ("dt", "dd") and node.owner is row.owner

    def _open_table(self, _node: Node) -> None:
        self._spans.append({})
        self.canvas.section()

    def _open_block(self, _node: Node) -> None:
        self.canvas.block()

    def _open_row(self, node: Node) -> None:
        spans = self._spans[-1] if self._spans else {}
        covered = {column for column, left in spans.items() if left > 0}
        for column in covered:
            spans[column] -= 1
        if self._arranges(node) or len(node.rows) + len(covered) < 2:
            self.canvas.block()
            for cell in node.rows:
                self._span(cell, 0)
            return
        self._row, self._column, self._first_cell = node, 0, True
        self._covered = covered
        self.canvas.row()

    def _open_cell(self, node: Node) -> None:
        if self._row is None:
            self.canvas.block()
            return
        tabs = 0 if self._first_cell else 1
        if not self._first_cell:
            tabs += self._owed
        while self._column in self._covered:
            self._column += 1
            tabs += 1
        self.canvas.cell(tabs)
        width = self._span(node, self._column)
        # A label that spans columns has one cell behind it; a value has as many places.
        self._owed = 0 if self._column == 0 else width - 1
        self._column += width
        self._first_cell = False

    def _span(self, node: Node, column: int) -> int:
        width = _count(node.attribute("colspan"))
        down = _count(node.attribute("rowspan"))
        if down > 1 and self._spans:
            for place in range(column, min(column + width, _MOST_COLUMNS)):
                self._spans[-1][place] = down - 1
        return width

    def _open_term(self, node: Node) -> None:
        if node.owner is None or self._is_complex(node.owner):
            self.canvas.block()
            return
        if node.name == "dt":
            if self._row is not None and not self._values:
                self.canvas.blank()  # two terms of one value
                return
            if self._row is not None:
                self._end_row()
            self._row, self._values = node, 0
            self._of_parties = self._is_of_parties(node)
            self.canvas.row()
            return
        if self._row is None:
            self.canvas.block()
            return
        self._values += 1
        if self._values == 1 or self._of_parties:
            self.canvas.cell()
        if not self._of_parties and self._definitions.get(self._row.first, 1) > 1:
            self.canvas.item()

    def _end_row(self) -> None:
        self._row = None
        self.canvas.row_ends()

    def _is_of_parties(self, term: Node) -> bool:
        """Whether several values of a term are one a party; else they are items of a list."""
        from citykg.loaders.fields import PARTY_FIELDS
        from citykg.loaders.labels import label_of

        label = label_of(clean(mask_entities(self.page.words_of(term))))
        return label is not None and bool(PARTY_FIELDS.intersection(label.fields))

    def _arranges(self, row: Node) -> bool:
        """Whether a row is of a table that arranges the page."""
        table = row.owner
        if table is None:
            return any(cell.complex for cell in row.rows)
        if id(table) not in self._arranging:
            rows = [r for r in table.rows if len(r.rows) > 1]
            data = [r for r in rows if not r.rows[0].complex]
            few = len(data) < _ROWS_OF_DATA or len(data) * 2 < len(table.rows)
            mixed = few and any(c.complex for r in table.rows for c in r.rows)
            self._arranging[id(table)] = mixed or self._is_of_cards(rows)
        return self._arranging[id(table)]

    def _is_of_cards(self, rows: list[Node]) -> bool:
        """Whether each cell of the rows of a table holds several lines: blocks side by side."""
        return (
            bool(rows)
            and all(
                cell.breaks >= _LEAST_BREAKS or (cell is not row.rows[0] and not self._holds(cell))
                for row in rows
                for cell in row.rows
            )
            and not any(self._is_label(row.rows[0]) for row in rows)
        )

    def _holds(self, cell: Node) -> bool:
        return bool(clean(mask_entities(self.page.words_of(cell))))

    def _is_label(self, cell: Node) -> bool:
        from citykg.loaders.labels import label_of

        return label_of(clean(mask_entities(self.page.words_of(cell)))) is not None

    def _is_complex(self, listed: Node) -> bool:
        """Whether a list of definitions holds tables, headings or other such lists."""
        if id(listed) not in self._arranging:
            term = None
            for part in listed.rows:
                if part.name == "dt":
                    term = part
                elif term is not None:
                    self._definitions[term.first] = self._definitions.get(term.first, 0) + 1
            self._arranging[id(listed)] = any(part.complex for part in listed.rows)
        return self._arranging[id(listed)]


_HANDLERS = {
    **dict.fromkeys(("table", "dl"), "table"),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption"), "block"),
    "tr": "row",
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("dt", "dd"), "term"),
}


def _count(value: str) -> int:
    digits = value.strip()
    return min(max(int(digits), 1), _MOST_COLUMNS) if digits.isdecimal() and len(digits) < 5 else 1
