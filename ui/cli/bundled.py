"""Options that go together, as one parameter of a command: a frozen dataclass whose fields are the options."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from inspect import Parameter
from typing import Any, get_type_hints


def bundled(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command as the command line sees it: in place of each parameter that is a dataclass stand that one's fields as options.

    A field is annotated as an option is; one without a default has to be given.
    """
    own = inspect.signature(command, eval_str=True).parameters.values()
    shown = [option for one in own for option in _options(one)]
    held = {one.name: [field.name for field in dataclasses.fields(one.annotation)] for one in own if _is_bundle(one)}
    kinds = {one.name: one.annotation for one in own if _is_bundle(one)}

    @wraps(command)
    def run(**given: Any) -> None:  # noqa: ANN401 (what the command line gives)
        """Run the command with the bundles that its options make."""
        bundles = {name: kinds[name](**{field: given.pop(field) for field in fields}) for name, fields in held.items()}
        command(**given, **bundles)

    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in shown}
    return run


def _options(parameter: Parameter) -> Iterator[Parameter]:
    if not _is_bundle(parameter):
        yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
        return
    hints = get_type_hints(parameter.annotation, include_extras=True)
    for field in dataclasses.fields(parameter.annotation):
        default = Parameter.empty if field.default is dataclasses.MISSING else field.default
        yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[field.name])


def _is_bundle(parameter: Parameter) -> bool:
    return isinstance(parameter.annotation, type) and dataclasses.is_dataclass(parameter.annotation)
