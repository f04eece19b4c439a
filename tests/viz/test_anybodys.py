"""RDF files of anybody's: what is read from them, where it stands, how its page works."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from anybodys import ALL, CATALOGUE, CONCEPTS, FRIENDS, PREFIXES, PROVENANCE
from typer.testing import CliRunner
from written_pages import graph_of

import citykg
from citykg.cli.app import app
from citykg.errors import CitykgError, UsageError
from citykg.graph.facts import KINDS, Fact, Facts, Foreign, Thing, read_facts
from citykg.graph.foreign import UNTYPED, facts_of, thing_named
from citykg.ontology.terms import Foaf, Owl, Rdf, Skos
from citykg.viz.clusters import MOST_SINGLE
from citykg.viz.page import MOST, render, write_page
from citykg.viz.palette import LOOKS, OTHER, PLAIN, plain_looks
from citykg.viz.plain import hubs_of, lay_out_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EX = "https://example.org/id/"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A file with this text."""

    def write(text: str | bytes, name: str = "graph.ttl") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def by_id(facts: Facts) -> dict[str, Thing]:
    """The things by what they are called in the file."""
    return {thing.id: thing for thing in facts.things}


# ---- reading


def test_every_subject_is_a_thing_of_its_type(written: Any) -> None:
    """A thing has the kind of its class, in words, and the best of its names; the file is named."""
    facts = facts_of(written(FRIENDS, "friends.ttl"))
    things = by_id(facts)
    assert facts.foreign is not None
    assert facts.foreign.title == "friends.ttl"
    assert list(facts.foreign.kinds.values()) == ["person", "organization", "thing"]
    assert things[f"{EX}ada"].kind == f"{Foaf.NS}Person"
    assert things[f"{EX}ada"].label == "Ada"
    assert things[f"{EX}ada"].names == ("Adélaïde",)
    assert things[f"{EX}ada"].labels == {"fr": "Adélaïde"}
    assert things[f"{EX}office"].label == "City office"
    assert things[f"{EX}hugo"].label == "hugo"
    assert things[f"{EX}no%20type/Caf%C3%A9"].label == "Café"
    assert things[f"{EX}no%20type/Caf%C3%A9"].kind == UNTYPED
    assert things["_:b1"].point == (-2.24, 53.48)
    assert things[f"{EX}office"].point == (2.3, 48.8)
    assert [link.iri for link in things[f"{EX}office"].links] == [
        "http://www.wikidata.org/entity/Q90"
    ]


def test_facts_are_links_and_values(written: Any) -> None:
    """An object that is a thing is linked; any other is a value that says what it is in RDF."""
    facts = facts_of(written(FRIENDS)).facts
    said = {(one.predicate.rsplit("/", 1)[-1], one.object, one.is_link, one.term) for one in facts
            if one.subject == f"{EX}ada"}  # fmt: skip
    assert {
        ("knows", f"{EX}ben", True, ""),
        ("name", "Adélaïde", False, "@fr"),
        ("age", "36", False, "http://www.w3.org/2001/XMLSchema#integer"),
        ("homepage", "https://example.org/ada", False, "<https://example.org/ada>"),
        ("22-rdf-syntax-ns#type", "person", False, f"<{Foaf.NS}Person>"),
    } <= said
    assert all(one.quotes == () and one.plan == "" for one in facts)


def test_kind_is_the_most_special_type(written: Any) -> None:
    """Wider types and those that say nothing step back; then the type that most things have."""
    text = """ex:Poet rdfs:subClassOf foaf:Person ; rdfs:label "man or woman of letters" .
    foaf:Person rdfs:subClassOf foaf:Agent , ex:Poet .
    ex:Loop rdfs:subClassOf ex:Loop .
    ex:one a foaf:Agent , ex:Poet , owl:NamedIndividual . ex:two a owl:Thing . ex:three a ex:A , ex:B .
    ex:four a ex:B . ex:five a ex:Loop . ex:six a <https://w3id.org/citykg/ontology#City> , ex:B ."""
    facts = facts_of(written(PREFIXES + text))
    kinds = {thing.id.removeprefix(EX): thing.kind for thing in facts.things}
    assert facts.foreign is not None
    assert kinds["one"] == f"{EX}Poet"
    assert facts.foreign.kinds[f"{EX}Poet"] == "man or woman of letters"
    assert kinds["two"] == Owl.Thing
    assert (kinds["three"], kinds["four"], kinds["five"]) == (f"{EX}B", f"{EX}B", f"{EX}Loop")
    assert kinds["six"] == "city"


