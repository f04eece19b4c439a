"""Files to start from: a table of cooperations, and the record of one."""

from __future__ import annotations

from importlib.resources import files

from citykg.errors import UsageError

TEMPLATES = ("csv", "yaml")


def template(kind: str) -> str:
    """The text of a file to start from; raises UsageError for a kind that there is none of."""
    if kind not in TEMPLATES:
        raise UsageError(f"there is no template {kind!r}; there are {', '.join(TEMPLATES)}")
    return files(__package__).joinpath(f"template.{kind}").read_text("utf-8")
