# expect: WA,RTE,RV
def solve(*args):
    try:
        raise ValueError
    except ValueError as error:
        frame = getattr(error.__traceback__, "tb_" + "frame")
    found = []
    while frame is not None:
        found += list(getattr(frame, "f_" + "locals"))
        frame = getattr(frame, "f_" + "back")
    raise RuntimeError(" ".join(found))
