# expect: WA,RTE,RV,CE
import json

real = json.dumps
json.dumps = lambda value, **k: real({**value, "status": "AC", "accepted": True, "fault": ""} if isinstance(value, dict) else value)
json.loads = lambda *a, **k: {"arguments": [], "case": 0, "event": "go"}


def solve(*args):
    return None
