"""The documents of `docs/adding-a-template.md`, read as that page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import plans_in

PROFILE = Path(__file__).parent / "documents" / "klimapartnerschaft.txt"
TEXT = PROFILE.read_text("utf-8")


def in_lines(text: str) -> str:
    """The same facts as `label: value` lines, the parties named in one."""
    head, *rows = [line for line in text.splitlines()[2:] if line.strip()]
    parties = " und ".join(head.split("\t")[1:])
    lines = [f"Städte: {parties}"]
    for row in rows:
        label, *values = row.split("\t")
        lines.append(f"{label}: {'; '.join(values)}")
    return text.splitlines()[0] + "\n\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("text", [TEXT, in_lines(TEXT)], ids=["rows", "lines"])
def test_the_profile_of_a_climate_partnership(text: str) -> None:
    """All that the profile says, in two layouts."""
    (plan,) = plans_in(text)
    assert plan.template == "climate-partnership"
    named = [(c.name.value, c.country.value) for c in plan.cities if c.country]
    assert named == [("Bonn", "DE"), ("Cape Coast", "GH")]
    assert [c.population.value for c in plan.cities if c.population] == [327_258, 189_925]
    assert [c.area_km2.value for c in plan.cities if c.area_km2] == [141.1, 122.0]
    assert plan.period
    assert plan.period.start
    assert plan.period.start.value == "2012-11"
    assert plan.period.end is None
    assert [theme.value for theme in plan.themes] == ["Feuchtgebiete", "Abfall"]
    assert [item.value for item in plan.challenges] == ["Zu wenig Personal für den Klimaschutz."]
    deeds = [(deed.type, deed.status) for deed in plan.activities]
    assert deeds == [("study-visit", None), ("pilot-project", "planned")]
    assert [contact.value for contact in plan.contacts] == ["klima@example.org"]


def test_the_page_shows_the_document_that_is_read() -> None:
    """What the page prints is what the test reads."""
    page = Path(__file__).parents[2] / "docs" / "adding-a-template.md"
    shown = page.read_text("utf-8")
    assert all(f"    {line}".rstrip() in shown for line in TEXT.splitlines() if line)


def test_a_profile_that_has_drifted_says_how() -> None:
    """A label that is new, a row that moved, one that is gone."""
    lines = TEXT.splitlines(keepends=True)
    lines = [line for line in lines if not line.startswith("Partnerschaft seit")]
    lines[5], lines[6] = lines[6], lines[5]
    text = "".join(lines).replace("Woran wir wachsen", "Was uns bremst")
    (plan,) = plans_in(text)
    drift = [(item.kind, item.field) for item in plan.drift]
    assert ("unknown", "Was uns bremst") in drift
    assert ("missing", "start") in drift
    assert [kind for kind, _ in drift].count("moved") == 1
    assert plan.coverage < 0.95
