"""The ontology for its readers: its parts in any format, a JSON-LD context, a page."""

from citykg.reference.context import context
from citykg.reference.page import page
from citykg.reference.parts import FORMATS, PARTS, written

__all__ = ["FORMATS", "PARTS", "context", "page", "written"]
