"""What `solve` may return, as the judge receives it: exact kinds, exact numbers, and data only where it fits."""

import numpy as np
import pytest

from tests.sandbox.bench import run

HEAD = "import numpy as np, torch, collections\n"


def returned(zygote, expression, *, head=""):
    """Give what the judge received for an expression."""
    found = run(zygote, f"{HEAD}{head}\ndef solve(x, k):\n    return {expression}\n")
    assert found.steps[0].failure is None, found.steps[0].failure
    return found.steps[0].value


@pytest.mark.parametrize(
    ("expression", "kind", "dtype", "expected"),
    [
        ("torch.arange(3.0)", "tensor", "float32", [0.0, 1.0, 2.0]),
        ("torch.arange(3.0, dtype=torch.float64)", "tensor", "float64", [0.0, 1.0, 2.0]),
        ("torch.tensor(2.5)", "tensor", "float32", 2.5),
        ("torch.tensor([True, False])", "tensor", "bool", [True, False]),
        ("torch.arange(4).reshape(2, 2).T", "tensor", "int64", [[0, 2], [1, 3]]),
        ("torch.arange(6.0)[::2]", "tensor", "float32", [0.0, 2.0, 4.0]),
        ("torch.ones(2, requires_grad=True)", "tensor", "float32", [1.0, 1.0]),
        ("torch.ones(2, 0)", "tensor", "float32", np.ones((2, 0))),
        ("torch.ones(1).expand(2, 3)", "tensor", "float32", np.ones((2, 3))),
        ("torch._neg_view(torch.ones(2))", "tensor", "float32", [-1.0, -1.0]),
        ("torch.tensor([1, 255], dtype=torch.uint8)", "tensor", "uint8", [1, 255]),
        ("np.arange(3)", "array", "int64", [0, 1, 2]),
        ("np.arange(3, dtype='>f8')", "array", "float64", [0.0, 1.0, 2.0]),
        ("np.arange(3, dtype='>i4')", "array", "int32", [0, 1, 2]),
        ("np.arange(6.0).reshape(2, 3)[:, ::-1]", "array", "float64", [[2, 1, 0], [5, 4, 3]]),
        ("np.asfortranarray(np.arange(4.0).reshape(2, 2))", "array", "float64", [[0, 1], [2, 3]]),
        ("np.array(1.5, dtype='float32')", "array", "float32", 1.5),
        ("np.zeros((0, 5), dtype=bool)", "array", "bool", np.zeros((0, 5))),
        ("np.float32(0.1)", "number", "float32", np.float32(0.1)),
        ("np.bool_(True)", "number", "bool", True),
        ("np.int16(-3)", "number", "int16", -3),
        ("True", "number", "bool", True),
        ("2 ** 63 - 1", "number", "int64", 2**63 - 1),
        ("0.1", "number", "float64", 0.1),
        ("float('nan')", "number", "float64", float("nan")),
    ],
)
def test_numbers_arrive_bit_for_bit(zygote, expression, kind, dtype, expected):
    """Arrays, tensors and numbers of the known types come with their data, whatever their memory looks like."""
    value = returned(zygote, expression)
    assert (value.kind, value.dtype, value.fault) == (kind, dtype, "")
    assert value.shape == np.shape(expected)
    assert value.data.dtype == dtype
    np.testing.assert_array_equal(value.data, expected)
    assert not value.data.flags.writeable


@pytest.mark.parametrize(
    ("expression", "kind", "dtype", "fault"),
    [
        ("torch.ones(2).bfloat16()", "tensor", "bfloat16", "dtype"),
        ("torch.ones(2).half()", "tensor", "float16", "dtype"),
        ("torch.ones(2, dtype=torch.complex64)", "tensor", "complex64", "dtype"),
        ("torch.ones(2, dtype=torch.complex64).conj()", "tensor", "complex64", "dtype"),
        ("torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)", "tensor", "qint8", "dtype"),
        ("torch.eye(3).to_sparse()", "tensor", "float32", "sparse"),
        ("torch.eye(3).to_sparse_csr()", "tensor", "float32", "sparse"),
        ("torch.ones(2, device='meta')", "tensor", "float32", "meta"),
        ("torch.ones(1).expand(1 << 40)", "tensor", "float32", "too-large"),
        ("torch.ones(1).expand(1 << 20, 1 << 20)", "tensor", "float32", "too-large"),
        ("torch.ones(1).expand(1 << 62)", "tensor", "float32", "too-large"),
        ("torch.ones([1] * 40)", "tensor", "float32", "too-large"),
        ("np.broadcast_to(np.float32(1), (1 << 20, 1 << 20))", "array", "float32", "too-large"),
        ("np.zeros(1 << 16)", "array", "float64", "too-large"),
        ("np.array([None, solve])", "array", "object", "dtype"),
        ("np.array(['a', 'b'])", "array", "<U1", "dtype"),
        ("np.array([b'a'])", "array", "|S1", "dtype"),
        ("np.zeros(2, dtype='M8[s]')", "array", "datetime64[s]", "dtype"),
        ("np.zeros(2, dtype='complex128')", "array", "complex128", "dtype"),
        ("np.zeros(2, dtype='float16')", "array", "float16", "dtype"),
        ("np.zeros(2, dtype=[('a', 'f4')])", "array", "[('a', '<f4')]", "dtype"),
        ("2 ** 63", "number", "int64", "dtype"),
        ("-10 ** 5000", "number", "int64", "dtype"),
        ("1j", "number", "complex128", "dtype"),
        ("np.longdouble(1)", "number", "float128", "dtype"),
        ("np.str_('x')", "number", "<U1", "dtype"),
    ],
)
def test_what_is_no_answer_is_named_and_comes_without_data(zygote, expression, kind, dtype, fault):
    """Types that are never compared, and sizes beyond the cap, are described and not sent."""
    value = returned(zygote, expression)
    assert (value.kind, value.dtype, value.fault) == (kind, dtype, fault)
    assert value.data is None


