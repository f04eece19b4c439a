"""How much of each plan was read, in words: what `citykg read --coverage` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from citykg.cli.app import count, one_line

if TYPE_CHECKING:
    from citykg.loaders.outcome import Outcome
    from citykg.plan import Drift, Plan

_SHOWN = 160
_DRIFT = {
    "unknown": "the label “{}” names no field that we know",
    "missing": "there is no {}",
    "moved": "{} stands out of its order",
    "new": "{} is not a field of this template",
    "twice": "{} comes again",
}


def print_coverage(outcome: Outcome) -> None:
    """Print what share of a document's plans was read, how it has drifted, and what is left."""
    for plan in outcome.plans:
        typer.echo(_heading(plan))
        for drift in plan.drift:
            typer.echo(f"  {_place(drift, outcome)}{_DRIFT[drift.kind].format(drift.field)}")
        for unread in plan.unread:
            words = one_line(unread.quote)
            shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
            typer.echo(f"  {outcome.line_of(unread.start)}: not read: “{shown}”")


def _heading(plan: Plan) -> str:
    where = f"{plan.source.path}:{plan.source.row}" if plan.source.row else plan.source.path
    left = count(len(plan.unread), "passage")
    # Rounded down: what is not all read is never shown as 100 %.
    share = int(plan.coverage * 1000) / 10
    return (
        f"{where}: {share:.1f} % read, {left} left; "
        f"template {plan.template}, fit {plan.confidence:.0%}"
    )


def _place(drift: Drift, outcome: Outcome) -> str:
    return f"{outcome.line_of(drift.label.start)}: " if drift.label else ""
