# expect: MLE,RTE,RV
def solve(*args):
    return ["a" * 10**9 for _ in range(50)]
