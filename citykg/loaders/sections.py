"""What a field promises of its cells: activities, outputs, and the status its heading states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from citykg.loaders.mentions import NOTHING

if TYPE_CHECKING:
    from citykg.loaders.cell import Cell
    from citykg.loaders.lexicon import Match
    from citykg.loaders.regions import Region
    from citykg.plan import Passage


@dataclass(frozen=True)
class Section:
    """What a field promises of its cells."""

    activities: bool
    outputs: bool
    status: str | None = None
    """The status that the field's own label states, as in "Expected results"."""
    status_cue: Passage | None = None
    every_item: bool = False
    """Whether each list item is an event, even one of no type that we know."""

    def wants(self, match: Match) -> bool:
        """Whether an event of the match's kind belongs here."""
        return self.activities if match.slug.startswith("activity/") else self.outputs

    def under(self, region: Region, cell: Cell) -> Section:
        """The section as a heading inside the cell narrows it."""
        section = self
        if region.fields:
            section = replace(
                section,
                activities="activities" in region.fields,
                # Prose about activities speaks of what came of them.
                outputs=self.outputs or bool({"outputs", "results"}.intersection(region.fields)),
                every_item=region.fields != ("results",),
            )
        if region.cue:
            cue = cell.passage(region.cue.start, region.cue.end)
            section = replace(section, status=region.cue.status, status_cue=cue)
        return section


def without_none(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines without those that say "None", and the heading over each."""
    nothing = [number for number, (a, b) in enumerate(spans) if NOTHING.match(text[a:b])]
    over = {number - 1 for number in nothing if len(text[slice(*spans[number - 1])].split()) <= 4}
    return [s for number, s in enumerate(spans) if number not in over and number not in nothing]
