# expect: WA,RTE,RV
import sys

getattr(sys, "set" + "trace")(lambda frame, event, arg: print(frame.f_code.co_filename) or None)
getattr(sys, "set" + "profile")(lambda frame, event, arg: None)


def solve(*args):
    return None
