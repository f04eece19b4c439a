"""The redirect rules: where each kind of name leads, for people and for machines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from citykg.ontology.files import SCHEMES
from citykg.ontology.vocabulary import concepts
from citykg.reference import page

RULES = Path(__file__).parents[2] / "docs" / "w3id" / ".htaccess"
HOME = "https://citykg.github.io/citykg"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def redirect(path: str, accept: str) -> str | None:
    """Where Apache would lead a request: the rules of the file, as far as it uses them."""
    condition = None
    for line in RULES.read_text("utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "RewriteCond":
            variable, pattern = rest.split(" ")
            assert variable == "%{HTTP_ACCEPT}"
            condition = pattern
        elif word == "RewriteRule":
            pattern, target, flags = rest.split(" ")
            assert {"R=303", "L"} <= set(flags.strip("[]").split(","))
            held, condition = condition is None or re.search(condition, accept), None
            match = re.search(pattern, path)
            if held and match:
                found = target.replace("%{ENV:CITYKG}", HOME)
                for place, words in enumerate(match.groups(), 1):
                    found = found.replace(f"${place}", words or "")
                return found
    return None


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("ontology", BROWSER, "/ontology/index.html"),
        ("ontology", "", "/ontology/index.html"),
        ("ontology", "text/turtle", "/ontology/index.ttl"),
        ("ontology", "application/ld+json", "/ontology/index.jsonld"),
        ("ontology", "application/rdf+xml, text/html;q=0.1", "/ontology/index.rdf"),
        ("ontology", "application/n-triples", "/ontology/index.nt"),
        ("ontology/0.2.0", BROWSER, "/ontology/0.2.0/index.html"),
        ("ontology/0.2.0", "text/turtle", "/ontology/0.2.0/index.ttl"),
        ("ontology/shapes", "text/turtle", "/ontology/shapes/index.ttl"),
        ("ontology/alignments/0.2.0", "text/turtle", "/ontology/alignments/0.2.0/index.ttl"),
        ("id/scheme/topics", "text/turtle", "/schemes/topics.ttl"),
        ("id/scheme/topics", BROWSER, "/ontology/index.html#scheme-topics"),
        ("id/topic/housing", "text/turtle", "/schemes/topics.ttl"),
        ("id/topic/housing", BROWSER, "/ontology/index.html#topic/housing"),
        ("id/status/not-done", "text/turtle", "/schemes/statuses.ttl"),
        ("id/country/gb", BROWSER, "/schemes/countries.ttl"),
        ("id/graph/links", BROWSER, "/ontology/index.html"),
        ("id/city/gb/manchester", BROWSER, None),
        ("elsewhere", BROWSER, None),
    ],
)
def test_where_a_name_leads(path: str, accept: str, target: str | None) -> None:
    """A page for people, data for machines, nothing for what others serve."""
    assert redirect(path, accept) == (HOME + target if target else None)


def test_every_scheme_is_led_to_a_file_of_its_name() -> None:
    """And every place on the page that a redirect names is there."""
    html = page()
    for scheme in SCHEMES:
        assert redirect(f"id/scheme/{scheme}", "text/turtle") == f"{HOME}/schemes/{scheme}.ttl"
        assert f'id="scheme-{scheme}"' in html
    for scheme, path in (("topics", "topic"), ("fields", "field"), ("statuses", "status")):
        for concept in concepts(scheme):
            place = redirect(f"id/{path}/{concept.slug}", BROWSER)
            assert place is not None
            assert f'id="{place.partition("#")[2]}"' in html
            file = redirect(f"id/{path}/{concept.slug}", "text/turtle")
            assert file == f"{HOME}/schemes/{scheme}.ttl"
