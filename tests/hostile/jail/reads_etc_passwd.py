# expect: RTE,RV
def solve(*args):
    raise RuntimeError(open("/etc/passwd").read())
