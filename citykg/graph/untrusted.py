"""The bytes of a file that we did not write, looked at before a parser of RDF gets them.

Nothing that a file names is ever loaded, no entity is expanded, and whatever is wrong with it is
one sentence, in which `where` is what the file is called.
"""

from __future__ import annotations

import codecs
from typing import Final, NoReturn

import msgspec

from citykg.errors import DataError

_CHUNK: Final = 1 << 20
_MOST_SHOWN: Final = 200
_DEEPEST: Final = 100
_PACKED: Final = {b"PK\x03\x04": "a ZIP archive", b"\x1f\x8b": "packed by gzip", b"BZh": "packed"}


def checked_text(data: bytes, where: str) -> bytes:
    """The same bytes, which are UTF-8, without a byte order mark."""
    for begins, what in _PACKED.items():
        if data.startswith(begins):
            raise DataError(f"{where}: is {what}: unpack it and give the file that is in it.")
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise DataError(f"{where}: is empty.")
    decode = codecs.getincrementaldecoder("utf-8")().decode
    for at in range(0, len(data), _CHUNK):
        try:
            decode(data[at : at + _CHUNK], final=at + _CHUNK >= len(data))
        except UnicodeDecodeError:
            line = data.count(b"\n", 0, at + _CHUNK) + 1
            raise DataError(
                f"{where}: is not UTF-8 text (by line {line:,}): save it in that encoding."
            ) from None
    if b"\0" in data:
        raise DataError(f"{where}: holds NUL characters: it is no text in UTF-8.")
    return data


def check_xml(data: bytes, where: str) -> None:
    """Raise DataError unless it is whole, flat XML in UTF-8 that declares nothing.

    The parser of RDF says nothing of a file that is cut off, and takes minutes for a deep one.
    """
    # Nothing is expanded: a file that declares a document type is refused where it begins to.
    from xml.parsers import expat

    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _too_deep(where)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise DataError(f"{where}: says that it is in {tame(encoding)}: save it in UTF-8.")

    def doctype(*_: object) -> None:
        raise DataError(
            f"{where}: declares a document type or entities (DOCTYPE), which are not expanded here:"
            " save it without."
        )

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data.lstrip(), True)
    except expat.ExpatError as error:
        raise DataError(f"{where}: is not whole or not XML: {tame(str(error))}.") from None


def check_json(data: bytes, where: str) -> None:
    """Raise DataError unless all contexts of a JSON-LD file are in it, and it is not too deep."""
    try:
        left = [(msgspec.json.decode(data), 0)]
    except (msgspec.DecodeError, RecursionError) as error:
        raise DataError(f"{where}: is not whole or not JSON: {tame(str(error))}.") from None
    while left:
        value, depth = left.pop()
        if depth > _DEEPEST:
            raise _too_deep(where)
        if isinstance(value, list):
            left.extend((one, depth + 1) for one in value)
        elif isinstance(value, dict):
            context = value.get("@context")
            contexts = context if isinstance(context, list) else [context]
            for one in (*contexts, value.get("@import")):
                if isinstance(one, str):
                    _refuse_context(one, where)
            left.extend((one, depth + 1) for one in value.values())


def _too_deep(where: str) -> DataError:
    return DataError(f"{where}: is nested deeper than {_DEEPEST}.")


def _refuse_context(address: str, where: str) -> NoReturn:
    raise DataError(
        f"{where}: has its context at {tame(address)!a}, and nothing that a file names is loaded:"
        " give it as Turtle, or with the context inside."
    )


def tame(words: str) -> str:
    """The words of a stranger, on one short line that no terminal obeys."""
    line = " ".join(words.split())[:_MOST_SHOWN].rstrip(".")
    return "".join(one if one.isprintable() else "\ufffd" for one in line)
