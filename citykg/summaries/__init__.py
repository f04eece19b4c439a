"""Plans as summaries that people read and write: a Plan in, the text of a file out.

`write(plan, "yaml")` is the whole of it.  What a layout cannot say is listed in `losses`, and
`said(plan, layout)` is the plan without it: reading the summary again gives that plan.
"""

from __future__ import annotations

from citykg.summaries.losses import LOSSES, said
from citykg.summaries.meaning import meaning
from citykg.summaries.templates import TEMPLATES, template
from citykg.summaries.writing import FORMATS, check_format, write

__all__ = ["FORMATS", "LOSSES", "TEMPLATES", "check_format", "meaning", "said", "template", "write"]
