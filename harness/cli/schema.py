"""`handgrad schema`: the shapes of what Handgrad reads and writes, for editors and programs."""

import click

KINDS = ("problem", "verdict", "summary")


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS), default="problem")
def command(kind: str) -> int:
    """Print a JSON Schema (draft 2020-12): of problem files (the default), of verdicts, or of the summary line."""
    import json

    if kind == "problem":
        from harness.problem.schema import problem_schema

        schema = problem_schema()
    else:
        from harness.judging.verdict import record_schema

        schema = record_schema(kind)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0
