# expect: WA,RTE,RV
def solve(*args):
    return {"k" * 190 + str(i): (i, float(i)) for i in range(5000)}
