"""The judge that stays: the same verdicts, sooner; and whatever becomes of it, each file has exactly one."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from harness.problem.course import Course
from harness.problem.errors import ProblemError
from harness.runs.resident import client
from harness.runs.resident.client import Resident, ResidentGone, peer
from harness.runs.resident.place import ResidentError, address, checked, fingerprint, identity
from harness.runs.resident.protocol import READ_LIMIT, Request
from harness.runs.resident.shelf import KEPT, Shelf
from harness.sandbox import wire
from tests.cli.test_light import HEAVY
from tests.conftest import ROOT, STEM, Ran, environment
from tests.judging.programs import program

WRONG = ROOT / "submissions" / "class" / "s04" / f"{STEM}.py"


class Place:
    """A folder for sockets, and what runs there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environment(self, **more: str) -> dict[str, str]:
        return environment(XDG_RUNTIME_DIR=str(self.folder), **more)

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "harness", "grade", "--resident", *map(str, words)]

    def grade(self, *words: object, stdin: bytes = b"", cwd: Path = ROOT, **more: str) -> Ran:
        done = subprocess.run(self.command(*words), input=stdin, cwd=cwd, env=self.environment(**more),
                              capture_output=True, timeout=120, check=False)  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return Ran(done.returncode, out, err)

    @property
    def socket(self) -> Path:
        """The one socket there is."""
        [path] = (self.folder / "handgrad").glob("*.sock")
        return path

    @property
    def log(self) -> str:
        return "".join(path.read_text() for path in (self.folder / "handgrad").glob("*.log"))

    @property
    def processes(self) -> list[int]:
        """Every resident judge that ever listened here and has not ended."""
        started = map(int, re.findall(r"Process (\d+) judges", self.log))
        return [process for process in started if alive(process)]

    def end(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        wait_for(lambda: not self.processes)


def alive(process: int) -> bool:
    """Whether a process runs: neither gone nor a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(what, limit: float = 30.0) -> None:
    """Wait until something holds; a test that waits in vain fails."""
    deadline = time.monotonic() + limit
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def zygotes(process: int) -> list[int]:
    """The processes that a judge has started, from any of its threads."""
    files = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in files for child in file.read_text().split()]


def timeless(text: str) -> list[dict]:
    """JSON Lines without what is different each time."""
    return [{k: v for k, v in json.loads(line).items() if k != "timing"} for line in text.splitlines()]


@contextlib.contextmanager
def a_place():
    """A short path, because a socket's may have 107 bytes and a test's folder has a long name."""
    folder = Path(tempfile.mkdtemp(prefix="hg"))
    place = Place(folder)
    try:
        yield place
    finally:
        place.end()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared():
    """A place whose judge is warm after the first question; for tests that leave it alive."""
    with a_place() as place:
        yield place


@pytest.fixture
def place():
    """A place of a test's own."""
    with a_place() as place:
        yield place


@pytest.fixture
def right(tmp_path) -> Path:
    """A right submission, named after its problem."""
    path = tmp_path / f"{STEM}.py"
    path.write_text(program())
    return path


def request(course: Course, **changed) -> Request:
    """A question as the command puts it."""
    fields = {"identity": identity(course), "fingerprint": fingerprint(), "problem": STEM, "path": "a.py",
              "student": None, "isolation": "auto", "inspection": "enforce", "case": None, "framework": None}  # fmt: skip
    return Request(**fields | changed)


# The same verdict


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        ((), {"FORCE_COLOR": "1", "COLUMNS": "70"}),
        (("--format", "json"), {}),
        pytest.param((), {"NO_COLOR": "1", "PYTHONIOENCODING": "ascii"}, marks=pytest.mark.slow),
        pytest.param(("--case", "example"), {}, marks=pytest.mark.slow),
        pytest.param(("--format", "csv"), {}, marks=pytest.mark.slow),
        pytest.param(("--format", "sarif", "--inspection", "advise"), {}, marks=pytest.mark.slow),
        pytest.param(("--format", "html", "--isolation", "confined"), {}, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_the_report_is_that_of_an_ordinary_grade(shared, handgrad, words, variables) -> None:
    """To the letter, but for what is measured: output, errors and exit code, in every format."""
    warm = shared.grade(WRONG, *words, **variables)
    cold = handgrad("grade", WRONG, *words, env=variables)
    assert (warm.code, warm.err) == (cold.code, cold.err)
    if "json" in words:
        assert timeless(warm.out) == timeless(cold.out)
    else:
        number = re.compile(r"(?<=<dd>)[0-9.e-]+(?=</dd>)")
        assert number.sub("", warm.out) == number.sub("", cold.out)


def test_a_slip_is_told_in_the_same_words(shared, handgrad) -> None:
    """A case that is not the problem's is a usage error, with the cases there are."""
    words = (WRONG, "--case", "nope")
    assert shared.grade(*words) == handgrad("grade", *words)


def test_standard_input_and_a_file_for_the_report(shared, tmp_path) -> None:
    """`-` is read by the command, and so is the report written by it."""
    report = tmp_path / "new" / "report.txt"
    ran = shared.grade("-", "--problem", STEM, "--output", report, stdin=program().encode())
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "ACCEPTED" in report.read_text()
    ran = shared.grade("-", "--problem", STEM, "--output", "/proc/nowhere/report", stdin=program().encode())
    assert ran.code == 4
    assert "cannot be written" in ran.err


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_command_imports_nothing_heavy(shared, format_) -> None:
    """That is what makes it quick: no torch, NumPy, pydantic or rich on the way to a verdict."""
    command = [sys.executable, "-X", "importtime", *shared.command(WRONG, "--format", format_)[1:]]
    done = subprocess.run(
        command, cwd=ROOT, env=shared.environment(), capture_output=True, text=True, check=False
    )
    names = re.findall(r"^import time:[^|]*\|[^|]*\|\s*(\S+)$", done.stderr, re.MULTILINE)
    assert done.returncode == 1
    assert "harness.runs.resident.client" in names
    assert not {name.split(".")[0] for name in names} & HEAVY
    assert "subprocess" not in names


def test_several_files_have_one_verdict_each(shared, tmp_path) -> None:
    """Through as many connections as there are jobs; the summary agrees."""
    for number in range(6):
        (tmp_path / f"p{number}.py").write_text(f"# {number}\n{program()}")
    (tmp_path / "wrong.py").write_text("def solve(): return 1")
    ran = shared.grade(tmp_path, "--problem", STEM, "--format", "json", "--jobs", "3")
    assert (ran.code, ran.err) == (1, "")
    assert sorted(Path(v["path"]).name for v in ran.verdicts) == [*(f"p{n}.py" for n in range(6)), "wrong.py"]
    assert ran.summary["by_status"] == {"AC": 6, "CE": 1}
    assert len(shared.processes) == 1


# What changes under it


def test_a_changed_problem_is_noticed(place, course_copy, right) -> None:
    """Spec, reference and golden are looked at for every question: a verdict is that of the course as it is now."""
    words = (right, "--course", course_copy)
    assert place.grade(*words).code == 0
    reference = course_copy / "reference" / f"{STEM}.py"
    kept = reference.read_text()
    reference.write_text(f"{kept}# changed\n")
    stale = place.grade(*words)
    assert (stale.code, "handgrad golden" in stale.out) == (3, True)
    reference.write_text(kept)
    assert place.grade(*words).code == 0
    golden = course_copy / "problems" / "golden" / f"{STEM}.safetensors"
    golden.write_bytes(golden.read_bytes()[:-9])
    assert place.grade(*words).code == 3
    assert len(place.processes) == 1
    shutil.rmtree(course_copy)
    gone = place.grade(*words)
    assert gone.code == 2
    assert "is not a course" in gone.err
    wait_for(lambda: not place.processes)
    assert "the course is gone" in place.log


def test_changed_code_is_not_asked(place) -> None:
    """A command with other code is told so, and the old judge makes room at once."""
    resident = at(place)
    resident.start()
    wait_for(lambda: place.processes)
    resident.fingerprint = "of another release"
    with pytest.raises(ResidentGone, match="ended twice"):
        resident.ask(request(Course(ROOT), fingerprint="of another release"), b"")
    wait_for(lambda: not place.processes)
    assert place.log.count("the code has changed") == 2
    assert not list((place.folder / "handgrad").glob("*.sock"))


@pytest.mark.slow
def test_an_edited_source_tree_has_a_new_judge(place, tmp_path, right) -> None:
    """In an editable install too: the version is the same, the files are not."""
    shutil.copytree(
        ROOT / "harness", tmp_path / "tree" / "harness", ignore=shutil.ignore_patterns("__pycache__")
    )
    words = {"cwd": tmp_path, "PYTHONPATH": str(tmp_path / "tree")}
    assert place.grade(right, "--course", ROOT, **words).code == 0
    first = place.processes
    (tmp_path / "tree" / "harness" / "py.typed").write_text("\n")
    assert place.grade(right, "--course", ROOT, **words).code == 0
    assert place.grade(right, "--course", ROOT, **words).code == 0
    wait_for(lambda: first[0] not in place.processes)
    assert len(place.processes) == 1


def test_a_problem_is_kept_only_while_its_files_stand(course_copy) -> None:
    """By time, size and number; what changed a moment ago may change again unseen, so it is not kept."""
    shelf = Shelf(Course(course_copy))
    spec = course_copy / "problems" / f"{STEM}.yaml"
    spec.touch()
    assert shelf.spec(STEM) is not shelf.spec(STEM)
    wait_for(lambda: time.time() - spec.stat().st_ctime > 0.1)
    kept = shelf.spec(STEM)
    assert shelf.spec(STEM) is kept
    spec.touch()
    assert shelf.spec(STEM) is not kept
    for number in range(KEPT + 3):
        assert isinstance(shelf.spec(f"nothing_{number}"), ProblemError)
    assert len(shelf._kept) == KEPT
    spec.write_text("title: [")
    assert isinstance(shelf.spec(STEM), ProblemError)


# What happens to it


def test_two_starters_have_one_judge(place) -> None:
    """The lock decides; the loser's command finds the winner, and both have their verdict. The secret is kept from it."""
    variables = place.environment(HANDGRAD_SECRET="s3cret")
    both = [
        subprocess.Popen(place.command(WRONG, "--format", "json"), cwd=ROOT, env=variables,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]  # fmt: skip
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [1, 1]
    assert [len(out.splitlines()) for out, _err in ends] == [2, 2]
    assert [err for _out, err in ends] == [b"", b""]
    [judge] = place.processes
    assert b"s3cret" not in Path(f"/proc/{judge}/environ").read_bytes()


def test_a_dead_judge_and_its_socket_are_replaced(place, right) -> None:
    """A socket that nobody listens at is no obstacle, nor are zygotes that were killed while nobody asked."""
    assert place.grade(right).code == 0
    [first] = place.processes
    for zygote in zygotes(first):
        os.kill(zygote, signal.SIGKILL)
    assert place.grade(right).code == 0
    assert place.processes == [first]
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: not alive(first))
    assert place.socket.exists()
    ran = place.grade(right)
    assert (ran.code, ran.err) == (0, "")
    [second] = place.processes
    assert second != first


@pytest.mark.slow
def test_a_judge_that_dies_in_mid_run_costs_no_verdict(place, tmp_path) -> None:
    """The command starts another, once, and then judges itself: one verdict a file, none twice."""
    names = [f"p{number:02}.py" for number in range(30)]
    for name in names:
        (tmp_path / name).write_text(f"# {name}\n{program()}")
    process = subprocess.Popen(
        place.command(tmp_path, "--problem", STEM, "--format", "json", "--jobs", "1"),
        cwd=ROOT, env=place.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    first = [process.stdout.readline() for _ in range(2)]
    os.kill(place.processes[0], signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    records = [json.loads(line) for line in [*first, *out.splitlines()]]
    assert b"Traceback" not in err
    assert process.returncode == 0
    assert sorted(Path(r["path"]).name for r in records[:-1]) == names
    assert records[-1]["by_status"] == {"AC": 30}


def test_an_interrupt_takes_the_question_back(place, tmp_path) -> None:
    """Ctrl-C: a summary that says so and 130; what ran is ended, and the next question is answered."""
    endless = tmp_path / f"{STEM}.py"
    endless.write_text("def solve(*given):\n    while True: pass\n")
    assert place.grade(WRONG).code == 1
    [judge] = place.processes
    process = subprocess.Popen(place.command(endless, "--format", "json"), cwd=ROOT, env=place.environment(),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    [zygote] = zygotes(judge)
    wait_for(lambda: zygotes(zygote))
    [child] = zygotes(zygote)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    [summary] = [json.loads(line) for line in out.splitlines()]
    assert (summary["interrupted"], summary["total"]) == (True, 0)
    wait_for(lambda: not alive(child))
    assert place.grade(WRONG).code == 1
    assert place.processes == [judge]


def test_it_ends_when_nobody_asks(place) -> None:
    """After its idle time it removes its socket, says why, and exits 0; another that starts beside it exits 0 too."""
    path = place.folder / "a.sock"
    words = [sys.executable, "-m", "harness", "serve", "--socket", str(path), "--idle"]
    first = subprocess.Popen(
        [*words, "0.05"], cwd=ROOT, env=place.environment(), stderr=subprocess.PIPE, text=True
    )
    wait_for(path.exists)
    assert path.stat().st_mode & 0o777 == 0o600
    second = subprocess.run(
        [*words, "1"], cwd=ROOT, env=place.environment(), capture_output=True, text=True, check=False
    )
    assert (second.returncode, "listens already" in second.stderr) == (0, True)
    _out, err = first.communicate(timeout=60)
    assert first.returncode == 0
    assert "nobody asked for anything" in err
    assert not path.exists()


@pytest.mark.slow
def test_a_removed_socket_ends_it(place) -> None:
    """Nobody could reach it any more, and its lock would keep others out."""
    at(place).start()
    wait_for(lambda: place.processes)
    place.socket.unlink()
    wait_for(lambda: not place.processes)
    assert "its socket was removed" in place.log


# What is no judge


def at(place: Place) -> Resident:
    """The client's side, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(place.folder))
        return Resident(Course(ROOT))


@contextlib.contextmanager
def impostor(place: Place, reply):
    """Something that listens where a resident judge would, and does what `reply` does with each connection."""
    path = Path(at(place).address)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection = listener.accept()[0]
                    with connection, contextlib.suppress(OSError, wire.Closed):
                        wire.receive(connection, READ_LIMIT)
                        reply(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            path.unlink()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (lambda connection: connection.recv(1), "was silent for"),
        (lambda connection: connection.sendall(b"\xff" * 8), "cannot be understood: a header of"),
        (lambda connection: connection.sendall(wire.PREFIX.pack(2, 1 << 31)), "a body of"),
        (lambda connection: connection.sendall(wire.PREFIX.pack(9, 0) + b"{"), "the stream ended inside"),
        (lambda connection: wire.send(connection, {"op": "foreign"}), "serves another course"),
        (lambda connection: wire.send(connection, {"op": "verdict", "code": "0"}), "another language"),
        (lambda connection: wire.send(connection, {"op": "failed"}), "failed; .* says how"),
        (lambda connection: wire.send(connection, {"op": "stale"}), "ended twice"),
        (lambda connection: connection.close(), "ended twice"),
    ],
)
def test_what_is_no_judge_is_left_in_a_sentence(place, monkeypatch, reply, words) -> None:
    """Silence, garbage and lies end in one sentence, and are not waited for again."""
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    with impostor(place, reply):
        resident = at(place)
        with pytest.raises(ResidentGone, match=words) as first:
            resident.ask(request(Course(ROOT)), b"")
        with pytest.raises(ResidentGone) as second:
            resident.ask(request(Course(ROOT)), b"")
    assert first.value is second.value
    assert str(first.value).endswith(".")


def test_a_place_that_cannot_be_is_said_and_done_without(place, monkeypatch) -> None:
    """The verdict comes as it would have, standard input included, after one sentence on the other stream."""
    named = place.folder / "file"
    named.write_text("precious")
    ran = place.grade("-", "--problem", STEM, stdin=program().encode(), HANDGRAD_SOCKET=str(named))
    assert (ran.code, "ACCEPTED" in ran.out) == (0, True)
    assert re.fullmatch(r"No resident judge could be started: \S+ is there and is no socket; choose another path\."
                        r" Grading without it\.\n", ran.err)  # fmt: skip
    assert named.read_text() == "precious"
    # The same for places that are refused before anything is started.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place.folder))
    (place.folder / "handgrad").mkdir(mode=0o700)
    (place.folder / "handgrad").chmod(0o755)
    with pytest.raises(ResidentError, match="is open to other users"):
        address(Course(ROOT))
    (place.folder / "handgrad").rmdir()
    (place.folder / "handgrad").symlink_to("/tmp")
    with pytest.raises(ResidentError, match=r"is open to other users|cannot be made"):
        address(Course(ROOT))
    with pytest.raises(ResidentError, match="has 108 bytes and may have 107"):
        checked("/" + "x" * 107)


# Who may speak to it


@pytest.mark.parametrize(
    "change",
    [{"inspection": "none"}, {"isolation": "weak"}, {"problem": 3}, {"path": "x" * 9000}, {"screen": []}, {"more": 1},
     {"framework": "jax"}, {"case": 1.5}],
    ids=str,
)  # fmt: skip
def test_a_request_is_taken_apart_with_care(change) -> None:
    """Every field is checked; nothing else is accepted."""
    header = request(Course(ROOT)).header()
    assert Request.read(header) == request(Course(ROOT))
    with pytest.raises(wire.WireError):
        Request.read(header | change)


def test_garbage_ends_a_connection_and_nothing_else(shared, right) -> None:
    """Lengths are bounded before a byte is read; the judge goes on."""
    assert shared.grade(right).code == 0
    for junk in (
        b"\xff" * 64,
        wire.PREFIX.pack(2, READ_LIMIT + 1) + b"{}",
        wire.PREFIX.pack(2, 0) + b"[]",
        b"\0",
    ):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.settimeout(30)
            stranger.connect(str(shared.socket))
            stranger.sendall(junk)
            stranger.shutdown(socket.SHUT_WR)
            said = b""
            with contextlib.suppress(ConnectionResetError):
                # Signs of life, perhaps, and then the end; never an answer.
                while part := stranger.recv(1024):
                    said += part
            assert b"status" not in said
    assert shared.grade(right).code == 0
    assert len(shared.processes) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_other_users_cannot_connect(place) -> None:
    """Three walls: the folder, the socket's mode, and the kernel's word on who is there."""
    at(place).start()
    wait_for(lambda: place.processes)
    code = (
        "import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.settimeout(30)\n"
        "try: s.connect(sys.argv[1])\nexcept PermissionError: sys.exit('refused')\n"
        "try: s.sendall(b'\\0' * 8)\nexcept OSError: pass\n"
        "try: heard = s.recv(1)\nexcept ConnectionResetError: heard = b''\n"
        "sys.exit('heard' if heard else 'closed')"
    )

    def stranger() -> str:
        done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(place.socket)], user=65534, group=65534,
                              extra_groups=[], cwd="/", capture_output=True, text=True, check=False)  # fmt: skip
        return done.stderr.strip()

    assert stranger() == "refused"
    place.folder.chmod(0o755)
    (place.folder / "handgrad").chmod(0o755)
    assert stranger() == "refused"
    place.socket.chmod(0o666)
    assert stranger() == "closed"


@pytest.mark.parametrize("level", ["auto", pytest.param("confined", marks=pytest.mark.slow)])
def test_a_submission_cannot_reach_it(shared, tmp_path, level) -> None:
    """The jail has no files to find the socket by, no network to reach it with, and holds no descriptor of it."""
    assert shared.grade(WRONG).code == 1
    tries = tmp_path / f"{STEM}.py"
    tries.write_text(
        "import os\n"
        "def attempt(what):\n"
        "    try:\n"
        "        return f'reached {what()!r}'\n"
        "    except BaseException as error:\n"
        "        return type(error).__name__\n"
        "def solve(*given):\n"
        f"    path = {str(shared.socket)!r}\n"
        "    import sys\n"
        "    found = [attempt(lambda: os.open(path, os.O_RDWR)), attempt(lambda: os.listdir(os.path.dirname(path))),\n"
        "             attempt(lambda: __import__('socket').socket(1).connect(path)),\n"
        "             attempt(lambda: sys.modules['_socket'].socket(1))]\n"
        "    raise RuntimeError(' '.join(found))\n"
    )
    words = (tries, "--format", "json", "--inspection", "advise", "--case", "example", "--isolation", level)
    [verdict] = shared.grade(*words).verdicts
    assert verdict["message"].count("PermissionError") == 4, verdict["message"]
    [judge] = shared.processes

    def sockets(process: int) -> set[str]:
        links = (str(link.readlink()) for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink())
        return {link for link in links if link.startswith("socket:")}

    assert sockets(judge)
    for zygote in zygotes(judge):
        assert len(sockets(zygote)) == 1  # its own, to the judge
        assert not sockets(zygote) & sockets(judge)


def test_the_other_end_is_known_to_the_kernel() -> None:
    """User and process of a peer, in this order."""
    here, there = socket.socketpair()
    with here, there:
        assert peer(here) == (os.geteuid(), os.getpid())
