# expect: RTE,RV,WA
import sys


def solve(*args):
    print("::error file=a.py,line=1::owned")
    print("::set-output name=score::100\n##vso[task.complete]\n::add-mask::x")
    sys.stderr.write("\r::warning::owned\n")
    raise RuntimeError("\n::error::owned")
