"""What a text speaks of and a plan does not declare: goals, targets and topics, with quotes.

`suggest(text)` is for any text; `suggestions_for(plan, text)` leaves out what the plan declares.
A suggestion is never mixed with what plans state.
"""

from __future__ import annotations

from citykg.suggestions.declared import suggestions_for
from citykg.suggestions.suggesting import Suggestion, suggest
from citykg.suggestions.words import LANGUAGES

__all__ = ["LANGUAGES", "Suggestion", "suggest", "suggestions_for"]
