"""Plans of questions about invented companies, and what of them the tests compare."""

from research.answering.topics import topics
from research.formulas.expressions import parse_formula
from research.planning.plan import make_plan

NAMES = {
    "Quillmere Pumps, Inc.": ["Quillmere Pumps", "Quillmere", "QLMP"],
    "Tarrow Foods Corporation": ["Tarrow Foods", "Tarrow"],
    "江屿精密传动股份有限公司": ["江屿传动"],
}


def plan(question):
    """Return the plan of a question; raises UsageError when it has a formula that cannot be read."""
    found = make_plan(question, NAMES, topics())
    if found.formula:
        parse_formula(found.formula)
    return found


def told(found):
    """Return what a plan computes: metric or formula, operation and base, and its periods."""
    figure = found.formula or (found.metric.value if found.metric else "")
    done = f"{found.operation.value} {found.base}".strip() if found.operation else ""
    return figure, done, " ".join(period.label.replace(" FY", "/") for period in found.periods)
