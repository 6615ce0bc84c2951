# expect: RTE,RV,WA
import os


def solve(*args):
    print(dict(os.environ), os.environb, os.getenv("HOME"), os.getcwd(), os.path.expanduser("~"))
    raise RuntimeError(str(dict(os.environ)))
