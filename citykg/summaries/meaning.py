"""What a plan says, without where it says it: two plans of one meaning differ in words only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from citykg.plan import Owned, Plan, Stated

if TYPE_CHECKING:
    from typing import Any

ABOUT_THE_FILE = frozenset(
    "template confidence drift coverage source empty unread problems".split()
)
"""Fields of a plan that tell of its document and of how it was read."""
_CUES = frozenset(("type_cue", "status_cue"))


def meaning(plan: Plan) -> dict[str, Any]:
    """The values of a plan as plain data: no passages, no languages, nothing about the file.

    A value with owners is `(value, owners)`; a field that says nothing is left out.
    """
    return {
        name: plain
        for name in plan.__struct_fields__
        if name not in ABOUT_THE_FILE and (plain := _plain(getattr(plan, name))) not in (None, [])
    }


def _plain(node: Any) -> Any:
    if isinstance(node, Owned):
        return node.value, node.cities
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
