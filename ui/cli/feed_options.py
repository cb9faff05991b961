"""Options of `desk feeds` that several of its commands share: what a feed is called, who may read it, how often it is due."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from inspect import Parameter
from typing import Annotated, Any

import typer

from ingest.subscriptions import FeedChange

_OPTIONS = {
    "title": Annotated[str | None, typer.Option("--title", metavar="TITLE", help="What to call it (default: what it calls itself).")],
    "label": Annotated[
        str | None, typer.Option("--label", metavar="LABEL", help="Who may read its entries: an access label (default: public).")
    ],
    "every_minutes": Annotated[int | None, typer.Option("--every", metavar="MINUTES", help="How often it is due (default: 30).")],
    "articles": Annotated[
        bool | None,
        typer.Option(
            "--articles/--no-articles", help="Read the articles that its entries link to, where their sites allow it (default: no)."
        ),
    ],
}


def taking_change(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what gives a command the options of these fields of a `FeedChange` in place of its parameter `change`, their sum."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        """Return the command as the command line sees it."""

        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 (what the command line gives)
            """Run the command with the change that its options say."""
            command(change=FeedChange(**{name: given.pop(name) for name in names}), **given)

        options = [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=_OPTIONS[name]) for name in names]
        own = inspect.signature(command, eval_str=True).parameters.values()
        shown = [option for one in own for option in (options if one.name == "change" else [one.replace(kind=Parameter.KEYWORD_ONLY)])]
        run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in shown}
        return run

    return decorate
