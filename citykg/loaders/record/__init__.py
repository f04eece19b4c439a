"""Our own JSON and YAML: records that people write by hand, and what `citykg read` prints.

`plans_of(document)` is the whole of it.  A record says which field each value is in, so nothing is
guessed: a value that the grammar of its field does not understand is told as such, and a key that
names no field leaves all that it says unread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats.record import tree_of
from citykg.loaders.markup import clean
from citykg.loaders.record.keys import BOOKKEEPING, key_of
from citykg.loaders.record.plan import PlanReader

if TYPE_CHECKING:
    from citykg.loaders.document import Document
    from citykg.loaders.record.tree import Node
    from citykg.plan import Plan

__all__ = ["plans_of"]

MIN_FIELDS = 2
"""A mapping that names its parties and fewer fields than these is no plan."""
MIN_FIELDS_ALONE = 4
"""The same of a mapping that names no parties."""
_MANY = frozenset(("plan", "plans", "cooperation", "cooperations"))


def plans_of(document: Document) -> list[Plan]:
    """The plans of a record file: one mapping, a list of them, or `plans:` and a list.

    Raises DataError, with the line, where the file holds something else.
    """
    tree = tree_of(document.text, document.path)
    nodes, others = _plan_nodes(document, tree)
    plans = []
    for number, node in enumerate(nodes):
        _check(document, node)
        row = document.line_of(node.start) if len(nodes) > 1 else None
        reader = PlanReader(document, node, row)
        if number == 0:
            for key, value in others:
                reader.values.unknown_key(key, clean(key.masked), value, "plans")
        plans.append(reader.plan())
    return plans


def _plan_nodes(document: Document, tree: Node) -> tuple[tuple[Node, ...], list[tuple[Node, Node]]]:
    """The mappings that are plans, and what a mapping around them says besides."""
    if tree.kind == "list":
        return tree.items, []
    if tree.kind == "mapping":
        wrapped = [pair for pair in tree.pairs if _folded(pair[0]) in _MANY]
        if len(wrapped) == 1 and wrapped[0][1].kind in {"list", "mapping"}:
            others = [pair for pair in tree.pairs if pair is not wrapped[0]]
            inside = wrapped[0][1]
            return inside.items if inside.kind == "list" else (inside,), others
        return (tree,), []
    raise DataError(
        f"{document.path}:1: is no record of a plan; write a mapping such as `cities: [Porto, "
        "Austin]`, or start from `citykg template yaml`"
    )


def _check(document: Document, node: Node) -> None:
    """Raise DataError where a node names too few fields of a plan to be one."""
    line = document.line_of(node.start)
    if node.kind != "mapping":
        raise DataError(
            f"{document.path}:{line}: a {node.kind} stands where a plan is due; write each plan as "
            "a mapping of its fields"
        )
    named: set[str] = set()
    for key, _ in node.pairs:
        fields = key_of(clean(key.masked), "plan") if clean(key.masked) else None
        named.update(fields.fields if fields else ())
    told = named - BOOKKEEPING - {"language", "notes"}
    if len(told) < (MIN_FIELDS if {"cities", "regions"} & told else MIN_FIELDS_ALONE):
        found = f"only {', '.join(sorted(named))}" if named else "none"
        raise DataError(
            f"{document.path}:{line}: is no record of a plan: it must name its cities and other "
            f"fields such as country, period, themes, and {found} was found"
        )


def _folded(key: Node) -> str:
    return clean(key.masked).casefold()
