"""Wikidata asked about places of GeoNames: what is kept, linked, left open and refused."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
import pytest
from linked_folders import contents, mappings_of, triples
from strange_endpoint import KIND, endpoint, iri, label, results, row, words
from wikidata_shaped import CITY_OF_LEEDS, HAMBURG, ITEMS, LABEL, LEEDS, MANCHESTER, wikidata

from citykg.build import ask_wikidata, asking, build, relink
from citykg.errors import CitykgError, DataError
from citykg.graph.explain import explain
from citykg.graph.remote import Remote
from citykg.graph.store import open_store
from citykg.graph.validate import validate
from citykg.links import Mapping, read_mappings
from citykg.links.answers import Answers, Item, keep_answers, read_answers
from citykg.links.wikidata import numbers_in, question
from citykg.ontology.terms import ID_BASE, Semapv, Skos, Wikidata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from strange_endpoint import Handler

PLANS = (
    ("Manchester", "United Kingdom", "Hamburg", "Germany"),
    ("Leeds", "United Kingdom", "Girona", "Spain"),
)
PLAN = """Twin Cooperation Summary

City:\t{}\t{}
Country:\t{}\t{}
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Housing
"""
CITY = ID_BASE + "city/gb/manchester"
CITY_LEEDS = ID_BASE + "city/gb/leeds"
PLACE = "https://sws.geonames.org/"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of two plans."""
    folder = tmp_path_factory.mktemp("wikidata") / "plans"
    folder.mkdir()
    for first, there, second, elsewhere in PLANS:
        text = PLAN.format(first, second, there, elsewhere)
        (folder / f"{first}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def unasked(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their graph, before anybody was asked."""
    folder = tmp_path_factory.mktemp("wikidata") / "graph"
    build([plans], folder, check=False, suggest=False)
    return folder


@pytest.fixture
def graph(unasked: Path, tmp_path: Path) -> Path:
    """Their graph, to be changed."""
    return shutil.copytree(unasked, tmp_path / "graph", symlinks=True)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Wikidata on loopback."""
    with wikidata(tmp_path_factory.mktemp("wikidata") / "store") as address:
        yield address


@pytest.fixture(scope="module")
def asked_once(unasked: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph linked to it, for reading only."""
    folder = tmp_path_factory.mktemp("wikidata") / "graph"
    shutil.copytree(unasked, folder, symlinks=True)
    ask_wikidata(folder, Remote(address))
    relink(folder)
    return folder


@pytest.fixture
def asked(asked_once: Path, tmp_path: Path) -> Path:
    """The graph linked to it, to be changed."""
    return shutil.copytree(asked_once, tmp_path / "asked", symlinks=True)


def wikidata_of(graph: Path, subject: str = CITY) -> list[Mapping]:
    """The mappings of a city to Wikidata."""
    return [m for m in mappings_of(graph, subject) if m.object_id.startswith(ITEMS)]


def test_a_city_is_linked_by_its_place(asked: Path) -> None:
    """The item that states the place's number, less sure than the link it rests on."""
    (link,) = wikidata_of(asked)
    (place,) = (m for m in mappings_of(asked, CITY) if m.object_id.startswith(PLACE))
    assert link.object_id == ITEMS + "Q18125"
    assert (link.predicate_id, link.justification) == (Skos.exactMatch, Semapv.MappingChaining)
    assert place.confidence - 0.05 < link.confidence < place.confidence
    assert "Q18125" in link.comment
    assert MANCHESTER in link.comment
    assert (CITY, Skos.exactMatch, ITEMS + "Q18125") in triples(asked, CITY)


def test_what_wikidata_says_is_said_of_its_item(asked: Path) -> None:
    """Labels in our languages and codes, each once, and none of them of the city."""
    said = {(about, value) for _, about, value in triples(asked, ITEMS + "Q1055")}
    assert {value for about, value in said if about == LABEL} == {
        "Hamburg", "Hambourg", "Hamburgo", "Amburgo",
    }  # fmt: skip
    codes = {value for about, value in said if about == Wikidata.nuts}
    assert codes == {"DE6", "DE60", "DE600"}
    assert (Wikidata.locode, "DEHAM") in said
    assert (Wikidata.lau, "E08000003") in {(a, v) for _, a, v in triples(asked, ITEMS + "Q18125")}
    assert not [a for _, a, _ in triples(asked, CITY) if a in {LABEL, Wikidata.nuts}]
    text = (asked / "graph.nq").read_text("utf-8")
    assert '"Hambourg"@fr' in text
    # A language that was not asked for.
    assert "マンチェスター" not in text


def test_two_items_of_one_place_are_a_doubt(asked: Path) -> None:
    """Neither is chosen; both are shown."""
    assert not wikidata_of(asked, CITY_LEEDS)
    report = relink(asked).links
    (doubt,) = (o for o in report.open if o.iri == CITY_LEEDS and o.vocabulary == "Wikidata")
    assert doubt.outcome == "doubt"
    found = {candidate.iri for candidate in doubt.candidates}
    assert found == {ITEMS + "Q39121", ITEMS + CITY_OF_LEEDS}


def test_the_shapes_accept_it(asked: Path) -> None:
    """A linked graph breaks no rule."""
    assert validate(asked) == ()


def test_a_build_replays_the_answers(asked: Path, plans: Path) -> None:
    """No server is there any more, and every byte is the same."""
    before = contents(asked)
    kept = (asked / "answers/wikidata.json").read_bytes()
    build([plans], asked, check=False, suggest=False)
    after = contents(asked)
    assert (asked / "answers/wikidata.json").read_bytes() == kept
    assert after["graph.nq"] == before["graph.nq"]
    assert after["links.sssom.tsv"] == before["links.sssom.tsv"]


def test_the_links_are_found_and_not_decided(asked: Path) -> None:
    """When the answers are gone, so are the links: nobody decided them."""
    (asked / "answers/wikidata.json").unlink()
    relink(asked)
    assert not wikidata_of(asked)


def test_what_was_answered_is_not_asked_again(asked: Path) -> None:
    """Only --refresh does; a place that has no item is known to have none."""
    answer = results(row(MANCHESTER, "Q1"))
    with endpoint(lambda request: request.reply(answer)) as server:
        gave = ask_wikidata(asked, Remote(server.address))
        assert server.queries == []
        assert (gave.places, gave.known) == (0, len(read_answers(asked).places))
        gave = ask_wikidata(asked, Remote(server.address), refresh=True)
        assert len(server.queries) == 1
    assert gave.known == 0
    assert read_answers(asked).about(int(MANCHESTER)) == (Item("Q1"),)
    assert read_answers(asked).about(int(HAMBURG)) == ()


def test_the_same_answers_make_the_same_file(
    asked_once: Path, graph: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However they came in."""
    once = (asked_once / "answers/wikidata.json").read_bytes()
    monkeypatch.setattr(asking, "BATCH", 1)
    ask_wikidata(graph, Remote(address))
    assert (graph / "answers/wikidata.json").read_bytes() == once
    assert msgspec.json.decode(once, type=Answers).to_json() == once


def test_a_person_decides(asked: Path) -> None:
    """A rejected item is not linked; of two the accepted one is, and is spoken of."""

    def decided(subject: str, target: str, *, is_rejected: bool) -> Mapping:
        return Mapping(
            subject_id=subject, predicate_id=Skos.exactMatch, object_id=target,
            is_rejected=is_rejected, author="Ada",
        )  # fmt: skip

    report = relink(
        asked,
        decided=[
            decided(CITY, ITEMS + "Q18125", is_rejected=True),
            decided(CITY_LEEDS, ITEMS + CITY_OF_LEEDS, is_rejected=False),
        ],
    ).links
    assert [m.is_rejected for m in wikidata_of(asked)] == [True]
    assert not triples(asked, ITEMS + "Q18125")
    assert [m.author for m in wikidata_of(asked, CITY_LEEDS)] == ["Ada"]
    assert "City of Leeds" in {v for _, _, v in triples(asked, ITEMS + CITY_OF_LEEDS)}
    assert not [o for o in report.open if o.iri == CITY_LEEDS]
    # Without its place there is nothing to go by.
    relink(
        asked,
        decided=[decided(ID_BASE + "city/de/hamburg", f"{PLACE}{HAMBURG}/", is_rejected=True)],
    )
    assert not wikidata_of(asked, ID_BASE + "city/de/hamburg")


def drip(request: Handler) -> None:
    """A byte now and then, for ever."""
    request.send_response(200)
    request.send_header("Content-Type", KIND)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


BAD: dict[str, tuple[Callable[[Handler], None], str]] = {
    "429": (lambda r: r.reply(b"", 429, Retry_After="3600"), "asks to wait 3600 seconds"),
    "503": (lambda r: r.reply(b"", 503, Retry_After="0"), "answered 503"),
    "HTML": (lambda r: r.reply(b"<html>", kind="text/html"), "a web page"),
    "drip": (drip, "did not finish within 1 seconds"),
    "truncated": (lambda r: r.reply(results(row(MANCHESTER, "Q1"))[:-40]), "not JSON"),
    "broken off": (lambda r: r.reply(results()[:-5], length=5000), "broke off"),
    "too large": (lambda r: r.reply(b" " * 3_000_000), "more than 2,000,000 bytes"),
    "no results": (lambda r: r.reply(b'{"a": 1}'), "not JSON"),
    "truth": (lambda r: r.reply(b'{"head": {}, "boolean": true}'), "another question"),
    "other names": (lambda r: r.reply(results(names="x")), "another question"),
    "unbound": (lambda r: r.reply(results({})), "was not asked for"),
    "redirect": (
        lambda r: r.reply(b"", 302, Location="http://127.0.0.2:1/sparql"), "redirects to"
    ),
    "other number": (lambda r: r.reply(results(row("42", "Q1"))), "about 42, a number"),
    "odd number": (lambda r: r.reply(results(row("٤٢", "Q1"))), "was not asked for"),
    "zeros": (lambda r: r.reply(results(row("0" + MANCHESTER, "Q1"))), "was not asked for"),
    "other item": (
        lambda r: r.reply(results(row(MANCHESTER, "http://example.org/Q1"))), "no item of Wikidata"
    ),
    "a property": (lambda r: r.reply(results(row(MANCHESTER, "P31"))), "no item of Wikidata"),
    "breaks out": (
        lambda r: r.reply(results(row(MANCHESTER, "Q1> <a:a> <a:b> . <a:c"))), "cannot|not JSON|no item"
    ),
    "other property": (
        lambda r: r.reply(results(row(MANCHESTER, "Q1", ITEMS + "x"))), "a property that"
    ),
    "knows nothing": (
        lambda r: r.reply(
            b'{"head": {}, "boolean": false}' if "ASK" in r.path else results()
        ),
        "not the endpoint of Wikidata",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_changes_nothing(asked: Path, name: str) -> None:
    """One sentence; the graph and the answers stay as they were, byte by byte."""
    answer, expected = BAD[name]
    before = contents(asked)
    version = (asked / "store/current").readlink()
    with endpoint(answer) as server:
        remote = Remote(server.address, timeout_seconds=1.0, max_bytes=2_000_000)
        with pytest.raises(DataError, match=expected) as caught:
            ask_wikidata(asked, remote, refresh=True)
    sentence = str(caught.value)
    assert sentence.endswith("the graph and what was answered before are as they were.")
    assert sentence.isprintable()
    assert len(sentence) < 600
    assert contents(asked) == before
    assert (asked / "store/current").readlink() == version


def test_hostile_labels_are_left_out(graph: Path) -> None:
    """What can be no label or no code; markup is words, and the page shows it as such."""
    said = results(
        label(MANCHESTER, "Q1", "<script>alert(1)</script>"),
        label(MANCHESTER, "Q1", "a\x1b[31mb", "fr"),
        label(MANCHESTER, "Q1", "evil\u202etxt", "es"),
        label(MANCHESTER, "Q1", "x" * 5_000, "de"),
        label(MANCHESTER, "Q1", "مانشستر", "ar"),
        label(MANCHESTER, "Q1", "", "it"),
        label(MANCHESTER, "Q1", "  Man \n chester\u200e", "sv"),
        row(MANCHESTER, "Q1", Wikidata.nuts, words('UKD33" .')),
        row(MANCHESTER, "Q1", Wikidata.nuts, words("UKD33")),
    )
    with endpoint(lambda request: request.reply(said)) as server:
        gave = ask_wikidata(graph, Remote(server.address))
    relink(graph)
    assert gave.left_out == 6
    assert read_answers(graph).about(int(MANCHESTER)) == (
        Item("Q1", {"en": "<script>alert(1)</script>", "sv": "Man chester"}, nuts=("UKD33",)),
    )
    assert validate(graph) == ()
    assert "<script>alert(1)" not in (graph / "index.html").read_text("utf-8")
    # The file of links stays one row a line.
    assert read_mappings(graph / "links.sssom.tsv")


def test_a_code_that_nobody_knows_is_left_out(graph: Path) -> None:
    """Wikidata gives an IRI, other stores a blank node, where there is a code and none is known."""
    unknown = iri("http://www.wikidata.org/.well-known/genid/4c7")
    said = results(
        label(MANCHESTER, "Q1", "Manchester"),
        row(MANCHESTER, "Q1", Wikidata.lau, unknown),
        row(MANCHESTER, "Q1", Wikidata.nuts, {"type": "bnode", "value": "b0"}),
    )
    with endpoint(lambda request: request.reply(said)) as server:
        gave = ask_wikidata(graph, Remote(server.address))
    assert gave.left_out == 2
    assert read_answers(graph).about(int(MANCHESTER)) == (Item("Q1", {"en": "Manchester"}),)


def test_what_came_before_a_failure_is_kept(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next time only the rest is asked for."""
    monkeypatch.setattr(asking, "BATCH", 2)
    batches: list[list[str]] = []

    def answer(request: Handler) -> None:
        batches.append(re.findall(r'"(\d+)"', request.server.queries[-1]))
        if len(batches) == 2:
            request.reply(b"", 500)
        else:
            request.reply(results(*(row(number, "Q1") for number in batches[-1])))

    with endpoint(answer) as server:
        with pytest.raises(CitykgError, match="answered 500"):
            ask_wikidata(graph, Remote(server.address))
        assert list(read_answers(graph).places) == batches[0]
        ask_wikidata(graph, Remote(server.address))
    # The second batch, which failed, was the first of the rest.
    assert batches[2] == batches[1]
    numbers = [number for batch in (batches[0], *batches[2:]) for number in batch]
    assert sorted(map(int, numbers)) == numbers_in(open_store(graph))


@pytest.mark.parametrize(
    "text",
    [
        b"<html>",
        b"[]",
        b'{"places": {"x": []}}',
        b'{"places": {"1": [{"id": "Q1> <a:b"}]}}',
        b'{"places": {"1": [{"id": "Q1", "labels": {"en": "a\\nb"}}]}}',
        b'{"places": {"1": [{"id": "Q1", "labels": {"en\\" .": "a"}}]}}',
        b'{"places": {"1": [{"id": "Q1", "nuts": ["<"]}]}}',
        b'{"places": {"1": [{"id": "Q1", "other": 1}]}}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_none_is_refused(graph: Path, text: bytes) -> None:
    """With its name and what to do; the graph stays."""
    (graph / "answers").mkdir()
    (graph / "answers/wikidata.json").write_bytes(text)
    before = contents(graph)
    with pytest.raises(DataError, match=r"answers/wikidata\.json: cannot be read .*remove it"):
        relink(graph)
    assert contents(graph) == before


def test_the_question_multiplies_nothing(graph: Path) -> None:
    """One row a value: no label stands beside a code."""
    numbers = numbers_in(open_store(graph))
    assert {int(MANCHESTER), int(HAMBURG), int(LEEDS)} <= set(numbers)
    text = question([1, 2])
    assert 'VALUES ?geonames { "1" "2" }' in text
    assert text.count("} UNION {") == 4


def test_answers_are_added(tmp_path: Path) -> None:
    """The newer win, and who was asked is told."""
    keep_answers(tmp_path, "http://a.example/", {1: (Item("Q2"), Item("Q1")), 2: ()})
    keep_answers(tmp_path, "http://b.example/", {2: (Item("Q3"),)})
    data = json.loads((tmp_path / "answers/wikidata.json").read_bytes())
    assert data == {
        "endpoints": ["http://a.example/", "http://b.example/"],
        "places": {"1": [{"id": "Q1"}, {"id": "Q2"}], "2": [{"id": "Q3"}]},
    }


def test_a_link_is_explained_by_its_mapping(asked: Path) -> None:
    """Its justification, confidence and reason; what Wikidata says is said to be so."""
    notes = {
        fact.object: fact.note for fact in explain(asked, "city/gb/manchester skos:exactMatch")
    }
    note = notes[ITEMS + "Q18125"] or ""
    (link,) = wikidata_of(asked)
    sure = f"mapping chaining, confidence {link.confidence:g}"
    assert note == f"a link to wd:Q18125, {sure}: {link.comment}"
    assert "composite matching" in (notes[f"{PLACE}{MANCHESTER}/"] or "")
    (code,) = explain(asked, "wd:Q18125 <http://www.wikidata.org/prop/direct/P1937>")
    assert (code.object, code.said) == ("GBMNC", None)
    assert code.sentence == 'Manchester UN/LOCODE "GBMNC"'
    assert code.note == "part of the links: another vocabulary says so, no document"


def test_a_terminal_shows_how_far_it_is(graph: Path, address: str) -> None:
    """A bar for the questions, on a terminal alone: the report on stdout is as ever."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "citykg", "link", str(graph), "--online"]
    with subprocess.Popen(
        [*command, "--endpoint", address],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as process:
        os.close(theirs)
        shown = b""
        # Read as it comes: a terminal that nobody reads is full after a while, and all waits.
        with suppress(OSError):
            while part := os.read(ours, 100_000):
                shown += part
        told, _ = process.communicate(timeout=120)
    os.close(ours)
    assert process.returncode == 0
    assert re.search(r"\bask\b", shown.decode())
    assert "\x1b" not in told


def test_the_verb(graph: Path, address: str) -> None:
    """Asks, tells what came of it, and ends with 1 and one sentence where nobody answers."""

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "citykg", "link", str(graph), *args]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    first = run("--online", "--endpoint", address)
    assert first.returncode == 0, first.stderr
    assert "items found" in first.stderr
    assert "Wikidata" in first.stdout
    assert "wd:Q774015  City of Leeds" in first.stdout
    before = contents(graph)
    gone = run("--online", "--endpoint", "http://127.0.0.1:1/sparql", "--refresh")
    assert gone.returncode == 1
    assert gone.stderr.count("\n") == 1
    assert "cannot be reached" in gone.stderr
    assert contents(graph) == before
    assert run("--refresh").returncode == 2
    assert run("--online", "--endpoint", "file:///etc/passwd").returncode == 2
