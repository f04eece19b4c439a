"""`citykg suggest`: a document or lines in, JSON out."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CALL = [sys.executable, "-m", "citykg", "suggest"]


def call(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the verb."""
    return subprocess.run([*CALL, *arguments], input=given, capture_output=True, check=False)


def test_a_document_gives_an_array(examples: Path) -> None:
    """Each entry has the six members, and quotes the document's own text."""
    path = examples / "plans" / "manchester-montreal.txt"
    done = call(str(path))
    assert done.returncode == 0
    found = json.loads(done.stdout)
    text = path.read_text("utf-8")
    assert found
    for one in found:
        assert list(one) == ["scheme", "value", "score", "start", "end", "quote"]
        assert text[one["start"] : one["end"]] == one["quote"]


def test_standard_input_is_read_without_a_name() -> None:
    """`-` may be left out."""
    given = b"We build affordable housing."
    done = call(given=given)
    assert [one["value"] for one in json.loads(done.stdout)] == [11, "11.1", "housing"]
    assert call("-", given=given).stdout == done.stdout


def test_each_line_is_answered_by_an_array() -> None:
    """An empty line by an empty one; a bad line does not stop the rest."""
    given = b"affordable housing\n\n\xff\xfe\r\n\x00\nclean drinking water\r\nno newline at the end: SDG 7"
    done = call("--lines", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [[one["value"] for one in answer if one["scheme"] == "sdg"] for answer in answers] == [
        [11], [], [], [], [6], [7],
    ]  # fmt: skip
    assert done.returncode == 1
    assert b"-:3: byte 1 is not UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_line_is_answered_before_the_next_is_given() -> None:
    """Memory does not grow with the number of lines: none waits for another."""
    with subprocess.Popen(
        [*CALL, "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        for text in (b"wind farms\n", b"coral reefs\n"):
            running.stdin.write(text)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())
        running.stdin.close()


def test_whoever_reads_may_stop() -> None:
    """`citykg suggest --lines | head -1` ends in silence."""
    given = b"affordable housing\n" * 20_000
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(CALL)} --lines | head -1"],
        input=given,
        capture_output=True,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


@pytest.mark.parametrize("lines", [[], ["--lines"]])
def test_a_file_that_is_not_there_is_one_sentence(lines: list[str]) -> None:
    """It names the file."""
    done = call("no-such-file.txt", *lines)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("citykg: no-such-file.txt: there is no such file")


@pytest.mark.parametrize("given", [b"", b"\x00\x01\x02binary\xff"])
def test_what_is_no_text_is_one_sentence(given: bytes) -> None:
    """An empty or binary input is refused, never a traceback."""
    done = call(given=given)
    assert done.returncode == 1
    assert done.stderr.startswith(b"citykg: -: ")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_language_is_a_wrong_call() -> None:
    """The exit code is 2, and those that there are are named."""
    done = call("--language", "xx", given=b"text")
    assert done.returncode == 2
    assert b"en, es, pt, it, fr, de, sv" in done.stderr
