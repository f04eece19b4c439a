"""The queries room: questions as `.rq` files, and the engines that answer them."""

from citykg.queries.answer import Rows, Triples, Truth
from citykg.queries.catalogue import (
    SavedQuery,
    catalogue,
    federated,
    read_query,
    saved_names,
    saved_query,
)
from citykg.queries.engine import open_engine
from citykg.queries.formats import FORMATS, write_answer
from citykg.queries.runner import run

__all__ = [
    "FORMATS",
    "Rows",
    "SavedQuery",
    "Triples",
    "Truth",
    "catalogue",
    "federated",
    "open_engine",
    "read_query",
    "run",
    "saved_names",
    "saved_query",
    "write_answer",
]
