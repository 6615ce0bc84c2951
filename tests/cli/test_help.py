"""The help that a stranger works from."""

from importlib import import_module

import pytest
from click.testing import CliRunner

from harness.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    """Help ends well, says what the command does, and shows no mark-up meant for the library that prints it."""
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "\\b" not in result.output
    assert result.output.splitlines()[0].startswith(f"Usage: cli {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_names_every_command(name: str) -> None:
    """The list of commands and the files of the room are one and the same."""
    assert import_module(f"harness.cli.{name}").command.name == name
