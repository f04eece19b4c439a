"""Pages for people, each from its template; every name in them is text and nothing else."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urlencode

from citykg.errors import UsageError
from citykg.graph.facts import KINDS
from citykg.graph.known import node
from citykg.ontology.terms import PREFIXES, Ckg, Rdf
from citykg.queries import saved_query, why_nothing
from citykg.queries.text import missing_prefixes
from citykg.server.addresses import DATA, DRAWN, PAGE, iri_of, place
from citykg.server.answers import UnansweredError, given_results, results_of
from citykg.server.finding import LEAST, find
from citykg.server.media import GRAPH_FORMATS, HTML, formats_of
from citykg.server.saved import missing, prepared
from citykg.server.tasks import Reply
from citykg.server.things import thing_of, value_of
from citykg.templates import template

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.queries import SavedQuery
    from citykg.server.answers import Results
    from citykg.server.served import Served
    from citykg.server.tasks import Page

_SHOWN_ROWS: Final = 500
_FOUND: Final = 200
_KINDS: Final = (
    ("Cooperations", Ckg.Cooperation, "cooperations"),
    ("Plans", Ckg.ActionPlan, "plans"),
    ("Cities", Ckg.City, "cities"),
    ("Themes", Ckg.Theme, "cities-by-theme"),
    ("Activities", Ckg.Activity, "activities"),
    ("Outputs", Ckg.Output, "outputs"),
)


def page(served: Served, task: Page) -> Reply:
    """A page; raises UnansweredError where there is none for what it is to be about."""
    status, said = _PAGES[task.name](served, task)
    shown = template("citykg.server", f"{task.name}.html").render(page=task.name, **said)
    return Reply(status, HTML, shown.encode())


def _home(served: Served, _: Page) -> tuple[int, dict[str, Any]]:
    counts = []
    queries = served.catalogue.every()
    names = {query.name for query in queries}
    for words, cls, name in _KINDS:
        number = sum(1 for _ in served.known.quads(None, node(Rdf.type), node(cls)))
        if number:
            counts.append((words, number, f"/queries/{name}" if name in names else ""))
    return 200, {"counts": counts, "queries": queries, "base": served.base}


def _thing(served: Served, task: Page) -> tuple[int, dict[str, Any]]:
    name = task.about
    try:
        iri = iri_of(name, served.base)
    except UsageError as error:
        raise UnansweredError(404, f"There is nothing of this name: {error}") from error
    thing = thing_of(served, iri)
    if thing is None:
        words = unquote(name).rpartition("/")[2].replace("-", " ")
        return 404, {"thing": None, "name": name, "near": _near(served, name), "asked": words}
    asked = [
        (query, f"/queries/{query.name}?{urlencode({one.name: name})}")
        for query in served.catalogue.every()
        for one in query.parameters
        if one.type == "iri" and _suits(served, one.example, iri)
    ]
    classes = _classes(served, iri)
    drawn = DRAWN + quote(iri, safe="") if not KINDS.keys().isdisjoint(classes) else ""
    data = place(DATA, iri, served.base)
    formats = [(one, f"{data}.{one.ending}") for one in GRAPH_FORMATS]
    return 200, {"thing": thing, "queries": asked, "formats": formats, "data": data, "drawn": drawn}


def _near(served: Served, name: str) -> list[tuple[str, str]]:
    short = served.known.nearest(unquote(name)) if served.is_small else []
    return [(one, PAGE + quote(one, safe="/:")) for one in short]


def _suits(served: Served, example: str, iri: str) -> bool:
    """Whether a parameter takes things like this one: of a class that its example is of too."""
    if not example:
        return False
    mine, theirs = _classes(served, iri), example.partition("/")[0].partition(":")[0]
    return any(cls.rpartition("#")[2].casefold() == _CLASS_OF.get(theirs, theirs) for cls in mine)


_CLASS_OF: Final = {"plan": "actionplan", "topic": "urbanagendatopic", "sdg": "goal"}


def _classes(served: Served, iri: str) -> list[str]:
    quads = served.known.quads(node(iri), node(Rdf.type), None)
    return [str(getattr(quad.object, "value", "")) for quad in quads]


def _search(served: Served, task: Page) -> tuple[int, dict[str, Any]]:
    words = task.given.get("q", "").strip()
    is_short = 0 < len(words) < LEAST
    found = list(islice(find(served, words), _FOUND + 1)) if words and not is_short else []
    shown, more = found[:_FOUND], len(found) > _FOUND
    return 200, {"words": words, "least": is_short and LEAST, "found": shown, "more": more}


def _queries(served: Served, _: Page) -> tuple[int, dict[str, Any]]:
    tags: dict[str, list[SavedQuery]] = {}
    for query in served.catalogue.every():
        tags.setdefault(query.tags[0] if query.tags else "others", []).append(query)
    return 200, {"tags": dict(sorted(tags.items()))}


def _query(served: Served, task: Page) -> tuple[int, dict[str, Any]]:
    given = task.given
    query = served.catalogue.named(task.about)
    params = {key: value for key, value in given.items() if value}
    said: dict[str, Any] = {
        "query": query,
        "given": given,
        "rows": None,
        "error": "",
        "more": False,
        "why": "",
    }
    called = f"?{urlencode(params)}" if params else ""
    said["formats"] = [
        (one, f"/queries/{query.name}.{one.ending}{called}") for one in formats_of(query)
    ]
    said["text"] = query.body
    said["is_asked"] = not missing(query, params)
    examples = {one.name: one.example for one in query.parameters if one.required and one.example}
    said["example"] = f"/queries/{query.name}?{urlencode(examples)}" if examples else ""
    if not said["is_asked"]:
        if params:
            names = ", ".join(one.name for one in missing(query, params))
            said["error"] = f"The query needs {names} too."
        return 200, said
    try:
        if task.answer:
            return 200, said | _shown(served, given_results(task.answer))
        text = prepared(served, query.name, params)
        said["text"] = text.text.partition("\n\n")[2] if text.text.startswith("#+") else text.text
        results = results_of(served, text)
    except UsageError as error:
        return 400, said | {"error": str(error), "is_asked": False}
    shown = _shown(served, results)
    if shown.get("rows") == []:
        shown["why"] = _why(served, query, params)
    return 200, said | shown


def _why(served: Served, query: SavedQuery, params: dict[str, str]) -> str:
    """Why a query has no rows."""
    if query.name.endswith("-violation"):
        return "Nothing is wrong."
    if not served.is_small:
        return ""  # to look for it would take longer than the answer did
    return why_nothing(query, served, params, base=served.base)


def _shown(served: Served, results: Results) -> dict[str, Any]:
    """The first of the results, as the page shows them."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(results, QueryBoolean):
        return {"truth": bool(results)}
    if isinstance(results, QuerySolutions):
        rows = list(islice(results, _SHOWN_ROWS + 1))
        cells = [[term and value_of(served, term) for term in row] for row in rows[:_SHOWN_ROWS]]
        return {"rows": cells, "more": len(rows) > _SHOWN_ROWS}
    from citykg.queries.formats import to_turtle

    triples = sorted(set(islice(results, _SHOWN_ROWS)), key=str)
    return {"turtle": to_turtle(triples, PREFIXES)}


def _editor(_: Served, task: Page) -> tuple[int, dict[str, Any]]:
    given = task.given.get("query", "")
    text = given or saved_query("cities").body
    with suppress(UsageError):
        # The editor knows no prefix that is not declared.
        text = missing_prefixes(text).replace("> ", ">\n") + text
    return 200, {"text": text, "is_given": bool(given), "prefixes": PREFIXES}


_PAGES: Final[dict[str, Callable[[Served, Page], tuple[int, dict[str, Any]]]]] = {
    "home": _home,
    "thing": _thing,
    "search": _search,
    "queries": _queries,
    "query": _query,
    "editor": _editor,
}
