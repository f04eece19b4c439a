"""One event in the place of another."""

from __future__ import annotations

import pytest
from test_sentences import told


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("The seminar will be replaced by a webinar.", ["not-done", "planned"]),
        ("A webinar replaced the conference.", ["completed", "not-done"]),
        ("The workshop became a yearly conference.", ["not told"]),
        ("The seminar was held, and a webinar replaced the fair.", ["completed", "completed"]),
    ],
)
def test_what_gave_way_was_not_done(sentence: str, statuses: list[str]) -> None:
    """The event before "replaced by" was given up; only an online one is what another became."""
    found = [activity.status for activity in told(sentence).activities]
    if statuses == ["not told"]:
        assert "not-done" not in found
    else:
        assert found == statuses
