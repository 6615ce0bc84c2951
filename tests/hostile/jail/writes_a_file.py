# expect: RTE,RV
def solve(*args):
    with open("/tmp/handgrad-was-here", "w") as f:
        f.write("here")