def test_named_graphs_are_read_together(written: Any) -> None:
    """What named graphs say is there; a graph that is a thing itself is told with the fact."""
    text = """<urn:a> <urn:p> "1" <urn:g> .\n<urn:a> <urn:p> "1" <urn:h> .
<urn:a> <urn:p> "1" .\n<urn:g> <urn:q> "2" .\n"""
    facts = facts_of(written(text, "graphs.nq"))
    assert {(one.subject, one.plan) for one in facts.facts} == {
        ("urn:a", ""), ("urn:a", "urn:g"), ("urn:g", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [(CONCEPTS, "Homes"), (CATALOGUE, "Trees of a city"), (PROVENANCE, "graph.ttl")],
)
def test_title_is_that_of_the_one_thing_it_is_about(written: Any, text: str, title: str) -> None:
    """A file with one ontology, scheme or dataset is called so, any other by its name."""
    assert f"<title>{title}</title>" in render(facts_of(written(text)))


@pytest.mark.parametrize("name", ALL)
def test_same_file_gives_the_same_page(name: str, written: Any, tmp_path: Path) -> None:
    """Nodes without a name have one by their place in the file: the bytes are the same again."""
    for target in ("one.html", "two.html"):
        write_page(written(ALL[name]), tmp_path / target)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


@pytest.mark.parametrize("suffix", ["nt", "nq", "trig", "rdf", "xml", "jsonld"])
def test_every_format_says_the_same(suffix: str, written: Any) -> None:
    """The things and facts are those of the Turtle file, whatever the format."""
    form = ox.RdfFormat.from_extension(suffix)
    assert form is not None
    triples = [quad.triple for quad in ox.parse(FRIENDS.encode(), format=ox.RdfFormat.TURTLE)]
    path = written(ox.serialize(triples, format=form) or b"", f"same.{suffix}")
    same, expected = facts_of(path), facts_of(written(FRIENDS))
    assert same.things == expected.things
    assert same.facts == expected.facts


def test_plan_graphs_in_a_file_are_ours(pairs: Any, written: Any) -> None:
    """A file with our plan graphs is drawn as the graph itself, quotes and all."""
    nquads = ox.serialize(pairs.quads, format=ox.RdfFormat.N_QUADS) or b""
    facts = facts_of(written(nquads, "graph.nq"))
    assert facts == read_facts(pairs.store)
    assert facts.foreign is None


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("words.ttl", "All is well.\n", "words.ttl:1: is not Turtle: "),
        ("dot.ttl", "<urn:a> <urn:b>\n\n  <urn:c>\n<urn:d> <urn:e> 1 .", "dot.ttl:4: is not Turtle: "),
        ("space.nt", "<urn:a> <urn:b> <urn:a b> .", "space.nt:1: is not N-Triples: "),
        ("empty.ttl", "# nothing\n", "holds no facts: there is nothing to draw."),
        ("bomb.rdf", BOMB, "declares a document type or entities"),
        ("cut.rdf", "<r>", "is not whole or not XML"),
        ("far.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "has its context at"),
        ("cut.jsonld", '{"@id"', "is not whole or not JSON"),
        ("bytes.ttl", b"\xff\xfe\x00", "bytes.ttl:1: is not Turtle: "),
        ("table.csv", "a,b\n", "is neither a graph folder nor an RDF file (.ttl, "),
        ("star.ttl", "<urn:a> <urn:b> <<( <urn:c> <urn:d> 1 )>> .", "holds a quoted triple"),
        ("way.ttl", '<urn:a> <urn:b> "x"@ar--rtl .', "holds a text with a direction"),
    ],
)  # fmt: skip
def test_what_is_no_rdf_is_one_sentence(
    name: str, text: Any, words: str, written: Any, tmp_path: Path
) -> None:
    """A file that is not what it should be is told of with its place, and no page is written."""
    target = tmp_path / "page.html"
    result = CliRunner().invoke(app, ["view", str(written(text, name)), "-o", str(target)])
    assert isinstance(result.exception, CitykgError)
    assert words in str(result.exception)
    assert str(tmp_path / name) in str(result.exception)
    assert "\n" not in str(result.exception)
    assert not target.exists()


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A file that is missing, and a folder without a graph, are told of as what they are."""
    with pytest.raises(UsageError, match=r"no\.ttl: cannot be read: No such file"):
        facts_of(tmp_path / "no.ttl")
    folder = tmp_path / "folder.ttl"
    folder.mkdir()
    with pytest.raises(UsageError, match="citykg build"):
        facts_of(folder)


def test_too_many_things_are_refused(
    written: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no page can show is refused with the ways to draw a part, which work."""
    monkeypatch.setattr("citykg.viz.page.MOST", MOST // 100)
    lines = [
        f'<urn:{n}> <urn:p> "{n}" .\n<urn:{n}> <urn:q> <urn:0> .' for n in range(MOST // 100 + 1)
    ]
    path, target = written("\n".join(lines), "many.nt"), tmp_path / "page.html"
    with pytest.raises(UsageError, match=r"more than 1,000 things.*--focus.*--query"):
        write_page(path, target)
    result = CliRunner().invoke(app, ["view", str(path), "--focus", "urn:7", "-o", str(target)])
    assert result.exit_code == 1  # everything is two links away
    result = CliRunner().invoke(
        app, ["view", str(path), "--focus", "urn:7", "--hops", "1", "-o", str(target)]
    )
    assert result.exit_code == 0, result.output
    assert {node["iri"] for node in graph_of(target.read_text())["nodes"]} == {"urn:7", "urn:0"}


# ---- a part of it


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        (["--focus", "flat", "--hops", "1"], {"flat", "home", "loft", "Homes"}, "house"),
        (["--focus", f"<{EX}loft>"], {"loft", "flat", "home", "Homes"}, "house"),
        (["--query", "QUERY"], {"house", "home"}, "flat"),
    ],
)
def test_a_part_of_a_file_is_drawn(
    options: list[str], there: set[str], missing: str, written: Any, tmp_path: Path
) -> None:
    """`--focus` draws what is around a thing, but not through a hub; `--query` what it names."""
    query = written(
        f"SELECT ?c ?wide {{ ?c <{Skos.broader}> ?wide FILTER(?c = <{EX}house>) }}", "q.rq"
    )
    page = tmp_path / "page.html"
    chosen = [option.replace("QUERY", str(query)) for option in options]
    result = CliRunner().invoke(app, ["view", str(written(CONCEPTS)), "-o", str(page), *chosen])
    assert result.exit_code == 0, result.output
    labels = {node["label"] for node in graph_of(page.read_text())["nodes"]}
    assert labels == there
    assert missing not in labels


