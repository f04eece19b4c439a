"""One self-contained page: no requests, a strict content security policy, names only as text."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from citykg.errors import UsageError
from citykg.graph.facts import speak_of_more
from citykg.graph.foreign import UNTYPED, facts_of, is_file
from citykg.graph.store import open_store
from citykg.graph.texts import texts_of
from citykg.graph.writing import written_beside
from citykg.ontology.terms import Ckg
from citykg.viz.figure import LANGUAGES, clean, draw
from citykg.viz.palette import LOOKS
from citykg.viz.questions import questions_about

if TYPE_CHECKING:
    from jinja2 import Template
    from pyoxigraph import Store

    from citykg.graph.facts import Facts
    from citykg.graph.texts import Texts

_SCRIPTS: Final = (
    *("words", "data", "state", "facets", "shapes", "labels", "clusters", "network", "panel"),
    *(
        "search",
        "choices",
        "exports",
        "pictures",
        "saves",
        "earth",
        "eye",
        "chart",
        "views",
        "page",
    ),
)
MOST: Final = 100_000
"""So many things are drawn on one page: a browser shows them in some ten seconds."""
_VIEWS: Final = ("world", "table", "matrix", "timeline")
"""The views beside the network, in the order of their tabs; each has a script of its name."""
_TYPES: Final = frozenset({Ckg.activityType, Ckg.outputType})
_VIS: Final = "lib/vis-9.1.2/vis-network.min.js"
_FOR_SCRIPT_BLOCKS: Final = {mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def write_page(
    folder: Path | Store, target: Path, *, title: str | None = None, texts: Texts | None = None
) -> None:
    """Write the graph of a folder (or an open store, or an RDF file) as one HTML file.

    Each quote stands in the words around it, as far as `texts` has its document: if they are not
    given, those that the folder knows of (`citykg.graph.texts`).  One that has changed since the
    build, or is gone, gives the quote alone.  The same graph, title and documents give the same
    bytes.  The file appears whole or not at all.  Raises UsageError for more than `MOST` things.

        from pathlib import Path
        from citykg.viz.page import write_page

        write_page(Path("citykg-graph"), Path("cities.html"), title="Our cities")
    """
    if texts is None and isinstance(folder, Path):
        texts = texts_of(folder)
    source = open_store(folder) if isinstance(folder, Path) and not is_file(folder) else folder
    if not isinstance(source, Path) and speak_of_more(source, MOST):
        raise _too_many("The graph")
    write_facts(facts_of(source), target, title=title, texts=texts)


def write_facts(
    facts: Facts, target: Path, *, title: str | None = None, texts: Texts | None = None
) -> None:
    """Write some facts as one HTML file, as `write_page` does all of them."""
    page = render(facts, title=title, texts=texts)
    with written_beside(target) as file:
        file.write(page.encode())


def write_notice(target: Path, plans: int) -> None:
    """Write the page of a graph of so many plans that a build leaves drawing them to who asks."""
    from markupsafe import Markup

    style = _resource("notice.css")
    page = _template("notice.html").render(
        plans=f"{plans:,}", policy=_policy(style), style=Markup(style)
    )
    with written_beside(target) as file:
        file.write(page.encode())


def render(
    facts: Facts,
    *,
    title: str | None = None,
    texts: Texts | None = None,
    around: str = "",
    about: str = "",
) -> str:
    """The page as text; what stands around its quotes is of `texts`.

    Raises UsageError for more things than a page can show.

    `around` and `about` are what the addresses of a server begin with, at which the network around
    a thing is drawn, and all is told of it; its IRI follows, percent-encoded.
    """
    from markupsafe import Markup

    if len(facts.things) > MOST:
        raise _too_many(facts.foreign.title if facts.foreign else "The graph")
    style, library, script = _resource("page.css"), _library(), _script()
    return _template("page.html").render(
        title=clean(title or _title(facts)),
        count=None if title else _untitled(facts),
        summary=_summary(facts),
        is_empty=not facts.things,
        policy=_policy(style, library, script),
        style=Markup(style),
        library=Markup(library),
        script=Markup(script),
        views=_VIEWS,
        sayings=Markup(_for_script_block(_sayings(facts))),
        outline=Markup(_for_script_block(_outline(facts))),
        graph=_packed(draw(facts, texts) | {"around": around, "about": about}),
    )


def _too_many(what: str) -> UsageError:
    return UsageError(
        f"{what}: there are more than {MOST:,} things, which is what a page draws: draw a part of"
        " them, around one with --focus THING, or what --query NAME names."
    )


def _template(name: str) -> Template:
    from citykg.templates import template

    return template("citykg.viz", name)


def _title(facts: Facts) -> str:
    count = _untitled(facts)
    if facts.foreign:
        return facts.foreign.title
    if count is None:
        return next(thing.label for thing in facts.things if thing.kind == "cooperation")
    return f"{count:,} city cooperations" if count else "City cooperations"


def _untitled(facts: Facts) -> int | None:
    """How many cooperations there are; None where a name says more: of one, of a foreign file."""
    count = sum(thing.kind == "cooperation" for thing in facts.things)
    return None if count == 1 or facts.foreign else count


def _summary(facts: Facts) -> str:
    """One sentence: how much of what is here."""
    if facts.foreign:
        return _plain_summary(facts)
    if not facts.things:
        return "This graph holds no plans yet."
    counts = Counter(thing.kind for thing in facts.things)
    found = [
        f"{counts[kind]:,} {look.one if counts[kind] == 1 else look.many}"
        for kind, look in LOOKS.items()
        if counts[kind] and kind in {"cooperation", "city", "region", "goal", "topic", "theme"}
    ] or [f"{len(facts.things):,} thing{'s' if len(facts.things) > 1 else ''}"]
    quoted = sum(1 for fact in facts.facts if fact.quotes)
    said = f"{quoted:,} facts with the words that state them" if quoted else "no quoted facts"
    return ", ".join(found) + f"; {said}."


def _plain_summary(facts: Facts) -> str:
    types = len({thing.kind for thing in facts.things} - {UNTYPED})
    of = f" of {_count(types, 'type')}" if types else ""
    return f"{_count(len(facts.things), 'thing')}{of}, {_count(len(facts.facts), 'fact')}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _policy(style: str, *scripts: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + (" ".join(_hash(script) for script in scripts) or "'none'"),
            "style-src " + _hash(style),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _packed(data: dict[str, Any]) -> str:
    """The data in a fifth of the characters: JSON, in gzip, in Base64."""
    packed = gzip.compress(_json(data).encode(), 9, mtime=0)
    return base64.b64encode(packed).decode()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _for_script_block(data: dict[str, Any]) -> str:
    text = _json(data)
    for mark, escape in _FOR_SCRIPT_BLOCKS.items():
        text = text.replace(mark, escape)
    return text


@cache
def _library() -> str:
    """The vis-network that the pyvis wheel carries (Apache-2.0 or MIT; its licence leads it)."""
    import pyvis

    text = (Path(pyvis.__file__).parent / _VIS).read_text(encoding="utf-8")
    return _unclosed(text)


def _sayings(facts: Facts) -> dict[str, Any]:
    """The words of the interface in other languages, in their order, by the English ones."""
    spoken = [_words_of(language) for language in LANGUAGES]
    sayings = {english: [words[english] for words in spoken] for english in spoken[0]}
    # Of the many types of activities and outputs, and of the saved queries, those of this page.
    slugs = {str(thing.attributes.get("type", "")).replace("-", " ") for thing in facts.things}
    used = slugs | {fact.object for fact in facts.facts if fact.predicate in _TYPES}
    used |= {summary for _, _, summary, _ in questions_about({one.kind for one in facts.things})}
    asked = _words_of("types") | _words_of("queries")
    return {
        "languages": LANGUAGES,
        "words": sayings | {english: words for english, words in asked.items() if english in used},
    }


@cache
def _words_of(name: str) -> dict[str, Any]:
    file = resources.files("citykg.viz") / "languages" / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _outline(facts: Facts) -> dict[str, Any]:
    """The shores and borders of the world, for a map with at least one place on it."""
    if not any(thing.point for thing in facts.things):
        return {"land": [], "borders": []}
    return json.loads((resources.files("citykg.viz") / "outline.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def _script() -> str:
    first, last = _SCRIPTS[:-2], _SCRIPTS[-2:]
    parts = "\n".join(_bare(_resource(f"{name}.js")) for name in (*first, *_VIEWS, *last))
    return _unclosed(f'(async () => {{\n"use strict";\n{parts}}})();\n')


def _bare(script: str) -> str:
    """The script without what is there for who reads its source: indents, and lines of comment."""
    lines = [line.strip() for line in script.split("\n")]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _unclosed(script: str) -> str:
    # In a string or a regular expression these mean the same; elsewhere neither occurs.
    script = script.replace("\r\n", "\n")
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _resource(name: str) -> str:
    return (resources.files("citykg.viz") / "templates" / name).read_text(encoding="utf-8")
