def solve(x, w):
    return ().__class__.__base__.__subclasses__()  # !
