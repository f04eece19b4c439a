"""Links of documents: their languages and media types, and these in the EU's authority tables."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.links.findings import Found
from citykg.links.mapping import TOOL, Mapping
from citykg.links.vocabularies import vocabulary_of
from citykg.ontology.terms import PREFIXES, Dcterms, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.links.held import Held
    from citykg.links.things import Document

_LANGUAGE: Final = "http://id.loc.gov/vocabulary/iso639-1/"
_MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"


class _Tables(msgspec.Struct, frozen=True):
    languages: dict[str, str]
    media_types: dict[str, str]


def link_documents(held: Held) -> Found:
    """What the documents are written in, and the mappings of these languages and formats."""
    documents = held.documents
    tables = _tables()
    languages = sorted({tag for document in documents for tag in _written_in(document)})
    types = sorted({document.media_type for document in documents})
    mappings = [
        _mapping(_LANGUAGE + tag, tag, PREFIXES["eu-language"] + tables.languages[tag])
        for tag in languages
        if tag in tables.languages
    ]
    mappings += [
        _mapping(_MEDIA_TYPE + name, name, PREFIXES["eu-file-type"] + tables.media_types[name])
        for name in types
        if name in tables.media_types
    ]
    facts = [fact for document in documents for fact in _facts(document)]
    return Found(tuple(mappings), facts=tuple(facts))


def _facts(document: Document) -> Iterator[tuple[str, str, str]]:
    yield document.iri, Dcterms.format, _MEDIA_TYPE + document.media_type
    for tag in _written_in(document):
        yield document.iri, Dcterms.language, _LANGUAGE + tag


def _written_in(document: Document) -> list[str]:
    """The languages without their regions: `pt` of `pt-br`."""
    return sorted({tag.partition("-")[0].lower() for tag in document.languages})


def _mapping(subject: str, label: str, target: str) -> Mapping:
    vocabulary = vocabulary_of(target)
    return Mapping(
        subject_id=subject,
        predicate_id=Skos.exactMatch,
        object_id=target,
        subject_label=label,
        tool=TOOL,
        comment=vocabulary.because if vocabulary else "",
    )


@cache
def _tables() -> _Tables:
    text = (files(__package__) / "data/documents.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Tables)
