"""How each kind of thing looks: its words, its colours, its shape, its size and its place.

The colours are Okabe and Ito's (https://jfly.uni-koeln.de/color/) and neighbours of theirs that
keep 3:1 against the page in light and dark; every kind has a shape of its own as well, so
nothing is told by colour alone.  Goals have the UN's colours
(https://www.un.org/sustainabledevelopment/news/communications-material/, read 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of thing is drawn; `size` is half its height in the units of the layout."""

    one: str
    many: str
    light: str
    dark: str
    shape: str
    size: float
    group: str


WHO: Final = "Who"
ABOUT: Final = "What about"
DONE: Final = "What is done"
STATED: Final = "What is stated"

LOOKS: Final = {
    "cooperation": Look("cooperation", "cooperations", "#c84f00", "#ff9257", "hexagon", 9, WHO),
    "city": Look("city", "cities", "#0072b2", "#56b4e9", "dot", 7.5, WHO),
    "region": Look("region", "regions", "#20558a", "#9cc9f5", "ring", 7.5, WHO),
    "country": Look("country", "countries", "#5c6773", "#b3bfcc", "shield", 5, WHO),
    "programme": Look("programme", "programmes", "#7b3fa0", "#cfa3ea", "star", 7, WHO),
    "contact": Look("contact", "contacts", "#5c6773", "#b3bfcc", "envelope", 5, WHO),
    "goal": Look("goal", "goals", "#fd9d24", "#fd9d24", "number", 11, ABOUT),
    "target": Look("target", "targets", "#bf8b2e", "#fd9d24", "bullseye", 6, ABOUT),
    "topic": Look("topic", "topics", "#8a6d00", "#ecc94b", "pentagon", 6.5, ABOUT),
    "theme": Look("theme", "themes", "#00805d", "#3ccfa3", "diamond", 5.5, ABOUT),
    "plan": Look("plan", "plans", "#3f4a57", "#d5dde6", "page", 6.5, DONE),
    "activity": Look("activity", "activities", "#b87400", "#f5b83d", "triangle", 6, DONE),
    "output": Look("output", "outputs", "#a83f7d", "#eb9fcb", "gable", 6, DONE),
    "focus-area": Look("focus area", "focus areas", "#2b7d92", "#7fd0e3", "plus", 5, STATED),
    "challenge": Look("challenge", "challenges", "#b0403a", "#f39a94", "bolt", 5.5, STATED),
    "objective": Look("objective", "objectives", "#3d63b8", "#a3bdf7", "flag", 5.5, STATED),
    "result": Look("result", "results", "#4a7d2c", "#a5d685", "tick", 5.5, STATED),
}
"""Kind to look, in the order of the legend."""

GOALS: Final = (
    *("#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942"),
    *("#fd6925", "#dd1367", "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d"),
    "#19486a",
)
"""The UN's colours of goals 1 to 17."""


TYPES: Final = "Types"
OTHER: Final = "other"
"""The kind that stands for the rarest ones, where there are too many to be told apart."""
PLAIN: Final = {
    "thing": Look("thing", "things", "#5c6773", "#b3bfcc", "dot", 5, TYPES),
    OTHER: Look("other type", "other types", "#5c6773", "#b3bfcc", "ring", 5, TYPES),
}
"""How things without a type look, and those of the rarest types."""

_MOST: Final = 20
"""Types of a foreign file that are told apart."""
_COLOURS_OF: Final = (
    *("city", "cooperation", "theme", "output", "topic", "programme", "challenge", "objective"),
)
_SHAPES: Final = (
    *("dot", "diamond", "triangle", "hexagon", "star", "gable", "pentagon", "plus", "shield"),
    *("page", "bullseye"),
)


def plain_looks(words: Mapping[str, str], ours: Collection[str]) -> dict[str, Look]:
    """The looks of kinds that are not ours, in the order in which their words are given.

    A colour and a shape together tell them apart from each other and from those of `ours`.  The
    kinds after the first twenty have none: they look as `OTHER` does.
    """
    own = {kind: LOOKS[kind] for kind in LOOKS if kind in ours}
    taken = {(look.shape, look.light) for look in own.values()}
    # Eight colours and eleven shapes, each with the next one, meet again after eighty-eight.
    pairs = zip(cycle(_SHAPES), (LOOKS[kind] for kind in cycle(_COLOURS_OF)), strict=False)
    free = ((shape, of) for shape, of in pairs if (shape, of.light) not in taken)
    kinds = [kind for kind in words if kind not in PLAIN][:_MOST]
    looks = {
        kind: Look(words[kind], words[kind], of.light, of.dark, shape, 6.5, TYPES)
        for kind, (shape, of) in zip(kinds, free, strict=False)
    }
    return own | looks | PLAIN


def goal_colour(number: str) -> str | None:
    """The colour of a goal (`11`) or of a target's goal (`11.3`); None for no such goal."""
    goal = number.split(".", 1)[0]
    if goal.isascii() and goal.isdigit() and 1 <= int(goal) <= len(GOALS):
        return GOALS[int(goal) - 1]
    return None
