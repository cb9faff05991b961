"""The forms that a question names, and which documents are of a form."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath

from research.nouns.answers import PlanTerm
from research.nouns.documents import ANNUAL_FORMS, Document
from research.planning.vocabulary import vocabulary

# What a question for it names: any form of whole years will do.
ANNUAL_REPORT = "annual report"
AMENDED_REPORT = f"amended {ANNUAL_REPORT}"
# Any form that was filed again with changes.
AMENDMENT = "amendment"
# A file of sheets, whatever it says that it is.
WORKBOOK = "workbook"
_SHEETS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})
_AMENDED = "/A"


def find_forms(question: str) -> tuple[PlanTerm, ...]:
    """Return the forms that a question names; one that it calls amended is another form ("10-K/A") than the plain one.

    An amendment without its form ("after the amendment, in the 10-K") makes every form named an amended one, amendments that a form
    only speaks of ("what amendments does the 10-K describe") do not; with no form named it is an amendment of any form.
    """
    known = vocabulary()
    amended = [PlanTerm(_amended(name), match.group()) for name, pattern in known.amended_forms if (match := pattern.search(question))]
    rest = without_amended(question)
    plain = [PlanTerm(name, match.group()) for name, pattern in known.form_types if (match := pattern.search(rest))]
    meant = known.amendment_of_form if plain else known.amendment
    alone = meant.search(rest) if not known.amendment_of_others.search(question) else None
    if alone and not amended:
        amended, plain = [PlanTerm(_amended(term.value), term.words) for term in plain] or [PlanTerm(AMENDMENT, alone.group())], []
    return (*amended, *plain)


def is_amended(form: str) -> bool:
    """Return whether a form of a plan is an amended one."""
    return form in (AMENDMENT, AMENDED_REPORT) or form.endswith(_AMENDED)


def without_amended(text: str) -> str:
    """Return the text less the forms that it calls amended."""
    for _, pattern in vocabulary().amended_forms:
        text = pattern.sub(" ", text)
    return text


def document_is_of(document: Document, wanted: Collection[str]) -> bool:
    """Return whether a document is of one of the forms that a plan names, or the workbook that it names."""
    workbook = WORKBOOK in wanted and PurePath(document.source_key).suffix.lower() in _SHEETS
    return workbook or is_of_form(document.form_type, wanted)


def is_of_form(form_type: str | None, wanted: Collection[str]) -> bool:
    """Return whether a document's form is one of those that a plan names."""
    if form_type is None:
        return False
    plain = form_type.removesuffix(_AMENDED)
    if form_type == plain:
        return form_type in wanted or (form_type in ANNUAL_FORMS and ANNUAL_REPORT in wanted)
    return form_type in wanted or AMENDMENT in wanted or (plain in ANNUAL_FORMS and AMENDED_REPORT in wanted)


def amends_form(form_type: str | None, wanted: Collection[str]) -> bool:
    """Return whether a document's form is the amended one of a plain form that a plan names."""
    return form_type is not None and form_type.endswith(_AMENDED) and is_of_form(form_type.removesuffix(_AMENDED), wanted)


def _amended(form: str) -> str:
    return AMENDED_REPORT if form == ANNUAL_REPORT else f"{form}{_AMENDED}"
