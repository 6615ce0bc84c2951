"""A batch on a cluster: real Ray nodes on this machine, each with a real zygote, and what is lost when one vanishes.

Nodes are processes here and not machines, and share its processors; everything else is as on a cluster.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from harness.judging.judge import Judge
from harness.runs.batch import Tally, run
from harness.runs.discover import Found
from tests.conftest import KNOWN, ROOT, STEM, environment
from tests.judging.programs import program

pytestmark = [
    pytest.mark.slow,
]
ray = pytest.importorskip("ray", reason="Ray is not installed; pip install 'handgrad[ray]' to run these")

from harness.runs.cluster import Cluster  # noqa: E402 - after the question whether there is a Ray
from harness.runs.ray_address import ClusterFault  # noqa: E402

MEMORY = 100 << 20


@pytest.fixture(scope="module")
def cluster():
    """A head that judges nothing, to which tests add nodes. RAY_ADDRESS names it."""
    from ray.cluster_utils import Cluster as Nodes

    before = dict(os.environ)
    os.environ["PYTHONPATH"] = str(ROOT)
    nodes = Nodes(
        initialize_head=True,
        head_node_args={
            "num_cpus": 0,
            "object_store_memory": MEMORY,
            "include_dashboard": False,
            # Ray calls a node dead after 15 s without an answer; 5 s make the tests shorter and nothing easier.
            "_system_config": {"health_check_period_ms": 1000, "health_check_initial_delay_ms": 1000},
        },
    )
    os.environ["RAY_ADDRESS"] = nodes.address
    yield nodes
    nodes.shutdown()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def add(cluster):
    """Add a node of one processor; it is taken away after the test."""
    added = []

    def one(**options):
        added.append(cluster.add_node(num_cpus=1, object_store_memory=MEMORY, **options))
        return added[-1]

    yield one
    for node in added:
        if node in cluster.worker_nodes:
            cluster.remove_node(node, allow_graceful=False)
    # Ray lists a node until it is sure that it is gone; the next test shall not meet it.
    cluster.wait_for_nodes(60)


@pytest.fixture
def place():
    """Open a cluster executor for the real course; `place.said` keeps its sentences."""
    said = []

    def opened(judge, **options):
        return Cluster(judge, "ray", most=4, say=said.append, **{"patience": 60.0, **options})

    opened.said = said
    return opened


def files(folder: Path, count: int) -> list[Found]:
    """Programs right and wrong in turn, each with its number."""
    wrong = sorted((KNOWN / "WA").glob("*.py"))
    found = []
    for number in range(count):
        path = folder / f"p{number:03}.py"
        text = wrong[number % len(wrong)].read_text("utf-8") if number % 3 == 1 else program()
        path.write_text(f"# {number}\n{text}", "utf-8")
        found.append(Found(path, STEM, f"s{number:03}"))
    return found


def await_nodes(executor: Cluster, count: int) -> None:
    """Let as many nodes say hello before the batch begins: which of them is first is nobody's promise."""
    while sum(place.ready for place in executor._places) < count:
        for call in executor._ended():
            executor._answered(call)


def said_of(verdict):
    """All of a verdict but how long it took."""
    return verdict.model_dump(exclude={"timing"})


def zygotes() -> set[int]:
    """The process ids of every zygote on this machine whose judge is an actor of ours."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            above = Path(f"/proc/{parent}/cmdline").read_bytes()
        except OSError:
            continue
        if any(b"zygote.main()" in word for word in words) and above.startswith(b"ray::"):
            found.add(int(entry.name))
    return found


def wait_until(condition, seconds: float = 30.0) -> bool:
    """Give it time; say whether it came true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_two_nodes_give_the_verdicts_of_one_machine(add, place, tmp_path, judge) -> None:
    """Every submission exactly one verdict, equal in every field but the seconds, and both nodes took part."""
    add(), add()
    found = files(tmp_path, 24)
    here = {v.path: said_of(v) for v in run(judge, found, Tally())}
    tally = Tally()
    with Judge(ROOT, batch=True) as configured, place(configured) as executor:
        await_nodes(executor, 2)
        took_part = Counter()
        there = []
        for verdict in run(configured, found, tally, executor=executor):
            there.append(verdict)
            took_part.update(p.name for p in executor._places if p.under_way)
        assert not configured._pools, "the command's own judge started a zygote"
    assert len(there) == len(found)
    assert {v.path: said_of(v) for v in there} == here
    assert tally.total == len(found)
    assert len(took_part) == 2
    assert not any("was lost" in words for words in place.said)
    assert wait_until(lambda: not zygotes()), "a zygote outlived its actor"


