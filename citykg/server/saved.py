"""Saved queries, asked by a form or by an address with their parameters in it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.queries import read_query, saved_names
from citykg.queries.catalogue import FEDERATED, FOLDER
from citykg.queries.federation import has_service
from citykg.queries.parameters import terms_of
from citykg.queries.runner import checked
from citykg.server.answers import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from citykg.queries import SavedQuery
    from citykg.queries.parameters import Parameter
    from citykg.queries.text import Edited
    from citykg.server.served import Served


class Catalogue:
    """The saved queries of a server: those of the package, and those of who runs it.

    `folder` holds their own `.rq` files; `services` are the endpoints that their queries, and no
    others, may ask with SERVICE.  Raises UsageError for a folder that is none, for a file whose
    header cannot be read, and for a name that is taken.
    """

    def __init__(self, folder: Path | None = None, services: tuple[str, ...] = ()) -> None:
        self.services = services
        found = {name: FOLDER / f"{name}.rq" for name in saved_names()}
        if services:
            found |= {path.stem: path for path in FEDERATED.glob("*.rq")}
        for path in _files(folder) if folder else ():
            if path.stem in found:
                raise UsageError(f"{path}: there is a saved query of that name: give it another.")
            found[path.stem] = path
        self._paths = dict(sorted(found.items()))
        self._read: dict[str, SavedQuery] = {}

    def named(self, name: str) -> SavedQuery:
        """The query of that name; raises UnansweredError with the nearest where there is none."""
        if name not in self._paths:
            near = get_close_matches(name, self._paths, 1)
            hint = f" Did you mean {near[0]}?" if near else " They are listed at /queries."
            raise UnansweredError(404, f"There is no saved query {name[:80]!a}.{hint}")
        if name not in self._read:
            self._read[name] = read_query(self._paths[name], complete=True)
        return self._read[name]

    def every(self) -> tuple[SavedQuery, ...]:
        """All saved queries, by name."""
        return tuple(self.named(name) for name in self._paths)

    def asks_others(self, name: str) -> bool:
        """Whether a query has a SERVICE."""
        return has_service(self.named(name).text)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder: give one that holds .rq files with --queries.")
    return sorted(folder.glob("*.rq"))


def prepared(served: Served, name: str, params: Mapping[str, str]) -> Edited:
    """The text of a saved query with its parameters bound; raises UsageError where they are wrong.

    A value that is empty is none: a form sends all of its fields.
    """
    query = served.catalogue.named(name)
    given = {key: value for key, value in params.items() if value}
    if wanted := missing(query, given):
        raise UsageError(f"The query needs {', and '.join(map(_asked, wanted))}.")
    return checked(query.text, terms_of(query.parameters, given, base=served.base))


def missing(query: SavedQuery, params: Mapping[str, str]) -> list[Parameter]:
    """The parameters that the query needs and that have no value."""
    return [
        one
        for one in query.parameters
        if one.required and one.default is None and not _value(params, one.name, one.variable)
    ]


def _asked(one: Parameter) -> str:
    example = f", such as {one.name}={one.example}" if one.example else ""
    return f"{one.name} ({one.description}){example}"


def _value(params: Mapping[str, str], name: str, variable: str) -> str:
    return params.get(name) or params.get(variable.lstrip("_")) or ""
