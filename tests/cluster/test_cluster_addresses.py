"""Documents and graphs at addresses: a store that speaks S3, a server of the web."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cluster_examples import lines_of, local_lines, plan_text, write_small_plans
from loopback import Handler, answering

from citykg.cluster import addresses, build_parts
from citykg.cluster.addresses import shown, whole
from citykg.cluster.folder import Folder
from citykg.cluster.inputs import find_inputs
from citykg.errors import DataError, UsageError
from citykg.loaders.formats import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A bucket `plans` of a server of its own that speaks S3, with keys that open nothing else."""
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "for-tests",
            "AWS_SECRET_ACCESS_KEY": "very-secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            environment.setenv(name, value)
        S3FileSystem.clear_instance_cache()
        addresses._filesystem.cache_clear()
        fs = addresses.filesystem("s3://plans")
        fs.mkdir("plans")
        yield fs
    addresses._filesystem.cache_clear()
    server.stop()


def test_plans_of_an_s3_store_become_a_graph_in_it(
    threads: str, bucket: Any, tmp_path: Path
) -> None:
    """Read and written there, and the same graph as of the same files here."""
    folder = write_small_plans(tmp_path / "in", 8)
    bucket.put(str(folder), "plans/in", recursive=True)
    bucket.pipe_file("plans/in/.hidden/000.txt", b"not for us")
    bucket.pipe_file("plans/in/empty.txt", b"")
    bucket.pipe_file("plans/in/picture.png", b"no plan")
    report = build_parts(threads, ["s3://plans/in"], "s3://plans/in/graph")
    found = bucket.ls("plans/in/graph", detail=False)
    files = {Path(path).name: bucket.cat_file(path) for path in found}
    assert lines_of(files) == local_lines([str(folder)], tmp_path / "local")
    (failure,) = report.failures
    assert failure.message == "s3://plans/in/empty.txt: is empty; there is nothing to read"
    assert report.passed_over == ("s3://plans/in/picture.png",)
    assert not any(b"secret" in data for data in files.values())
    # The graph lies among the plans, and is none.
    again = find_inputs(["s3://plans/in"], Folder("s3://plans/in/graph"))
    assert [one.name for one in again.files] == [f"s3://plans/in/00{n}.txt" for n in range(8)] + [
        "s3://plans/in/empty.txt"
    ]


def test_a_pattern_of_an_s3_store_leads_to_documents(bucket: Any, tmp_path: Path) -> None:
    """In the order of their names, each once, whatever the order of the call."""
    for name in ("b.txt", "a.txt", "c.md"):
        bucket.pipe_file(f"plans/p/{name}", b"text")
    out = Folder(str(tmp_path))
    found = find_inputs(["s3://plans/p/*.txt", "s3://plans/p/a.txt"], out)
    assert [one.name for one in found.files] == ["s3://plans/p/a.txt", "s3://plans/p/b.txt"]
    for wrong in ("s3://plans/nothing", "s3://no-bucket/x", "s3://plans/p/*.pdf"):
        with pytest.raises(UsageError, match=f"no document at {wrong.replace('*', '.')}"):
            find_inputs([wrong], out)


def test_a_store_that_is_not_there_is_said_so(bucket: Any) -> None:
    """One sentence, and no credentials in it."""
    assert bucket is not None
    with pytest.raises(UsageError, match="s3://no-bucket/graph/x: cannot be written") as said:
        Folder("s3://no-bucket/graph").write("x", b"data")
    assert "secret" not in str(said.value)


