# expect: MLE,RTE,RV
def solve(*args):
    return f"{1:{10**10}}" + "%*d" % (10**9, 1)
