"""Official vocabularies beside our own concept schemes: what both say is said once, ours first.

SKOS allows a thing one preferred label a language, and no label of two kinds
(https://www.w3.org/TR/skos-reference/#L1567, S13 and S14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.nquads import node
from citykg.graph.vocabulary import shipped_quads
from citykg.links.official.sources import known_source
from citykg.ontology.terms import GRAPH_VOCABULARY, Skos

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.links.official.folder import Fetched

_END: Final = f" {node(GRAPH_VOCABULARY)} .\n"
_PREFERRED: Final = node(Skos.prefLabel)
_ALTERNATIVE: Final = node(Skos.altLabel)
_HIDDEN: Final = node(Skos.hiddenLabel)
_LABELS: Final = (_PREFERRED, _ALTERNATIVE, _HIDDEN)


class Replaced(NamedTuple):
    """Lines of the vocabulary graph that give way, and those that take their place."""

    subjects: tuple[bytes, ...]
    """How the lines begin that give way."""
    lines: list[bytes]
    """Sorted."""


def merged(fetched: Iterable[Fetched]) -> list[str]:
    """The lines that fetched vocabularies add to the concept schemes that ship, sorted."""
    own = {line for line in shipped_quads() if line.endswith(_END)}
    return sorted(line for one in fetched for line in _added(one, own) if line not in own)


def replaced(names: Iterable[str], fetched: Iterable[Fetched]) -> Replaced:
    """What changes in a built vocabulary graph when it had other fetched vocabularies before.

    `names` are those it had, `fetched` what it is to have.  Nothing changes where there are none.
    """
    fetched = tuple(fetched)
    concerned = dict.fromkeys((*names, *(one.record.name for one in fetched)))
    subjects = tuple(subject for name in concerned for subject in known_source(name).subjects)
    own = (line for line in shipped_quads() if line.endswith(_END) and line.startswith(subjects))
    lines = sorted({*(own if subjects else ()), *merged(fetched)})
    return Replaced(
        tuple(subject.encode() for subject in subjects), [line.encode() for line in lines]
    )


def _added(fetched: Fetched, own: set[str]) -> list[str]:
    source = known_source(fetched.record.name)
    labels = _Labels(line for line in own if line.startswith(source.subjects))
    lines: list[str] = []
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _LABELS}
    for line in fetched.lines:
        subject, predicate, term = _parts(line)
        if predicate in found:
            found[predicate].append((subject, term))
        else:
            lines.append(line)
    second: list[tuple[str, str]] = []
    for label in found[_PREFERRED]:
        if labels.is_taken(label):
            second.append(label)
        elif labels.is_new(label):
            labels.take(label)
            lines.append(_line(label, _PREFERRED))
    if source.second == "alternative":
        found[_ALTERNATIVE] += second
    for kind in (_ALTERNATIVE, _HIDDEN):
        for label in filter(labels.is_new, found[kind]):
            labels.use(label)
            lines.append(_line(label, kind))
    return lines


class _Labels:
    """The labels that things have: a label is a thing and the words in their language."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._used: set[tuple[str, str]] = set()
        self._taken: set[tuple[str, str]] = set()
        for line in lines:
            subject, predicate, term = _parts(line)
            if predicate == _PREFERRED:
                self.take((subject, term))
            elif predicate in _LABELS:
                self.use((subject, term))

    def is_taken(self, label: tuple[str, str]) -> bool:
        """Whether the thing has a preferred label in the language."""
        return (label[0], _language(label[1])) in self._taken

    def is_new(self, label: tuple[str, str]) -> bool:
        """Whether the thing has no such label of any kind."""
        return label not in self._used

    def take(self, label: tuple[str, str]) -> None:
        """Note a preferred label."""
        self._taken.add((label[0], _language(label[1])))
        self.use(label)

    def use(self, label: tuple[str, str]) -> None:
        """Note a label."""
        self._used.add(label)


def _parts(line: str) -> tuple[str, str, str]:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix(_END)


def _language(term: str) -> str:
    return term.rpartition("@")[2]


def _line(label: tuple[str, str], predicate: str) -> str:
    return f"{label[0]} {predicate} {label[1]}{_END}"
