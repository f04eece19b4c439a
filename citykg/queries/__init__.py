"""The queries room: questions as `.rq` files, and the engines that answer them."""

from citykg.queries.answer import Rows, Triples, Truth
from citykg.queries.catalogue import (
    SavedQuery,
    catalogue,
    federated,
    parse_query,
    read_query,
    saved_names,
    saved_query,
)
from citykg.queries.engine import open_engine
from citykg.queries.formats import FORMATS, write_answer
from citykg.queries.missing import why_nothing
from citykg.queries.runner import run
from citykg.queries.witnesses import witnesses

__all__ = [
    "FORMATS",
    "Rows",
    "SavedQuery",
    "Triples",
    "Truth",
    "catalogue",
    "federated",
    "open_engine",
    "parse_query",
    "read_query",
    "run",
    "saved_names",
    "saved_query",
    "why_nothing",
    "witnesses",
    "write_answer",
]
