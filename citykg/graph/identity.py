"""Which plans and cooperations a build holds, and what each is called.

Two files with the same words are one plan; two plans that would get the same id are told apart
by programme, then by year, then by the document.  The plans of the same parties under the same
programme are plans of one cooperation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citykg.graph.iris import apart, digest, folded, same_name, segment, slug
from citykg.graph.things import Decision, Named

if TYPE_CHECKING:
    from citykg.graph.outlines import Outline

_LONGEST_LIST = 120
"""Characters of the parties' names in a cooperation's IRI."""


class Placed(NamedTuple):
    """A plan whose parties have their names: what decides its own name and its cooperation's."""

    outline: Outline
    stated_id: str
    """That of its first copy."""
    parties: tuple[tuple[str, str], ...]
    """IRI and label of each party, sorted."""


def name_plans(plans: list[Placed], base: str) -> tuple[dict[str, str], list[Decision]]:
    """The id of each plan (by content digest), as it stands in IRIs."""
    decided = apart({plan.outline.content: _plan_candidates(plan) for plan in plans})
    return decided, [
        Decision(
            "plan",
            plan.stated_id,
            f"{base}plan/{decided[plan.outline.content]}",
            "another document has a plan of this id",
        )
        for plan in plans
        if decided[plan.outline.content] != _plan_candidates(plan)[0]
    ]


def _plan_candidates(plan: Placed) -> list[str]:
    of = plan.outline
    first = slug(plan.stated_id)
    with_programme = f"{first}-{slug(of.programme)}" if of.programme else first
    with_year = f"{with_programme}-{slug(of.year)}" if of.year else with_programme
    row = f"-{of.row}" if of.row is not None else ""
    names = [first, with_programme, with_year, f"{first}-{of.document[:8]}{row}"]
    return [segment(name) for name in [*names, f"{first}-{of.content}"]]


def name_cooperations(
    plans: list[Placed], plan_ids: dict[str, str], base: str
) -> tuple[dict[str, Named], list[Decision]]:
    """What the cooperation of each plan (by content digest) is called.

    A plan that names no party is the only plan of its cooperation.
    """
    plans_of: dict[tuple[str, ...], list[Placed]] = {}
    for plan in sorted(plans, key=lambda plan: plan_ids[plan.outline.content]):
        parties = [iri for iri, _ in plan.parties]
        of = plan.outline
        key = (same_name(of.programme), *parties) if parties else ("", of.content)
        plans_of.setdefault(key, []).append(plan)
    candidates = {
        key: _cooperation_candidates(same[0], key, plan_ids) for key, same in plans_of.items()
    }
    decided = apart(candidates)
    cooperations: dict[str, Named] = {}
    decisions: list[Decision] = []
    for key, same in plans_of.items():
        iri = f"{base}cooperation/{decided[key]}"
        label = " – ".join(sorted(label for _, label in same[0].parties)) or same[0].stated_id
        if len(same) > 1:
            listed = ", ".join(sorted(plan_ids[plan.outline.content] for plan in same))
            reason = f"same parties, same programme: one cooperation with the plans {listed}"
            decisions.append(Decision("cooperation", label, iri, reason))
        if decided[key] != candidates[key][0]:
            reason = "another cooperation has parties of these names"
            decisions.append(Decision("cooperation", label, iri, reason))
        for plan in same:
            cooperations[plan.outline.content] = Named(iri, label)
    return cooperations, decisions


def _cooperation_candidates(
    plan: Placed, key: tuple[str, ...], plan_ids: dict[str, str]
) -> list[str]:
    mark = digest("\n".join(key))
    if not plan.parties:
        own = plan_ids[plan.outline.content]
        return [own, f"{own}-{mark[:8]}", f"{own}-{mark}"]
    steps = [iri.split("/") for iri, _ in plan.parties]
    short = _listed(sorted(step[-1] for step in steps), mark)
    with_country = _listed(sorted("-".join(step[-2:]) for step in steps), mark)
    programme = (
        f"-{segment(slug(folded(plan.outline.programme)))}" if plan.outline.programme else ""
    )
    return [
        short,
        short + programme,
        with_country + programme,
        f"{short}-{mark[:8]}",
        f"{short}-{mark}",
    ]


def _listed(segments: list[str], mark: str) -> str:
    # A cut list could stand for other parties too: the mark says which it is.
    joined = "-".join(segments)
    if len(joined) <= _LONGEST_LIST:
        return joined
    kept = ""
    for piece in segments:
        if len(kept) + len(piece) > _LONGEST_LIST:
            break
        kept += piece + "-"
    return kept + mark[:8]
