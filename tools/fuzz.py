"""Looks for inputs that break a grammar or a format, guided by what each input covers.

    python tools/fuzz.py                          every target, a minute each
    python tools/fuzz.py numbers pdf-page --seconds 300
    python tools/fuzz.py --growth                 what takes more than linear time

The targets are those of tests/loaders/grammars.py.  The first two need `pip install --group fuzz`.
An input found is kept in build/fuzz/ and becomes a case of tests/loaders/test_grammars.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "loaders"))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOUND: Final = ROOT / "build" / "fuzz"
SEED_FOLDERS: Final = ("examples", "tests/corpus", "tests/loaders/documents")
_INSIDE: Final = "--inside"
"""Begins the call of a process that fuzzes one target: libFuzzer ends the process it runs in."""

_LONGEST_TEXT: Final = 400
_LONGEST_FILE: Final = 20_000
_LONGEST_SEED: Final = 60_000
_SLOW_SECONDS: Final = 10
_MOST_MEGABYTES: Final = 3_000

_SIZES: Final = (2_000, 4_000, 8_000)
_GROWS: Final = 3.0
_MEASURABLE: Final = 0.03
REPEATED: Final = (
    "a", "A", " ", "1", "1 ", "1,", "1.", "1'", "1,000 ", "1-", "1-2 ", "(", ")", "[", "<", ">",
    "&", "&#", "<p>", "<li>", "•", "• a ", "- a ", "\n- a", "\n", "\n\n", "\t", "|", "a|",
    "\n|a|", '"', "*", "**a", "_", "#", "\n# ", "`", "a.", "a. A", ". ", "; ", "a; ", ":", "a: ",
    ", ", "and ", "a and ", "not ", "will ", "May ", "1 May ", "2017 ", "2017-", "2017/", "SDG ",
    "SDG 1 ", "1.1 ", "1.1-", "Goal ", "Housing", "Housing ", "Porto ", "Porto and ", "visit ",
    "workshop ", "a workshop ", "held a workshop ", "Canada ", "Canada, ", "of ", "in ", "km2 ",
    "1 km2 ", "\u2060", "\u2029", "\u0301", "é", "北", "’", "“a” ", "City: ", "\nCity: a", "a@",
    "a.b@c.de ", "http://a ", "\n1. a", "1) ", "I. ", "{", "[1,", "- ", "a: {", "%", "10% ",
    "million ", "five planners and ",
)  # fmt: skip


def main() -> None:
    """Fuzz, or measure growth."""
    if sys.argv[1:2] == [_INSIDE]:
        fuzz(sys.argv[2], int(sys.argv[3]))
        return
    from grammars import FORMATS, GRAMMARS

    names = (*GRAMMARS, *FORMATS)
    parser = argparse.ArgumentParser(description="Look for inputs that break a grammar or format.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(names))
    parser.add_argument("--seconds", type=int, default=60, help="for each target; 60 if not said")
    parser.add_argument("--growth", action="store_true", help="measure time over length instead")
    options = parser.parse_args()
    unknown = [name for name in options.targets if name not in names]
    if unknown:
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(names)}")
    targets = options.targets or names
    if options.growth:
        for name in targets:
            growth(name)
    else:
        for name in targets:
            command = [sys.executable, __file__, _INSIDE, name, str(options.seconds)]
            code = subprocess.run(command, check=False).returncode  # noqa: S603
            print(
                f"{name}: {'nothing found' if code == 0 else f'see {FOUND / name}-*'}", flush=True
            )


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["citykg"]):
        from grammars import FORMATS, GRAMMARS

        _import_all()
    is_grammar = name in GRAMMARS
    check = _bytes_check(GRAMMARS[name]) if is_grammar else FORMATS[name]
    for seed in _seeds(name, is_grammar=is_grammar):
        check(seed)  # loads words and compiles expressions: none of an input's time
        break
    corpus = FOUND / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(name, is_grammar=is_grammar)):
        (corpus / f"seed-{number}").write_bytes(seed)
    longest = _LONGEST_TEXT if is_grammar else _LONGEST_FILE
    flags = {
        "max_total_time": seconds,
        "max_len": longest,
        "timeout": _SLOW_SECONDS,
        "rss_limit_mb": _MOST_MEGABYTES,
        "artifact_prefix": f"{FOUND / name}-",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    arguments = [f"-{flag}={value}" for flag, value in flags.items()]
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], check)
    atheris.Fuzz()


def _import_all() -> None:
    """Import every module of the loaders, so that each is instrumented."""
    import pkgutil
    from importlib import import_module

    import citykg.loaders

    for module in pkgutil.walk_packages(citykg.loaders.__path__, "citykg.loaders."):
        import_module(module.name)


def _bytes_check(check: Callable[[str, str], None]) -> Callable[[bytes], None]:
    """The check of a text, given as bytes: the first of them says in which language."""
    from grammars import LANGUAGES

    def checked(data: bytes) -> None:
        if data:
            check(data[1:].decode("utf-8", "ignore"), LANGUAGES[data[0] % len(LANGUAGES)])

    return checked


def _seeds(name: str, *, is_grammar: bool) -> Iterator[bytes]:
    """Inputs to begin with: the lines of the documents that we have, or the documents."""
    if is_grammar:
        lines = dict.fromkeys(
            line.strip()
            for path in _files(".txt", ".md", ".csv", ".tsv", ".yaml")
            for line in path.read_bytes().splitlines()
        )
        for number, line in enumerate(lines):
            yield bytes([number % 7]) + line[:_LONGEST_TEXT]
        return
    suffix, _, part = name.partition("-")
    for path in _files(f".{suffix}"):
        data = path.read_bytes()
        if part and suffix == "docx":
            data = _between(data, "word/document.xml", b"<w:body>", b"</w:body>")
        elif part and suffix == "xlsx":
            data = _between(data, "xl/worksheets/sheet1.xml", b"<sheetData>", b"</sheetData>")
        elif part:
            data = b"BT /F1 12 Tf 72 720 Td (City: Leeds) Tj 100 0 Td (Jaipur) Tj ET 0 0 m 9 9 l S"
        if data and len(data) <= _LONGEST_SEED:
            yield data


def _files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for folder in SEED_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes
    )


def _between(data: bytes, part: str, opening: bytes, closing: bytes) -> bytes:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(part).partition(opening)[2].partition(closing)[0]


def growth(name: str) -> None:
    """Print the repeats over which a target takes more than linear time."""
    from grammars import FORMATS, GRAMMARS

    if name in GRAMMARS:
        check = _bytes_check(GRAMMARS[name])
    elif name in ("txt", "md", "html", "csv", "json", "yaml"):
        check = FORMATS[name]
    else:
        return
    for unit in REPEATED:
        taken = []
        for size in _SIZES:
            data = b"\0" + (unit * (size // len(unit))).encode()
            head = b"" if name in GRAMMARS else b"City:\tPorto\tAustin\nActivities:\t"
            begun = time.process_time()
            check(head + data if name in GRAMMARS else head + data[1:])
            taken.append(time.process_time() - begun)
        first, _, last = taken
        if last > _MEASURABLE and last > (_SIZES[-1] / _SIZES[0]) ** 1.6 * max(first, 0.002):
            shown = ", ".join(f"{seconds * 1000:.0f} ms" for seconds in taken)
            print(f"{name}: {unit!r}: {shown} for {_SIZES} characters", flush=True)


if __name__ == "__main__":
    main()
