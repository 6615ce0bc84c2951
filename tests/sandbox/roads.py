"""Roads to a derivative: programs that give d/dx sum(x^3) = 3 x^2 with no formula of their own.

Run as `python roads.py MODE`, each road goes in a process of its own, and a JSON object says what each gave:
    plain     torch as it is: every road must arrive, or it proves nothing
    removed   after `removal.remove()`, with imports, threads and files all open: none may arrive
    kernels   with the first wall alone (no guard, nothing disarmed): none may arrive either
    thread    the whole removal on a new thread, where the dispatch guard does not hold
    erased    with the derivative code erased and no other wall, as after every other one was undone in raw memory
"""

import contextlib
import json
import os
import signal
import sys
import warnings

PRELUDE = """
import torch
def f(x): return (x * x * x).sum()
def leaf(x): return x.detach().clone().requires_grad_()
def recorded(x):
    with torch.inference_mode(False), torch.enable_grad():
        w = leaf(x)
        return w, f(w)
def walked(x, y):
    # Calls the recorded nodes by hand, from the result down to the leaf.
    found, queue = 0, [(y.grad_fn, torch.ones_like(y))]
    while queue:
        node, grad = queue.pop()
        if 'AccumulateGrad' in type(node).__name__:
            found = found + grad
            continue
        grads = node(grad)
        grads = grads if isinstance(grads, tuple) else (grads,)
        queue += [(n, g) for (n, _), g in zip(node.next_functions, grads) if n is not None]
    return found
"""

