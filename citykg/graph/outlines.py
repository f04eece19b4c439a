"""What decides the names of a build: the little of each plan that others' names depend on.

A plan of four pages has an outline of a line: a build keeps those of all its plans, and the plans
themselves flow by.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from citykg.graph.places import Stated, stated_city, stated_region

if TYPE_CHECKING:
    from citykg.plan import Plan


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The outline of a plan."""

    content: str
    """The digest of all that the plan says, wherever it lies: see `content_digest`."""
    stated_id: str
    path: str
    document: str
    """The SHA-256 sum of its document."""
    row: int | None
    programme: str
    """As it is stated; empty where it is not."""
    year: str
    """The year in which it begins; empty where it is not stated."""
    parties: tuple[Stated, ...]
    """Its cities and regions, as often as they are stated."""
    regions: tuple[Stated, ...]
    """The regions that its cities lie in, as often as they are stated."""
    themes: tuple[tuple[str, str], ...]
    """Each as it is stated, with its language or ''."""

    @classmethod
    def of(cls, plan: Plan) -> Outline:
        """The outline of a plan."""
        cities = [city for city in plan.cities if city.name.value is not None]
        start = plan.period.start.value if plan.period and plan.period.start else None
        return cls(
            content=content_digest(plan),
            stated_id=plan.id,
            path=plan.source.path,
            document=plan.source.sha256,
            row=plan.source.row,
            programme=(plan.programme.value if plan.programme else None) or "",
            year=(start or "")[:4],
            parties=tuple(map(stated_city, cities)),
            regions=tuple(region for region in map(stated_region, cities) if region is not None),
            themes=tuple(
                (theme.value, theme.language or "")
                for theme in plan.themes
                if theme.value is not None
            ),
        )


def content_digest(plan: Plan) -> str:
    """The digest of what a plan says: its words and its document's bytes, not where it lies."""
    source = msgspec.structs.replace(plan.source, path="")
    bare = msgspec.structs.replace(plan, id="", source=source, problems=())
    return sha256(msgspec.msgpack.encode(bare)).hexdigest()
