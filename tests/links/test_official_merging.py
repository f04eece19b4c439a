"""Official vocabularies in a graph: merged by every path, ours first, gone without a trace."""

from __future__ import annotations

import subprocess
import sys
from shutil import copytree
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from linked_folders import contents, write_plans
from official_files import labels, sdg, serving

from citykg.build import build, relink
from citykg.errors import DataError, UsageError
from citykg.graph.store import open_store
from citykg.graph.vocabulary import shipped_quads
from citykg.links.official import fetch, known_source, merged
from citykg.ontology.terms import GRAPH_VOCABULARY, PREFIXES, Skos

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.links.official import Fetched

Result = subprocess.CompletedProcess[str]
REAL = {"sdg": "un-sdg.ttl", "countries": "eu-countries-skos.rdf", "eurovoc": "eurovoc-en.tsv"}
PREFIX = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
LABELS = {Skos.prefLabel, Skos.altLabel, Skos.hiddenLabel}
MORE = """
sdg:11 skos:altLabel "Sustainable Cities and Communities"@en , "Cities for all"@en .
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph without fetched vocabularies; no test changes it."""
    home = tmp_path_factory.mktemp("plain")
    build([write_plans(home / "plans")], home / "graph", check=False, suggest=False)
    return home / "graph"


@pytest.fixture
def graph(plain: Path, tmp_path: Path) -> Path:
    """The same graph, to be changed."""
    return copytree(plain, tmp_path / "graph", symlinks=True)


def fetched(name: str, folder: Path, text: str) -> Fetched:
    """A small vocabulary, fetched from a file."""
    path = folder / "file.ttl"
    path.write_text(text, encoding="utf-8")
    return fetch(known_source(name), str(path))[0]


def rows(graph: Path, query: str) -> list[tuple[str, ...]]:
    """What a query gives, as N-Triples terms."""
    found = open_store(graph).query(PREFIX + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(str(term) for term in row) for row in found]


def citykg(*args: str | Path) -> Result:
    """Run the command as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "citykg", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# --- beside our own concept schemes


def test_our_labels_come_first_and_the_texts_are_kept(tmp_path: Path) -> None:
    """One preferred label a language; what the publisher prefers is there as the definition."""
    one = fetched("sdg", tmp_path, sdg(MORE))
    of_goal = [line.split(" ", 2)[1:] for line in merged([one]) if "sdg/11> " in line]
    text = "".join(predicate + rest for predicate, rest in of_goal)
    assert f'<{Skos.NS}definition>"The text of 11"@en' in text
    assert f'<{Skos.altLabel}>"Cities for all"@en' in text
    # Our own preferred label, word for word.
    assert '"Sustainable Cities and Communities"@en' not in text
    assert f"<{Skos.prefLabel}>" not in text
    # Indicators are not among our schemes.
    assert any(f"/C110302> <{Skos.prefLabel}> " in line for line in merged([one]))


def test_a_second_name_becomes_another(tmp_path: Path) -> None:
    """Of two names that a publisher prefers in a language the first is preferred."""
    iri = min(known_source("countries").known)
    more = f'<{iri}> skos:prefLabel "Zz"@en , "Zzz"@EN ; skos:hiddenLabel "Zz"@en , "zz"@en .'
    lines = merged([fetched("countries", tmp_path, labels("countries", more))])
    found = [line.split(" ", 2)[1:] for line in lines if line.startswith(f"<{iri}> <{Skos.NS}")]
    end = f" <{GRAPH_VOCABULARY}> .\n"
    kinds = {(kind[1:-1].removeprefix(Skos.NS), term.removesuffix(end)) for kind, term in found}
    code = iri.rpartition("/")[2]
    assert kinds >= {
        ("prefLabel", f'"{code}"@en'),
        ("altLabel", '"Zz"@en'),
        ("altLabel", '"Zzz"@en'),
        ("hiddenLabel", '"zz"@en'),
    }
    assert ("hiddenLabel", '"Zz"@en') not in kinds


@pytest.mark.parametrize("name", REAL)
def test_the_real_files_keep_the_conditions_of_skos(shared: Path, name: str) -> None:
    """S13 and S14 hold for our schemes and the publishers' files together."""
    one, _ = fetch(known_source(name), str(shared / "vocab" / REAL[name]))
    lines = [line for line in shipped_quads() if line.endswith(f"<{GRAPH_VOCABULARY}> .\n")]
    data = "".join({*lines, *merged([one])})
    kinds: dict[tuple[str, ox.Literal], str] = {}
    preferred: set[tuple[str, str]] = set()
    broader: set[str] = set()
    named: set[str] = set()
    for quad in ox.parse(data.encode(), format=ox.RdfFormat.N_QUADS):
        subject, predicate, value = str(quad.subject), quad.predicate.value, quad.object
        if predicate == Skos.broader:
            broader.add(str(value))
        if predicate not in LABELS or not isinstance(value, ox.Literal):
            continue
        named.add(subject)
        assert kinds.setdefault((subject, value), predicate) == predicate
        assert value.value == " ".join(value.value.split())
        if predicate == Skos.prefLabel:
            assert (subject, value.language or "") not in preferred
            preferred.add((subject, value.language or ""))
    assert broader <= named


