"""The `handgrad` command. Filled in by one file per subcommand."""
