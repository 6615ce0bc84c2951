"""`handgrad serve`: a judge that stays, so that the next verdict need not wait for torch."""

from pathlib import Path

import click

UNUSABLE = 4


@click.command("serve")
@click.option(
    "--socket",
    "socket_path",
    metavar="PATH",
    help="Where to listen; by default HANDGRAD_SOCKET, else a path that is yours and the course's alone.",
)
@click.option(
    "--course",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder with problems/; by default HANDGRAD_COURSE, else the nearest parent that has one.",
)
@click.option(
    "--idle",
    metavar="MINUTES",
    type=click.FloatRange(0, 1440, min_open=True),
    default=10.0,
    show_default=True,
    help="End after so long without a question.",
)
@click.option(
    "--isolation",
    type=click.Choice(("auto", "full", "confined", "process")),
    default="auto",
    show_default=True,
    help="The jail to have warm; `grade --isolation` may ask for another.",
)
def command(socket_path: str | None, course: Path | None, idle: float, isolation: str) -> int:
    """Keep a judge warm for this user and this course.

    `handgrad grade --resident` starts one by itself where none is there, so this command is for those who want to see
    it, or to have it started at another time. Processes of other users cannot speak to it.

    Exit codes: 0 it ended as it should, or another one is there already; 2 usage; 4 it cannot listen.
    """
    import os

    from harness.problem.course import GOLDENS, Course, find_course
    from harness.reports.screen import draw
    from harness.runs.resident.place import ResidentError, address, checked
    from harness.runs.resident.server import Server, trim_log

    found = Course(find_course(course).root.resolve())
    try:
        path = checked(os.path.abspath(socket_path)) if socket_path else address(found)  # noqa: PTH100 - a string is wanted
        # It belongs to no folder: the one it was started in may be removed or unmounted.
        if goldens := os.environ.get(GOLDENS, "").strip():
            os.environ[GOLDENS] = str(Path(goldens).expanduser().resolve())
        os.chdir("/")
        os.umask(0o077)
        server = Server(path, found, draw, isolation=isolation, idle=idle)
    except BlockingIOError:
        click.echo(f"A judge for {found.root} listens already.", err=True)
        return 0
    except ResidentError as error:
        click.echo(f"handgrad: {error}.", err=True)
        return UNUSABLE
    trim_log()
    server.start()
    click.echo(f"Process {os.getpid()} judges for {found.root} at {path}.", err=True)
    reason = server.run(_imports)
    click.echo(f"Process {os.getpid()} ended: {reason}.", err=True)
    return 0


def _imports() -> None:
    """Load what a first verdict needs."""
    import harness.judging.pipeline
    import harness.judging.prepared
    import harness.reports.json
    import harness.reports.text
    import harness.rules.inspect
    import harness.runs.batch  # noqa: F401
