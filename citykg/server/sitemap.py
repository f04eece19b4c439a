"""The addresses of all pages of things, for those who collect pages (https://sitemaps.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from citykg.graph.known import node, text_of
from citykg.ontology.terms import Ckg, Rdf, Sdg
from citykg.server.addresses import PAGE, place
from citykg.server.answers import UnansweredError
from citykg.server.common import NOWHERE
from citykg.server.media import XML
from citykg.server.tasks import Reply

if TYPE_CHECKING:
    from citykg.server.served import Served
    from citykg.server.tasks import Sitemap

MOST: Final = 50_000
"""So many addresses one file may hold."""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_CLASSES: Final = (
    *(Ckg.Programme, Ckg.Cooperation, Ckg.ActionPlan, Ckg.City, Ckg.Region, Ckg.Country),
    *(Ckg.Theme, Ckg.UrbanAgendaTopic, Sdg.Goal, Sdg.Target, Ckg.Activity, Ckg.Output),
)


def sitemap(served: Served, task: Sitemap) -> Reply:
    """One file of addresses, or the list of the files; raises UnansweredError behind the last."""
    places = sorted(
        {
            place(PAGE, text_of(quad.subject), served.base)
            for cls in _CLASSES
            for quad in served.known.quads(None, node(Rdf.type), node(cls))
        }
    )
    last = max(1, -(-len(places) // MOST))
    if task.part > last:
        raise UnansweredError(404, f"The last part of the sitemap is /sitemap-{last}.xml.")
    if task.part:
        some = places[(task.part - 1) * MOST : task.part * MOST]
        lines = [f"<url><loc>{escape(NOWHERE + one)}</loc></url>" for one in some]
        body = f"{_HEAD}<urlset {_SPACE}>\n" + "\n".join(lines) + "\n</urlset>\n"
    else:
        files = [f"{NOWHERE}/sitemap-{number}.xml" for number in range(1, last + 1)]
        lines = [f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in files]
        body = f"{_HEAD}<sitemapindex {_SPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"
    return Reply(200, XML, body.encode())
