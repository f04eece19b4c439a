"""The differences between two versions of a graph, plan by plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.differences.comparing import compare_plan
from citykg.differences.plans import paired_plans
from citykg.differences.sections import sections
from citykg.differences.touched import touched
from citykg.differences.version import version_before, version_of
from citykg.errors import UsageError
from citykg.graph.recall import plan_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citykg.differences.change import PlanChange, Section
    from citykg.differences.plans import PlanPair
    from citykg.differences.version import Version


class Differences:
    """What differs between two versions; found at once, told plan by plan.

    found = differences(Path("before"), Path("after"))
    for plan in found.plans():
        for change in plan.changes:
            print(plan.label, "-", change.words)
    """

    def __init__(self, old: Version, new: Version, plan: str | None) -> None:
        self.old, self.new = old, new
        self.plan = plan
        wanted = _wanted(old, new, plan) if plan is not None else None
        found = touched(old, new)
        pairs = paired_plans((old, new), found.plans)
        if wanted is not None:
            pairs = [pair for pair in pairs if set(wanted) & set(filter(None, pair))]
            wanted = pairs[0] if pairs else wanted
        self._pairs: list[PlanPair] = pairs
        self.sections: list[Section] = sections((old, new), found, pairs, wanted)
        """What differs beside the plans."""

    def plans(self, *, whole: bool = True, evidence: bool = False) -> Iterator[PlanChange]:
        """Yield what changed in each plan, in the order of their ids.

        A plan that came or went lists what it says if `whole` asks for it; what only moved is
        listed if `evidence` does.
        """
        for pair in self._pairs:
            change = compare_plan((self.old, self.new), pair, whole=whole, evidence=evidence)
            if change is not None:
                yield change


def differences(old: Path, new: Path | None = None, *, plan: str | None = None) -> Differences:
    """What differs between two folders, or between one and the version that it had before.

    `plan` narrows to one plan, by its id, IRI or label.  Raises UsageError or DataError, in one
    sentence, where a folder holds no graph or no such plan.
    """
    if new is None:
        return Differences(version_before(old), version_of(old), plan)
    return Differences(version_of(old), version_of(new), plan)


def _wanted(old: Version, new: Version, plan: str) -> PlanPair:
    """The plan that a name means in each version; raises UsageError where neither graph has it."""
    failures: list[UsageError] = []

    def named(version: Version) -> str | None:
        try:
            return plan_named(version.store, plan)
        except UsageError as error:
            failures.append(error)
            return None

    found = named(old), named(new)
    if found == (None, None):
        raise failures[-1]
    return found
