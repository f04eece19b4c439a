"""Reads what an answer holds as what it says it is."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox

from citykg.server.media import GRAPHS


def parse(kind: str, body: bytes) -> None:
    """Read a body of a media type; raises where it is not of that type."""
    if kind in GRAPHS:
        form = ox.RdfFormat.from_media_type(kind)
        assert form
        for _ in ox.parse(body, format=form):
            pass
    elif kind == "text/csv":
        if body not in {b"true", b"false"}:
            rows = list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))
            assert len({len(row) or 1 for row in rows}) == 1
    else:
        form = ox.QueryResultsFormat.from_media_type(kind)
        assert form
        results = ox.parse_query_results(body, format=form)
        if isinstance(results, ox.QuerySolutions):
            for _ in results:
                pass