def test_plans_of_the_web_are_read_without_telling_who_asked(threads: str, tmp_path: Path) -> None:
    """An index, a signed address, and what a server answers in the place of a plan."""

    def answer(handler: Handler) -> None:
        path = handler.path.partition("?")[0]
        if path == "/plans/":
            page = b'<a href="000.txt">1</a> <a href="/other/x.txt">2</a> <a href="y.png">3</a>'
            handler.send_whole(200, "text/html", page)
        elif path in ("/plans/000.txt", "/signed/001.txt"):
            number = int(path[-7:-4])
            handler.send_whole(200, "text/plain", plan_text(number).encode())
        elif path == "/moved/away.txt":
            handler.send_whole(302, "text/plain", b"", Location="http://localhost:9/x.txt")
        elif path == "/moved/here.txt":
            handler.send_whole(302, "text/plain", b"", Location="/plans/000.txt")
        else:
            handler.send_whole(404, "text/plain", b"no")

    with answering(answer, Handler, "") as server:
        host = server.address.removeprefix("http://")
        given = [
            f"http://me:pass@{host}/plans/",
            f"http://{host}/signed/001.txt?v=1&X-Amz-Signature=abc",
            f"http://{host}/moved/away.txt",
            f"http://{host}/moved/here.txt",
            f"http://{host}/gone.txt",
        ]
        report = build_parts(threads, given, str(tmp_path / "out"))
    said = {failure.path.partition(host)[2]: failure.message for failure in report.failures}
    assert said.keys() == {"/gone.txt", "/moved/away.txt"}
    assert said["/gone.txt"].endswith("/gone.txt: cannot be read (it is not there)")
    assert "sent on to another host" in said["/moved/away.txt"]
    assert report.totals.plans == 2
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").glob("*.json"))
    assert f"http://{host}/signed/001.txt?v=1".encode() not in everything
    assert not any(word in everything for word in (b"pass@", b"abc", b"Signature"))
    (copy,) = (one for one in report.decisions if one.kind == "document")
    assert copy.name == f"http://{host}/plans/000.txt"


def test_a_document_of_any_size_takes_a_bounded_part_of_memory(
    threads: str, tmp_path: Path
) -> None:
    """What is larger than a plan can be is not fetched to its end."""
    sent: list[int] = []

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        piece = b"x" * (1 << 20)
        for number in range(1000):
            try:
                handler.wfile.write(piece)
            except OSError:
                return
            sent.append(number)

    write_small_plans(tmp_path / "plans", 1)
    with answering(answer, Handler, "") as server:
        given = [str(tmp_path / "plans"), f"{server.address}/endless.txt"]
        report = build_parts(threads, given, str(tmp_path / "out"))
    (failure,) = report.failures
    assert f"is larger than {MOST_BYTES:,} bytes" in failure.message
    assert len(sent) << 20 < 2 * MOST_BYTES


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("plans/a b.txt", "plans/a b.txt"),
        ("s3://bucket/a b?.txt", "s3://bucket/a b?.txt"),
        ("https://u:p@host:8080/a.txt", "https://host:8080/a.txt"),
        ("https://host/a.txt?id=3&page=2", "https://host/a.txt?id=3&page=2"),
        ("https://host/a.txt?id=3&sig=abc&api_key=1#part", "https://host/a.txt?id=3"),
        ("s3://key:secret@bucket/a.txt", "s3://bucket/a.txt"),
    ],
)
def test_an_address_is_shown_without_what_opens_it(address: str, seen: str) -> None:
    """Neither user nor password nor signature, and all the rest as it is."""
    assert shown(address) == seen


@pytest.mark.parametrize("address", ["ftp://u:pw@host/x", "simplecache::s3://b/x", "reference://x"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    """Chained addresses could lead anywhere."""
    with pytest.raises(UsageError, match="is no path, and no address that begins with") as said:
        whole(address)
    assert "pw" not in str(said.value)


def test_a_damaged_record_is_no_traceback(tmp_path: Path) -> None:
    """What was kept and is cut off is said so, with what to do."""
    from citykg.cluster.spill import spilled, spilling
    from citykg.loaders.outcome import Outcome

    path = tmp_path / "records"
    with spilling(path) as add:
        add(Outcome(path="a" * 500))
    assert [outcome.path for outcome in spilled(path)] == ["a" * 500]
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(DataError, match=r"remove the folder \.work and build again"):
        list(spilled(path))
