# expect: RTE,RV,WA
def solve(*args):
    thread = __import__("_th" + "read")
    for _ in range(100):
        thread.start_new_thread(print, ("here",))
    return None
