"""Saved queries, asked by a form or by an address with their parameters in it."""

from __future__ import annotations

import hashlib
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.queries import parse_query, read_query, saved_names
from citykg.queries.catalogue import FEDERATED, FOLDER
from citykg.queries.federation import has_service
from citykg.queries.parameters import terms_of
from citykg.queries.runner import checked
from citykg.server.answers import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citykg.queries import SavedQuery
    from citykg.queries.parameters import Parameter
    from citykg.queries.text import Edited
    from citykg.server.served import Served


_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""What stands in an address as it is, and leaves the dot to the ending of a format."""


class Catalogue:
    """The saved queries of a server: those of the package, and those of who runs it.

    `own` are the texts of theirs, by the paths of their files; `services` are the endpoints that
    saved queries, and no others, may ask with SERVICE.  Raises UsageError for a name that is taken
    or that no address can hold; and, when a query is asked for, for a header that cannot be read.
    """

    def __init__(self, own: Mapping[str, str], services: tuple[str, ...]) -> None:
        self._own = own
        self._services = services
        found = {name: FOLDER / f"{name}.rq" for name in saved_names()}
        if services:
            found |= {path.stem: path for path in FEDERATED.glob("*.rq")}
        for path in map(Path, own):
            if path.stem in found:
                raise UsageError(f"{path}: there is a saved query of that name: give it another.")
            if not _NAME.fullmatch(path.stem):
                raise UsageError(f"{path}: name it with letters, digits, - and _ alone.")
            found[path.stem] = path
        self._paths = dict(sorted(found.items()))
        self._read: dict[str, SavedQuery] = {}

    @property
    def digest(self) -> str:
        """A name for what the queries are, beyond those of every server."""
        said = repr((sorted(self._own.items()), self._services))
        return hashlib.blake2b(said.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()

    def named(self, name: str) -> SavedQuery:
        """The query of that name; raises UnansweredError with the nearest where there is none."""
        if name not in self._paths:
            near = get_close_matches(name, self._paths, 1)
            hint = f" Did you mean {near[0]}?" if near else " They are listed at /queries."
            raise UnansweredError(404, f"There is no saved query {name[:80]!a}.{hint}")
        if name not in self._read:
            path = self._paths[name]
            own = self._own.get(str(path))
            if own is None:
                self._read[name] = read_query(path, complete=True)
            else:
                self._read[name] = parse_query(own, path, complete=True)
        return self._read[name]

    def every(self) -> tuple[SavedQuery, ...]:
        """All saved queries, by name."""
        return tuple(self.named(name) for name in self._paths)

    def asks_others(self, name: str) -> bool:
        """Whether a query has a SERVICE."""
        return has_service(self.named(name).text)


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
