"""The `handgrad` command: one file per subcommand, loaded when it is named.

`handgrad --help` and `handgrad check` must answer in the time of a blink, so nothing here imports more than
click, and a subcommand's file imports what it needs inside its function.
"""

import sys
from importlib import import_module

import click

from harness.cli.errors import Reported, in_words

#: Every subcommand with its line of help. The help stands here so that listing them loads none of them.
COMMANDS = {
    "grade": "Judge submissions: a file, a folder of students, or standard input.",
    "check": "Read a submission for broken rules, without running it.",
    "rules": "List the rules, or show the page of one.",
    "new": "Write a new problem, complete and small, to be changed into yours.",
    "golden": "Build or check the golden outputs of problems.",
    "answer": "Run a problem's reference on inputs of your own.",
    "problems": "List the problems of a course, and what is next for a learner.",
    "show": "Show the statement of a problem, in the terminal or as a page.",
    "start": "Write a file to begin a problem with.",
    "init": "Make a course of your own from the one that is carried along.",
    "bundle": "Make a hand-out: statements, starters and shown cases, no answers.",
    "serve": "Keep a judge warm for `grade --resident`, until nobody asks any more.",
    "bench": "Measure how quickly submissions are judged here, beside other ways.",
    "doctor": "Prove what the sandbox of this host holds, layer by layer.",
    "schema": "Print a JSON Schema: of problem files, verdicts or summaries.",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"harness.cli.{cmd_name}").command
        assert isinstance(found, click.Command)  # noqa: S101 - every subcommand's file defines one
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Offer the nearest command for a slip of the fingers."""
        from difflib import get_close_matches

        name = args[0] if args else ""
        near = get_close_matches(name, COMMANDS, n=1)
        if name not in COMMANDS and near:
            ctx.fail(f"There is no command {name!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, not from their files."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print the version; a source tree that was never installed has one too."""
    if asked:
        from harness.judging.judge import version

        click.echo(f"handgrad, version {version()}")
        context.exit()


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 something was not accepted, 2 usage, 3 a problem is unsound,"
    " 4 the judge or its sandbox failed, 5 nothing matched.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks of Handgrad itself.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(context: click.Context, *, debug: bool) -> None:
    """Handgrad judges code whose point is a derivation done by hand.

    A learner submits `solve`; autograd is banned and gone; a jailed run is compared with a golden answer, and a
    wrong one is told what it looks like.
    """
    context.obj = {"debug": debug}


def main() -> None:
    """Run the command line; every error leaves as a sentence and an exit code."""
    try:
        code = cli.main(prog_name="handgrad", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if "--debug" in sys.argv[1:]:
            raise
        report = in_words(error)
        _say(report)
        sys.exit(report.code)
    sys.exit(code if isinstance(code, int) else 0)


def _say(report: Reported) -> None:
    click.echo(f"handgrad: {report.sentence}", err=True)
