"""`python -m harness` is `handgrad`."""

from harness.cli import main

main()
