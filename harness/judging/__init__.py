"""From one submission to one verdict: the pipeline, the comparison, the diagnosis."""
