"""What a plan says, without where it says it: two plans of one meaning differ in words only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from citykg.plan import Stated

if TYPE_CHECKING:
    from typing import Any

    from citykg.plan import Plan

ABOUT_THE_FILE = frozenset(
    "template confidence drift coverage source empty unread problems".split()
)
"""Fields of a plan that tell of its document and of how it was read."""
OWNED = frozenset(
    "themes sdgs sdg_targets sdg_indicators urban_agenda_topics focus_areas challenges objectives "
    "results".split()
)
"""Fields whose values are said of parties."""
_CUES = frozenset(("type_cue", "status_cue"))


def meaning(plan: Plan) -> dict[str, Any]:
    """The values of a plan as plain data: no passages, no languages, nothing about the file.

    A value with owners is `(value, owners)`; a field that says nothing is left out.
    """
    told: dict[str, Any] = {
        name: _plain(getattr(plan, name))
        for name in plan.__struct_fields__
        if name not in ABOUT_THE_FILE | OWNED
    }
    for name in OWNED:
        told[name] = [(item.value, getattr(item, "cities", ())) for item in getattr(plan, name)]
    return {name: plain for name, plain in told.items() if plain not in (None, [], {})}


def _plain(node: Any) -> Any:
    if isinstance(node, Stated):
        return node.value
    if isinstance(node, tuple):
        return [_plain(item) for item in node]
    if isinstance(node, msgspec.Struct):
        return {
            name: plain
            for name in node.__struct_fields__
            if name not in _CUES and (plain := _plain(getattr(node, name))) not in (None, [])
        }
    return node
