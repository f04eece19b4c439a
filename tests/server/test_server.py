"""The server answers, and stops when it is told to."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servers import Served


def test_it_says_that_all_is_well(served: Served) -> None:
    """`/health` tells a monitor what runs."""
    with urllib.request.urlopen(f"{served.address}/health") as answer:  # noqa: S310 - our own
        state = json.load(answer)
    assert state["status"] == "ok"
    assert state["running"] == 0
