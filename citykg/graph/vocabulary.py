"""The quads that no single plan states: the shipped Turtle, and the themes that plans name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from citykg.graph.nquads import literal, node
from citykg.ontology.files import ontology_files, vocabulary_files
from citykg.ontology.terms import (
    GRAPH_ONTOLOGY,
    GRAPH_VOCABULARY,
    SCHEME,
    Ckg,
    Rdf,
    Skos,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from citykg.graph.names import Names

THEMES: Final = SCHEME + "themes"
"""The scheme of the themes, which no file lists: plans name them."""


@cache
def shipped_quads() -> tuple[str, ...]:
    """The ontology and the concept schemes as sorted N-Quads lines.

    Blank nodes, which OWL needs, get the labels of RDF Dataset Canonicalization (RDFC-1.0), so
    that the lines are the same in every build.
    """
    import pyoxigraph as ox

    dataset = ox.Dataset()
    for graph, files in (
        (GRAPH_ONTOLOGY, ontology_files()),
        (GRAPH_VOCABULARY, vocabulary_files()),
    ):
        for file in files:
            quads = ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
            for quad in quads:
                name = ox.NamedNode(graph)
                dataset.add(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return tuple(sorted(line + "\n" for line in text.decode().split("\n") if line))


def theme_quads(names: Names) -> Iterator[str]:
    """Yield the themes of a build as concepts: one preferred label per language, none lost."""
    end = f" {node(GRAPH_VOCABULARY)} .\n"
    scheme = node(THEMES)
    if names.theme_labels:
        yield f"{scheme} {node(Rdf.type)} {node(Skos.ConceptScheme)}{end}"
        yield f"{scheme} {node(Skos.prefLabel)} {literal('Themes of the plans', 'en')}{end}"
    for iri, counts in sorted(names.theme_labels.items()):
        theme = node(iri)
        yield f"{theme} {node(Rdf.type)} {node(Ckg.Theme)}{end}"
        yield f"{theme} {node(Rdf.type)} {node(Skos.Concept)}{end}"
        yield f"{theme} {node(Skos.inScheme)} {scheme}{end}"
        for language, spellings in sorted(_by_language(counts).items()):
            ranked = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))
            for place, (label, _) in enumerate(ranked):
                predicate = Skos.altLabel if place else Skos.prefLabel
                yield f"{theme} {node(predicate)} {literal(label, language)}{end}"


def _by_language(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    # The full stop that ends a list item is no part of the theme's name.
    found: dict[str, dict[str, int]] = {}
    for (language, label), count in counts.items():
        spellings = found.setdefault(language, {})
        name = label.removesuffix(".").rstrip() or label
        spellings[name] = spellings.get(name, 0) + count
    return found
