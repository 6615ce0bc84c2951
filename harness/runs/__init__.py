"""Many submissions: which files are meant, and how they are judged side by side."""
