"""Boxes on a page, and the quarter turns that bring a page into its reading direction."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A box in points, from the upper left corner of a page as it is read."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies in the box."""
        return (
            self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack
        )


class Sheet(NamedTuple):
    """The visible part of a page in the coordinates of the file, where y grows upwards.

    `quarter` counts the quarter turns of the text, clockwise: 3 is text that runs upwards.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarter: int = 0

    def turned(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of the file as a box of the page that is read."""
        if self.quarter == 0:
            return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.quarter == 1:
            return Box(self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        if self.quarter == 2:
            return Box(self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return Box(y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)

    @property
    def height(self) -> float:
        """How high the page is as it is read."""
        return self.right - self.left if self.quarter % 2 else self.top - self.bottom
