"""The queries and updates that a mirror sends: a file each, with places for IRIs and triples."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from string import Template
from typing import Final

from citykg.errors import DataError

_COMMENT: Final = re.compile(r"^#.*\n", re.MULTILINE)
_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')


def request(name: str, **given: str) -> str:
    """The text of a file of this room, with what is given in its places."""
    return _template(name).substitute(given)


def iri(text: str) -> str:
    """An IRI as SPARQL writes it; raises DataError where it would be anything else."""
    if not _IRI.fullmatch(text):
        raise DataError(f"{text!a} cannot be the name of a graph: it is no IRI.")
    return f"<{text}>"


@lru_cache
def _template(name: str) -> Template:
    text = (files("citykg.mirror") / name).read_text("utf-8")
    return Template(_COMMENT.sub("", text).rstrip("\n"))
