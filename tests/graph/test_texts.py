"""The texts of documents: those that the graph was made of, or none."""

from __future__ import annotations

import gzip
import os
import shutil
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from citykg.build import build
from citykg.graph.facts import Quote, read_facts
from citykg.graph.texts import Texts, texts_of

CORPUS = Path(__file__).parents[1] / "corpus"
FORMATS = (
    *("01-ottawa-zaragoza.txt", "09-aarhus-udaipur.md", "14-trier-chennai.html"),
    *("15-turku-nagano-obuse.html", "22-sisak-chongqing.pdf", "31-fuenlabrada-hangzhou.docx"),
    *("38-staedtekooperationen.de.csv", "41-lac.tsv", "42-lac-pairings.xlsx"),
    *("45-leeds-jaipur.json", "46-almada-belo-horizonte.pt.yaml"),
)
LINES = "Twin Cooperation Summary\nCity: Łódź and Évora\nCountry: Poland and Portugal\nCooperation Themes: Housing, 🏙️ parks\n"
WORDS = "City: Leeds and Évora\r\n".encode()


def told(path: str, data: bytes, **more: object) -> bytes:
    """What a report says of a document."""
    said = {"path": path, "sha256": sha256(data).hexdigest(), "encoding": "utf-8"}
    return msgspec.json.encode(said | {"characters": len(data.decode()), "text": None} | more)


def of(folder: Path, data: bytes, path: str = "plan.txt", **more: object) -> str:
    """The text of a document that is such a file of a folder."""
    texts = Texts(folder / "version", [told(path, data, **more)], (folder,))
    return texts.of(str(more.get("sha256", sha256(data).hexdigest())))


def quotes_of(graph: Path) -> set[Quote]:
    """All quotes of a graph."""
    return {quote for fact in read_facts(graph).facts for quote in fact.quotes}


def test_every_quote_stands_in_the_text_of_its_document(tmp_path: Path) -> None:
    """In every format, packed or not, in every encoding, the text has the words at their offsets."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for name in FORMATS:
        shutil.copy(CORPUS / name, plans)
    packed = (CORPUS / "02-barnsley-liuzhou.txt").read_bytes()
    (plans / "packed.txt.gz").write_bytes(gzip.compress(packed, mtime=0))
    (plans / "marked.txt").write_bytes(LINES.encode("utf-8-sig"))
    (plans / "wide.txt").write_bytes(LINES.replace("Housing", "Water").encode("utf-16"))
    old = (
        LINES.replace("Łódź", "Málaga")
        .replace("Poland", "Spain")
        .replace("🏙️ ", "")
        .replace("\n", "\r\n")
    )
    (plans / "old.txt").write_bytes(old.encode("cp1252"))
    build([plans], tmp_path / "graph", check=False, suggest=False)
    texts, quotes = texts_of(tmp_path / "graph"), quotes_of(tmp_path / "graph")
    assert {quote.document for quote in quotes} == {path.name for path in plans.iterdir()}
    for quote in quotes:
        assert texts.of(quote.sha256)[quote.start : quote.end] == quote.text, quote
    assert texts.is_whole


def test_a_document_that_has_changed_or_is_gone_has_no_text(tmp_path: Path) -> None:
    """Never another text in the place of the one that was read."""
    (tmp_path / "plan.txt").write_bytes(WORDS)
    assert of(tmp_path, WORDS) == WORDS.decode()
    (tmp_path / "plan.txt").write_bytes(WORDS.replace(b"Leeds", b"Derby"))
    assert of(tmp_path, WORDS) == ""
    (tmp_path / "plan.txt").unlink()
    assert of(tmp_path, WORDS) == ""


def test_a_path_begins_where_the_build_was_called_or_beside_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph that stands beside its documents finds them from anywhere."""
    (tmp_path / "plan.txt").write_text(LINES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    build(["plan.txt"], Path("graph"), check=False, suggest=False)
    (sum_,) = {quote.sha256 for quote in quotes_of(Path("graph"))}
    assert texts_of(Path("graph")).of(sum_) == LINES
    monkeypatch.chdir("/")
    assert texts_of(tmp_path / "graph").of(sum_) == LINES


@pytest.mark.parametrize("kind", ["folder", "pipe", "pipe behind a link", "huge", "device"])
def test_what_is_no_document_is_not_read(kind: str, tmp_path: Path) -> None:
    """Nothing waits, and nothing large is loaded."""
    path = tmp_path / "plan.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(1 << 30)
    else:
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to("pipe") if "link" in kind else (tmp_path / "pipe").rename(path)
    assert of(tmp_path, WORDS) == ""


def test_a_link_to_the_document_is_followed(tmp_path: Path) -> None:
    """Builds follow links, too; the sum says that it is the same."""
    (tmp_path / "there").write_bytes(WORDS)
    (tmp_path / "plan.txt").symlink_to("there")
    assert of(tmp_path, WORDS) == WORDS.decode()


def test_a_bomb_is_unpacked_no_further_than_the_document_is_long(tmp_path: Path) -> None:
    """The report says how many characters there are."""
    (tmp_path / "plan.txt").write_bytes(gzip.compress(b"0" * (64 << 20)))
    assert of(tmp_path, WORDS) == ""
    (tmp_path / "plan.txt").write_bytes(gzip.compress(WORDS)[:-9])
    assert of(tmp_path, WORDS) == ""


@pytest.mark.parametrize(
    "more",
    [
        {"encoding": "hex"},
        {"encoding": "punycode"},
        {"encoding": "U7"},
        {"encoding": "no\0thing"},
        {"characters": 7},
        {"characters": -1},
        {"characters": "many"},
        {"path": "a\0b"},
        {"path": "x" * 5000},
        {"sha256": "../../../../etc/passwd", "text": "texts/x.txt"},
        {"text": "texts/x.txt"},
    ],
    ids=repr,
)
def test_a_report_that_was_tampered_with_gives_no_text(
    more: dict[str, object], tmp_path: Path
) -> None:
    """Whatever it says, the words are those of the document or there are none."""
    (tmp_path / "plan.txt").write_bytes(WORDS)
    assert of(tmp_path, WORDS, **({"path": "plan.txt"} | more)) == ""


NESTED = b'{"documents": [{"path": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}"


@pytest.mark.parametrize(
    "report",
    [b"", b"{", b'{"documents": [1, {}]}', b'{"documents": [{"path": "\xff"}]}', NESTED],
    ids=["empty", "cut", "other", "no text", "nested"],
)
def test_a_report_that_is_none_gives_no_texts(report: bytes, tmp_path: Path) -> None:
    """A graph is drawn without it."""
    (tmp_path / "plan.txt").write_text(LINES, encoding="utf-8")
    build([tmp_path / "plan.txt"], tmp_path / "graph", check=False, suggest=False)
    sums = {quote.sha256 for quote in quotes_of(tmp_path / "graph")}
    (tmp_path / "graph" / "report.json").resolve().write_bytes(report)
    assert {texts_of(tmp_path / "graph").of(one) for one in sums} == {""}


def test_a_text_of_the_folder_that_leads_elsewhere_is_not_read(tmp_path: Path) -> None:
    """The texts of PDF files are files of the version, never links out of it."""
    kept = tmp_path / "version" / "texts" / f"{sha256(WORDS).hexdigest()}.txt"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(WORDS)
    assert of(tmp_path, WORDS, text="texts") == WORDS.decode()
    kept.rename(tmp_path / "secret")
    kept.symlink_to(tmp_path / "secret")
    assert of(tmp_path, WORDS, text="texts") == ""
