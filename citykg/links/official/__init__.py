"""Official vocabularies: fetched on request, kept in the graph's folder, merged by every build.

A file of others is data to be looked at: it is read with limits, only what `sources.toml` wants of
it is kept, and what our own concept schemes say of the same things comes first.
"""

from citykg.links.official.fetching import fetch
from citykg.links.official.folder import (
    Fetched,
    Record,
    fetched_in,
    names_in,
    read_records,
    write_fetched,
)
from citykg.links.official.merging import Replaced, merged, replaced
from citykg.links.official.sources import Source, known_source, sources

__all__ = [
    "Fetched",
    "Record",
    "Replaced",
    "Source",
    "fetch",
    "fetched_in",
    "known_source",
    "merged",
    "names_in",
    "read_records",
    "replaced",
    "sources",
    "write_fetched",
]
