"""What was answered before is kept within bounds."""

from __future__ import annotations

from citykg.server.kept import Kept


def scope(query: bytes = b"", accept: bytes = b"*/*", method: str = "GET") -> dict[str, object]:
    """A request, as the server knows it."""
    headers = [(b"accept", accept), (b"host", b"localhost"), (b"user-agent", b"x")]
    named = {"method": method, "scheme": "http", "raw_path": b"/sparql"}
    return {**named, "query_string": query, "headers": headers}


def test_a_long_request_is_not_kept() -> None:
    """What a client says is kept with its answer: neither may be long."""
    kept = Kept(1 << 20)
    assert kept.key(scope(), "v-1")
    assert kept.key(scope(query=b"x" * 5000), "v-1") is None
    assert kept.key(scope(accept=b"x" * 5000), "v-1") is None
    assert kept.key(scope(method="POST"), "v-1") is None


def test_the_oldest_go_and_another_version_begins_anew() -> None:
    """So many bytes are kept, what was used last among them; of the current version only."""
    kept = Kept(3 * 10_000)
    start = {"status": 200, "headers": [(b"etag", b"x")]}
    body = {"body": b"y" * 1000}
    keys = [kept.key(scope(query=b"%d" % turn), "v-1") for turn in range(5)]
    for key in keys:
        assert key
        kept.put(key, start, body, 1000)
    found = [bool(key and kept.get(key)) for key in keys]
    assert found == [False, False, True, True, True]
    assert kept.key(scope(query=b"4"), "v-2")
    assert keys[4]
    assert kept.get(keys[4]) is None