ROADS = {
    "backward": "w = leaf(x); f(w).backward(); return w.grad",
    "autograd.grad": "w = leaf(x); return torch.autograd.grad(f(w), w)[0]",
    "Tensor.backward by its class": "w = leaf(x); torch.Tensor.backward(f(w)); return w.grad",
    "autograd.backward": "w = leaf(x); torch.autograd.backward([f(w)]); return w.grad",
    "outside inference mode": "w, y = recorded(x); return torch.autograd.grad(y, w)[0]",
    "set_grad_enabled": "torch.set_grad_enabled(True); w = leaf(x); y = f(w); y.backward(); return w.grad",
    "enable_grad entered by hand":
        "torch.enable_grad().__enter__(); torch.inference_mode(False).__enter__(); w = leaf(x); f(w).backward(); return w.grad",
    "a hook": "seen = []; w = leaf(x); w.register_hook(seen.append); f(w).backward(); return seen[0]",
    "a hook on the accumulator":
        "seen = []; w = leaf(x); w.register_post_accumulate_grad_hook(lambda t: seen.append(t.grad)); f(w).backward(); return seen[0]",
    "a hook on an intermediate": """
w = leaf(x); seen = []
v = w * w * w; v.register_hook(lambda g: seen.append(g)); v.sum().backward()
return w.grad * seen[0]""",
    "grad_fn by hand": "w, y = recorded(x); return walked(w, y)",
    "grad_fn through the node's type": """
w, y = recorded(x)
total, queue = 0, [(y.grad_fn, torch.ones_like(y))]
while queue:
    node, grad = queue.pop()
    if 'AccumulateGrad' in type(node).__name__: total = total + grad; continue
    grads = type(node).__call__(node, grad)
    grads = grads if isinstance(grads, tuple) else (grads,)
    queue += [(n, g) for (n, _), g in zip(node.next_functions, grads) if n is not None]
return total""",
    "saved tensors of the graph": """
w, y = recorded(x)
node = y.grad_fn.next_functions[0][0]
square = node.next_functions[0][0]
return node._saved_other * square._saved_other + node._saved_self * 1 + node._saved_other * square._saved_self""",
    "a custom Function": """
class Tap(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v): return v.clone()
    @staticmethod
    def backward(ctx, g): seen.append(g); return g
seen = []; w = leaf(x); f(Tap.apply(w)).backward(); return seen[0]""",
    "the Function's base in C": """
class Tap(torch.autograd.Function):
    @staticmethod
    def forward(ctx, v): return v.clone()
    @staticmethod
    def backward(ctx, g): seen.append(g); return g
seen = []; w = leaf(x)
y = f(torch._C._FunctionBase.__dict__['apply'].__get__(None, Tap)(w)); y.backward(); return seen[0]""",
    "the engine": """
w, y = recorded(x)
engine = torch.autograd.Variable._execution_engine
return engine.run_backward((y,), (torch.ones_like(y),), False, False, (w,), allow_unreachable=True, accumulate_grad=False)[0]""",
    "the engine made anew": """
w, y = recorded(x)
return torch._C._ImperativeEngine().run_backward((y,), (torch.ones_like(y),), False, False, (w,), allow_unreachable=True, accumulate_grad=False)[0]""",
    "the engine found among all types": """
w, y = recorded(x)
queue, types = [object], []
while queue:
    for cls in type.__subclasses__(queue.pop()):
        if cls not in types: types.append(cls); queue.append(cls)
runs = [cls.__dict__['run_backward'] for cls in types if 'run_backward' in cls.__dict__]
engine = torch.autograd.Variable._execution_engine
return runs[0](engine, (y,), (torch.ones_like(y),), False, False, (w,), allow_unreachable=True, accumulate_grad=False)[0]""",
    "forward mode": """
import torch.autograd.forward_ad as ad
out = []
for i in range(3):
    with ad.dual_level():
        out.append(ad.unpack_dual(f(ad.make_dual(x, torch.eye(3)[i]))).tangent)
return torch.stack(out)""",
    "forward mode from its primitives": """
out = []
level = torch._C._enter_dual_level()
for i in range(3):
    dual = torch._make_dual(x.clone(), torch.eye(3)[i], level=level)
    out.append(torch._unpack_dual(f(dual), level=level)[1])
return torch.stack(out)""",
    "forward mode outside inference mode": """
import torch.autograd.forward_ad as ad
out = []
with torch.inference_mode(False), torch.enable_grad(), torch._C._ForwardADLevel() if hasattr(torch._C, '_ForwardADLevel') else torch.enable_grad():
    for i in range(3):
        with ad.dual_level():
            out.append(ad.unpack_dual(f(ad.make_dual(x, torch.eye(3)[i]))).tangent)
return torch.stack(out)""",
    "func.grad": "return torch.func.grad(f)(x)",
    "func.vjp": "return torch.func.vjp(f, x)[1](torch.tensor(1.0))[0]",
    "func.jvp": "return torch.stack([torch.func.jvp(f, (x,), (e,))[1] for e in torch.eye(3)])",
    "func.jacrev": "return torch.func.jacrev(f)(x)",
    "func.jacfwd": "return torch.func.jacfwd(f)(x)",
    "func.grad_and_value": "return torch.func.grad_and_value(f)(x)[0]",
    "func.linearize": "return torch.stack([torch.func.linearize(f, x)[1](e) for e in torch.eye(3)])",
    "vmap of grad": "return torch.func.vmap(torch.func.grad(lambda v: v * v * v))(x)",
    "functorch's own homes": """
import importlib
for home in ('torch._functorch.eager_transforms', 'torch._functorch.apis', 'functorch'):
    try: return importlib.import_module(home).grad(f)(x)
    except Exception: pass
raise RuntimeError('none')""",
    "functorch's primitives": """
ft = torch._C._functorch
level = ft._grad_increment_nesting()
ft.set_inplace_requires_grad_allowed(True)
w = ft._wrap_for_grad(x, level).requires_grad_()
got = torch.autograd.grad(f(w), w)[0]
return ft._unwrap_for_grad(got, level).clone()""",
    "functorch's graph walked": """
ft = torch._C._functorch
level = ft._grad_increment_nesting()
ft.set_inplace_requires_grad_allowed(True)
w = ft._wrap_for_grad(x, level).requires_grad_()
return ft._unwrap_for_grad(walked(w, f(w)), level).clone()""",
    "autograd.functional": "return torch.autograd.functional.jacobian(f, x)",
    "autograd.functional.vjp": "return torch.autograd.functional.vjp(f, x)[1]",
    "TorchScript": """
unit = torch.jit.CompilationUnit('''
def g(x):
    y = (x * x * x).sum()
    d = torch.autograd.grad([y], [x])[0]
    assert d is not None
    return d
''')
with torch.inference_mode(False), torch.enable_grad(): return unit.g(leaf(x))""",
    "TorchScript from C": """
import torch._jit_internal as internal
from torch.jit.frontend import get_jit_def
unit = torch._C.CompilationUnit()
unit.define('''
def g(x):
    y = (x * x * x).sum()
    y.backward()
    return x.grad
''', internal.createResolutionCallbackFromFrame(0))
w = leaf(x)
return unit.find_function('g')(w)""",
    "traced": """
w = leaf(x)
f.__module__ = '__main__'
traced = torch.jit.trace(f, (x,), check_trace=False)
return torch.autograd.grad(traced(w), w)[0]""",
    "make_fx": """
from torch.fx.experimental.proxy_tensor import make_fx
return make_fx(torch.func.grad(f))(x)(x)""",
    "compiled": """
w = leaf(x)
torch.compile(f, backend='aot_eager')(w).backward()
return w.grad""",
    "a custom operator": """
@torch.library.custom_op('roads::cube', mutates_args=())
def cube(v: torch.Tensor) -> torch.Tensor: return v * v * v
cube.register_autograd(lambda ctx, g: (g * 3 * ctx.saved_tensors[0] ** 2,), setup_context=lambda ctx, inputs, output: ctx.save_for_backward(*inputs))
w = leaf(x); return torch.autograd.grad(cube(w).sum(), w)[0]""",
    "kernels registered over and dropped": """
import gc
library = torch.library.Library('aten', 'IMPL')
library.impl('mul.Tensor', torch.library.fallthrough_kernel, 'AutogradCPU')
library._destroy() if hasattr(library, '_destroy') else None
del library; gc.collect()
w, y = recorded(x); return torch.autograd.grad(y, w)[0]""",
    "dispatch modules reset": """
import gc
library = torch._C._dispatch_library('IMPL', 'aten', 'Meta', '', 0)
for thing in gc.get_objects():
    if type(thing).__name__ == '_DispatchModule': thing.reset()
library.reset()
w, y = recorded(x); return torch.autograd.grad(y, w)[0]""",
    "redispatched by key": """
keys = torch._C.DispatchKeySet(torch._C.DispatchKey.AutogradCPU)
w = leaf(x)
with torch.enable_grad():
    y = torch.ops.aten.mul.Tensor.redispatch(keys, w, torch.ops.aten.mul.Tensor.redispatch(keys, w, w))
    y = torch.ops.aten.sum.default.redispatch(keys, y)
return walked(w, y)""",
    "the overload's own kernel": """
w = leaf(x); overload = torch.ops.aten.mul.Tensor
y = overload._op(w, overload._op(w, w)).sum(); return torch.autograd.grad(y, w)[0]""",
    "guards of the dispatcher": """
key = torch._C.DispatchKey.AutogradCPU
with torch._C._IncludeDispatchKeyGuard(key), torch.enable_grad():
    w = leaf(x); y = f(w)
return walked(w, y)""",
    "exclusion lifted": """
for name in ('AutogradCPU', 'ADInplaceOrView', 'AutogradFunctionality'):
    key = getattr(torch._C.DispatchKey, name)
    torch._C._dispatch_tls_set_dispatch_key_excluded(key, False)
w = leaf(x); return walked(w, f(w))""",
    "a guard exited": """
guard = torch._C._AutoDispatchBelowAutograd()
del guard
import gc; gc.collect()
w = leaf(x); return walked(w, f(w))""",
    "guard types found again": """
import gc
queue, types = [object], []
while queue:
    for cls in type.__subclasses__(queue.pop()):
        if cls not in types: types.append(cls); queue.append(cls)
mode = [cls for cls in types if cls.__name__ == '_InferenceMode'][0](False)
with torch.enable_grad():
    w = leaf(x); y = f(w)
return walked(w, y)""",
    "checkpoint": """
from torch.utils.checkpoint import checkpoint
w = leaf(x); checkpoint(f, w, use_reentrant=False).backward(); return w.grad""",
    "an optimiser": """
p = torch.nn.Parameter(x.clone()); opt = torch.optim.SGD([p], lr=1.0)
f(p).backward(); opt.step(); return x - p.detach()""",
    "an optimiser with a closure": """
p = torch.nn.Parameter(x.clone()); opt = torch.optim.SGD([p], lr=1.0)
def closure():
    loss = f(p)
    loss.backward()
    return loss
opt.step(closure); return x - p.detach()""",
    "a module": """
m = torch.nn.Linear(3, 1, bias=False)
with torch.no_grad(): m.weight.copy_(x[None])
f(m.weight).backward(); return m.weight.grad[0]""",
    "a parametrisation's hook": """
m = torch.nn.Identity(); seen = []
m.register_full_backward_hook(lambda mod, gi, go: seen.append(gi[0]))
w = leaf(x); m2 = m(w); f(m2).backward(); return seen[0]""",
    "saved-tensor hooks": """
w = leaf(x); packed = []
with torch.autograd.graph.saved_tensors_hooks(lambda t: packed.append(t) or t, lambda t: t):
    y = f(w)
assert packed
return torch.autograd.grad(y, w)[0]""",
    "another thread": """
import threading
out = []
def work():
    w, y = recorded(x); out.append(walked(w, y))
t = threading.Thread(target=work); t.start(); t.join(); return out[0]""",
    "a tensor subclass": """
class T(torch.Tensor): pass
w = leaf(x).as_subclass(T).requires_grad_(); y = f(w); return torch.autograd.grad(y, w)[0].as_subclass(torch.Tensor)""",
    "disabled torch function": """
with torch._C.DisableTorchFunctionSubclass():
    w = leaf(x); return torch.autograd.grad(f(w), w)[0]""",
    "a python dispatch mode": """
from torch.utils._python_dispatch import TorchDispatchMode
class M(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None): return func(*args, **(kwargs or {}))
with M():
    w = leaf(x); return torch.autograd.grad(f(w), w)[0]""",
    "double precision matmul": "w = leaf(x.double()); return torch.autograd.grad((w * w) @ w, w)[0].float()",
    "complex tensors": "w = leaf(x.to(torch.complex64)); return torch.autograd.grad(f(w).real, w)[0].real",
    "nested tensors": """
w = leaf(x); n = torch.nested.as_nested_tensor([w]); return torch.autograd.grad((n * n * n).to_padded_tensor(0.0).sum(), w)[0]""",
    "sparse tensors": "w = leaf(x); s = torch.diag(w).to_sparse(); return torch.autograd.grad(torch.sparse.mm(s, torch.diag(w * w)).sum(), w)[0]",
    "backward kernels through an overload table": """
w, y = recorded(x)
return [torch.autograd.grad(y, w)[0]][0] if y.grad_fn is not None else None""",
}  # fmt: skip


