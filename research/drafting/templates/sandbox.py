"""The sandbox that fills a template's text: what may stand in it is listed, all else is refused before anything runs.

A text can hold names, conditions, loops over what the writer hands it, and a few filters. It calls nothing, sets nothing, imports
nothing, multiplies nothing, and its loops are not nested, so that it ends after as many steps as it has items to go over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

Value: TypeAlias = str | tuple[str, ...] | Mapping[str, str] | Mapping[str, bool]

LONGEST_OUTPUT = 400_000
# What stands around a value in a filled text, and around the name of evidence; values themselves hold no control character.
BEGIN, END, PLACE = "\x02", "\x03", "\x01"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DEEPEST = 24
FILTERS = ("default", "join", "length", "lower", "title", "trim", "upper")
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
_CALLED = {
    nodes.Call: "a call",
    nodes.Import: "an import",
    nodes.FromImport: "an import",
    nodes.Include: "an include",
    nodes.Extends: "an extends",
    nodes.Macro: "a macro",
    nodes.Assign: "a set",
    nodes.AssignBlock: "a set",
    nodes.Block: "a block",
    nodes.Mul: "a product",
    nodes.Pow: "a power",
    nodes.List: "a list of its own",
    nodes.Tuple: "a list of its own",
    nodes.Dict: "a table of its own",
    nodes.Concat: "joined texts",
    nodes.Add: "a sum",
    nodes.Test: "a test with is",
}


class Placed(str):
    """The name of evidence: where it stands in a text, the evidence is put."""

    __slots__ = ()


class TemplateTextError(Exception):
    """What is wrong with a template's text: the line in the text (1-based), 0 when no line is to blame, and what in words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def check_text(text: str, known: Mapping[str, frozenset[str] | None]) -> frozenset[tuple[str, str]]:
    """Return the (name, attribute) pairs that a text uses; raises TemplateTextError for what may not stand in it.

    `known` are the names that the writer hands it, each with the attributes that it has, None for a name without any.
    """
    tree = _parsed(text)
    _refuse(tree, inside_loop=False, depth=0)
    loops = {node.target.name for node in tree.find_all(nodes.For) if isinstance(node.target, nodes.Name)}
    used = set()
    for name, attribute, line in _uses(tree):
        if name in loops or name == "loop":
            continue
        if name not in known:
            raise TemplateTextError(line, f"nothing is called “{name}”: there are {', '.join(sorted(known))}")
        has = known[name]
        if attribute and has is not None and attribute not in has:
            there = f"it has {', '.join(sorted(has))}" if has else "it has none"
            raise TemplateTextError(line, f"“{name}” has no “{attribute}”: {there}")
        used.add((name, attribute))
    return frozenset(used)


def fill(text: str, values: Mapping[str, Value]) -> str:
    """Return a checked text filled with values, each between `BEGIN` and `END`; raises TemplateTextError past the longest output.

    Text between the two marks is data: it begins no heading, no list and no evidence.
    """
    pieces, length = [], 0
    try:
        for piece in _environment().from_string(text).generate(**values):
            length += len(piece)
            if length > LONGEST_OUTPUT:
                raise TemplateTextError(0, f"it writes more than {LONGEST_OUTPUT:,} characters")
            pieces.append(piece)
    except TemplateError as error:
        raise TemplateTextError(getattr(error, "lineno", 0) or 0, str(error)) from error
    return "".join(pieces)


def _environment() -> ImmutableSandboxedEnvironment:
    """Return the sandbox: no globals, no tests, the filters that are listed, every name that is not there an error."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_marked, autoescape=False, keep_trailing_newline=True)
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.trim_blocks = made.lstrip_blocks = True
    return made


def _marked(value: object) -> str:
    """Return a value on one line between the marks that say that it is data."""
    line = " ".join(_CONTROLS.sub(" ", str(value)).split()) if not isinstance(value, Placed) else f"{PLACE}{value}{PLACE}"
    return f"{BEGIN}{line}{END}"


def _parsed(text: str) -> nodes.Template:
    try:
        return _environment().parse(text)
    except TemplateSyntaxError as error:
        raise TemplateTextError(error.lineno, (error.message or "it cannot be read").rstrip(".")) from error
    except RecursionError as error:
        raise TemplateTextError(0, "it is nested too deep") from error


def _refuse(node: nodes.Node, *, inside_loop: bool, depth: int) -> None:
    """Raise for a node that may not stand in a text, or stands where it may not."""
    if depth > _DEEPEST:
        raise TemplateTextError(node.lineno, "it is nested too deep")
    if not isinstance(node, _ALLOWED):
        raise TemplateTextError(node.lineno, f"{_CALLED.get(type(node), f'“{type(node).__name__.lower()}”')} may not stand in a template")
    if isinstance(node, nodes.For):
        if inside_loop or node.recursive:
            raise TemplateTextError(node.lineno, "a loop inside a loop may not stand in a template")
        if not isinstance(node.target, nodes.Name):
            raise TemplateTextError(node.lineno, "a loop goes over one name at a time")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateTextError(node.lineno, f"“{node.attr}” may not stand in a template")
    if isinstance(node, nodes.Getitem) and not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)):
        raise TemplateTextError(node.lineno, "an item is named by a text in quotes")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise TemplateTextError(node.lineno, f"there is no filter “{node.name}”: there are {', '.join(FILTERS)}")
    for child in node.iter_child_nodes():
        _refuse(child, inside_loop=inside_loop or isinstance(node, nodes.For), depth=depth + 1)


def _uses(tree: nodes.Template) -> Iterator[tuple[str, str, int]]:
    """Yield each name with the attribute that is taken of it, "" without, and its line."""
    held = set()
    taken: list[nodes.Getattr | nodes.Getitem] = [*tree.find_all(nodes.Getattr), *tree.find_all(nodes.Getitem)]
    for node in taken:
        if not isinstance(node.node, nodes.Name):
            raise TemplateTextError(node.lineno, "only the attributes of a name may stand in a template")
        held.add(id(node.node))
        yield node.node.name, node.attr if isinstance(node, nodes.Getattr) else str(node.arg.as_const()), node.lineno
    for name in tree.find_all(nodes.Name):
        if id(name) not in held and name.ctx == "load":
            yield name.name, "", name.lineno
