"""How long a suggestion takes, beside the classifier seesus, on the same texts in one run.

    python benchmarks/suggestions.py [--peer PYTHON]

PYTHON is an interpreter with `pip install seesus` (GPL, so it is no dependency of ours).  The
texts are those of tests/suggestions/snippets.toml; CPU time, the best of five rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tomllib
from pathlib import Path

TEXTS = Path(__file__).parent.parent / "tests" / "suggestions" / "snippets.toml"
PEER = """
import json, sys, time
from seesus import SeeSus
texts = json.load(sys.stdin)
SeeSus(texts[0])
start = time.process_time()
for text in texts:
    SeeSus(text).sdg
print(time.process_time() - start)
"""
_ROUNDS = 5
_PEER_TEXTS = 12  # it takes its time


def english() -> list[str]:
    """The longer English texts, of two or three sentences."""
    return [entry[0] for entry in tomllib.loads(TEXTS.read_text("utf-8"))["long"]["texts"]]


def ours(texts: list[str]) -> float:
    """Seconds for all texts, once each, when the vocabulary is loaded."""
    from citykg.suggestions import suggest

    def round_of() -> float:
        start = time.process_time()
        for text in texts:
            suggest(text)
        return time.process_time() - start

    return min(round_of() for _ in range(_ROUNDS))


def peer(python: str, texts: list[str]) -> float:
    """Seconds that seesus takes for all texts, its patterns compiled."""
    done = subprocess.run(
        [python, "-c", PEER], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> None:
    """Print milliseconds a snippet, and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that has seesus")
    chosen = parser.parse_args()
    texts = english()
    words = sum(len(text.split()) for text in texts)
    start = time.process_time()
    ours(texts[:1])
    print(f"vocabulary loaded in {(time.process_time() - start) * 1e3:.0f} ms")
    spent = ours(texts)
    print(f"citykg  {spent / len(texts) * 1e3:8.3f} ms a snippet of {words / len(texts):.0f} words")
    print(f"        {spent / words * 1e5:8.3f} ms for 100 words")
    if chosen.peer:
        some = texts[:_PEER_TEXTS]
        theirs = peer(chosen.peer, some) / len(some)
        print(f"seesus  {theirs * 1e3:8.1f} ms a snippet")
        print(f"ratio   {theirs / (spent / len(texts)):8,.0f}")


if __name__ == "__main__":
    sys.exit(main())
