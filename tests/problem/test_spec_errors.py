"""Every fault an author can make: one or two sentences with file, line, key, what and what to do."""

import re

import pytest

from harness.problem.errors import ProblemError

X = "x: {shape: [N, d], draw: normal}"
LOSS = "loss: {shape: [], judged: scaled}"

FAULTS = [
    # Words that are not there, or not known.
    ("title: S", "titel: S", "1: key `titel`: there is no such key here. Did you mean `title`?"),
    ("statement: Do it.\n", "", "1: `statement` is missing. Add `statement: |` and the text below it."),
    ("easy", "eazy", "2: key `difficulty`: `eazy` is not one of easy, medium or hard. Did you mean `easy`?"),
    ("title: Small", "title: 3", "1: key `title`: text is expected, not `3`. Write text, in quotes if it looks like a number."),
    ("title: Small", "title: ''", "1: key `title`: the text is empty. Write something."),
    ("cases:\n", "hints: one\ncases:\n", "16: key `hints`: a list is expected, not `one`. Write a list in brackets, for example [a, b]."),
    ("cases:\n", "frameworks: [jax]\ncases:\n", "16: key `frameworks[0]`: `jax` is not one of pytorch or numpy. Choose one."),
    ("cases:\n", "frameworks: []\ncases:\n", "16: key `frameworks`: it is empty. Add at least one entry."),
    ("cases:\n", "requires: [a b]\ncases:\n", "16: key `requires[0]`: `a b` is no name. Use letters, digits and _, not beginning with a digit."),
    # Inputs.
    ("shape: [N, d], ", "shpe: [N, d], ", "5: key `inputs.x.shpe`: there is no such key here. Did you mean `shape`?"),
    ("draw: normal}", "draw: normale}", "5: key `inputs.x.draw`: `normale` is not one of normal, uniform, bernoulli, labels, permutation, one_hot, positive, cholesky or reference. Did you mean `normal`?"),
    ("[N, d]", "[N, d/2]", "5: key `inputs.x.shape[1]`: `d/2` divides with /. Write // to round down or ceil(a / b) to round up."),
    ("[N, d]", "N", "5: key `inputs.x.shape`: a list is expected, not `N`. Write a list in brackets, for example [a, b]."),
    ("[N, d]", "[N, 1.5]", "5: key `inputs.x.shape[1]`: `1.5` is not a size. Sizes are written with whole numbers, dimension names, + - * // and ceil(a / b)."),
    ("[N, d]", "[N, lr]", "7: key `inputs.lr`: used as a size, but it is a float. Sizes are dimensions or int inputs."),
    ("[N, d]", "[N, d, w]", "6: key `inputs.w`: used as a size, but it is an array. Sizes are dimensions or int inputs."),
    ("[N, d]", "[N, points]", "4: key `inputs`: the size `points` is a reserved name. Choose another name."),
    (X, "x: 3", "5: key `inputs.x`: a mapping is expected, not `3`. Write keys and values, for example {a: 1}."),
    (X, "x:", "5: key `inputs.x`: a mapping is expected, not nothing. Write keys and values, for example {a: 1}."),
    (X, "x: {draw: normal}", "5: key `inputs.x`: an input has one of `shape`, `type`, `group`, `like`; this has none of them. Keep one."),
    (X, "x: {group: {a: {shap: [N]}}}", "5: key `inputs.x.group.a.shap`: there is no such key here. Did you mean `shape`?"),
    (X, "x: {group: {}}", "5: key `inputs.x`: the group has no members. Name them, or write `group: per_case`."),
    (X, "x: {group: {a: {shape: [N]}}, scale: 2.0}", "5: key `inputs.x`: `scale` stands beside `group`. Give it to each member."),
    (X, "x: {group: many}", "5: key `inputs.x.group`: `many` is no group. Give a mapping of members, or `per_case`."),
    (X, "x: {like: w2, draw: normal}", "5: key `inputs.x.like`: `w2` is no array above."),
    ("{type: float}", "{type: flot}", "7: key `inputs.lr.type`: `flot` is not one of float, int, bool or choice. Did you mean `float`?"),
    ("{type: float}", "{type: float, dtype: int64}", "7: key `inputs.lr`: `dtype` is for arrays, and this is a scalar. Remove `dtype` or `type`."),
    ("{type: float}", "{type: float, choices: [a]}", "7: key `inputs.lr`: `choices` is for `type: choice`. Remove it, or change the type."),
    ("{type: float}", "{type: choice, choices: [a, a]}", "7: key `inputs.lr`: a choice needs different `choices`. Write, for example, `choices: [none, mean]`."),
    ("{type: float}", "{type: choice, choices: [a, b], default: c}", "7: key `inputs.lr`: `c` is not one of a, b. Change the value."),
    ("{type: float}", "{type: int, default: 1.5}", "7: key `inputs.lr`: `1.5` is not a whole number. Change the value."),
    ("draw: normal}", "draw: normal, default: 3}", "5: key `inputs.x`: `default` is for scalars. Remove it, or give a `type`."),
    ("lr: {type: float}", "1r: {type: float}", "7: key `inputs.1r`: `1r` is no name. Use letters, digits and _, not beginning with a digit."),
    ("lr: {type: float}", "class: {type: float}", "7: key `inputs.class`: `class` is a word of Python. Choose another name."),
    ("lr: {type: float}", "show: {type: float}", "7: key `inputs.show`: the name `show` is reserved. Choose another name."),
    ("draw: normal}", "draw: normal, p: 0.5}", "5: key `inputs.x`: draw `normal` does not use `p`. It takes `scale` and `mean`."),
    ("draw: normal}", "draw: one_hot, scale: 0.5}", "5: key `inputs.x`: draw `one_hot` does not use `scale`. It takes no parameters."),
    ("draw: normal}", "scale: 0.5}", "5: key `inputs.x`: `scale` belongs to a draw, and there is none. Add `draw:` or remove it."),
    ("draw: normal}", "draw: labels}", "5: key `inputs.x`: draw `labels` needs `classes`. Say how many, for example `classes: C`."),
    ("draw: normal}", "draw: labels, classes: d, dtype: float32}", "5: key `inputs.x`: draw `labels` gives int64, not float32. Remove `dtype`."),
    ("draw: normal}", "draw: normal, dtype: int64}", "5: key `inputs.x`: draw `normal` gives floats, not int64. Change `dtype` or `draw`."),
    ("draw: normal}", "draw: uniform, low: 2}", "5: key `inputs.x`: `low` is not below `high`. Swap or widen them."),
    ("draw: normal}", "draw: bernoulli, p: 1.5}", "5: key `inputs.x.p`: `1.5` is above 1.0. Write a smaller number."),
    ("draw: normal}", "draw: normal, scale: 0}", "5: key `inputs.x.scale`: `0` is not above 0.0. Write a larger number."),
    ("draw: normal}", "draw: cholesky}", "5: key `inputs.x`: draw `cholesky` needs two equal last axes, not (2, 3) in case `one`. Use a shape like [k, k]."),
    ("[N, d]", "[N, d - 3]", "17: key `cases.one.x`: axis 1 (`d - 3`) comes to 0. A size is at least 1."),
    # Outputs.
    ("returns: dict", "returns: list", "8: key `returns`: `list` is not one of flat, tensor, scalar, tuple or dict. Choose one."),
    ("returns: dict", "returns: tensor", "8: key `returns`: tensor is one output, and 2 are listed. Use tuple, dict or flat."),
    ("judged: update", "judged: upd", "12: key `outputs.w.judged`: `upd` is not one of update, scaled, elementwise or exact. Did you mean `update`?"),
    ("    of: w\n", "", "13: key `outputs.w.views.a`: an update needs `of`. Name the input it replaces, for example `of: w_enc`."),
    ("of: w\n", "of: v\n", "13: key `outputs.w.of`: `v` is no array input. Known here: `w`, `x`."),
    ("of: w\n", "of: x\n", "13: key `outputs.w.of`: `x` has shape (2, 3), and `w` has (3, 2) in case `one`. An update has the shape of what it replaces."),
    ('":k"', '":k+1"', "14: key `outputs.w.views`: `a` and `b` overlap. Each element belongs to one view."),
    ('":k"', '"k-1:k"', "14: key `outputs.w.views`: the views cover 9 of the 12 elements of `w` in case `two`. Add a view for the rest."),
    ('"k:"', '"k:9"', "14: key `outputs.w.views.b[1]`: `k:9` is 1:9 on an axis of 2 in case `one`. Start below stop, and stay inside."),
    ('"k:"', '"q:"', "17: key `cases.one`: the dimension `q` is not given. Add `q:` to the case."),
    ('"k:"', '"k"', '14: key `outputs.w.views.b[1]`: `k` is not a slice. Write "start:stop" in quotes, for example ":", ":d_z" or "d_z:".'),
    ('"k:"', "3", '14: key `outputs.w.views.b[1]`: `3` is not a slice. Write "start:stop" in quotes, for example ":d_z".'),
    ('[":", "k:"]', '[":", "k:", ":"]', "14: key `outputs.w.views.b`: 3 slices for shape (3, 2) in case `one`. Give at most one slice for each axis."),
    ("judged: scaled", "judged: exact", "15: key `outputs.loss.judged`: `exact` does not suit float values. Use update, scaled or elementwise."),
    ("judged: scaled", "judged: scaled, dtype: int64", "15: key `outputs.loss.judged`: `scaled` does not suit int64 values. Use `judged: exact`."),
    (", judged: scaled", "", "15: key `outputs.loss`: `judged` is missing. Add `judged:` update, scaled, elementwise or exact."),
    ("judged: scaled", "judged: scaled, tau: 0", "15: key `outputs.loss.tau`: `0` is not above 0.0. Write a larger number."),
    ("judged: scaled", "judged: scaled, of: w", "15: key `outputs.loss`: `of` is for `judged: update`, not scaled. Remove `of`."),
    ("judged: scaled", "judged: exact, dtype: bool, tau: 1", "15: key `outputs.loss`: `exact` has no tolerance. Remove `tau` and `floor`."),
    ("judged: scaled", "judged: scaled, tau: yes", "15: key `outputs.loss.tau`: a number is expected, not `yes`. Write, for example, 0.5."),
    ("judged: scaled", "judged: scaled, steps: 0", "15: key `outputs.loss.steps`: `steps` names axis 0, and shape () has 0. Axes count from 0."),
    (LOSS, "loss: {like: q, judged: scaled}", "15: key `outputs.loss.like`: `q` is no array input. Known here: `w`, `x`."),
    (LOSS, "loss: {shape: [d], like: x}", "15: key `outputs.loss`: both `shape` and `like` are given. Keep one."),
    (LOSS, "loss: {judged: scaled}", "15: key `outputs.loss`: an output has one of `shape`, `like`, `group`; this has none of them. Keep one."),
    (LOSS, "loss: {group: {a: {shape: [d]}}, steps: 0}", "15: key `outputs.loss`: `steps` stands beside `group`. Give it to each member."),
    (LOSS, "loss: {group: {a: {shape: [d]}}}", "15: key `outputs.loss.group.a`: `judged` is missing. Add `judged:` update, scaled, elementwise or exact."),
    # Cases.
    ("N: 2, d: 3", "N: 2", "17: key `cases.one`: the dimension `d` is not given. Add `d:` to the case."),
    ("N: 2, d: 3", "N: 2, d: 3.0", "17: key `cases.one.d`: a dimension is a whole number of at least 1, not `3.0`. Write, for example, 4."),
    ("N: 2, d: 3", "N: 2, d: 0", "17: key `cases.one.d`: a dimension is a whole number of at least 1, not `0`. Write, for example, 4."),
    ("N: 2, d: 3", "N: true, d: 3", "17: key `cases.one.N`: a dimension is a whole number of at least 1, not true. Write, for example, 4."),
    ("show: true", "shwo: true", "17: key `cases.one.shwo`: neither a dimension nor an input. Did you mean `show`?"),
    ("show: true", "show: yes", "17: key `cases.one.show`: true or false is expected, not `yes`. Write true or false."),
    ("show: true", "show: true, points: -1", "17: key `cases.one.points`: `-1` is below 0.0. Write a larger number."),
    ("lr: 1}", "}", "17: key `cases.one`: the input `lr` has no value. Add `lr:` to the case."),
    ("lr: 1}", "lr: fast}", "17: key `cases.one.lr`: `fast` is not a number. Change the value."),
    ("lr: 1}", "lr: true}", "17: key `cases.one.lr`: true is not a number. Change the value."),
    ("lr: 0.5,", "lr: 0.5, feedback: full,", "18: key `cases.two`: feedback `full` would show the values of a hidden case. Add `show: true`, or use feedback category or none."),
    ("{x: 0.5}", "{xx: 0.5}", "18: key `cases.two.scales.xx`: no such array input. Did you mean `x`?"),
    ("{x: 0.5}", "{lr: 0.5}", "18: key `cases.two.scales.lr`: no such array input. Known here: `w`, `x`."),
    ("{x: 0.5}", "{x: -1}", "18: key `cases.two.scales.x`: `-1` is not above 0.0. Write a larger number."),
    ("lr: 1}", "lr: 1, x: [[1, 2, 3], [1]]}", "17: key `cases.one.x[1]`: 1 entries, but axis 1 of `x` (2, 3) has 3. Change the list or the dimensions of the case."),
    ("lr: 1}", "lr: 1, x: [[1, 2, a], [1, 2, 3]]}", "17: key `cases.one.x[0][2]`: `a` is not a number (`x` is float32). Change the value."),
    ("lr: 1}", "lr: 1, x: [[1, 2, [3]], [1, 2, 3]]}", "17: key `cases.one.x[0][2]`: a list where `x` (2, 3) has a number. Write one number."),
    ("lr: 1}", "lr: 1, x: [[1, 2, 1e39], [1, 2, 3]]}", "17: key `cases.one.x[0][2]`: `1e+39` is too large for float32. Use a smaller number."),
    ("lr: 1}", "lr: 1, x: 3}", "17: key `cases.one.x`: `x` has shape (2, 3), and here stands `3` instead of a list. Write a list of 2."),
    ("lr: 1}", "lr: 1, x: {a: 1}}", "17: key `cases.one.x`: `x` is one array, and a mapping is given. Write nested lists."),
    ("show: true", "show: true, points: 0", None),
    ("{show: true, N: 2, d: 3, k: 1, lr: 1}\n  two: {", "{N: 2, d: 3, k: 1, lr: 1, points: 0}\n  two: {points: 0, ", "16: key `cases`: no case is worth a point. Give at least one case points above 0."),
    ("[N, d]", "[N // (d - 3), d]", "17: key `cases.one.x`: `N // (d - 3)` divides by zero. Check the dimensions."),
    ("N: 2, d: 3", "N: 999999, d: 999999", "17: key `cases.one.x`: an array of 999,998,000,001 elements. Use smaller dimensions."),
    ("lr: {type: float}", "lr: {type: float}\n  h: {shape: [], draw: one_hot}", "8: key `inputs.h`: draw `one_hot` needs an axis. Use a shape like [N, C]."),
    ("draw: normal}", "draw: uniform}", "18: key `cases.two.scales.x`: `x` is not drawn with a scale. Remove it."),
    (X, "x: {shape: [N, d], draw: normal}\n  y: {like: x/a, draw: normal}", "6: key `inputs.y.like`: `x/a` is no array above this one. Known here: `x`."),
    ("loss: {shape: []", "loss: {shape: [d // (d - 3)]", "15: key `outputs.loss.shape[0]`: `d // (d - 3)` divides by zero. Check the dimensions."),
    ("loss: {shape: []", "loss: {shape: [d - 4]", "15: key `outputs.loss.shape[0]`: `d - 4` comes to -1. A size is at least 1."),
    ('":k"', '":k // (d - 3)"', "14: key `outputs.w.views.a[1]`: `k // (d - 3)` divides by zero. Check the dimensions."),
    (LOSS, "loss: {shape: [d], judged: scaled, views: {}}", "15: key `outputs.loss`: `views` is empty. Name a view, or remove the key."),
    (LOSS, "loss: {group: {}}", "15: key `outputs.loss`: the group has no members. Name at least one."),
    (LOSS, "loss: {group: {a: {judged: scaled}}}", "15: key `outputs.loss.group.a`: neither `shape` nor `like` is given. Add `shape: [N, d]`."),
    (LOSS, "loss: {group: {a: {like: v, judged: scaled}}}", "15: key `outputs.loss.group.a.like`: `v` is no array input. Known here: `w`, `x`."),
    (LOSS, "loss: {group: {a: {like: x, judged: update, of: v}}}", "15: key `outputs.loss.group.a.of`: `v/a` is no array input. Known here: `w`, `x`."),
    (LOSS, "loss: {like: x/b, judged: scaled}", "15: key `outputs.loss.like`: `x/b` is no input of arrays. Known here: `w`, `x`."),
    ("returns: dict\noutputs:\n", "  y: {shape: [d], draw: labels, classes: d}\nreturns: dict\noutputs:\n  y: {like: y, judged: update, of: y}\n", "11: key `outputs.y.of`: `y` is int64, and an update is a float. Name another."),
    # Limits and policy.
    ("cases:\n", "limits: {time: 2}\ncases:\n", "16: key `limits.time`: `2` is no time. Write a number and ms, s or min, for example `2 s per case`."),
    ("cases:\n", "limits: {total: 8 s per case}\ncases:\n", "16: key `limits.total`: `8 s per case` is no time. Write a number and ms, s or min, for example `8 s`."),
    ("cases:\n", "limits: {time: 9 s}\ncases:\n", "16: key `limits.total`: the total of 8 s is below the 9 s of one case. Raise `total` or lower `time`."),
    ("cases:\n", "limits: {memory: 3 MB}\ncases:\n", "16: key `limits.memory`: `3 MB` is no amount of memory. Write a number and KiB, MiB or GiB, for example `512 MiB`."),
    ("cases:\n", "limits: {memory: 1 KiB}\ncases:\n", "16: key `limits.memory`: `1 KiB` is not between 16 MiB and 64 GiB. Use, for example, `512 MiB`."),
    ("cases:\n", "limits: {time: 0 s}\ncases:\n", "16: key `limits.time`: `0 s` is not between 0 and an hour. Use, for example, `2 s per case`."),
    ("cases:\n", "policy: {autograd: allow}\ncases:\n", "16: key `policy.autograd`: autograd is always refused. Remove the key."),
    ("cases:\n", "policy: {tapes: allow}\ncases:\n", "16: key `policy.tapes`: there is no such choice. Did you mean `tape`?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_fault_is_told_in_our_words(changed, old, new, message):
    """Exactly this, and never a word of the library that found it."""
    if message is None:
        changed((old, new))
        return
    with pytest.raises(ProblemError) as caught:
        changed((old, new))
    text = re.sub(r" \(and \d+ more faults? in this file\)$", "", str(caught.value))
    assert text == f"problems/small.yaml:{message}"
    for error in (caught.value, *caught.value.others):
        assert "Input should" not in str(error)
        assert error.line is not None


def test_several_faults_are_counted_and_kept(changed):
    """The first in the file is told, the rest are in `others`, in order."""
    with pytest.raises(ProblemError) as caught:
        changed(("easy", "eazy"), ("draw: normal", "draw: norm"), ("lr: {type: float}", "lr: {typ: float}"))
    assert str(caught.value).endswith("(and 2 more faults in this file)")
    assert [error.line for error in caught.value.others] == [5, 7]


@pytest.mark.parametrize(
    ("text", "what"), [("", "the file is empty"), ("- a", "a spec is a mapping"), ("3", "mapping")]
)
def test_what_is_no_mapping_is_no_spec(text, what):
    """Neither an empty file nor a list."""
    from pathlib import Path

    from harness.problem.spec import parse_problem
    from harness.problem.yaml import load_yaml

    with pytest.raises(ProblemError, match=what):
        parse_problem(*load_yaml(text), Path("p.yaml"))
