import inspect
import sys


class Base:
    known = ()


class First(Base):
    pass


def helper(a, b):
    return a + b


def solve(x, w):
    assert helper.__code__.co_argcount == 2
    assert list(inspect.signature(helper).parameters) == ["a", "b"]
    assert Base.__subclasses__() == [First]
    assert "torch" in sys.modules and helper.__name__ == "helper"
    try:
        helper(x, w)
    except Exception as error:
        raise ValueError(type(error).__name__) from error
    return w
