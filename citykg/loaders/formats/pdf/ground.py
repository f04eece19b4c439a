"""What a page shows behind a place, for what no list of its boxes tells: patterns and shades."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_PIXELS = 500.0
"""Pixels: as long as the longer side of a page is drawn."""
_WHITE = 250
_LEAST_DARK = 0.5


class Ground:
    """A page drawn small, in shades of grey; a turned page is not drawn."""

    def __init__(self, page: PdfPage) -> None:
        self._left, self._bottom, right, self._top = page.get_cropbox()
        self._wide = self._high = 0
        sides = (right - self._left, self._top - self._bottom)
        if page.get_rotation() or min(sides) <= 0:
            return
        self._scale = _MOST_PIXELS / max(sides)
        bitmap = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._wide, self._high, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._shades = bytes(bitmap.buffer)
        bitmap.close()

    def is_dark(self, box: tuple[float, float, float, float]) -> bool:
        """Whether more than a white ground lies in a box, given as the file has it."""
        x0, y0, x1, y1 = box
        left = max(int((x0 - self._left) * self._scale), 0) if self._wide else 0
        right = min(int((x1 - self._left) * self._scale) + 1, self._wide)
        top = max(int((self._top - y1) * self._scale), 0) if self._wide else 0
        bottom = min(int((self._top - y0) * self._scale) + 1, self._high)
        shades = [
            shade
            for row in range(top, bottom)
            for shade in self._shades[row * self._stride + left : row * self._stride + right]
        ]
        return sum(shade < _WHITE for shade in shades) > _LEAST_DARK * max(len(shades), 1)
