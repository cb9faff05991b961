"""Options that go together reach a command as one value, and stand in its help as options."""

import dataclasses
import json
from typing import Annotated

import typer
from typer.testing import CliRunner

from ui.cli.bundled import bundled


@dataclasses.dataclass(frozen=True)
class Wish:
    """What is wished."""

    colour: Annotated[str, typer.Option("--colour", metavar="NAME", help="Which colour.")] = "blue"
    more: Annotated[list[str] | None, typer.Option("--more")] = None


@dataclasses.dataclass(frozen=True)
class Version:
    """What has to be given."""

    number: Annotated[int, typer.Option("--version")]


def app():
    made = typer.Typer()

    @made.command()
    @bundled
    def paint(thing: Annotated[str, typer.Argument()], wish: Wish = Wish(), twice: bool = False) -> None:
        """Paint a thing."""
        typer.echo(json.dumps([thing, wish.colour, wish.more, twice]))

    return made


def run(*words):
    done = CliRunner().invoke(app(), list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_a_bundle_has_what_was_typed_and_else_its_defaults():
    assert json.loads(run("door")) == ["door", "blue", None, False]
    assert json.loads(run("door", "--colour", "red", "--more", "a", "--more", "b", "--twice")) == ["door", "red", ["a", "b"], True]


def test_its_options_stand_in_the_help_in_their_place():
    told = run("--help")
    assert told.index("--colour") < told.index("--more") < told.index("--twice")
    assert "Which colour." in told
    assert "--wish" not in told


def test_an_option_of_a_bundle_without_a_default_has_to_be_given():
    made = typer.Typer()

    @made.command()
    @bundled
    def sign(version: Version) -> None:
        typer.echo(str(version.number))

    assert CliRunner().invoke(made, ["--version", "7"]).output == "7\n"
    lacking = CliRunner().invoke(made, [])
    assert (lacking.exit_code, "Missing option '--version'" in lacking.output) == (2, True)
