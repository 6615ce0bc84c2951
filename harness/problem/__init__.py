"""What an author writes and what is stored: specs, shapes, policy, courses, golden files."""
