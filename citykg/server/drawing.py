"""The page of the network around a thing: of the plans that speak of it, when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.graph.facts import plans_about, read_facts
from citykg.server.addresses import DRAWN, PAGE, iri_of
from citykg.server.answers import UnansweredError
from citykg.server.media import HTML
from citykg.server.tasks import Reply
from citykg.viz.choice import around
from citykg.viz.page import render

if TYPE_CHECKING:
    from citykg.server.served import Served
    from citykg.server.tasks import Drawing

MOST: Final = 100
"""So many plans are drawn of those that speak of a thing; the title says how many there are."""

_HOPS: Final = 2


def drawn(served: Served, task: Drawing) -> Reply:
    """The page; raises UnansweredError where no plan speaks of the thing."""
    try:
        iri = iri_of(task.about, served.base)
    except UsageError as error:
        raise UnansweredError(404, f"There is nothing of this name: {error}") from error
    plans = plans_about(served.store, iri)
    facts = around(read_facts(served.store, plans[:MOST]), [iri], _HOPS)
    label = next((thing.label for thing in facts.things if thing.id == iri), "")
    if not label:
        raise UnansweredError(404, "No plan speaks of that: there is nothing to draw.")
    some = f" ({MOST} of {len(plans):,} plans)" if len(plans) > MOST else ""
    page = render(facts, title=label + some, around=DRAWN, about=PAGE)
    return Reply(200, HTML, page.encode())
