"""Reports: one verdict, many renderers, each a pure function of the verdict.

A format is one file of this room and one line of `registry.py`. Every format takes its text through
`clean.py` and its verdict through `disclose.py`, so that hostile text and hidden numbers stop in one place.
"""
