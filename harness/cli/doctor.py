"""`handgrad doctor`: does the sandbox of this host hold, and if not, what to do."""

import click


@click.command("doctor")
@click.option(
    "--isolation",
    type=click.Choice(("auto", "full", "confined", "process")),
    default="auto",
    show_default=True,
    help="The level to prove.",
)
def command(isolation: str) -> int:
    """Prove what the sandbox of this host holds: try to break every layer alone, then the whole jail.

    Exit codes: 0 everything that the level needs held, 4 something did not.
    """
    from harness.sandbox import doctor
    from harness.sandbox.zygote_handle import SandboxFault

    click.echo(click.style("Layers, each tried alone", bold=True))
    alone = [_show(check) for check in doctor.layers()]
    click.echo(click.style(f"\nThe jail at level {isolation}, met by hostile programs", bold=True))
    try:
        whole = [_show(check) for check in doctor.jail(isolation)]
    except SandboxFault as fault:
        click.echo(f"  {_mark(held=False)} {fault}")
        return 4
    if all(alone) and all(whole):
        click.echo("\nEverything held.")
    elif all(whole):
        click.echo("\nThe jail holds at this level; the layers marked above are missing on this host.")
    return 0 if all(whole) else 4


def _show(check: object) -> bool:
    from harness.sandbox.doctor import Check

    assert isinstance(check, Check)  # noqa: S101 - narrowed for the type checker
    click.echo(f"  {_mark(held=check.held)} {check.name:<38} {check.detail}")
    if check.remedy:
        click.echo(f"         {check.remedy}")
    return check.held


def _mark(*, held: bool) -> str:
    return click.style("held  ", fg="green") if held else click.style("FAILED", fg="red", bold=True)
