# expect: TLE,RV
# slow
class Endless(Exception):
    def __str__(self):
        while True:
            pass


def solve(*args):
    raise Endless