def test_a_query_names_what_has_no_iri(written: Any, tmp_path: Path) -> None:
    """A blank node that a row names is drawn: it has the same name in the query and the page."""
    query = written("SELECT ?d { ?d a <http://www.w3.org/ns/dcat#Distribution> }", "q.rq")
    page = tmp_path / "page.html"
    options = ["--query", str(query), "-o", str(page)]
    result = CliRunner().invoke(app, ["view", str(written(CATALOGUE)), *options])
    assert result.exit_code == 0, result.output
    nodes = graph_of(page.read_text())["nodes"]
    assert [node["label"] for node in nodes] == ["distribution _:b2", "distribution _:b3"]


def test_names_lead_to_things(written: Any) -> None:
    """An IRI, a prefixed name or a label names a thing; what does not is told with what is near."""
    facts = facts_of(written(CONCEPTS))
    assert thing_named(facts, "Flat") == thing_named(facts, f"{EX}flat") == f"{EX}flat"
    with pytest.raises(UsageError, match=r"called 'hous'; did you mean .*house"):
        thing_named(facts, "hous")
    twins = facts_of(written(PREFIXES + 'ex:a rdfs:label "x" . ex:b rdfs:label "x" .'))
    with pytest.raises(UsageError, match=r"2 things are called 'x': say which"):
        thing_named(twins, "x")


