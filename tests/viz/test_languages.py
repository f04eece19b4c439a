"""The page in French and in Spanish: every word of the interface, and nothing that is not said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import SKOS
from waiting import until

import citykg.ontology
import citykg.viz
from citykg.graph.facts import read_facts
from citykg.ontology.terms import ID_BASE
from citykg.viz.figure import LANGUAGES
from citykg.viz.page import _sayings
from citykg.viz.palette import LOOKS, PLAIN
from citykg.viz.questions import _questions
from citykg.viz.words import WORDS

ROOM = Path(citykg.viz.__file__).parent
ONTOLOGY = Path(citykg.ontology.__file__).parent
STRING = r'"((?:[^"\\]|\\.)*)"'
GOAL = "http://metadata.un.org/sdg/11"


def in_scripts() -> set[str]:
    """The words that the scripts and the mark-up pass to `say`."""
    scripts = "\n".join(file.read_text() for file in (ROOM / "templates").glob("*.js"))
    calls = re.findall(rf"\bsay\(\s*((?:{STRING}[\s+]*)+)", scripts)
    found = {"".join(re.findall(STRING, call)) for call, _ in calls}
    for way in (rf"\bwords: {STRING}", rf"\baction\({STRING}", r'\["(Copy as [^"]*)"'):
        found.update(re.findall(way, scripts))
    found.update(re.findall(rf"\bconst called = {STRING}", scripts))
    for name in ("keys", "matches", "headings", "many"):
        for listed in re.findall(rf"const {name} = [\[{{](.*?)[\]}}];", scripts, re.DOTALL):
            strings = re.findall(STRING, listed)
            found.update(strings[1::2] if name == "keys" else strings)
    page = (ROOM / "templates" / "page.html").read_text()
    found.update(re.findall(r'data-(?:say|called)="([^"]*)"', page))
    return found


def in_python() -> set[str]:
    """The kinds, groups and headings that the figure carries, and the statuses."""
    every = (*LOOKS.values(), *PLAIN.values())
    looks = {words for look in every for words in (look.one, look.many, look.group)}
    headings = {words for both in WORDS.values() for words in both}
    return looks | headings | {slug.replace("-", " ") for slug, _ in concepts("statuses")}


def concepts(vocabulary: str) -> list[tuple[str, dict[str, str]]]:
    """The name in its IRI and the labels by language of each concept."""
    graph = rdflib.Graph().parse(ONTOLOGY / f"{vocabulary}.ttl")
    found: dict[str, dict[str, str]] = {}
    for concept, label in graph.subject_objects(SKOS.prefLabel):
        if isinstance(label, rdflib.Literal) and "/scheme/" not in str(concept):
            name = str(concept).rsplit("/", 1)[-1]
            found.setdefault(name, {})[str(label.language)] = str(label)
    return sorted(found.items())


def sayings(name: str) -> dict[str, Any]:
    """The translations of a language."""
    return json.loads((ROOM / "languages" / f"{name}.json").read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_no_other(language: str) -> None:
    """What the page says has a translation; a translation is of something that the page says."""
    said = in_scripts() | in_python()
    assert {
        "Save",
        "Copied",
        "all keys",
        "Select anything",
        "Takes part in",
        "nearly the same",
    } <= said
    translated = sayings(language)
    assert said - translated.keys() == set()
    assert translated.keys() - said == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_have_their_places(language: str) -> None:
    """A translation has a place for each value, and does not begin or end with a space."""
    for english, words in sayings(language).items():
        assert english.count("{}") == words.count("{}"), english
        assert words.strip() == words
        assert words


def test_types_are_those_of_the_vocabularies() -> None:
    """Types are called what the vocabularies call them, by both of their English names."""
    both = {"plan"}  # a kind of thing as well
    types = sayings("types") | {
        english: [sayings(language).get(english) for language in LANGUAGES]
        for english in sayings("fr")
    }
    for vocabulary in ("activity-types", "output-types", "statuses"):
        for slug, labels in concepts(vocabulary):
            expected = [labels[language].replace("'", "’") for language in LANGUAGES]
            for english in {slug.replace("-", " "), labels["en"]} - both:
                assert types[english] == expected, english


def test_saved_queries_are_told_in_every_language() -> None:
    """The summary of each query that the panel may name is translated, and no other."""
    told = sayings("queries")
    assert told.keys() == {summary for _, _, summary, _ in _questions()}
    for english, words in told.items():
        assert len({english, *words}) == 1 + len(LANGUAGES)
        assert all(one.endswith(".") and "{}" not in one for one in words)


def test_page_carries_the_types_it_shows(pairs: Any) -> None:
    """Of the many types, a page carries the words of its own."""
    carried = _sayings(read_facts(pairs.store))["words"]
    assert "study visit" not in carried
    assert carried["not done"] == ["non réalisé", "no realizado"]
    assert any("villes qui travaillent" in words[0] for words in carried.values())


def test_title_in_the_language_of_the_reader(pairs: Any, show: Any) -> None:
    """A title that nobody gave is in the reader's language, and one that was given is not."""
    page = show(pairs.store, f"#node={ID_BASE}theme/housing&lang=fr")
    assert page.locator("h1").inner_text() == page.title() == "3 coopérations de villes"
    page.click("#details summary >> text=Requêtes")
    assert "Les villes qui travaillent à un thème" in page.inner_text("#details .asked")
    page.select_option("#language", "en")
    assert page.locator("h1").inner_text() == page.title() == "3 city cooperations"
    page = show(pairs.store, "#lang=es", title="Our cities")
    assert page.locator("h1").inner_text() == page.title() == "Our cities"


