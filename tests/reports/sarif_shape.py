"""What SARIF 2.1.0 and GitHub's upload require of a log, written down by hand: a key, its type, and whether it must be there."""

import re
from urllib.parse import unquote

LEVELS = {"error", "warning", "note", "none"}
SEVERITIES = {"error", "warning", "recommendation"}
PRECISIONS = {"very-high", "high", "medium", "low"}
LONGEST = 1024


def check_log(log) -> None:
    """Assert that a log has every required key, of the right type and within GitHub's limits, and none unknown."""
    keys(log, {"$schema": str, "version": str, "runs": list})
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert log["version"] == "2.1.0"
    assert 1 <= len(log["runs"]) <= 20
    for run in log["runs"]:
        check_run(run)


def check_run(run) -> None:
    keys(run, {"tool": dict, "results": list}, {"columnKind": str, "invocations": list})
    assert run["columnKind"] == "unicodeCodePoints"
    keys(run["tool"], {"driver": dict})
    driver = run["tool"]["driver"]
    keys(driver, {"name": str, "rules": list}, {"semanticVersion": str})
    assert driver["name"]
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]) <= 25_000
    for rule in driver["rules"]:
        check_rule(rule)
    assert len(run["results"]) <= 25_000
    for result in run["results"]:
        check_result(result, driver["rules"])
    for invocation in run["invocations"]:
        keys(invocation, {"executionSuccessful": bool}, {"toolExecutionNotifications": list})
        for told in invocation.get("toolExecutionNotifications", []):
            keys(told, {"message": dict, "level": str})
            assert told["level"] in LEVELS
            text(told["message"])


def check_rule(rule) -> None:
    keys(
        rule,
        {"id": str, "shortDescription": dict, "fullDescription": dict, "help": dict},
        {"name": str, "defaultConfiguration": dict, "properties": dict},
    )
    assert re.fullmatch(r"HG\d{3}", rule["id"])
    assert len(rule["name"]) <= 255
    text(rule["shortDescription"])
    text(rule["fullDescription"])
    keys(rule["help"], {"text": str, "markdown": str})
    assert 0 < len(rule["help"]["text"]) <= LONGEST
    assert rule["help"]["markdown"].startswith(f"# {rule['id']} {rule['name']}\n")
    keys(rule["defaultConfiguration"], {"level": str})
    assert rule["defaultConfiguration"]["level"] in LEVELS
    keys(rule["properties"], {}, {"tags": list, "precision": str, "problem.severity": str})
    assert len(rule["properties"]["tags"]) <= 20
    assert all(isinstance(tag, str) and tag for tag in rule["properties"]["tags"])
    assert rule["properties"]["precision"] in PRECISIONS
    assert rule["properties"]["problem.severity"] in SEVERITIES


def check_result(result, rules) -> None:
    keys(
        result,
        {"ruleId": str, "message": dict, "locations": list},
        {"ruleIndex": int, "level": str, "partialFingerprints": dict, "properties": dict},
    )
    if "ruleIndex" in result:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in {"error", "warning"}
    text(result["message"])
    assert len(result["locations"]) == 1
    keys(result["locations"][0], {"physicalLocation": dict})
    place = result["locations"][0]["physicalLocation"]
    keys(place, {"artifactLocation": dict, "region": dict})
    keys(place["artifactLocation"], {"uri": str})
    check_uri(place["artifactLocation"]["uri"])
    region = place["region"]
    keys(region, {"startLine": int, "startColumn": int, "endLine": int, "endColumn": int})
    assert min(region.values()) >= 1
    assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])
    if "partialFingerprints" in result:
        keys(result["partialFingerprints"], {"primaryLocationLineHash": str})
        assert re.fullmatch(
            r"[0-9a-f]{1,16}:[1-9]\d*", result["partialFingerprints"]["primaryLocationLineHash"]
        )
    keys(result["properties"], {"origin": str})
    assert result["properties"]["origin"] in {"source", "runtime"}


def check_uri(uri: str) -> None:
    """A relative reference in RFC 3986's letters (or a file: URI), whose percent signs all begin an escape."""
    path = uri.removeprefix("file://")
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", path)
    assert uri != path or not path.startswith("/")
    assert unquote(path)


def text(message) -> None:
    """One line, not empty, within GitHub's limit, with nothing that acts on a reader."""
    keys(message, {"text": str})
    assert 0 < len(message["text"]) <= LONGEST
    assert message["text"].isprintable()


def keys(value, required, allowed=None) -> None:
    """Assert the keys of an object and the types of their values; bool is no int here."""
    types = {**required, **(allowed or {})}
    assert isinstance(value, dict)
    assert required.keys() <= value.keys() <= types.keys(), value.keys()
    for key, item in value.items():
        assert type(item) is types[key], (key, item)
