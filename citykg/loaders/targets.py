"""The targets and indicators of the Sustainable Development Goals: which codes exist.

Of the UN's list as SDMX and `http://metadata.un.org/sdg` have it (2025).
"""

from __future__ import annotations

TARGETS_PER_GOAL = (
    "1-5ab 1-5abc 1-9abcd 1-7abc 1-6abc 1-6ab 1-3ab 1-10ab 1-5abc 1-7abc 1-7abc 1-8abc 1-3ab "
    "1-7abc 1-9abc 1-10ab 1-19"
).split()
"""The targets of goals 1 to 17: those with a number, then those with a letter (169 in all)."""

_INDICATORS = (
    "12124 31|22212 211|225221223 1311|1211111 111|122122 211|112221 11|211 11|1112211222 11|"
    "22212 111|1111112 111|1121222 121|12121111 111|312 11|1111111 111|211211111 111|43222221"
    "12 11|2121121111111111132"
)
# How many indicators each target has: of goal 1, targets 1.1 to 1.5, then 1.a and 1.b.
_PER_TARGET = [row.split(" ") for row in _INDICATORS.split("|")]


def is_target(code: str) -> bool:
    """Whether `11.3` or `11.a` is one of the 169 targets."""
    goal, _, rest = code.partition(".")
    if not goal.isdecimal() or not 1 <= int(goal) <= len(TARGETS_PER_GOAL):
        return False
    numbers = TARGETS_PER_GOAL[int(goal) - 1].removeprefix("1-")
    letters = numbers.lstrip("0123456789")
    last = int(numbers.removesuffix(letters)) if letters else int(numbers)
    return rest in letters if rest.isalpha() else rest.isdecimal() and 1 <= int(rest) <= last


def is_indicator(code: str) -> bool:
    """Whether `11.3.2` is an indicator of a target."""
    target, _, number = code.rpartition(".")
    if not is_target(target) or not number.isdecimal():
        return False
    goal, _, rest = target.partition(".")
    numbered, *lettered = _PER_TARGET[int(goal) - 1]
    counts = lettered[0] if rest.isalpha() else numbered
    place = "abcd".index(rest) if rest.isalpha() else int(rest) - 1
    return 1 <= int(number) <= int(counts[place])