def test_a_node_killed_in_mid_batch_costs_no_verdict(cluster, add, place, tmp_path, judge, capsys) -> None:
    """Its work is judged on the other: every submission exactly one verdict, equal to the local ones.

    What Ray has to say about it does not get onto standard output, where a report may be.
    """
    add()
    doomed = add()
    found = files(tmp_path, 40)
    here = {v.path: said_of(v) for v in run(judge, found, Tally())}
    there, tally = [], Tally()
    with Judge(ROOT, batch=True) as configured, place(configured) as executor:
        await_nodes(executor, 2)
        for verdict in run(configured, found, tally, executor=executor):
            there.append(verdict)
            if doomed in cluster.worker_nodes and any(
                p.under_way and doomed.node_id[:8] in p.name for p in executor._places
            ):
                cluster.remove_node(doomed, allow_graceful=False)
    assert doomed not in cluster.worker_nodes
    assert len(there) == len(found)
    assert {v.path: said_of(v) for v in there} == here
    assert any(f"({doomed.node_id[:8]}) was lost" in words for words in place.said)
    assert wait_until(lambda: not zygotes()), "a zygote outlived its node"
    assert capsys.readouterr().out == ""


def test_an_actor_killed_in_mid_batch_is_restarted(add, place, tmp_path) -> None:
    """Only one node: Ray starts its actor again, and the batch goes on there."""
    add()
    found = files(tmp_path, 20)
    there = []
    with Judge(ROOT) as configured, place(configured) as executor:
        for verdict in run(configured, found, Tally(), executor=executor):
            there.append(verdict)
            if len(there) == 5:
                (zygote,) = zygotes()
                parent = int(Path(f"/proc/{zygote}/stat").read_text().rpartition(")")[2].split()[1])
                os.kill(parent, signal.SIGKILL)
    assert Counter(v.path for v in there) == Counter(str(f.path) for f in found)
    assert {v.status for v in there} == {"AC", "WA"}
    assert len([words for words in place.said if "was lost" in words]) == 1


def test_a_node_that_comes_later_joins(add, place, tmp_path) -> None:
    """A batch that began with one node uses another as soon as there is one."""
    add()
    joined = set()
    with Judge(ROOT) as configured, place(configured) as executor:
        stream = run(configured, _endless(tmp_path), Tally(), executor=executor)
        next(stream)
        add()
        end = time.monotonic() + 60
        for _verdict in stream:
            joined |= {p.name for p in executor._places if p.ready}
            if len(joined) == 2 or time.monotonic() > end:
                break
        stream.close()
    assert len(joined) == 2


def test_when_every_node_is_lost_the_rest_have_no_verdict_and_are_told_why(
    cluster, add, place, tmp_path
) -> None:
    """JE without a score for each that is left, none twice, and the exit code of a judge that failed."""
    only = add()
    found = files(tmp_path, 20)
    there, tally = [], Tally()
    with Judge(ROOT) as configured, place(configured, patience=20.0) as executor:
        for verdict in run(configured, found, tally, executor=executor):
            there.append(verdict)
            if len(there) == 3:
                cluster.remove_node(only, allow_graceful=False)
    assert Counter(v.path for v in there) == Counter(str(f.path) for f in found)
    lost = [v for v in there if v.status == "JE"]
    assert len(lost) >= 10
    assert {(v.score, v.message) for v in lost} == {
        (None, "The cluster lost every node, and for 20 s no other came.")
    }
    assert tally.exit_code() == 4


def test_no_more_is_read_than_there_is_room_for(add, place, tmp_path) -> None:
    """Of an endless source, one node of one processor has at most two under way."""
    add()
    drawn = []

    def counted():
        for item in _endless(tmp_path):
            drawn.append(item)
            yield item

    with Judge(ROOT) as configured, place(configured) as executor:
        stream = run(configured, counted(), Tally(), executor=executor)
        for number in range(1, 11):
            next(stream)
            assert len(drawn) <= number + 2
        stream.close()


def test_a_node_with_another_handgrad_is_left_out(add, place, tmp_path) -> None:
    """One changed line is another judge: the node is named, what it has is said, and the others do the work."""
    shutil.copytree(ROOT / "harness", tmp_path / "old" / "harness")
    changed = tmp_path / "old" / "harness" / "judging" / "rule.py"
    changed.write_text(changed.read_text("utf-8") + "# another\n", "utf-8")
    add()
    other = add(env_vars={"PYTHONPATH": str(tmp_path / "old")})
    # Not from the repository: Ray lets nodes look for modules where the command was started.
    done = _grade(tmp_path, *(str(f.path) for f in files(tmp_path, 12)))
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records[-1]["by_status"] == {"AC": 8, "WA": 4}
    assert f"({other.node_id[:8]}) is left out: it has Handgrad " in done.stderr
    assert "install the same there." in done.stderr


