"""What the server asks of a worker, and what comes back: values that cross a pipe.

A frame is its length, in four bytes, and as many bytes of MessagePack.
"""

from __future__ import annotations

import struct
from typing import Final

import msgspec

LENGTH: Final = struct.Struct(">I")


class Task(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What is asked for, and whether it may come compressed."""

    gzip: bool = False


class Query(Task, frozen=True):
    """A query that somebody wrote."""

    text: str
    rows: str = ""
    """The media type for the answer of a SELECT or ASK; empty where none is acceptable."""
    graph: str = ""
    """The same for a CONSTRUCT or DESCRIBE."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    is_ours: bool = False
    """Whether the server wrote it out of a saved query: then it may be of any size."""


class Saved(Task, frozen=True):
    """A saved query, with the values of its parameters as they were given."""

    name: str
    params: dict[str, str]
    rows: str = ""
    graph: str = ""


class Given(Task, frozen=True):
    """An answer that is there, in the JSON of SPARQL, to be written in another media type."""

    answer: bytes
    rows: str


class Data(Task, frozen=True):
    """What is said of a thing, as RDF."""

    readings: tuple[tuple[str, str], ...]
    """The things that may be meant, each with the media type that is wanted then, empty where none
    is acceptable: the first of which anything is said is taken."""


class Description(Task, frozen=True):
    """What the endpoint and its data are: a service description, VoID and DCAT."""

    kind: str
    """The media type."""


class Page(Task, frozen=True):
    """A page for people: `name` is that of its template, `given` what was asked."""

    name: str
    about: str = ""
    """The short name of the thing, or the name of the saved query."""
    given: dict[str, str] = {}
    answer: bytes = b""
    """What is to be shown on it, in the JSON of SPARQL, where no worker can find that out."""


class Drawing(Task, frozen=True):
    """The page of the network around a thing."""

    about: str
    """Its short name."""


class Sitemap(Task, frozen=True):
    """The addresses of the pages of things; part 0 lists the parts."""

    part: int = 0


AnyTask = Query | Saved | Given | Data | Description | Page | Drawing | Sitemap


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """An answer, whole: what HTTP says of it and what it holds."""

    status: int
    kind: str
    """The media type."""
    body: bytes
    encoding: str = ""
    """The content coding of the body; empty for none."""
    cut_at: int = -1
    """The number of rows that are left of an answer that was cut; -1 where it was not."""
    link: str = ""
    """The header of that name, where there is one."""
    is_last: bool = False
    """The worker ends behind this one, to be replaced by a fresh one."""


def framed(body: bytes) -> bytes:
    """The bytes with their length before them."""
    return LENGTH.pack(len(body)) + body
