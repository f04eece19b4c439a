"""Clients of SPARQL endpoints at loopback ports, many at a time on one loop: for `endpoint.py`."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT_BYTES: Final = 32 << 20
"""No more of an answer is kept; the rest is received and thrown away."""
_JSON: Final = "application/sparql-results+json, text/turtle"
_LINE_BYTES: Final = 1 << 20


class Got(NamedTuple):
    """What came of one request; the status is 0 where no whole answer came."""

    status: int
    kind: str
    body: bytes
    seconds: float
    is_late: bool = False
    """Whether the client gave up."""


class Target(NamedTuple):
    """Where an endpoint takes queries."""

    port: int
    path: str
    by_get: bool = False
    """Whether a query is asked in the address, so that an answer may be kept."""

    def request(self, query: bytes) -> bytes:
        """The bytes of a request that leaves the connection open."""
        if self.by_get:
            asked = f"GET {self.path}?{urlencode({'query': query})} HTTP/1.1"
            return f"{asked}\r\nHost: localhost:{self.port}\r\nAccept: {_JSON}\r\n\r\n".encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nAccept: {_JSON}\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n"
        )
        return head.encode() + query


async def ask(target: Target, query: bytes, patience: float) -> Got:
    """What comes of one query, on a connection of its own, within so many seconds."""
    begun = time.perf_counter()
    writer = None
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", target.port, limit=_LINE_BYTES
            )
            writer.write(target.request(query))
            status, kind, body = await _answer(reader)
        return Got(status, kind, body, time.perf_counter() - begun)
    except TimeoutError:
        return Got(0, "", b"", time.perf_counter() - begun, is_late=True)
    except (OSError, EOFError, ValueError):
        return Got(0, "", b"", time.perf_counter() - begun)
    finally:
        if writer is not None:
            writer.transport.abort()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    named = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    body = bytearray()

    async def take(size: int) -> None:
        while size:
            part = await reader.read(min(size, _LINE_BYTES))
            if not part:
                raise EOFError
            size -= len(part)
            if len(body) < KEPT_BYTES:
                body.extend(part)

    if "content-length" in named:
        await take(int(named["content-length"]))
    else:
        while size := int((await reader.readline()).split(b";")[0] or b"-", 16):
            await take(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
    return int(head[0].split()[1]), named.get("content-type", "").partition(";")[0], bytes(body)


class Load(NamedTuple):
    """What came of many requests."""

    seconds: list[float]
    """Those of the answers with status 200."""
    others: Counter[int]
    """How many answers had another status; 0 where the connection ended."""


async def load(target: Target, query: bytes, connections: int, seconds: float) -> Load:
    """Ask the same again and again on so many open connections, each from an address of its own."""
    found = Load([], Counter())
    end = time.perf_counter() + seconds
    one = target.request(query)

    async def client(number: int) -> None:
        address = (f"127.0.{number // 250 + 1}.{number % 250 + 1}", 0)
        while time.perf_counter() < end:
            writer = None
            try:
                async with asyncio.timeout(seconds + 20):
                    reader, writer = await asyncio.open_connection(
                        "127.0.0.1", target.port, local_addr=address, limit=_LINE_BYTES
                    )
                    while (begun := time.perf_counter()) < end:
                        writer.write(one)
                        status, _, _ = await _answer(reader)
                        if status == 200:
                            found.seconds.append(time.perf_counter() - begun)
                        else:
                            found.others[status] += 1
            except (OSError, EOFError, ValueError):
                found.others[0] += 1
                await asyncio.sleep(0.05)
            finally:
                if writer is not None:
                    writer.transport.abort()

    await asyncio.gather(*(client(number) for number in range(connections)))
    return found


async def hang_up(target: Target, queries: Sequence[bytes], times: int, together: int) -> None:
    """Begin requests and close the connection in the middle, many at a time."""
    turns = iter(range(times))

    async def client() -> None:
        for turn in turns:
            whole = target.request(queries[turn % len(queries)])
            said = (whole, whole[:-20], whole[:40], b"\xff\0")[turn % 4]
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(20):
                    _, writer = await asyncio.open_connection("127.0.0.1", target.port)
                    writer.write(said)
                    await asyncio.sleep(0.01 * (turn % 3))
                    if turn % 2:
                        known = writer.get_extra_info("socket")
                        linger = struct.pack("ii", 1, 0)
                        known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    writer.transport.abort()

    await asyncio.gather(*(client() for _ in range(together)))
