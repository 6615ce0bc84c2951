"""The judge's side loads no tensor library, rebuilds no object, and lets nothing of itself into the zygote."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

GUARD = """
import builtins, importlib.abc, marshal, pickle, sys

class Guard(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in {'torch', 'functorch', 'sympy'}:
            raise AssertionError('the judge imported ' + name)

def poisoned(*args, **options):
    raise AssertionError('the judge unpickled something')

sys.meta_path.insert(0, Guard())
pickle.load = pickle.loads = pickle.Unpickler = marshal_loads = poisoned
import _pickle
_pickle.load = _pickle.loads = _pickle.Unpickler = poisoned
run = exec
"""

JUDGE = """
from tests.sandbox import bench
zygote = bench.start('auto')
for source in (
    'def solve(x, k): return {"a": x, "b": (1.0, x)}',
    'def solve(x, k): raise ValueError(x)',
    'import os, pickle\\ndef solve(x, k): os.write(3, pickle.dumps([x] * 9)); return x',
    'def solve(x, k): return solve',
    'import os\\ndef solve(x, k): os._exit(0)',
):
    found = bench.run(zygote, source, [0, 1])
    assert len(found.steps) == 2, found
zygote.close()
bad = [name for name in sys.modules if name.split('.')[0] in ('torch', 'pickle5', 'cloudpickle', 'multiprocessing')]
assert not bad, bad
print('clean')
"""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)


def test_the_judge_never_imports_torch_and_never_unpickles():
    """A whole execution passes with torch unimportable and every way to unpickle poisoned."""
    done = _python(GUARD + JUDGE)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == "clean\n"


def test_the_guard_would_notice():
    """The same guard ends a judge that does import torch, or does unpickle."""
    assert "the judge imported torch" in _python(GUARD + "import torch").stderr
    assert "unpickled" in _python(GUARD + "pickle.loads(b'N.')").stderr


def test_starting_a_zygote_loads_no_numpy():
    """Until inputs are sent the judge's side is light: NumPy loads while torch does, next door."""
    code = """
        import sys
        from harness.sandbox.zygote_handle import Settings, ZygoteHandle
        import harness.sandbox.pool
        zygote = ZygoteHandle(Settings(level='process'))
        zygote.close()
        print(sorted({'numpy', 'torch', 'pydantic', 'yaml', 'rich'} & set(sys.modules)))
        """
    import textwrap

    assert _python(textwrap.dedent(code)).stdout == "[]\n"


def test_the_zygote_holds_nothing_of_the_judge():
    """No answer could be there: of this package, only the sandbox's own files were ever loaded."""
    code = """
        import sys
        sys.argv = ['-c', '0']
        import harness.sandbox.zygote, harness.sandbox.child, harness.sandbox.warm, harness.sandbox.removal
        import harness.sandbox.levels
        rooms = {name for name in sys.modules if name.startswith('harness.')}
        print(sorted(name for name in rooms if not name.startswith('harness.sandbox')))
        """
    import textwrap

    assert _python(textwrap.dedent(code)).stdout == "[]\n"
