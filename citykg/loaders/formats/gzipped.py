"""Files packed by gzip, unpacked no further than a plan document can be large."""

from __future__ import annotations

import zlib
from typing import Final

from citykg.errors import DataError

MAGIC: Final = b"\x1f\x8b"

_GZIP: Final = 31  # what zlib calls a window of 32 KiB with the header of gzip
_STEP: Final = 1 << 20
_MOST_TIMES: Final = 300
"""Text shrinks to a tenth, a table of one word repeated to a hundredth; a bomb to a thousandth."""
_ALWAYS: Final = 1 << 20
"""So much may be unpacked whatever the ratio."""


def unpacked(data: bytes, path: str, most_bytes: int) -> bytes:
    """The bytes that a gzip file holds, of all its members.

    Raises DataError where they are more than `most_bytes`, out of all proportion to the file,
    cut off, or damaged.
    """
    most = min(most_bytes, max(_ALWAYS, len(data) * _MOST_TIMES))
    parts: list[bytes] = []
    size = 0
    rest = data
    try:
        while rest.startswith(MAGIC):
            member = zlib.decompressobj(_GZIP)
            while not member.eof:
                part = member.decompress(rest, _STEP)
                rest = member.unconsumed_tail
                size += len(part)
                parts.append(part)
                if size > most:
                    raise DataError(
                        f"{path}: unpacks to more than {most:,} bytes, which no plan document "
                        "needs; unpack it yourself if you trust it, and take the summary out"
                    )
                if not part and not rest and not member.eof:
                    raise DataError(f"{path}: is a gzip file that is cut off; fetch it again")
            rest = member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise DataError(f"{path}: is a damaged gzip file ({error}); fetch it again") from None
    if rest:
        raise DataError(
            f"{path}: is a damaged gzip file (it goes on with other bytes); fetch it again"
        )
    return b"".join(parts)
