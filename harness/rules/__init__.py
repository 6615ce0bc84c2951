"""What a submission's source may not do, said with a line, a column and a way out."""
