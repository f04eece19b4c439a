"""Small official vocabularies of our own making, and a server on loopback that gives them."""

from __future__ import annotations

from functools import partial

import loopback

from citykg.links.official import known_source
from citykg.ontology.terms import PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def sdg(more: str = "", leave_out: int = 0) -> str:
    """The goals, targets and indicators with a text each, as Turtle; then what is given."""
    statements = []
    for place, iri in enumerate(sorted(known_source("sdg").known)):
        code = iri.rpartition("/")[2]
        kind = "Indicator" if code.startswith("C") else "Target" if "." in code else "Goal"
        text = f'"The text of {code}"@en , "Le texte de {code}"@fr'
        if place >= leave_out:
            statements.append(f"<{iri}> a sdgo:{kind} , skos:Concept ; skos:prefLabel {text} .")
    return HEAD + "\n".join(statements) + "\n" + more


def labels(name: str, more: str = "") -> str:
    """The things of another vocabulary with a label each, as Turtle; then what is given."""
    known = sorted(known_source(name).known)
    return (
        HEAD
        + "".join(
            f'<{iri}> a skos:Concept ; skos:prefLabel "{iri.rpartition("/")[2]}"@en .\n'
            for iri in known
        )
        + more
    )


class Handler(loopback.Handler):
    """Answers with a file."""

    def reply(
        self,
        body: str | bytes = b"",
        kind: str = "text/turtle",
        code: int = 200,
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Send one whole answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_whole(code, kind, data, length, **headers)


serving = partial(loopback.answering, handler=Handler, path="/file.ttl")
