"""Fetching official vocabularies: what is kept, and one sentence for whatever is no such file."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from official_files import HEAD, labels, sdg, serving

from citykg.errors import DataError, UsageError
from citykg.graph.remote import AGENT
from citykg.links.official import fetch, known_source, sources
from citykg.links.official.asking import question
from citykg.links.official.reading import read_triples
from citykg.ontology.terms import GRAPH_VOCABULARY, PREFIXES, Skos

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from official_files import Handler

    from citykg.links.official import Fetched

SDG = known_source("sdg")
REAL = {"sdg": "un-sdg.ttl", "countries": "eu-countries-skos.rdf", "eurovoc": "eurovoc-en.tsv"}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    f'<rdf:RDF xmlns:rdf="{RDF}">&b;</rdf:RDF>'
)


def written(tmp_path: Path, text: str | bytes, name: str = "file.ttl") -> str:
    """The path of a file with this text."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def quads(fetched: Fetched) -> set[ox.Quad]:
    """What is kept, parsed: every line is one quad of the vocabulary graph."""
    found = list(ox.parse("".join(fetched.lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert len(found) == len(fetched.lines)
    assert {quad.graph_name.value for quad in found} == {GRAPH_VOCABULARY}
    return set(found)


def said(fetched: Fetched, subject: str, predicate: str) -> list[str]:
    """What is kept of a thing with a predicate, in order, as N-Triples terms."""
    prefix, _, rest = subject.partition(":")
    name, _, term = predicate.partition(":")
    start = f"<{PREFIXES[prefix]}{rest}> <{PREFIXES[name]}{term}> "
    end = f" <{GRAPH_VOCABULARY}> .\n"
    return [
        line.removeprefix(start).removesuffix(end)
        for line in fetched.lines
        if line.startswith(start)
    ]


# --- what is kept


@pytest.mark.parametrize("name", REAL)
def test_the_real_files_are_read(shared: Path, name: str) -> None:
    """Everything that our concept schemes name is in the publishers' own files."""
    fetched, kept = fetch(known_source(name), str(shared / "vocab" / REAL[name]))
    assert not kept.missing
    # Three targets are said to be two things each.
    assert kept.dropped == (6 if name == "sdg" else 0)
    assert kept.things >= {"sdg": 17 + 169 + 232, "countries": 249, "eurovoc": 30}[name]
    assert quads(fetched)


def test_the_real_goals_have_their_texts(shared: Path) -> None:
    """A target has its text in three languages, an indicator its number and its targets."""
    fetched, _ = fetch(SDG, str(shared / "vocab/un-sdg.ttl"))
    texts = said(fetched, "sdg:11.3", "skos:definition")
    assert [text.rpartition("@")[2] for text in texts] == ["en", "es", "fr"]
    assert texts[0].startswith('"By 2030, enhance inclusive and sustainable urbanization')
    assert said(fetched, "sdg:C200303", "skos:notation") == ['"1.5.1"', '"11.5.1"', '"13.1.1"']
    assert len(said(fetched, "sdg:C200303", "skos:broader")) == 3
    assert said(fetched, "sdg:C110302", "rdf:type") == [
        "<http://metadata.un.org/sdg/ontology#Indicator>",
        f"<{Skos.Concept}>",
    ]
    assert "SI_POV" not in "".join(fetched.lines)


def test_the_real_countries_have_names_in_all_languages(shared: Path) -> None:
    """A country has its names and code; what is no country of ours is left out."""
    fetched, _ = fetch(known_source("countries"), str(shared / "vocab/eu-countries-skos.rdf"))
    names = said(fetched, "eu-country:GBR", "skos:prefLabel")
    assert len(names) > 30
    assert {'"Royaume-Uni"@fr', '"Spojené království"@cs'} <= set(names)
    assert said(fetched, "eu-country:GBR", "skos:notation") == ['"GBR"']
    assert not said(fetched, "eu-country:OP_DATPRO", "skos:prefLabel")
    assert f'<{known_source("countries").scheme}> <{PREFIXES["owl"]}versionInfo> "20221214-0"' in (
        "".join(fetched.lines)
    )


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_licence_and_citation_are_kept(source: object, tmp_path: Path) -> None:
    """They are data of the graph, on the scheme, and stand in the record beside it."""
    source = known_source(source.name)  # type: ignore[attr-defined]
    text = sdg() if source.name == "sdg" else labels(source.name)
    fetched, _ = fetch(source, written(tmp_path, text), date="2026-11-23")
    of_scheme = "".join(line for line in fetched.lines if line.startswith(f"<{source.scheme}> "))
    assert f"<{PREFIXES['dcterms']}license> <{source.licence}>" in of_scheme
    assert f"<{PREFIXES['dcterms']}bibliographicCitation> " in of_scheme
    assert f"<{PREFIXES['dcterms']}source> <{source.url}>" in of_scheme
    record = fetched.record
    assert (record.licence, record.citation) == (source.licence, source.citation)
    # Of the file that was given its name only.
    assert (record.source, record.date, record.bytes) == ("file.ttl", "2026-11-23", len(text))
    assert str(tmp_path) not in "".join(fetched.lines) + msgspec.json.encode(record).decode()


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of its statements."""
    head, *statements = sdg().removeprefix(HEAD).splitlines()
    one, _ = fetch(SDG, written(tmp_path, sdg()))
    other, _ = fetch(SDG, written(tmp_path, HEAD + "\n".join([*statements[::-1], head])))
    assert one.lines == other.lines == tuple(sorted(set(one.lines)))


def test_only_the_wanted_is_kept(tmp_path: Path) -> None:
    """No class, predicate or thing of others comes along with a vocabulary."""
    more = """
        sdg:11 a ckg:City , rdfs:Class ; ckg:population 5 ; owl:sameAs <http://example.org/x> ;
            skos:broader <http://example.org/above> , sdg:11 ; skos:notation "11.0"^^sdgo:SDGCode .
        <http://example.org/x> a sdgo:Goal ; skos:prefLabel "Other"@en .
        ckg:City skos:prefLabel "Town"@en .
        sdg:nameless a sdgo:Target ; skos:broader sdg:11 .
        sdg:1.1 skos:broader sdg:nameless , sdg:1 .
    """
    fetched, kept = fetch(SDG, written(tmp_path, sdg(more)))
    text = "".join(fetched.lines)
    for left_out in ("City", "rdfs", "owl#sameAs", "example.org", "population", "11.0", "nameless"):
        assert left_out not in text
    assert said(fetched, "sdg:1.1", "skos:broader") == ["<http://metadata.un.org/sdg/1>"]
    assert kept.things == len(SDG.known)


@pytest.mark.parametrize(
    ("statement", "dropped"),
    [
        ('sdg:11 skos:altLabel "no language"', 1),
        ('sdg:11 skos:altLabel "  "@en', 1),
        ('sdg:11 skos:altLabel "odd"@x-klingon', 1),
        ("sdg:11 skos:altLabel sdg:12", 1),
        (f'sdg:11 skos:altLabel "{"long " * 3000}"@en', 1),
        ("sdg:11 skos:exactMatch <javascript:alert(1)> , <file:///etc/passwd>", 2),
        ("sdg:11 skos:exactMatch [] ", 1),
        ("sdg:11 skos:exactMatch <http://one.eu/1> , <http://one.eu/2>", 2),
    ],
)
def test_values_that_are_none_are_counted(tmp_path: Path, statement: str, dropped: int) -> None:
    """They are left out, and the rest is kept."""
    fetched, kept = fetch(SDG, written(tmp_path, sdg(f"{statement} .")))
    assert kept.dropped == dropped
    assert fetched.lines == fetch(SDG, written(tmp_path, sdg()))[0].lines


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
@settings(max_examples=50, deadline=None)
def test_words_stay_words(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Whatever stands in a label, it is one literal of one line, on one line of text."""
    term = str(ox.Literal(words, language="en"))
    text = sdg(f"sdg:11 skos:altLabel {term} .")
    if "\0" in text:
        return
    fetched, _ = fetch(SDG, written(tmp_path_factory.mktemp("words"), text))
    tidy = " ".join(words.split())
    found = {
        quad.object.value
        for quad in quads(fetched)
        if quad.predicate.value == Skos.altLabel and isinstance(quad.object, ox.Literal)
    }
    assert found == ({tidy} if tidy else set())


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """A few things that a newer edition dropped are no reason to refuse it."""
    _, kept = fetch(SDG, written(tmp_path, sdg(leave_out=3)))
    assert len(kept.missing) == 3
    assert kept.things == len(SDG.known) - 3


def test_an_odd_name_is_told_with_all_names() -> None:
    """There are three vocabularies."""
    with pytest.raises(UsageError, match="'geonames'; there are sdg, eurovoc, countries"):
        known_source("geonames")


# --- formats


def test_four_formats_and_a_table_say_the_same(tmp_path: Path) -> None:
    """What is kept depends on what is said, not on how it is written or called."""
    countries = known_source("countries")
    turtle = labels("countries")
    triples = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    expected = fetch(countries, written(tmp_path, turtle))[0].lines
    for form in (ox.RdfFormat.RDF_XML, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD):
        text = ox.serialize(triples, format=form)
        assert text is not None
        assert fetch(countries, written(tmp_path, text, "file.unknown"))[0].lines == expected
    marked = b"\xef\xbb\xbf" + turtle.encode()
    assert fetch(countries, written(tmp_path, marked))[0].lines == expected
    table = "iri\tlabel_en\r\n" + "".join(
        f"{iri}\t{iri.rpartition('/')[2]}\r\n" for iri in countries.known
    )
    assert fetch(countries, written(tmp_path, table))[0].lines == expected


def test_a_table_may_have_languages_and_escapes() -> None:
    """A column a language; empty cells are no labels."""
    table = "iri\tlabel_en\tlabel_da\nhttp://x/1\t\\u00c5rhus\tÅrhus\nhttp://x/2\tother\t\n"
    found = {str(triple.object) for triple in read_triples(table.encode(), "t")}
    assert found == {'"Århus"@en', '"Århus"@da', '"other"@en'}


# --- files that are none

NOT_FILES: list[tuple[str, str | bytes, str]] = [
    ("html", "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
    ("html after a comment", "<!-- x --><html lang='en'><body/></html>", "is a web page"),
    ("empty", "", "is empty"),
    ("white", " \n\t\n", "is empty"),
    ("mark only", b"\xef\xbb\xbf", "is empty"),
    ("zip", b"PK\x03\x04 and so on", "is a ZIP archive: unpack it"),
    ("gzip", b"\x1f\x8b\x08\x00", "packed by gzip"),
    ("words", "All goals are here.", "is not whole or not Turtle"),
    ("cut turtle", sdg()[:20_000] + "<http://metadata.un.org/sdg/1", "is not whole or not Turtle"),
    ("cut after a statement", sdg(leave_out=300), "of the 4.. things of sdg that are expected"),
    ("cut xml", f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description>', "is not whole or not XML"),
    ("cut json", '[{"@id": "http://metadata.un.org/sdg/1"', "is not whole or not JSON"),
    ("cut table", "iri\tlabel_en\nhttp://metadata.un.org/sdg/1", "file.ttl:2: has 1 columns of 2"),
    ("other table", "iri\tname\nhttp://x/\tx", "the columns are to be iri, label_en"),
    ("half pair", "iri\tlabel_en\nhttp://x/\t\\ud800", "file.ttl:2: .* is no term"),
    ("bomb", BOMB, "declares a document type or entities"),
    ("late doctype", "\n\n<!-- --><!DOCTYPE rdf:RDF SYSTEM 'file:///etc/passwd'><a/>", "document type"),
    ("latin-1", sdg().replace("Le texte", "L'énoncé").encode("latin-1"), "is not UTF-8 text"),
    ("utf-16", sdg().encode("utf-16"), "is not UTF-8 text"),
    ("nul", HEAD + "sdg:1 skos:altLabel '\0'@en .", "NUL"),
    (
        "declared",
        f'<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="{RDF}"/>',
        "says that it is in ISO-8859-1",
    ),
    ("deep xml", f'<rdf:RDF xmlns:rdf="{RDF}">' + "<rdf:li>" * 5000, "nested deeper than 100"),
    ("deep json", '{"a":' * 5000, "is not whole or not JSON"),
    ("deeper json", '{"a":' * 150 + "1" + "}" * 150, "nested deeper than 100"),
    ("deep turtle", "<a:a> <a:b> " + "[ <a:b> " * 50_000, "is not whole or not Turtle"),
    ("one word", "<http://x/" + "a" * (17 << 20), "is not whole or not Turtle"),
    ("context", '{"@context": "http://127.0.0.1:9/c", "@id": "a:a"}', "has its context at 'http://127"),
    ("contexts", '[{"@context": [{}, "https://schema.org/"]}]', "has its context at 'https://schema"),
    (
        "context inside",
        '{"@context": {"x": {"@id": "a:x", "@context": "file:///etc/passwd"}}}',
        "has its context at 'file:///etc/passwd'",
    ),
    ("import", '{"@context": {"@import": "http://127.0.0.1:9/c"}}', "has its context at"),
    ("bad iri", sdg("<http://metadata.un.org/sdg/1 1> a sdgo:Goal ."), "is not whole or not Turtle"),
    ("escaped iri", sdg("<http://metadata.un.org/sdg/\\u003E> a sdgo:Goal ."), "is not whole or not"),
    ("relative", "<1> a <Goal> .", "is not whole or not Turtle"),
    ("another", labels("countries"), "names nothing of http://metadata.un.org/sdg/"),
    (
        "no labels",
        HEAD + "".join(f"<{iri}> a sdgo:Goal .\n" for iri in SDG.known),
        "has labels for 0 of",
    ),
    ("terminal", "\x1b[31m oops \x07", "is not whole or not Turtle"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"), [(t, w) for _, t, w in NOT_FILES], ids=[n for n, *_ in NOT_FILES]
)
def test_what_is_no_vocabulary_is_one_sentence(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    """What, where, and what to do; quickly, and on one line that no terminal obeys."""
    start = time.monotonic()
    with pytest.raises(DataError, match=words) as caught:
        fetch(SDG, written(tmp_path, text))
    assert time.monotonic() - start < 5
    assert len(str(caught.value)) < 500
    assert str(caught.value).isprintable()


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """200 MB of it are refused by their number."""
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(DataError, match="209,715,200 bytes, more than"):
        fetch(SDG, str(path))


def test_labels_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that says all it says of one goal does not fill the graph."""
    monkeypatch.setattr("citykg.links.official.keeping._MOST_LINES", 5_000)
    many = " , ".join(f'"{number}"@en' for number in range(6_000))
    with pytest.raises(DataError, match="more than 5,000 things"):
        fetch(SDG, written(tmp_path, sdg(f"sdg:11 skos:altLabel {many} .")))


def test_a_place_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    """A folder, a missing file, a device, a strange scheme: the call is wrong."""
    for place in (str(tmp_path), str(tmp_path / "none.ttl"), "/dev/zero", "ftp://x/y", "file:///x"):
        with pytest.raises(UsageError, match="There is no file"):
            fetch(SDG, place)
    for place in (
        "http://",
        "https://:x/",
        "http://127.0.0.1:99999/x",
        "http://a b/",
        "http://é.eu/",
    ):
        with pytest.raises(UsageError, match="is not the http"):
            fetch(SDG, place)
    with pytest.raises(UsageError, match="leave it out") as caught:
        fetch(SDG, "http://me:secret@127.0.0.1/x")
    assert "secret" not in str(caught.value)


# --- over http


def test_a_file_is_fetched_politely() -> None:
    """With an agent and the types that can be read; the address is kept as its source."""
    with serving(lambda request: request.reply(sdg())) as server:
        fetched, _ = fetch(SDG, server.address)
    (asked,) = server.asked
    assert asked.headers["User-Agent"] == AGENT
    assert "text/turtle" in asked.headers["Accept"]
    assert fetched.record.source == server.address
    assert f"<{PREFIXES['dcterms']}source> <{server.address}>" in "".join(fetched.lines)


def test_a_redirect_within_a_server_is_followed() -> None:
    """Publishers move files."""

    def answer(request: Handler) -> None:
        if request.path == "/file.ttl":
            request.reply(code=302, Location="/there.ttl")
        else:
            request.reply(sdg(), "application/octet-stream")

    with serving(answer) as server:
        _, kept = fetch(SDG, server.address)
    assert kept.things == len(SDG.known)


ANSWERS: list[tuple[str, Callable[[Handler], None], str]] = [
    ("elsewhere", lambda r: r.reply(code=302, Location="http://localhost:1/x"), "redirects to 'http://localhost:1/x', another server"),
    ("to a file", lambda r: r.reply(code=302, Location="file:///etc/passwd"), "redirects to|answered 302|not allowed"),
    ("a circle", lambda r: r.reply(code=302, Location="/file.ttl"), "answered 302"),
    ("a page", lambda r: r.reply("<html>", "text/html"), "answered with a web page instead of a file"),
    ("a page called text", lambda r: r.reply("<html>", "text/plain"), "is a web page"),
    ("a picture", lambda r: r.reply(b"x", "image/png"), "answered with image/png"),
    ("none", lambda r: r.reply("gone", "text/plain", 404), "answered 404 Not Found: gone"),
    ("busy", lambda r: r.reply(code=503, Retry_After="86400"), "asks to wait 86400 seconds"),
    ("too large", lambda r: r.reply("#" * 3_000_000), "sent more than 2,000,000 bytes"),
    ("broken off", lambda r: r.reply(sdg(), length=1_000_000), "broke off after"),
    ("nothing", lambda r: r.reply(), "is empty"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words"), [(a, w) for _, a, w in ANSWERS], ids=[n for n, *_ in ANSWERS]
)
def test_an_answer_that_is_no_vocabulary_is_one_sentence(
    answer: Callable[[Handler], None], words: str
) -> None:
    """As with files; the address is in it."""
    with serving(answer) as server, pytest.raises(DataError, match=words) as caught:
        fetch(SDG, server.address, timeout_seconds=5, max_bytes=2_000_000)
    assert str(caught.value).startswith(server.address)
    assert len(server.asked) <= 5


def test_a_server_that_drips_is_left_at_the_deadline() -> None:
    """A byte now and then keeps no deadline away."""

    def drip(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/turtle")
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"#")
            request.wfile.flush()
            time.sleep(0.05)

    start = time.monotonic()
    with serving(drip) as server, pytest.raises(DataError, match="did not finish within 1 seconds"):
        fetch(SDG, server.address, timeout_seconds=1)
    assert time.monotonic() - start < 3


def test_nobody_there_is_one_sentence() -> None:
    """A port that nobody listens on."""
    with serving(lambda request: request.reply()) as server:
        address = server.address
    with pytest.raises(DataError, match="cannot be reached"):
        fetch(SDG, address, timeout_seconds=5)


# --- by question


def test_an_endpoint_is_asked_for_what_is_wanted() -> None:
    """The concepts that we name, then those above them, level by level, and nothing else."""
    eurovoc = known_source("eurovoc")
    known = sorted(eurovoc.known)
    more = f"""
        <{known[0]}> skos:broader eurovoc:above ; skos:prefLabel "Ein Begriff"@de .
        eurovoc:above skos:prefLabel "Above"@en ; skos:broader eurovoc:top , <http://other/x> .
        eurovoc:top skos:prefLabel "Top"@en ; skos:broader eurovoc:above .
        eurovoc:unasked skos:prefLabel "Unasked"@en .
    """
    store = ox.Store()
    store.load(labels("eurovoc", more).encode(), format=ox.RdfFormat.TURTLE)

    def answer(request: Handler) -> None:
        text = request.body or urlsplit(request.path).query
        found = store.query(parse_qs(text)["query"][0])
        assert isinstance(found, ox.QueryTriples)
        request.reply(found.serialize(format=ox.RdfFormat.TURTLE) or b"")

    with serving(answer) as server:
        source = msgspec.structs.replace(eurovoc, url=server.address)
        fetched, kept = fetch(source)
    assert len(server.asked) == 3
    assert kept.things == len(known) + 2
    assert said(fetched, "eurovoc:top", "skos:prefLabel") == ['"Top"@en']
    assert "other" not in "".join(fetched.lines)
    assert fetched.record.source == server.address


def test_the_question_is_filled_in() -> None:
    """Every thing and predicate is in it, and it is a query."""
    eurovoc = known_source("eurovoc")
    text = question(eurovoc, eurovoc.known)
    assert all(f"<{iri}>" in text for iri in eurovoc.known)
    assert f"<{Skos.broader}>" in text
    assert isinstance(ox.Store().query(text), ox.QueryTriples)


def test_an_endpoint_that_knows_nothing_is_one_sentence() -> None:
    """An endpoint of something else."""
    with serving(lambda request: request.reply("")) as server:
        source = msgspec.structs.replace(known_source("eurovoc"), url=server.address)
        with pytest.raises(DataError, match="names nothing of http://eurovoc"):
            fetch(source)


# --- the sources as data


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_a_source_can_be_checked_and_cited(source: object) -> None:
    """It has what it is cited by, and things that a file of it must have."""
    source = known_source(source.name)  # type: ignore[attr-defined]
    assert source.url.startswith("https://")
    assert source.licence.startswith("http")
    assert source.citation
    assert len(source.known) > 20
    assert not source.is_about(source.scheme) or source.name == "eurovoc"


def test_every_wrong_byte_is_a_vocabulary_or_one_sentence(tmp_path: Path) -> None:
    """A file with one byte changed is read or refused; nothing else happens."""
    data = sdg().encode()
    for at in range(0, len(data), len(data) // 60):
        for byte in (b"\0", b"<", b'"', b"\xff"):
            with suppress(DataError):
                fetch(SDG, written(tmp_path, data[:at] + byte + data[at + 1 :]))
