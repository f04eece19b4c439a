"""Ruled lines of a PDF page: strokes, thin boxes and the borders of shaded ones."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfPage

    from citykg.loaders.formats.pdf.boxes import Sheet

_Points = list[tuple[float, float]]
_Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.0
"""Points: a box that is not wider is a line."""
_SHORTEST = 4.0
_DOT = (1.5, 7.0)
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 400
_MOST_RULES = 3_000
_DEEPEST = 5
_WHITE = 250
_FILL_NONE = 0


@dataclass
class Drawing:
    """What a page draws besides text, in the coordinates of the file."""

    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Thin boxes, upright or level."""
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Boxes filled with a colour that is not white."""
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Boxes with a border."""
    dots: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Small filled figures, as wide as high: bullets, where they stand before a line."""
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    cut: bool = False
    """Whether the page draws more than is looked at."""


@dataclass
class Rules:
    """The ruled lines of a page as it is read: level ones (x0, x1, y), upright (top, bottom, x)."""

    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)


def rules_of(drawing: Drawing, sheet: Sheet) -> Rules:
    """The lines of a drawing on a sheet; the borders of shaded boxes are lines too."""
    rules = Rules()
    if drawing.cut:
        return rules
    for stroke in drawing.strokes:
        box = sheet.turned(*stroke)
        if box.x1 - box.x0 >= box.bottom - box.top:
            rules.level.append((box.x0, box.x1, (box.top + box.bottom) / 2))
        else:
            rules.upright.append((box.top, box.bottom, (box.x0 + box.x1) / 2))
    for shade in (*drawing.fills, *drawing.frames):
        box = sheet.turned(*shade)
        if box.bottom - box.top > 0.9 * sheet.height:
            continue  # the colour of the page
        rules.level += [(box.x0, box.x1, box.top), (box.x0, box.x1, box.bottom)]
        rules.upright += [(box.top, box.bottom, box.x0), (box.top, box.bottom, box.x1)]
    if len(rules.level) + len(rules.upright) > _MOST_RULES:
        return Rules()  # a picture, not a table
    return rules


def drawing_of(page: PdfPage) -> Drawing:
    """The lines, boxes and images of a page."""
    return _Reader().read(page)


class _Reader:
    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._drawing = Drawing()
        self._left = _MOST_OBJECTS
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._matrix = pdfium.FS_MATRIX()

    def read(self, page: PdfPage) -> Drawing:
        pdfium = self._pdfium
        count = pdfium.FPDFPage_CountObjects(page.raw)
        objects = (pdfium.FPDFPage_GetObject(page.raw, at) for at in range(count))
        self._take(objects, (1, 0, 0, 1, 0, 0), 0)
        return self._drawing

    def _take(self, objects: Iterator[Any], outer: _Matrix, depth: int) -> None:
        pdfium = self._pdfium
        for found in objects:
            self._left -= 1
            if self._left < 0:
                self._drawing.cut = True
                return
            kind = pdfium.FPDFPageObj_GetType(found)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(found, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._drawing.images.append(self._bounds(found, outer))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(found)
                inner = (pdfium.FPDFFormObj_GetObject(found, at) for at in range(count))
                self._take(inner, _times(self._matrix_of(found), outer), depth + 1)

    def _matrix_of(self, found: Any) -> _Matrix:
        matrix = self._matrix
        self._pdfium.FPDFPageObj_GetMatrix(found, matrix)
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, found: Any, outer: _Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._floats
        self._pdfium.FPDFPageObj_GetBounds(found, left, bottom, right, top)
        return _box([(left.value, bottom.value), (right.value, top.value)], outer)

    def _path(self, found: Any, outer: _Matrix) -> None:
        pdfium = self._pdfium
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(found, mode, stroke)
        filled = mode.value != _FILL_NONE and self._inked(found, stroke=False)
        stroked = bool(stroke.value) and self._inked(found, stroke=True)
        if not (filled or stroked):
            return
        count = pdfium.FPDFPath_CountSegments(found)
        if count > _MOST_SEGMENTS:
            return  # a drawing, such as a letter or a map
        matrix = _times(self._matrix_of(found), outer)
        for points, straight in self._figures(found, count):
            self._figure(points, matrix, straight=straight, filled=filled)

    def _figure(self, points: _Points, matrix: _Matrix, *, straight: bool, filled: bool) -> None:
        """Take one figure of a path."""
        drawing = self._drawing
        box = _box(points, matrix)
        wide, high = box[2] - box[0], box[3] - box[1]
        if len(points) >= 4 and _is_dot(wide, high):
            drawing.dots.append(box)
        elif not straight:
            return
        elif min(wide, high) <= _THIN:
            if max(wide, high) >= _SHORTEST:
                drawing.strokes.append(box)
        elif len(points) >= 4 and (filled or _is_box(points)):
            (drawing.fills if filled else drawing.frames).append(box)
        else:
            sides = (_box([a, b], matrix) for a, b in pairwise(points))
            drawing.strokes += [
                side for side in sides if min(side[2] - side[0], side[3] - side[1]) <= _THIN
            ]

    def _inked(self, found: Any, *, stroke: bool) -> bool:
        pdfium = self._pdfium
        ask = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
        if not ask(found, *self._colour):
            return True
        red, green, blue, alpha = (part.value for part in self._colour)
        return alpha > 0 and (stroke or min(red, green, blue) < _WHITE)

    def _figures(self, found: Any, count: int) -> Iterator[tuple[_Points, bool]]:
        """The figures of a path, and whether each has straight sides only."""
        pdfium = self._pdfium
        x, y = self._floats[:2]
        points: _Points = []
        straight = True
        for at in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(found, at)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points, straight
                points, straight = [], True
            straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
            points.append((x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
                points.append(points[0])
        if len(points) > 1:
            yield points, straight


def _is_dot(wide: float, high: float) -> bool:
    return _DOT[0] <= min(wide, high) and max(wide, high) <= min(_DOT[1], 1.4 * min(wide, high))


def _is_box(points: _Points) -> bool:
    """Whether a figure is four sides and closed."""
    return len(points) == 5 and points[0] == points[-1]


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _box(points: _Points, matrix: _Matrix) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