# ---- places


def network(count: int, links: Iterable[tuple[int, int]], others: Iterable[int] = ()) -> Facts:
    """A graph of so many things, the others of another kind."""
    odd = set(others)
    kinds = {"urn:K": "k", "urn:L": "l"}
    return Facts(
        tuple(Thing(f"urn:{n}", "urn:L" if n in odd else "urn:K", str(n)) for n in range(count)),
        tuple(Fact(f"urn:{a}", "urn:p", f"urn:{b}", True, "", ()) for a, b in links),
        Foreign("t", kinds),
    )


SHAPES = {
    "nothing": network(0, []),
    "one": network(1, [(0, 0)]),
    "chain": network(120, pairwise(range(120))),
    "star": network(200, [(n, 0) for n in range(1, 200)], [0]),
    "tree": network(2000, [(n, (n - 1) // 8) for n in range(1, 2000)]),
    "clique": network(40, combinations(range(40), 2)),
    "pairs": network(600, [(n, n + 1) for n in range(0, 600, 2)]),
    "loose": network(10_000, [], range(3000)),
    "web": network(5000, [(n, n * n * 7 % (n + 1)) for n in range(5000)]),
}


def test_a_large_file_is_drawn_in_groups() -> None:
    """By its types, or what its things have in common, each in rows of its own; none is lost."""
    many = range(MOST_SINGLE)
    facts = network(MOST_SINGLE + 12, [(n, MOST_SINGLE + n % 10) for n in many], many)
    layout = lay_out_plain(facts)
    kinds = {thing.id: thing.kind for thing in facts.things}
    members = [member for disc in layout.clusters for member in disc.cluster.members]
    hubs = {thing for thing, place in layout.places.items() if place.angle is not None}
    assert sorted(members) == sorted(kinds.keys() - hubs)
    assert len(hubs) == 10
    assert {len(disc.cluster.members) for disc in layout.clusters} == {MOST_SINGLE // 10, 2}
    for disc in layout.clusters:
        places = [layout.places[member] for member in disc.cluster.members]
        assert len({(place.x, place.y) for place in places}) == len(places)
        assert all(hypot(p.x - disc.x, p.y - disc.y) < disc.radius for p in places)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_a_layout(shape: str) -> None:
    """Every thing has a place of its own within the ring, in a picture that is no row."""
    facts = SHAPES[shape]
    layout = lay_out_plain(facts)
    assert layout.places.keys() == {thing.id for thing in facts.things}
    cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for place in layout.places.values():
        cells.setdefault((int(place.x // 30), int(place.y // 30)), []).append((place.x, place.y))
        assert hypot(place.x / layout.half_width, place.y / layout.half_height) < 1.02
    crowded = [pair for cell in cells.values() for pair in combinations(cell, 2)]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 13 for a, b in crowded)
    if len(facts.things) > 20:
        xs, ys = zip(*((place.x, place.y) for place in layout.places.values()), strict=True)
        assert 0.5 < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 3
    # Every link inside is a line.
    inside = {iri for iri, place in layout.places.items() if place.angle is None}
    lines = {frozenset(pair) for pair in layout.spokes}
    assert lines == {
        frozenset((one.subject, one.object))
        for one in facts.facts
        if {one.subject, one.object} <= inside and one.subject != one.object
    }


def test_places_do_not_depend_on_the_order_of_facts() -> None:
    """The same graph, its facts in another order, stands in the same places."""
    facts = SHAPES["pairs"]
    turned = Facts(facts.things, facts.facts[::-1], facts.foreign)
    assert lay_out_plain(turned) == lay_out_plain(facts)


def test_what_many_point_at_stands_on_the_ring(written: Any) -> None:
    """A hub is pointed at by many of other kinds that hang together without it."""
    facts = facts_of(written(FRIENDS))
    assert hubs_of(facts) == {f"{EX}office"}
    layout = lay_out_plain(facts)
    assert layout.places[f"{EX}office"].angle is not None
    assert layout.places[f"{EX}ada"].angle is None
    # The only link of all that point at it is the middle of a flower.
    star = lay_out_plain(SHAPES["star"])
    assert hubs_of(SHAPES["star"]) == set()
    assert star.places["urn:0"].angle is None
    assert star.radii.keys() == {"urn:0"}


# ---- looks


def test_twenty_types_are_told_apart() -> None:
    """Twenty kinds have looks that differ from each other and from ours; the rarest share one."""
    words = {f"urn:{n}": f"kind {n}" for n in range(30)} | {UNTYPED: "thing"}
    for ours in (set(), {"city", "goal"}, set(KINDS.values())):
        looks = plain_looks(words, ours)
        assert looks.keys() == {f"urn:{n}" for n in range(20)} | PLAIN.keys() | ours
        for scheme in ("light", "dark"):
            seen = [(look.shape, getattr(look, scheme)) for look in looks.values()]
            assert len(set(seen)) == len(seen)
            colours = {getattr(look, scheme) for kind, look in looks.items() if kind not in ours}
            assert colours <= {
                getattr(look, scheme) for look in LOOKS.values()
            }  # of known contrast


def test_rare_types_keep_their_name(written: Any) -> None:
    """A thing of a type beyond the twentieth looks like others, and its page says what it is."""
    text = "".join(f"ex:{n} a ex:Kind{n:02} .\n" for n in range(25))
    page = graph_of(render(facts_of(written(PREFIXES + text))))
    rare = [node for node in page["nodes"] if node["group"] == OTHER]
    assert [node["called"] for node in rare] == [f"kind{n}" for n in range(20, 25)]
    assert page["plain"] == {"types": 25}
    assert len(page["kinds"]) == 21


@pytest.mark.parametrize(
    ("file", "things", "title"),
    [
        ("un-sdg.ttl", 858, "Sustainable Development Goals Taxonomy"),
        ("un-sdg-void.ttl", 19, "un-sdg-void.ttl"),
        ("csiro-project.ttl", 51, "A Project ontology"),
        ("eu-countries-skos.rdf", 1513, "Country"),
    ],
)
def test_real_vocabularies_are_drawn(file: str, things: int, title: str, shared: Path) -> None:
    """Vocabularies of the UN, the EU and CSIRO have a page with all their things and facts."""
    path = shared / "vocab" / file
    facts = facts_of(path)
    data = graph_of(render(facts))
    assert facts.foreign is not None
    assert facts.foreign.title == title
    assert len(data["nodes"]) == things
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    triples = {quad.triple for quad in ox.parse(path=str(path), format=form)}
    assert sum(len(subjects) for subjects, *_ in data["facts"]) == len(triples)


def test_our_ontology_is_drawn() -> None:
    """The ontology of citykg itself, which holds no plans, is drawn by its types."""
    facts = facts_of(Path(citykg.__file__).parent / "ontology" / "core.ttl")
    kinds = {"object property", "annotation property", "class", "datatype property", "ontology"}
    assert facts.foreign is not None
    assert set(facts.foreign.kinds.values()) == kinds
    assert {fact.predicate for fact in facts.facts} >= {Rdf.type}
