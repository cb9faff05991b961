"""The tokens of an HTML page's layout as a tree, and the few questions that an excerpt asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.layouts import Closed, Opened, Run, Token
from ingest.statements.figures import is_one_figure, is_year

ROOT = Opened("div")
_BLOCKS = frozenset({"div", "li", "td"})


@dataclass(slots=True, eq=False)
class Node:
    """An element: its token, the element around it (None for the root), and what it holds in reading order."""

    token: Opened
    parent: Node | None = None
    children: list[Node | Run] = field(default_factory=list)

    def runs(self) -> Iterator[Run]:
        """Yield the words inside, in reading order."""
        for child in self.children:
            if isinstance(child, Run):
                yield child
            else:
                yield from child.runs()

    def inside(self, tag: str) -> Node | None:
        """Return the nearest element of this name around it, itself included."""
        node: Node | None = self
        while node is not None and node.token.tag != tag:
            node = node.parent
        return node


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list's entry or a whole table: its element and its words."""

    node: Node
    runs: tuple[Run, ...]


def build_tree(tokens: Sequence[Token]) -> Node:
    """Return the root over the tokens; an end without a start is passed over."""
    root = node = Node(ROOT)
    for token in tokens:
        if isinstance(token, Run):
            node.children.append(token)
        elif isinstance(token, Closed):
            node = node.parent or node
        else:
            inner = Node(token, node)
            node.children.append(inner)
            node = inner
    return root


def blocks_of(root: Node) -> list[Block]:
    """Return the page's blocks in reading order; a table with rows is one, layout tables of one row are not."""
    found: list[tuple[Node, list[Run]]] = []
    known: dict[int, Node] = {}
    for node, run in _placed(root):
        block = known.get(id(node)) or known.setdefault(id(node), _block(node, known))
        if not found or found[-1][0] is not block:
            found.append((block, []))
        found[-1][1].append(run)
    return [Block(node, tuple(runs)) for node, runs in found]


def rows_of(table: Node) -> list[Node]:
    """Return a table's own rows that hold words, those of tables inside it left out."""
    found: list[Node] = []
    for child in table.children:
        if isinstance(child, Node):
            if child.token.tag == "tr":
                found += [child] if next(child.runs(), None) else []
            elif child.token.tag != "table":
                found += rows_of(child)
    return found


def holds_figure(row: Node, text: str, offset: int) -> bool:
    """Return whether a cell of the row holds one figure that is no year; `text` begins at `offset`."""
    for cell in row.children:
        if isinstance(cell, Node):
            words = " ".join(text[run.start - offset : run.end - offset] for run in cell.runs())
            if is_one_figure(words) and not is_year(words):
                return True
    return False


def _placed(node: Node) -> Iterator[tuple[Node, Run]]:
    for child in node.children:
        if isinstance(child, Run):
            yield node, child
        else:
            yield from _placed(child)


def _block(node: Node, known: dict[int, Node]) -> Node:
    """Return the block that words in this element belong to: the outermost table of several rows, else the nearest block.

    `known` holds what was found for elements around it.
    """
    if node.parent is None:
        return node
    around = known.get(id(node.parent)) or known.setdefault(id(node.parent), _block(node.parent, known))
    if around.token.tag == "table":
        return around
    if node.token.tag == "table":
        return node if len(rows_of(node)) > 1 else around
    return node if node.token.tag in _BLOCKS else around
