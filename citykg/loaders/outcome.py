"""What comes of reading a document in a worker, small enough to cross from process to process."""

from __future__ import annotations

import bisect
from typing import NamedTuple

import msgspec

from citykg.plan import Plan  # noqa: TC001 - msgspec reads the fields' types


class Given(NamedTuple):
    """A document that comes as bytes, such as standard input; `name` stands for its path."""

    name: str
    data: bytes

    def __str__(self) -> str:
        return self.name


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What reading one document gave: its plans, or the sentence that says why there are none."""

    path: str
    failure: str | None = None
    plans: tuple[Plan, ...] = ()
    """In the order of the document."""
    lines: tuple[int, ...] = (0,)
    """Where in the text each line begins."""
    guessed: bool = False
    """Whether the encoding is a guess."""
    text: str | None = None
    """The text that the passages point into, where the file itself holds none (PDF, Word, ...)."""
    also: bytes | None = None
    """What the task beside the reading gave, as MessagePack; None where there was none."""
    also_failure: str | None = None
    """The sentence that says why the task beside the reading gave nothing; the plans are whole."""

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect.bisect_right(self.lines, offset)


class Task(msgspec.Struct, frozen=True, array_like=True):
    """What a worker does with a document beside the reading of its plans, or in its place.

    Named, not given, for it has to cross to another process; and so the loaders need not know the
    rooms that are built on them.
    """

    function: str
    """`module:function`: it takes a list of `Reading` and gives what MessagePack can hold."""
    in_place: bool = False
    """No plans are read: the function takes the `Document`, whatever it is."""
    argument: str | None = None
    """Given to a function in place, behind the document."""


class Limits(msgspec.Struct, frozen=True):
    """What the reading of one document may take."""

    seconds: float = 10.0
    """Of the clock on the wall."""
    mebibytes: int = 512
    """Of memory, beyond what the interpreter has at the start of the document.

    Held where the system can hold it: on Linux, not on macOS.
    """