# --- in a graph


def test_a_fetched_vocabulary_is_in_the_graph(graph: Path, tmp_path: Path) -> None:
    """What plans name has its text, and the scheme its licence and citation."""
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg(MORE))])
    assert rows(
        graph,
        "SELECT ?goal ?text { ?plan a ckg:ActionPlan ; ckg:hasGoal ?goal ."
        " ?goal skos:definition ?text FILTER(LANG(?text) = 'fr') } ORDER BY ?goal LIMIT 1",
    ) == [("<http://metadata.un.org/sdg/11>", '"Le texte de 11"@fr')]
    ((licence, citation),) = rows(
        graph,
        f"SELECT ?licence ?citation {{ GRAPH <{GRAPH_VOCABULARY}> {{ <http://metadata.un.org/sdg>"
        " dcterms:license ?licence ; dcterms:bibliographicCitation ?citation }}",
    )
    assert licence == "<http://metadata.un.org/sdg/void.ttl>"
    assert "Joshi" in citation
    assert sorted(path.name for path in (graph / "vocabularies").iterdir()) == [
        "sdg.json",
        "sdg.nq",
    ]


def test_every_path_gives_the_same_graph(graph: Path, plain: Path, tmp_path: Path) -> None:
    """Fetched one after the other, in any order, linked again or built again."""
    goals = fetched("sdg", tmp_path, sdg(MORE))
    countries = fetched("countries", tmp_path, labels("countries"))
    relink(graph, fetched=[goals])
    report = relink(graph, fetched=[countries])
    first = contents(graph)
    lines = (graph / "graph.nq").read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert report.totals.quads == len(lines)
    build([plain.parent / "plans"], graph, check=False, suggest=False)
    assert contents(graph) == first
    relink(graph)
    assert contents(graph) == first
    other = copytree(plain, tmp_path / "other", symlinks=True)
    relink(other, fetched=[countries, goals])
    assert contents(other) == first


def test_removed_it_leaves_no_trace(graph: Path, plain: Path, tmp_path: Path) -> None:
    """The graph is byte for byte the one without it."""
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg(MORE))])
    assert contents(graph) != contents(plain)
    relink(graph, removed=["sdg"])
    assert contents(graph) == contents(plain)
    assert not (graph / "vocabularies").is_symlink()


def test_fetched_again_it_replaces_the_one_before(graph: Path, tmp_path: Path) -> None:
    """Nothing of an older edition stays."""
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg('sdg:11 skos:altLabel "Old"@en .'))])
    assert '"Old"@en' in (graph / "graph.nq").read_text(encoding="utf-8")
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg('sdg:11 skos:altLabel "New"@en .'))])
    text = (graph / "graph.nq").read_text(encoding="utf-8")
    assert '"Old"@en' not in text
    assert '"New"@en' in text


def test_what_plans_declare_is_as_it_was(graph: Path, plain: Path, tmp_path: Path) -> None:
    """All graphs but those of the vocabulary and the links have the same lines."""
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg(MORE))])
    apart = (b"graph/vocabulary> .\n", b"graph/links> .\n")
    for one, other in ((graph, plain), (plain, graph)):
        lines = set((one / "graph.nq").read_bytes().splitlines(keepends=True))
        lines -= set((other / "graph.nq").read_bytes().splitlines(keepends=True))
        assert all(line.endswith(apart) for line in lines)


def test_our_own_labels_are_all_there(graph: Path, plain: Path, tmp_path: Path) -> None:
    """What our concept schemes say is said with every vocabulary."""
    relink(
        graph,
        fetched=[
            fetched("sdg", tmp_path, sdg(MORE)),
            fetched("eurovoc", tmp_path, labels("eurovoc")),
        ],
    )
    before = set((plain / "graph.nq").read_bytes().splitlines())
    assert before <= set((graph / "graph.nq").read_bytes().splitlines())


@pytest.mark.parametrize("file", ["sdg.nq", "sdg.json"])
def test_a_changed_file_is_told_and_can_be_mended(
    graph: Path, plain: Path, tmp_path: Path, file: str
) -> None:
    """A build and a link refuse it with the two ways out, and both work."""
    one = fetched("sdg", tmp_path, sdg(MORE))
    relink(graph, fetched=[one])
    good = contents(graph)
    path = graph / "vocabularies" / file
    path.write_bytes(path.read_bytes()[:-20])
    for again in (
        lambda: relink(graph),
        lambda: build([plain.parent / "plans"], graph, check=False, suggest=False),
    ):
        with pytest.raises(DataError, match=r"fetch it again with .* or remove it with"):
            again()
    relink(graph, fetched=[one])
    assert contents(graph) == good
    path.write_bytes(b"")
    relink(graph, removed=["sdg"])
    assert not (graph / "vocabularies").exists()


