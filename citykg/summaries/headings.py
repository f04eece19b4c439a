"""The headings of a clean summary, in the language of its plan."""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citykg.plan import Plan, Stated

LANGUAGES = ("en", "es", "pt", "it", "fr", "de", "sv")


@functools.cache
def _headings() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("headings.toml").read_text("utf-8"))


def heading(field: str, language: str) -> str:
    """The heading of a field; in English where the language is none of ours.

    >>> heading("population", "es")
    'Población'
    """
    names = _headings()[field]
    return names.get(language.partition("-")[0], names["en"])


def language_of(plan: Plan) -> str:
    """The language of most of a plan's words; English where they tell none.

    Only the base of the tag: no heading is of a region.
    """
    worded: list[Stated[str]] = [
        *plan.themes,
        *plan.focus_areas,
        *plan.challenges,
        *plan.objectives,
        *plan.results,
        *(activity.label for activity in plan.activities),
        *(output.label for output in plan.outputs),
        *((plan.title,) if plan.title else ()),
    ]
    told = Counter(
        base
        for stated in worded
        if stated.language and (base := stated.language.lower().split("-")[0]) in LANGUAGES
    )
    return min(told, key=lambda tag: (-told[tag], LANGUAGES.index(tag))) if told else "en"
