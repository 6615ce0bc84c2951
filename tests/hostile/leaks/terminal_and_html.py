# expect: RTE,RV,WA
def solve(*args):
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u2066"
    print(evil)
    raise RuntimeError(evil)