def program(road: str, head: str) -> str:
    """Give a road as the source of a function, under a given first line."""
    body = ROADS[road].strip("\n").splitlines()
    return PRELUDE + head + "\n" + "\n".join(f"    {line}" for line in body) + "\n"


def _walk(road: str) -> list[float] | str:
    import torch

    names: dict[str, object] = {}
    exec(program(road, "def answer(x):"), names)
    try:
        got = names["answer"](torch.tensor([1.0, 2.0, 3.0]))  # type: ignore[operator]
        return [round(float(v), 3) for v in got.detach().reshape(-1)]
    except BaseException as error:  # noqa: BLE001 - how a road is closed does not matter here
        return f"{type(error).__name__}: {str(error)[:100]}"


def _walk_on_a_thread(road: str) -> list[float] | str:
    import threading

    out: list[list[float] | str] = []
    thread = threading.Thread(target=lambda: out.append(_walk(road)))
    thread.start()
    thread.join()
    return out[0]


def main(mode: str) -> None:
    """Walk every road, each in a fork, and print what each gave."""
    warnings.simplefilter("ignore")
    import torch

    torch.set_num_threads(1)
    for name in (
        "torch._dynamo",
        "torch.func",
        "torch.optim",
        "torch.utils.checkpoint",
        "torch.fx.experimental.proxy_tensor",
        "functorch",
    ):
        with contextlib.suppress(ImportError):
            __import__(name)
    if mode == "erased":
        from harness.sandbox import derivative_code

        derivative_code.erase()
    elif mode != "plain":
        from harness.sandbox import removal

        removal._drop_autograd_kernels() if mode == "kernels" else removal.remove()
    walk = _walk_on_a_thread if mode == "thread" else _walk
    gave = {}
    for road in ROADS:
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            os.write(write_end, json.dumps(walk(road)).encode())
            os._exit(0)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            text = pipe.read()
        _pid, status = os.waitpid(pid, 0)
        gave[road] = json.loads(text) if text else f"ended with status {status}"
    print(json.dumps(gave), flush=True)
    # Torch's own clean-up calls what was removed.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
