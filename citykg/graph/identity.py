"""Which plans and cooperations a build holds, and what each is called.

Two files with the same words are one plan; two plans that would get the same id are told apart
by programme, then by year, then by the document.  The plans of the same parties under the same
programme are plans of one cooperation.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from citykg.graph.iris import apart, digest, folded, same_name, segment, slug
from citykg.graph.things import Decision, Named

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_LONGEST_LIST = 120
"""Characters of the parties' names in a cooperation's IRI."""


class Copy(NamedTuple):
    """One place where a plan was found; the first in order is the one that is written."""

    path: str
    stated_id: str


class Outline(NamedTuple):
    """What decides the names of a plan and of its cooperation."""

    content: str
    """The digest of all that the plan says, wherever it lies."""
    stated_id: str
    programme: str
    year: str
    document: str
    row: int | None
    parties: tuple[tuple[str, str], ...]
    """IRI and label of each party, sorted."""


def content_digest(plan: Plan) -> str:
    """The digest of what a plan says: its words and its document's bytes, not where it lies."""
    source = msgspec.structs.replace(plan.source, path="")
    bare = msgspec.structs.replace(plan, id="", source=source, problems=())
    return sha256(msgspec.msgpack.encode(bare)).hexdigest()


def outline(plan: Plan, content: str, stated_id: str, city: Callable[..., Named]) -> Outline:
    """The outline of a plan whose parties are named by `city`."""
    parties = [city(party) for party in plan.cities if party.name.value is not None]
    start = plan.period.start.value if plan.period and plan.period.start else None
    return Outline(
        content=content,
        stated_id=stated_id,
        programme=(plan.programme.value if plan.programme else None) or "",
        year=(start or "")[:4],
        document=plan.source.sha256,
        row=plan.source.row,
        parties=tuple(sorted({(named.iri, named.label) for named in parties})),
    )


def name_plans(outlines: list[Outline], base: str) -> tuple[dict[str, str], list[Decision]]:
    """The id of each plan (by content digest), as it stands in IRIs."""
    decided = apart({plan.content: _plan_candidates(plan) for plan in outlines})
    return decided, [
        Decision(
            "plan",
            plan.stated_id,
            f"{base}plan/{decided[plan.content]}",
            "another document has a plan of this id",
        )
        for plan in outlines
        if decided[plan.content] != _plan_candidates(plan)[0]
    ]


def _plan_candidates(plan: Outline) -> list[str]:
    first = slug(plan.stated_id)
    with_programme = f"{first}-{slug(plan.programme)}" if plan.programme else first
    with_year = f"{with_programme}-{slug(plan.year)}" if plan.year else with_programme
    row = f"-{plan.row}" if plan.row is not None else ""
    names = [first, with_programme, with_year, f"{first}-{plan.document[:8]}{row}"]
    return [segment(name) for name in [*names, f"{first}-{plan.content}"]]


def name_cooperations(
    outlines: list[Outline], plan_ids: dict[str, str], base: str
) -> tuple[dict[str, Named], list[Decision]]:
    """What the cooperation of each plan (by content digest) is called.

    A plan that names no party is the only plan of its cooperation.
    """
    plans_of: dict[tuple[str, ...], list[Outline]] = {}
    for plan in sorted(outlines, key=lambda plan: plan_ids[plan.content]):
        parties = [iri for iri, _ in plan.parties]
        key = (same_name(plan.programme), *parties) if parties else ("", plan.content)
        plans_of.setdefault(key, []).append(plan)
    candidates = {
        key: _cooperation_candidates(plans[0], key, plan_ids) for key, plans in plans_of.items()
    }
    decided = apart(candidates)
    cooperations: dict[str, Named] = {}
    decisions: list[Decision] = []
    for key, plans in plans_of.items():
        iri = f"{base}cooperation/{decided[key]}"
        label = " – ".join(sorted(label for _, label in plans[0].parties)) or plans[0].stated_id
        if len(plans) > 1:
            listed = ", ".join(sorted(plan_ids[plan.content] for plan in plans))
            reason = f"same parties, same programme: one cooperation with the plans {listed}"
            decisions.append(Decision("cooperation", label, iri, reason))
        if decided[key] != candidates[key][0]:
            reason = "another cooperation has parties of these names"
            decisions.append(Decision("cooperation", label, iri, reason))
        for plan in plans:
            cooperations[plan.content] = Named(iri, label)
    return cooperations, decisions


def _cooperation_candidates(
    plan: Outline, key: tuple[str, ...], plan_ids: dict[str, str]
) -> list[str]:
    mark = digest("\n".join(key))
    if not plan.parties:
        own = plan_ids[plan.content]
        return [own, f"{own}-{mark[:8]}", f"{own}-{mark}"]
    steps = [iri.split("/") for iri, _ in plan.parties]
    short = _listed(sorted(step[-1] for step in steps), mark)
    with_country = _listed(sorted("-".join(step[-2:]) for step in steps), mark)
    programme = f"-{segment(slug(folded(plan.programme)))}" if plan.programme else ""
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
