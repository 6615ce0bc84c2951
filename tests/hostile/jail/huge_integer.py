# expect: RTE,RV,TLE,MLE
# slow
def solve(*args):
    return 9 ** 9 ** 9
