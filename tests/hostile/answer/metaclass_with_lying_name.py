# expect: WA,RTE,RV
class Meta(type):
    __module__ = property(lambda cls: "torch")

    @property
    def __qualname__(cls):
        raise KeyboardInterrupt("name")

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)


class Odd(metaclass=Meta):
    pass


def solve(*args):
    return Odd()
