"""Links out: what of a graph is also a thing of another vocabulary, found, decided and told."""

from citykg.links.decisions import Decisions, decisions_for
from citykg.links.held import Held, held_again, held_in
from citykg.links.linking import TITLE, Links, link
from citykg.links.mapping import Mapping
from citykg.links.places import place_of
from citykg.links.sssom import is_iri, read_mappings, write_mappings

__all__ = [
    "TITLE",
    "Decisions",
    "Held",
    "Links",
    "Mapping",
    "decisions_for",
    "held_again",
    "held_in",
    "is_iri",
    "link",
    "place_of",
    "read_mappings",
    "write_mappings",
]