@pytest.mark.parametrize(
    ("expression", "kind", "type_name"),
    [
        ("None", "none", "None"),
        ("[1.0]", "list", "list"),
        ("'text'", "other", "str"),
        ("{1}", "other", "set"),
        ("{1: 2.0}", "other", "dict"),
        ("{'a': 1, 2: 1}", "other", "dict"),
        ("collections.OrderedDict(a=1)", "other", "collections.OrderedDict"),
        ("collections.namedtuple('Pair', 'a b')(1, 2)", "other", "submission.Pair"),
        ("torch.nn.Parameter(torch.ones(2))", "other", "torch.nn.parameter.Parameter"),
        ("np.ma.ones(2)", "other", "numpy.ma.MaskedArray"),
        ("np.matrix([1.0])", "other", "numpy.matrix"),
        ("Mine(np.ones(2))", "other", "submission.Mine"),
        ("torch.ones(2).as_subclass(Ours)", "other", "submission.Ours"),
        ("Whole(3)", "other", "submission.Whole"),
        ("solve", "other", "function"),
        ("(v for v in x)", "other", "generator"),
    ],
)
def test_everything_else_is_named_by_its_type(zygote, expression, kind, type_name):
    """A subclass is not what it derives from: its methods could compute anything when asked."""
    head = """
class Mine(np.ndarray):
    def __new__(cls, data): return np.asarray(data).view(cls)
class Ours(torch.Tensor): pass
class Whole(int): pass
"""
    value = returned(zygote, expression, head=head)
    assert (value.kind, value.type_name) == (kind, type_name)


def test_containers_keep_their_order_and_nesting(zygote):
    """Tuples and dicts may be nested once; deeper ones are something else."""
    value = returned(
        zygote, "{'b': torch.ones(2), 'a': {'w': np.zeros(1), 'n': 3}, 't': (1.0, (x, k), None)}"
    )
    assert value.keys == ("b", "a", "t")
    assert [item.kind for item in value.items] == ["tensor", "dict", "tuple"]
    assert value.items[1].keys == ("w", "n")
    assert [item.kind for item in value.items[2].items] == ["number", "other", "none"]
    assert value.items[2].items[0].data == 1.0


def test_the_cap_holds_for_all_parts_together(zygote):
    """Many parts that each fit do not add up to more than the cap."""
    value = returned(zygote, "tuple(np.zeros(4096) for _ in range(6))")
    assert [item.fault for item in value.items] == [
        "",
        "",
        "too-large",
        "too-large",
        "too-large",
        "too-large",
    ]


@pytest.mark.parametrize(
    "expression",
    ["{'k%d' % i: float(i) for i in range(5000)}", "{'k' * 4000 + str(i): 1.0 for i in range(900)}"],
)
def test_a_dict_too_large_to_describe(zygote, expression):
    """A description beyond its bound ends as an error in words, never as a broken frame."""
    found = run(zygote, f"{HEAD}def solve(x, k):\n    return {expression}\n", plan=[0, 1])
    for step in found.steps:
        assert step.failure.kind == "exception"
        assert "too many" in step.failure.message


def test_keys_that_cannot_be_written(zygote):
    """Half a surrogate pair in a key arrives escaped, fit for a report."""
    value = returned(zygote, r"{'a\ud800': 1.0, 'ä': 2.0}")
    assert value.keys == (r"a\ud800", "ä")


@pytest.mark.parametrize(
    "head",
    [
        "class Bad(type):\n    @property\n    def __qualname__(cls): raise SystemExit\nclass Odd(metaclass=Bad): pass",
        "class Bad(type):\n    __module__ = property(lambda cls: 1 / 0)\nclass Odd(metaclass=Bad): pass",
        "class Odd:\n    __module__ = 'x' * 10 ** 6",
        "class Odd: pass\nOdd.__qualname__ = '\\udfff' * 1000",
    ],
)
def test_a_type_that_lies_about_its_name(zygote, head):
    """A class whose name raises, or never ends, harms its own submission alone."""
    found = run(zygote, f"{head}\ndef solve(x, k): return Odd()\n", plan=[0, 1])
    for step in found.steps:
        assert step.failure is not None or len(step.value.type_name) <= 200
        assert step.failure is None or step.failure.kind in {"exception", "exit"}
