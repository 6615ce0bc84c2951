"""What an editor says about each key of a spec, in one place and in a sentence each.

A test keeps it complete. It is read only when a schema is generated, never when a problem is loaded.
"""

from typing import Final

_RULE: Final = {
    "judged": "How a difference is scaled: update (against how far the input `of` should have moved), scaled (against "
    "the largest magnitude of the view), elementwise (against each element), exact (integers and booleans).",
    "of": "For `judged: update`: the input that this output replaces, of the same shape.",
    "tau": "Relative tolerance. It stands until the problem has a certificate.",
    "floor": "Absolute tolerance, added to the relative one.",
}
_DRAW: Final = {
    "draw": "How the array is drawn. Without it, every case writes the values out.",
    "mean": "Of a normal draw, or of the logarithm of a positive one; 0 if left out.",
    "scale": "Standard deviation of a normal draw, of the logarithm of a positive one, size of a cholesky one; "
    "1 if left out. A case may override it under `scales`.",
    "low": "Lower bound of a uniform draw; 0 if left out.",
    "high": "Upper bound of a uniform draw, never reached; 1 if left out.",
    "p": "Probability of 1 (or true) in a bernoulli draw; 0.5 if left out.",
    "classes": "For labels: how many, as a size. Values are 0 up to, not including, this.",
    "dtype": "float32 if left out; int64 for labels and permutations.",
}
_OUTPUT: Final = {
    **_RULE,
    "shape": "One size for each axis; [] for a scalar.",
    "like": "The shape (or the members and shapes) of this input, in place of `shape`.",
    "dtype": "The class of its values: float (float32 and float64 alike) if left out, int64 or bool.",
    "steps": "The axis that is time, counted from 0, so that the first wrong step can be named.",
    "views": "Boxes that are judged and reported apart. Together they tile the array exactly.",
}

#: Sentences by model and key.
WORDS: Final[dict[str, dict[str, str]]] = {
    "Spec": {
        "$schema": "For editors; ignored.",
        "title": "The problem's name as people read it.",
        "difficulty": "easy, medium or hard.",
        "topics": "Words to find the problem by.",
        "requires": "Stems of problems to solve first. Together they form the prerequisite graph.",
        "frameworks": "What a submission may be written in. A problem that draws random numbers has one random stream.",
        "statement": "Markdown with $math$ and $$math$$.",
        "hints": "Steps towards a solution, each giving away a little more.",
        "inputs": "The arguments of `solve`, in order.",
        "returns": "How `solve` hands back its outputs: one flat tensor, a tensor, a scalar, a tuple or a dict.",
        "outputs": "The parts of the answer, in order.",
        "cases": "The inputs that a submission is run on, in order.",
        "limits": "What a submission may use.",
        "policy": "What a submission may do. Each choice is refuse, flag or allow.",
    },
    "Input": {
        **_DRAW,
        "shape": "One size for each axis: whole numbers, dimension names, + - * // and ceil(a / b).",
        "type": "The type of a scalar, in place of `shape`.",
        "choices": "The words that a choice may be.",
        "default": "The value of a scalar in cases that give none.",
        "group": "Members of a dict of arrays, or per_case where each case names its own.",
        "like": "The shape (or the members and shapes) of an input above, in place of `shape`.",
    },
    "Member": {**_DRAW, "shape": "One size for each axis."},
    "Output": {**_OUTPUT, "group": "Members of a dict of arrays. What stands beside it holds for members that give none."},
    "OutputArray": _OUTPUT,
    "ViewBox": {**_RULE, "at": 'One slice for each axis, in quotes: ":", ":d_z", "d_z:". Axes left out are taken whole.'},
    "Case": {
        "show": "Show the case, its values and what went wrong. Without it the case is hidden.",
        "diagnose": "Store what known mistakes answer here, to tell them apart. For small cases.",
        "purpose": "What this case is for.",
        "points": "What it is worth; 1 if left out.",
        "feedback": "full (values and pictures), category (words alone) or none. A hidden case has no more than category.",
        "scales": "Other scales for this case, by input or group/member.",
    },
    "LimitsSpec": {
        "time": "Wall and CPU time of each case, such as `2 s per case`.",
        "total": "Time of the whole submission, such as `8 s`.",
        "memory": "Memory on top of what an idle process has, such as `512 MiB`.",
    },
}  # fmt: skip
