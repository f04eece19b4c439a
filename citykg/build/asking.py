"""Wikidata asked about the places of a graph folder, batch by batch; each answer kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citykg.build.progress import silent
from citykg.errors import DataError
from citykg.graph.store import open_store
from citykg.links.answers import keep_answers, read_answers
from citykg.links.wikidata import BATCH, ask, numbers_in

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.build.progress import Progress
    from citykg.graph.remote import Remote


class Asked(NamedTuple):
    """What asking gave."""

    places: int
    """Places of GeoNames that were asked for now."""
    items: int
    """Items that were answered for them."""
    known: int
    """Places that had been answered before and were not asked for."""
    left_out: int
    """Labels and codes that can be none, and were not kept."""


def ask_wikidata(
    folder: Path, remote: Remote, *, refresh: bool = False, progress: Progress = silent
) -> Asked:
    """Ask for the items of the places of GeoNames that a graph folder is linked to, once each.

    The answers are kept in the folder; `relink` and every build make links of them.  With
    `refresh` what is known is asked for again.  Raises UsageError where there is no graph,
    DataError where the endpoint does not answer, or badly: what was answered before stays, and
    the graph is not touched.

        from pathlib import Path
        from citykg.build import ask_wikidata, relink
        from citykg.graph.remote import Remote

        ask_wikidata(Path("citykg-graph"), Remote("https://query.wikidata.org/sparql"))
        relink(Path("citykg-graph"))
    """
    numbers = numbers_in(open_store(folder))
    answers = read_answers(folder)
    wanted = numbers if refresh else answers.missing(numbers)
    items = left_out = 0
    for first in range(0, len(wanted), BATCH):
        progress("ask", first, len(wanted))
        try:
            answered = ask(remote, wanted[first : first + BATCH])
        except DataError as error:
            what = str(error).rstrip(".")
            raise DataError(
                f"{what}; the graph and what was answered before are as they were."
            ) from error
        keep_answers(folder, remote.address, answered.places)
        items += len({item.id for found in answered.places.values() for item in found})
        left_out += answered.left_out
    progress("ask", len(wanted), len(wanted))
    return Asked(len(wanted), items, len(numbers) - len(wanted), left_out)
