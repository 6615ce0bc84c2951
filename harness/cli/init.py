"""`handgrad init`: a course of one's own."""

from pathlib import Path

import click

README = """\
# {name}

A course for Handgrad: {count}, each a YAML file and a reference of the same name, with the stored answers that
submissions are compared with.

| folder | what lies there |
|---|---|
| `problems/<stem>.yaml` | statement, inputs, outputs, cases, limits |
| `problems/mistakes/<stem>.yaml` | what goes wrong often enough to have a name |
| `problems/golden/<stem>.safetensors` | the stored truth, built by `handgrad golden` |
| `reference/<stem>.py` | `solve` as a learner would write it; keep it from them |

```sh
handgrad problems                          # what there is, level by level
handgrad show {first}
handgrad start {first} --to work
handgrad grade work/{first}.py
handgrad problems --for work               # what is solved, and what is next
handgrad bundle {first} --to hand-out      # statements, starters and shown cases, no answers
handgrad golden --check                    # whether the stored answers still stand
```

Hidden cases are drawn under a public key until `HANDGRAD_SECRET` and `HANDGRAD_GOLDENS` are set and `handgrad golden` is
run; for a graded class, set both, and keep the folder of the second outside this one.
"""

IGNORED = """\
__pycache__/
.pytest_cache/
# What learners hand in, and what is said of it.
work/
submissions/
reports/
hand-out/
"""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a course in DIR from the one that Handgrad carries: problems, known mistakes, goldens and references.

    Everything else works on it at once, and it is yours to change. A folder that holds anything is left alone.
    """
    import shutil

    from harness.problem.course import Course
    from harness.problem.shipped import shipped
    from harness.problem.spec import load_problem

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; name a new folder.")
    files = shipped()
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Contents alone: the permissions of an installed file need not be those of a new one.
        shutil.copyfile(source, path)
    stems = [
        Path(name).stem
        for name in files
        if name.startswith("problems/") and name.endswith(".yaml") and name.count("/") == 1
    ]
    count = "1 problem" if len(stems) == 1 else f"{len(stems)} problems"
    made = Course(folder)
    first = next((stem for stem in stems if not load_problem(made.spec(stem)).requires), stems[0])
    text = README.format(name=folder.absolute().name, count=count, first=first)
    (folder / "README.md").write_text(text, "utf-8")
    (folder / ".gitignore").write_text(IGNORED, "utf-8")
    click.echo(f"Made a course of {count} in {folder}. Go there, and begin with `handgrad problems`.")
