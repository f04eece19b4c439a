"""The quads that no single plan states."""

from __future__ import annotations

from plan_examples import variant, words

from citykg.graph.names import Names
from citykg.graph.nquads import literal, node
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.ontology.terms import GRAPH_ONTOLOGY, GRAPH_VOCABULARY, Ckg, Rdf, Skos

BASE = "https://w3id.org/citykg/id/"


def theme_lines(*labels: tuple[str, str]) -> list[str]:
    """The theme lines of plans that state one of these labels each."""
    plans = [variant(n, themes=(words(*label),)) for n, label in enumerate(labels)]
    return list(theme_quads(Names.of(plans)))


def line(predicate: str, obj: str) -> str:
    """A line about the theme housing."""
    return f"<{BASE}theme/housing> {node(predicate)} {obj} {node(GRAPH_VOCABULARY)} .\n"


def test_a_theme_has_one_preferred_label_per_language() -> None:
    """The most frequent spelling is preferred, without its full stop; the others are kept."""
    lines = theme_lines(("Housing.", "en"), ("Housing", "en"), ("HOUSING", "en"), ("housing", "fr"))
    assert [found for found in lines if "Label>" in found and "/theme/" in found] == [
        line(Skos.prefLabel, literal("Housing", "en")),
        line(Skos.altLabel, literal("HOUSING", "en")),
        line(Skos.prefLabel, literal("housing", "fr")),
    ]


def test_spellings_of_one_frequency_are_ranked_by_code_point() -> None:
    """Among equals the first by code point is preferred, in any order of the plans."""
    one = theme_lines(("housing", "en"), ("Housing", "en"))
    assert one == theme_lines(("Housing", "en"), ("housing", "en"))
    assert line(Skos.prefLabel, literal("Housing", "en")) in one


def test_a_theme_is_a_concept_of_the_scheme_of_themes() -> None:
    """Every theme is a concept in the scheme of themes."""
    lines = theme_lines(("Housing", "en"))
    assert line(Rdf.type, node(Ckg.Theme)) in lines
    assert line(Skos.inScheme, node(BASE + "scheme/themes")) in lines


def test_no_theme_no_scheme() -> None:
    """A build without themes says nothing of them."""
    assert list(theme_quads(Names.of([variant(1, themes=())]))) == []


def test_the_shipped_turtle_goes_into_its_two_graphs() -> None:
    """The ontology and the schemes are sorted lines of their own graphs."""
    lines = shipped_quads()
    assert list(lines) == sorted(lines)
    graphs = {found.rsplit(" ", 2)[1] for found in lines}
    assert graphs == {node(GRAPH_ONTOLOGY), node(GRAPH_VOCABULARY)}
