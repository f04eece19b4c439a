"""The saved queries, asked of our layer, of pyoxigraph alone and of rdflib, for `tasks.py`."""

from __future__ import annotations

import signal
import time
from collections import Counter
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clock import Clock
    from pyoxigraph import Store
    from rdflib import Dataset

    from citykg.queries import SavedQuery

_REPEATS: Final = 3
_LONG_SECONDS: Final = 1.0
"""What takes longer than this is measured once."""
_ALL_PAIRS: Final = "shared-goals"
OF_ONE: Final = "shared-goals, of one plan"


class Question(NamedTuple):
    """A saved query with parameters."""

    name: str
    query: SavedQuery
    params: dict[str, str]


def names(clock: Clock, folder: str) -> dict[str, Any]:  # noqa: ARG001 - a task has a clock
    """The names of the questions."""
    return {"names": [question.name for question in _questions(folder)]}


def ours(clock: Clock, folder: str, name: str) -> dict[str, Any]:
    """One question through our layer, and its same text by pyoxigraph alone."""
    from citykg.graph.store import open_store
    from citykg.queries import open_engine, run
    from citykg.queries.runner import prepare

    engine, store = open_engine(Path(folder)), open_store(Path(folder))
    question = next(each for each in _questions(folder) if each.name == name)
    text = prepare(question.query, question.params).text
    layer = partial(run, question.query, engine, question.params)
    clock.seconds["layer"], _ = _median(layer)
    clock.seconds["raw"], rows = _median(partial(_rows, store, text))
    return {"rows": rows}


def rdflib(clock: Clock, folder: str, limit: int, skip: list[str]) -> dict[str, Any]:
    """Each question by rdflib over the same triples, `limit` seconds by the clock at most."""
    from citykg.queries.runner import prepare

    signal.signal(signal.SIGALRM, _stop)
    dataset = dataset_of(folder)
    rows: dict[str, int] = {}
    over = []
    for name, query, params in _questions(folder):
        if name in skip:
            continue
        text = prepare(query, params).text
        signal.alarm(limit)
        try:
            clock.seconds[name], rows[name] = _median(partial(_rows, dataset, text))
        except TimeoutError:
            over.append(name)
        finally:
            signal.alarm(0)
    return {"rows": rows, "over": over}


def dataset_of(folder: str) -> Dataset:
    """A graph folder as rdflib holds it; parsed by Oxigraph to save time.

    All triples are in the default graph, where rdflib is fastest, but those of the suggestions,
    which a query asks for by the name of their graph.
    """
    import pyoxigraph as ox
    from rdflib import Dataset, URIRef

    from citykg.ontology.terms import GRAPH_SUGGESTIONS
    from citykg.queries.rdf_file import _to_rdflib

    known: dict[Any, Any] = {}
    dataset, path = Dataset(), Path(folder) / "graph.nq"
    plain, suggested = dataset.default_graph, dataset.graph(URIRef(GRAPH_SUGGESTIONS))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        is_suggested = getattr(quad.graph_name, "value", "") == GRAPH_SUGGESTIONS
        graph = suggested if is_suggested else plain
        graph.add(tuple(_to_rdflib(term, known, path) for term in quad.triple))  # type: ignore[arg-type]
    return dataset


def _questions(folder: str) -> Iterator[Question]:
    """Yield the saved queries with parameters; the city and the plan are those of most links."""
    from citykg.graph.store import open_store
    from citykg.ontology.terms import Ckg
    from citykg.queries import catalogue

    store = open_store(Path(folder))
    city, plan = _most(store, Ckg.hasPlan, "/city/"), _most(store, Ckg.hasGoal, "/plan/")
    given = {
        "cities-by-goal": {"goal": "11"},
        "evidence": {"subject": city},
        "partners-for": {"city": city},
    }
    for query in catalogue():
        needed = {one.name: one.example for one in query.parameters if one.required}
        yield Question(query.name, query, given.get(query.name, needed))
        if query.name == _ALL_PAIRS:
            yield Question(OF_ONE, query, {"plan": plan})


def _most(store: Store, predicate: str, kind: str) -> str:
    """The thing of a kind that has a property most often; of equals, the first by IRI."""
    import pyoxigraph as ox

    links = store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph())
    counts = Counter(str(quad.subject.value) for quad in links)
    return min((name for name in counts if kind in name), key=lambda name: (-counts[name], name))


def _stop(*_: object) -> None:
    raise TimeoutError


def _rows(graph: Any, text: str) -> int:
    """How many rows a query has, each of them taken."""
    return len(list(graph.query(text)))


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU seconds of a piece of work, and its result."""
    seconds: list[float] = []
    result = None
    while len(seconds) < _REPEATS:
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
        if seconds[-1] > _LONG_SECONDS:
            break
    return median(seconds), result