def test_page_in_french(pairs: Any, show: Any) -> None:
    """`#lang=fr` shows the interface in French, and goals by their French names; English returns."""
    page = show(pairs.store, f"#node={GOAL}&lang=fr")
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.locator("#details h2").inner_text() == "Villes durables"
    assert "objectif (ODD) 11" in page.inner_text("#details .kind")
    assert "Objectif de · villes".upper() in page.inner_text("#details").upper()
    assert "coopérations" in page.inner_text("#legend")
    assert "3 coopérations" in page.inner_text("#summary")
    assert page.get_attribute("#map", "aria-label").startswith("Réseau :")
    texts = page.evaluate("citykgPage.labels().map(({ text }) => text)")
    assert any(text.startswith("Villes") for text in texts)
    page.click("#saver summary")
    assert "Faits en Turtle (.ttl)" in page.inner_text("#saves")
    assert "Villes durables" in page.inner_text("#saves")
    page.keyboard.press("Escape")
    page.select_option("#language", "en")
    assert page.locator("#details h2").inner_text() == "Sustainable Cities"
    assert "3 cooperations" in page.inner_text("#summary")
    assert "lang=" not in page.url
    page.select_option("#language", "es")
    assert "lang=es" in page.url
    assert "Guardar" in page.inner_text(".bar")
    page.keyboard.press("Escape")
    assert "Cómo leer esta página" in page.inner_text("#details")


def test_browser_says_the_language(pairs: Any, browser: Any, tmp_path: Path) -> None:
    """A browser in Spanish opens the page in Spanish; what has no Spanish name stays as it is."""
    from citykg.viz.page import write_page

    write_page(pairs.store, tmp_path / "page.html")
    context = browser.new_context(locale="es-ES")
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    until(page, "globalThis.citykgPage !== undefined")
    assert page.evaluate("document.documentElement.lang") == "es"
    assert page.input_value("#language") == "es"
    assert page.inner_text("#tabs").split() == ["Red", "Mapa", "Tabla", "Matriz", "Cronología"]
    iri = f"{ID_BASE}activity/manchester-montreal/1"
    page.evaluate("iri => citykgPage.select(citykgPage.nodes.find((n) => n.iri === iri).id)", iri)
    assert page.inner_text("#details h2") == "Pilot project"
    assert "actividad · no realizado" in page.inner_text("#details .kind")
    assert page.inner_text("#details .value >> nth=0") == "no realizado"
    assert "lang=" not in page.url
    context.close()
