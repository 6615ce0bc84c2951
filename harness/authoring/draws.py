"""Drawing the inputs of a case under a key.

Every input has a generator of its own, seeded from key, stem, case, attempt and the input's name, so that a new
input leaves the others as they were. All draws are float32 (labels and permutations int64) on the CPU: the one stream that PyTorch
has kept since 1.13. Its generator reads 32 bits of a seed; that is enough, because a seed tells nothing of another.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
import torch

from harness.authoring.parts import Value
from harness.authoring.reference import Reference
from harness.authoring.secret import case_key, input_seed
from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError
from harness.problem.layout import ArrayOf, CaseLayout, Drawn, Written

Array = np.ndarray[Any, Any]


def draw_inputs(
    layout: CaseLayout, names: Sequence[str], reference: Reference, *, key: bytes, stem: str, attempt: int = 0
) -> dict[str, Value]:
    """Draw every array of a case and add its scalars.

    Args:
        layout: the case.
        names: the problem's inputs, in the order of `solve`.
        reference: for inputs with `draw: reference`.
        key: the secret or public key.
        stem: the problem's.
        attempt: another attempt is another draw of the whole case.

    Returns:
        Arrays and scalars by flat name, in the order of `solve`.

    Raises:
        ProblemError: the reference's `inputs` fails or does not fit.
    """
    seed = case_key(key, stem, layout.case or "", attempt)
    hooked: Mapping[str, Array] = {}
    if any(isinstance(source, Drawn) and source.kind == "reference" for source in layout.sources.values()):
        hooked = drawn_by_reference(reference, layout, input_seed(seed, "inputs()"))
    drawn: dict[str, Value] = {}
    for name in names:
        if name in layout.scalars:
            drawn[name] = layout.scalars[name]
        for array in layout.arrays.values():
            if array.name == name or array.name.startswith(f"{name}/"):
                source = layout.sources[array.name]
                if isinstance(source, Drawn) and source.kind == "reference":
                    drawn[array.name] = hooked[array.name]
                else:
                    drawn[array.name] = make(source, array, input_seed(seed, array.name))
    return drawn


def make(source: Drawn | Written, array: ArrayOf, seed: int) -> Array:
    """One array of the shape and dtype that the layout says."""
    if isinstance(source, Written):
        return np.asarray(source.values, dtype=array.dtype).reshape(array.shape)
    generator = torch.Generator().manual_seed(seed)
    return draw(source, array.shape, generator).numpy().astype(array.dtype)


def draw(source: Drawn, shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    """One draw, float32 (labels and permutations int64), as `Drawn` defines its kind."""
    if source.kind == "labels":
        return torch.randint(source.classes or 1, shape, generator=generator)
    if source.kind == "permutation":
        orders = [torch.randperm(shape[-1], generator=generator) for _ in range(prod(shape[:-1]))]
        return torch.stack(orders).reshape(shape)
    if source.kind == "uniform":
        return source.low + (source.high - source.low) * torch.rand(shape, generator=generator)
    if source.kind == "bernoulli":
        return (torch.rand(shape, generator=generator) < source.p).float()
    if source.kind == "one_hot":
        rows = torch.randint(shape[-1], shape[:-1], generator=generator)
        return torch.nn.functional.one_hot(rows, shape[-1]).float()
    normal = torch.randn(shape, generator=generator)
    if source.kind == "positive":
        return torch.exp(source.mean + source.scale * normal)
    if source.kind == "cholesky":
        # A diagonal of the same size, kept away from zero so that the factor stays well conditioned.
        positive = torch.exp(torch.diagonal(normal, dim1=-2, dim2=-1) / 2)
        return source.scale * (torch.tril(normal, -1) + torch.diag_embed(positive))
    return source.mean + source.scale * normal


def drawn_by_reference(reference: Reference, layout: CaseLayout, seed: int) -> dict[str, Array]:
    """The arrays that `inputs(generator, **dims)` of the reference draws, by flat name.

    It gets those dimensions and scalars that it has parameters for, or all of them under `**`. It runs twice, and
    the other generators are moved in between: what it draws must come from the generator alone.

    Raises:
        ProblemError: no such function, a missing or misshapen array, or draws of its own.
    """
    if not reference.has("inputs"):
        raise reference.fault(
            "the spec says `draw: reference`, but there is no function `inputs`",
            "Define `def inputs(generator, ...)` that returns a dict of tensors by the names of the spec",
        )
    line = reference.line_of("inputs")
    parameters = reference.parameters("inputs")[1:]
    known = {**layout.dims, **layout.scalars}
    everything = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    wanted = known if everything else {p.name: known[p.name] for p in parameters if p.name in known}
    runs = []
    for moved in (1, 2):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(moved)
            generator = torch.Generator().manual_seed(seed)
            watch = Watch(reference.path)
            runs.append(flat(reference.call("inputs", [generator], wanted, watch=watch), reference))
    arrays: dict[str, Array] = {}
    for name, source in layout.sources.items():
        if not isinstance(source, Drawn) or source.kind != "reference":
            continue
        array = layout.arrays[name]
        if name not in runs[0]:
            raise reference.fault(f"`inputs` does not return `{name}`", "Add it to the dict", line=line)
        value = runs[0][name]
        if tuple(value.shape) != array.shape:
            raise reference.fault(
                f"`inputs` returns `{name}` in the shape {tuple(value.shape)}, but the spec says {array.shape}",
                "Correct the one that is wrong",
                line=line,
            )
        if not torch.isfinite(value).all():
            raise reference.fault(
                f"`inputs` returns `{name}` with values that are not finite",
                "Return finite numbers",
                line=line,
            )
        if not torch.equal(value, runs[1][name]):
            raise reference.fault(
                f"`inputs` draws `{name}` differently each time",
                "Draw from the generator it is given: torch.randn(..., generator=generator)",
                line=line,
            )
        arrays[name] = value.numpy().astype(array.dtype)
    return arrays


def flat(returned: object, reference: Reference) -> dict[str, torch.Tensor]:
    """A dict of tensors, or of dicts of tensors for groups, by flat name."""
    found: dict[str, torch.Tensor] = {}
    if isinstance(returned, dict):
        for name, value in returned.items():
            inside = value.items() if isinstance(value, dict) else [("", value)]
            found |= {f"{name}/{member}".rstrip("/"): tensor for member, tensor in inside}
    if not found or not all(isinstance(value, torch.Tensor) for value in found.values()):
        raise ProblemError(
            "`inputs` must return a dict of tensors by the names of the spec",
            path=reference.path,
            line=reference.return_of("inputs"),
            fix="A group is a dict in it",
        )
    return found
