"""What a learner is handed: starters, statements, shown cases. Nothing here knows an answer to a hidden case."""