def test_what_fails_on_the_way_leaves_the_graph(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills, a store that refuses: the version before is the current one."""
    relink(graph, fetched=[fetched("sdg", tmp_path, sdg(MORE))])
    before = contents(graph)

    def full(*_: object) -> None:
        raise DataError("the disk may be full")

    monkeypatch.setattr("citykg.build.relinking.write_graph", full)
    with pytest.raises(DataError, match="full"):
        relink(graph, fetched=[fetched("sdg", tmp_path, sdg())])
    with pytest.raises(DataError, match="full"):
        relink(graph, removed=["sdg"])
    assert contents(graph) == before
    assert not (graph / ".next").exists()


def test_a_folder_of_that_name_is_not_touched(graph: Path, tmp_path: Path) -> None:
    """What somebody put there stays, the graph as well, and later the name can be had."""
    one = fetched("eurovoc", tmp_path, labels("eurovoc"))
    before = contents(graph)
    (graph / "vocabularies").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        relink(graph, fetched=[one])
    (graph / "vocabularies").rmdir()
    assert contents(graph) == before
    relink(graph, fetched=[one])
    (graph / "vocabularies").unlink()
    relink(graph)
    assert (graph / "vocabularies/eurovoc.nq").is_file()


# --- as a person does it


def test_the_verb_fetches_lists_and_removes(graph: Path) -> None:
    """From a file and from an address, with the licence and how to cite it."""
    before = contents(graph)
    assert citykg("vocabulary", "list", "-g", graph).stdout.count("not fetched") == 3
    with serving(lambda request: request.reply(sdg(MORE))) as server:
        result = citykg("vocabulary", "fetch", "sdg", "-g", graph, "--from", server.address)
    assert result.returncode == 0, result.stderr
    assert not result.stdout
    assert f"sdg: 418 things from {server.address}" in result.stderr
    assert "To cite: Amit Joshi" in result.stderr
    listed = citykg("vocabulary", "list", "-g", graph).stdout
    assert f"sdg: 418 things from {server.address}" in listed
    assert listed.count("not fetched") == 2
    result = citykg("vocabulary", "remove", "sdg", "-g", graph)
    assert result.returncode == 0, result.stderr
    assert contents(graph) == before


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("fetch", "sdg", "--from", "page.html"), 1, "page.html: is a web page"),
        (("fetch", "sdg", "--from", "none.ttl"), 2, "There is no file none.ttl"),
        (("fetch", "geonames"), 2, "There is no official vocabulary 'geonames'"),
        (("fetch", "sdg", "--from", "page.html", "--date", "yesterday"), 2, "is no day"),
        (("fetch", "sdg", "--from", "http://127.0.0.1:9/x"), 1, "cannot be reached"),
        (("remove", "sdg"), 2, "has no vocabulary 'sdg': none was fetched"),
        (("remove", "../x"), 2, "There is no official vocabulary '../x'"),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...], code: int, words: str,
) -> None:  # fmt: skip
    """No traceback, the right exit code, and the graph is as it was."""
    before = contents(plain)
    (tmp_path / "page.html").write_text("<!doctype html><html></html>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = citykg("vocabulary", *args, "-g", plain)
    assert result.returncode == code, result.stderr
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert contents(plain) == before


def test_without_a_graph_nothing_is_asked(tmp_path: Path) -> None:
    """The network is not troubled for a graph that is not there."""
    with serving(lambda request: request.reply(sdg())) as server:
        result = citykg("vocabulary", "fetch", "sdg", "-g", tmp_path, "--from", server.address)
    assert result.returncode == 2
    assert "There is no graph" in result.stderr
    assert not server.asked


@pytest.mark.parametrize("verb", ["fetch", "list", "remove"])
def test_every_verb_has_help_with_a_real_example(verb: str) -> None:
    """The help of a verb ends in a line that can be typed."""
    result = citykg("vocabulary", verb, "--help")
    assert result.returncode == 0
    assert f"Example: citykg vocabulary {verb}" in " ".join(result.stdout.split())


def test_the_real_vocabularies_in_one_graph(graph: Path, shared: Path) -> None:
    """All three at once: texts, names and labels, and the same answers to saved questions."""
    before = citykg("query", "city-goals", "-g", graph, "--format", "csv").stdout
    all_three = [
        fetch(known_source(name), str(shared / "vocab" / file))[0] for name, file in REAL.items()
    ]
    relink(graph, fetched=all_three)
    assert citykg("query", "city-goals", "-g", graph, "--format", "csv").stdout == before
    names = rows(
        graph,
        "SELECT DISTINCT ?name { ?city ckg:inCountry/skos:exactMatch/skos:prefLabel ?name"
        " FILTER(LANG(?name) = 'cs') } ORDER BY ?name",
    )
    assert ('"Spojené království"@cs',) in names
    assert rows(
        graph,
        "SELECT DISTINCT ?label { ?plan ckg:hasTopic/skos:closeMatch/skos:prefLabel ?label"
        " FILTER(LANG(?label) = 'en') } ORDER BY ?label",
    )
    assert citykg("explain", graph, "sdg:11").returncode == 0
