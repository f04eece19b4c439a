"""A mirror kept by the Graph Store HTTP Protocol: a request or more a graph.

The protocol takes no single triple away, so the manifest is written whole where something of it
must go: at the beginning, without what is about to change, and at the end after removals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.remote import DroppedError, TooLargeError
from citykg.mirror.batches import LARGEST, SMALLEST
from citykg.mirror.manifest import default_lines, head_lines, name_lines, whole_lines
from citykg.ontology.terms import GRAPH_PUSHED, GRAPH_PUSHED_PROBE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from citykg.graph.remote import Writer
    from citykg.mirror.digests import Digest
    from citykg.mirror.manifest import Manifest

_NOTED: Final = 50
"""The graphs that are sent before it is written down that they are there."""


class ByStore:
    """The mirror of a graph on a store that speaks the Graph Store Protocol."""

    def __init__(
        self, writer: Writer, manifest: Manifest, base: str, largest: int = LARGEST
    ) -> None:
        self._writer = writer
        self._manifest = manifest
        self._base = base
        self._largest = largest
        self._names = set(manifest.entries)
        self._whole = manifest.whole
        self._unsaid: list[str] = []
        self._is_shorter = False

    def begin(self, changed: Iterable[str], *, probe: bool) -> None:
        """Write down what is there and stays; with `probe`, a second graph as well."""
        changed = set(changed)
        self._names |= changed
        self._whole = {g: digest for g, digest in self._whole.items() if g not in changed}
        self._write_manifest()
        if probe:
            self._put(GRAPH_PUSHED_PROBE, [line.encode() for line in head_lines(self._base)])

    def end_probe(self) -> None:
        """Take the second graph away again."""
        self._writer.delete(GRAPH_PUSHED_PROBE)

    def replace(
        self,
        graph: str,
        digest: Digest,
        triples: Iterable[bytes],
        there: AbstractSet[str],  # noqa: ARG002 - see ByUpdate
    ) -> None:
        """Make a named graph hold these triples."""
        self._put(graph, triples)
        self._whole[graph] = digest
        self._unsaid.append(graph)
        if len(self._unsaid) >= _NOTED:
            self._say()

    def remove(self, graph: str) -> None:
        """Take a named graph away."""
        self._writer.delete(graph)
        self._names.discard(graph)
        self._is_shorter = True

    def finish(self) -> None:
        """Write down what is not yet."""
        if self._is_shorter:
            self._write_manifest()
        else:
            self._say()

    def _say(self) -> None:
        lines = [line for graph in self._unsaid for line in whole_lines(graph, self._whole[graph])]
        if lines:
            self._send(GRAPH_PUSHED, [line.encode() for line in lines], is_first=False)
        self._unsaid.clear()

    def _write_manifest(self) -> None:
        lines = head_lines(self._base)
        if self._manifest.fills_default:
            lines += default_lines()
        for graph in sorted(self._names):
            lines += name_lines(graph)
            if graph in self._whole:
                lines += whole_lines(graph, self._whole[graph])
        self._put(GRAPH_PUSHED, [line.encode() for line in lines])
        self._unsaid.clear()

    def _put(self, graph: str, triples: Iterable[bytes]) -> None:
        part: list[bytes] = []
        size = 0
        is_first = True
        for line in triples:
            if part and size + len(line) > self._largest:
                self._send(graph, part, is_first=is_first)
                part, size, is_first = [], 0, False
            part.append(line)
            size += len(line)
        self._send(graph, part, is_first=is_first)

    def _send(self, graph: str, lines: list[bytes], *, is_first: bool) -> None:
        """Send some triples of a graph: the first take the place of what it held."""
        data = b"".join(lines)
        is_small = len(data) <= SMALLEST or len(lines) == 1
        # What is left of a part that was made before a smaller one was asked for.
        if is_small or len(data) < 1.5 * self._largest:
            try:
                (self._writer.put if is_first else self._writer.post)(graph, data)
            except (TooLargeError, DroppedError):
                # A proxy that takes less may say so, or just hang up.
                if is_small:
                    raise
                self._largest = max(min(self._largest, len(data) // 2), SMALLEST)
            else:
                return
        middle = len(lines) // 2
        self._send(graph, lines[:middle], is_first=is_first)
        self._send(graph, lines[middle:], is_first=False)
