"""What changed between two graphs, in words: which plans, which facts, who says so."""

from citykg.differences.between import Differences, differences
from citykg.differences.change import Change, PlanChange, Section, Totals, Value

__all__ = ["Change", "Differences", "PlanChange", "Section", "Totals", "Value", "differences"]
