"""Handgrad beside what else judges a submission, in turn, in one run: what `handgrad bench` measures.

    workload.py     what is judged: a problem, its inputs and answers, and many texts of one right program
    contenders.py   who judges it: Handgrad, and processes that do the same work in other ways
    peers.py        what runs in those processes
    measure.py      the rounds, and what they come to

Every contender is given the same work, and is timed by its own process where it has one, so that talking to the
benchmark counts against nobody but Handgrad.
"""
