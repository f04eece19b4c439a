"""What a page that was written holds."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any


def block(page: str, opening: str) -> str:
    """The text of the element that begins like this."""
    start = page.index(opening) + len(opening)
    return page[start : page.index("</", start)]


def graph_of(page: str) -> Any:
    """The data that a page holds."""
    packed = block(page, '<script id="graph" type="text/plain">')
    return json.loads(gzip.decompress(base64.b64decode(packed, validate=True)))
