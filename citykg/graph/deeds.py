"""What was done and made, as quads: activities and outputs, with who, when and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.iris import same_name, segment, slug
from citykg.graph.nquads import literal, moment, node, typed
from citykg.graph.sheet import LABEL, Sheet
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    OUTPUT_TYPE,
    STATUS,
    Ckg,
    Dcterms,
    Edtf,
    Rdf,
    Schema,
)
from citykg.plan import Activity

if TYPE_CHECKING:
    from citykg.plan import Output

NOT_DONE: Final = "not-done"
"""The status of what a plan denies: linked from the plan only, for nobody took part in it."""

_A: Final = node(Rdf.type)
_DESCRIPTION: Final = node(Dcterms.description)


def write_deeds(sheet: Sheet) -> None:
    """Write the activities, then the outputs, in the order of the text."""
    for activity in sorted(sheet.record.activities, key=lambda item: item.label.start):
        _write(sheet, activity)
    for output in sorted(sheet.record.outputs, key=lambda item: item.label.start):
        _write(sheet, output)


def _write(sheet: Sheet, deed: Activity | Output) -> None:
    add, state = sheet.statements.structure, sheet.statements.fact
    label, sentence = deed.label, deed.sentence
    if label.value is None:
        return
    activity = isinstance(deed, Activity)
    term = sheet.mint("activity" if activity else "output", label.value)
    add(term, _A, node(Ckg.Activity if activity else Ckg.Output))
    state(term, LABEL, literal(label.value, label.language), label)
    scheme = ACTIVITY_TYPE if activity else OUTPUT_TYPE
    type_predicate = node(Ckg.activityType if activity else Ckg.outputType)
    if deed.type:
        state(term, type_predicate, _concept(scheme, deed.type), deed.type_cue or label)
    if deed.status:
        status_words = deed.status_cue or sentence or label
        state(term, node(Ckg.status), _concept(STATUS, deed.status), status_words)
    if sentence and sentence.value and len(sentence.value) > len(label.value):
        text = literal(sentence.value, sentence.language)
        state(term, _DESCRIPTION, text, sentence)
    _write_dates(sheet, term, deed)
    for name in deed.themes:
        theme = sheet.themes.get(same_name(name))
        if theme:
            state(term, node(Ckg.hasTheme), theme, sentence or label)
    has = node(Ckg.hasActivity if activity else Ckg.hasOutput)
    state(sheet.plan, has, term, label)
    if deed.status != NOT_DONE:
        _write_parties(sheet, term, deed)
        # A plan that names cities for a deed says that the others had no part in it.
        linked = sheet.known(named_cities(deed)) if any(named_cities(deed)) else sheet.parties
        sheet.statements.facts([sheet.cooperation, *linked], has, term, label)


def _write_parties(sheet: Sheet, term: str, deed: Activity | Output) -> None:
    """Who took part, and in which role."""
    state, said = sheet.statements.fact, deed.sentence or deed.label
    named = sheet.known(deed.cities)
    if not isinstance(deed, Activity):
        roles = {Ckg.producedBy: named}
    else:
        hosts, visitors = sheet.known(deed.hosts), sheet.known(deed.visitors)
        roles = {Ckg.participant: named, Ckg.host: hosts, Ckg.visitor: visitors}
        for who in deed.participants:
            if who.value:
                state(term, node(Ckg.attendance), literal(who.value, who.language), who)
    for predicate, parties in roles.items():
        for party in parties:
            state(term, node(predicate), party, said)


def _write_dates(sheet: Sheet, term: str, deed: Activity | Output) -> None:
    """Every date in EDTF; begin and end too where there is one date and it has them."""
    state = sheet.statements.fact
    for date in deed.dates:
        if date.value:
            state(term, node(Dcterms.date), typed(date.value, Edtf.level1), date)
    if len(deed.dates) == 1 and deed.dates[0].value:
        (date,) = deed.dates
        start, _, end = (date.value or "").partition("/")
        state(term, node(Schema.startDate), moment(start), date)
        state(term, node(Schema.endDate), moment(end or start), date)


def named_cities(deed: Activity | Output) -> tuple[str, ...]:
    """The names that a deed gives to parties."""
    if isinstance(deed, Activity):
        return (*deed.cities, *deed.hosts, *deed.visitors)
    return deed.cities


def _concept(scheme: str, name: str) -> str:
    return node(scheme + segment(slug(name)))
