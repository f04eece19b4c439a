"""A part of the graph can be drawn: what stands around a thing, or what a query answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner
from written_pages import graph_of

import citykg
from citykg.cli import app
from citykg.errors import UsageError
from citykg.graph.facts import read_facts
from citykg.queries import Rows
from citykg.viz.choice import around, named, only

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from conftest import Story

    from citykg.graph.facts import Facts


def labels(facts: Facts) -> set[str]:
    """What the things are called."""
    return {thing.label for thing in facts.things}


@pytest.fixture
def facts(pairs: Story) -> Facts:
    """What three plans say, of which two share a city."""
    return read_facts(pairs.store)


def iri_of(facts: Facts, label: str) -> str:
    """The thing that is called so."""
    return next(thing.id for thing in facts.things if thing.label == label)


def test_a_link_leads_to_neighbours(facts: Facts) -> None:
    """Around a city stand its cooperations, goals and plans; its partner is two links away."""
    ottawa = iri_of(facts, "Ottawa")
    assert "Rotterdam" not in labels(around(facts, [ottawa], 1))
    two = labels(around(facts, [ottawa], 2))
    assert {"Ottawa", "Rotterdam", "Housing"} <= two
    assert "Surat" not in two


def test_no_way_leads_through_what_many_share(facts: Facts) -> None:
    """A theme that two cooperations share does not bring the other; asked for itself it does."""
    ottawa, housing = iri_of(facts, "Ottawa"), iri_of(facts, "Housing")
    assert "Learning exchange" not in labels(around(facts, [ottawa], 3))
    assert {"Manchester", "Ottawa"} <= labels(around(facts, [housing], 1))


def test_what_is_drawn_hangs_together(facts: Facts) -> None:
    """A fact is drawn only where both of its ends are, and with its words."""
    part = around(facts, [iri_of(facts, "Ottawa")], 2)
    there = {thing.id for thing in part.things}
    assert part.facts
    assert all(fact.subject in there for fact in part.facts)
    assert all(fact.object in there for fact in part.facts if fact.is_link)
    assert set(part.facts) <= set(facts.facts)
    assert only(facts, {thing.id for thing in facts.things}) == facts


def test_an_answer_names_what_is_drawn(facts: Facts) -> None:
    """The IRIs of the rows are drawn, whichever column they stand in; words are not looked up."""
    import pyoxigraph as ox

    ottawa, surat = (ox.NamedNode(iri_of(facts, name)) for name in ("Ottawa", "Surat"))
    rows = Rows(("a", "b"), ((ottawa, ox.Literal("Housing")), (None, surat)))
    assert labels(named(facts, rows)) == {"Ottawa", "Surat"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """The graph of the real plan."""
    from citykg.build import build

    folder = tmp_path_factory.mktemp("view") / "graph"
    build([examples / "plans"], folder)
    return folder


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        (["--focus", "sdg:11", "--hops", "1"], "Manchester", "Staff exchange"),
        (["--focus", "Manchester"], "✕ not done: pilot project", "Aarhus"),
        (["--query", "cities-by-goal", "-p", "goal=11"], "Montreal", "Housing"),
        (["--query", "denied"], "✕ not done: pilot project", "Montreal"),
    ],
)
def test_the_command_draws_a_part(
    folder: Path, tmp_path: Path, options: list[str], there: str, missing: str
) -> None:
    """`--focus` and `--query` choose; the page holds these things and no others."""
    page = tmp_path / "page.html"
    result = CliRunner().invoke(app, ["view", str(folder), "-o", str(page), *options])
    assert result.exit_code == 0, result.output
    labels = {node["label"] for node in graph_of(page.read_text())["nodes"]}
    assert there in labels
    assert missing not in labels


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--focus", "sdg:11", "--query", "cities"], "give one of them"),
        (["-p", "goal=11"], "give the query with --query"),
        (["--focus", "Atlantis"], "Nothing in the graph is called 'Atlantis'"),
        (["--focus", "ckg:City"], "nothing that plans speak of"),
        (["--query", "cities-by-goal", "-p", "goal=1"], "nothing to draw"),
        (["--query", "cities-by-gaol"], "Did you mean cities-by-goal?"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    folder: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    """A choice of nothing writes no page and says why."""
    page = tmp_path / "page.html"
    result = CliRunner().invoke(app, ["view", str(folder), "-o", str(page), *options])
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)
    assert not page.exists()


def test_a_notebook_shows_the_page(pairs: Story, browser: Any) -> None:
    """What `citykg.view` gives is shown in a cell, apart from the notebook, and it works."""
    shown = citykg.view(pairs.store, title="Ours")
    page = browser.new_page()
    page.set_content(shown._repr_html_())
    frame = page.frame_locator("iframe")
    frame.locator("#legend button").first.wait_for()
    assert frame.locator("h1").inner_text() == "Ours"
    frame.locator("#search").fill("Ottawa")
    frame.locator("#search").press("Enter")
    frame.locator("#details h2", has_text="Ottawa").wait_for()
    page.close()
