"""The prerequisite graph of a course as a picture."""