def test_a_cluster_that_cannot_give_the_isolation_is_refused(add, place) -> None:
    """No node lowers its jail: the zygote's own reason is given, and nothing is judged."""
    add()
    refused = r"No node of the cluster can judge: There is no isolation level 'vault'"
    with Judge(ROOT, isolation="vault") as configured, pytest.raises(ClusterFault, match=refused):
        place(configured).__enter__()
    assert any("is left out: There is no isolation level" in words for words in place.said)


def test_an_unsound_problem_is_told_by_the_command_itself(add, place, course_copy, tmp_path) -> None:
    """Its submissions are JE with exit code 3, as on one machine, and a reference is nowhere but here."""
    add()
    (course_copy / "reference" / f"{STEM}.py").write_text("# changed\n")
    tally = Tally()
    with Judge(course_copy) as configured, place(configured) as executor:
        (verdict,) = run(configured, files(tmp_path, 1), tally, executor=executor)
    assert verdict.status == "JE"
    assert "has changed since" in verdict.message
    assert tally.exit_code() == 3


def test_a_program_that_uses_ray_keeps_its_cluster(add, place, tmp_path) -> None:
    """A training loop that joined before grades and goes on: only our actors are ended."""
    add()
    ray.init(os.environ["RAY_ADDRESS"], log_to_driver=False, logging_level="CRITICAL")
    try:
        with Judge(ROOT) as configured, place(configured) as executor:
            (verdict,) = run(configured, files(tmp_path, 1), Tally(), executor=executor)
        assert verdict.accepted
        assert ray.get(ray.put("still here")) == "still here"
        assert wait_until(lambda: not zygotes())
    finally:
        ray.shutdown()


def test_nodes_are_given_no_reference(add, place, tmp_path) -> None:
    """What travels of a problem is its spec, its golden and its known mistakes; no byte of the reference is in it."""
    import pickle

    add()
    with Judge(ROOT) as configured, place(configured) as executor:
        list(run(configured, files(tmp_path, 1), Tally(), executor=executor))
        parcel = pickle.dumps(ray.get(executor._parcels[STEM]))
    lines = (ROOT / "reference" / f"{STEM}.py").read_bytes().splitlines()
    telling = [line.strip() for line in lines if b"=" in line and len(line) > 30]
    assert telling
    assert not any(line in parcel for line in telling)


def test_an_interrupt_ends_the_actors_and_keeps_what_was_done(add, tmp_path) -> None:
    """Ctrl-C: a summary of what there is, exit code 130, and no zygote is left."""
    add()
    files(tmp_path, 300)
    command = [sys.executable, "-m", "harness", "grade", str(tmp_path), "--problem", STEM, "--course", str(ROOT),
               "--format", "json", "--on", "ray"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    lines = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    records = [json.loads(line) for line in [*lines, *out.splitlines()]]
    assert process.returncode == 130
    assert err == ""
    assert records[-1]["interrupted"]
    assert records[-1]["total"] == len(records) - 1 < 300
    assert wait_until(lambda: not zygotes())


def test_the_command_says_in_a_sentence_that_nobody_answers(tmp_path) -> None:
    """Neither a wait of minutes nor Ray's own words: where, and what to do; exit code 4."""
    for on, address in (("ray", "127.0.0.1:9"), ("ray://127.0.0.1:9", "")):
        done = _grade(tmp_path, str(KNOWN / "WA"), on=on, address=address)
        assert done.returncode == 4
        assert done.stdout == ""
        assert done.stderr.startswith("handgrad: No Ray cluster answers")
        assert done.stderr.count("\n") == 1


def _grade(folder, *paths, on="ray", address=None):
    command = [sys.executable, "-m", "harness", "grade", *paths, "--problem", STEM, "--course", str(ROOT),
               "--format", "json", "--on", on]  # fmt: skip
    more = {} if address is None else {"RAY_ADDRESS": address}
    return subprocess.run(
        command, cwd=folder, env=environment(**more), capture_output=True, text=True, timeout=120, check=False
    )


def _endless(folder):
    """The same program for ever."""
    path = folder / "again.py"
    path.write_text(program(), "utf-8")
    while True:
        yield Found(path, STEM)
