# expect: RTE,RV
def solve(*args):
    socket = __import__("sock" + "et")
    s = socket.create_connection(("127.0.0.1", 22), 1)
    raise RuntimeError(s.recv(100))
