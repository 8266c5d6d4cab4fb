"""The model's server as a child process: real processes and sockets; llama.cpp itself is stood in for."""

import asyncio
import contextlib
import dataclasses
import hashlib
import json
import math
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers.stand_in import stand_in  # noqa: F401  a fixture: llama.cpp is stood in for
from memcon.errors import LocalModelError, UsageError
from memcon.models.embedded import cores
from memcon.models.embedded.bench import SETTINGS, TOKENS, measure
from memcon.models.embedded.engine import WAITING, check_library, graphics, load_library, unused_graphics
from memcon.models.embedded.process import ServerProcess, embedded_server, labelled, running, serve_command
from memcon.models.embedded.server import ServeOptions, serve, until_interrupted
from memcon.models.spec import EMBEDDED_SHA256, ModelSpec, choose_spec


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing else to do, and a user who has said nothing of threads."""
    monkeypatch.setattr("memcon.models.embedded.process.crowded", lambda: None)
    for name in WAITING:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_text("GGUF")
    return path


def command(weights: Path, **options: Any) -> list[str]:
    return serve_command(weights, ServeOptions(**options))


def parameters(base_url: str) -> dict[str, Any]:
    with urllib.request.urlopen(base_url, timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def gone(pid: int) -> bool:
    """Tell whether a process has ended, also one that nobody has waited for."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_for(condition: Callable[[], bool], what: str = "it") -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


# --- a life ---


def test_a_server_answers_while_the_block_runs_and_leaves_nothing(weights: Path) -> None:
    with running(command(weights, context=4096, slots=2, threads=3)) as server:
        assert server.alive()
        assert server.exit_reason() is None
        found = parameters(server.base_url)
        pid, log = server.pid, server.log
        assert log.read_text().splitlines() == ["noise of a library on standard output", f"loading {weights}"]
    assert gone(pid)
    assert not log.exists()
    assert server.exit_reason() is None
    assert (found["model"]["path"], found["hostnames"]) == (str(weights), ["127.0.0.1"])
    assert (found["n_ctx"], found["n_parallel"], found["cpuparams"]["n_threads"]) == (8192, 2, 3)
    assert (found["model_alias"], found["cache_ram_mib"]) == (["model"], 512)
    assert (found["n_batch"], found["environment"]) == (512, {"GOMP_SPINCOUNT": "1000"})
    assert found["default_template_kwargs"] == {}
    assert (found["no_extra_bufts"], found["flash_attn_type"]) == (True, 0)
    assert (found["ui"], found["endpoint_slots"], found["cors_origins"]) == (False, False, "")


def test_ctrl_c_does_not_reach_the_server(weights: Path) -> None:
    with running(command(weights)) as server:
        assert os.getsid(server.pid) != os.getsid(0)
        os.kill(server.pid, signal.SIGINT)
        time.sleep(0.1)
        assert parameters(server.base_url)


def test_the_server_outlives_the_thread_that_started_it(weights: Path) -> None:
    """Linux would send the signal of a parent's death when the thread ends."""
    started: list[ServerProcess] = []
    with contextlib.ExitStack() as stack:
        thread = threading.Thread(target=lambda: started.append(stack.enter_context(running(command(weights)))))
        thread.start()
        thread.join()
        time.sleep(0.1)
        assert parameters(started[0].base_url)


# --- the parent's death ---


def parent(weights: Path, before: str = "") -> "subprocess.Popen[str]":
    """Start a process that starts a server and prints its process id."""
    code = f"""
        import time
        from pathlib import Path
        from memcon.models.embedded.process import ServerProcess, serve_command
        from memcon.models.embedded.server import ServeOptions
        server = ServerProcess(serve_command(Path({str(weights)!r}), ServeOptions()))
        {before}
        print(server.pid, flush=True)
        time.sleep(60)
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_the_server_ends_when_its_parent_is_killed(weights: Path, how: signal.Signals) -> None:
    with parent(weights, "server.wait_until_ready()") as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert not gone(pid)
        process.send_signal(how)
        wait_for(lambda: gone(pid), "the server's end")


def test_the_server_ends_also_when_another_child_holds_the_pipe(weights: Path) -> None:
    sleeper = "import os; other = os.fork(); other or time.sleep(60); print(other, flush=True)"
    with parent(weights, f"server.wait_until_ready(); {sleeper}") as process:
        assert process.stdout
        other, pid = int(process.stdout.readline()), int(process.stdout.readline())
        process.kill()
        process.wait()
        try:
            wait_for(lambda: gone(pid), "the server's end")
            assert not gone(other)
        finally:
            os.kill(other, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the server ends once it has loaded")
def test_the_server_ends_with_its_parent_while_it_loads(weights: Path) -> None:
    weights.write_text("slow")
    with parent(weights) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        wait_for(Path(f"{weights}.loading").exists, "the loading")
        process.kill()
        wait_for(lambda: gone(pid), "the server's end")


# --- what goes wrong ---


def test_weights_that_llama_cpp_refuses_are_an_error_with_its_last_words(weights: Path) -> None:
    weights.write_text("refuse")
    with (
        pytest.raises(LocalModelError, match=r"ended with exit code 4; it said: .*Failed to init server") as caught,
        running(command(weights)),
    ):
        pass
    assert caught.value.exit_code == 4
    log = Path(str(caught.value).rpartition("its log is ")[2].strip("'"))
    assert "llama.cpp cannot serve" in log.read_text()


def test_a_crash_while_loading_is_an_error_and_not_our_death(weights: Path) -> None:
    weights.write_text("crash")
    with pytest.raises(LocalModelError, match=r"crashed \(SIGSEGV\); it said: .*loading"), running(command(weights)):
        pass


def test_a_server_killed_at_work_can_tell_why(weights: Path) -> None:
    with running(command(weights)) as server:
        os.kill(server.pid, signal.SIGKILL)
        wait_for(lambda: not server.alive(), "its end")
        assert "was killed, most likely as memory ran out; it said: " in (server.exit_reason() or "")
    assert server.exit_reason()
    assert server.log.exists()
    server.log.unlink()
    assert "it said" not in (server.exit_reason() or "")


@pytest.mark.parametrize(
    ("code", "seconds", "reason"),
    [
        ("import time; time.sleep(60)", 0.5, r"does not answer after 0\.5 s; its log"),
        ("print('hello')", 60, r"(ended with exit code 0|said 'hello' instead of its address); its log"),
        ("print('hello', flush=True); import time; time.sleep(60)", 60, "said 'hello' instead of its address"),
        ("print('[]', flush=True); import time; time.sleep(60)", 60, r"said '\[\]' instead of its address"),
        (
            """print('{"url": "http://127.0.0.1:9/v1"}', flush=True); import time; time.sleep(60)""", 0.5,
            "does not answer",
        ),
        ("raise SystemExit('no luck')", 60, r"ended with exit code 1; it said: no luck"),
    ],
)  # fmt: skip
def test_a_server_that_does_not_come_up_is_an_error_in_time(code: str, seconds: float, reason: str) -> None:
    """Only silence is waited out; all else is known at once, however slow the machine."""
    with pytest.raises(LocalModelError, match=reason), running([sys.executable, "-c", code], seconds=seconds):
        pass


def test_a_server_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match=r"cannot be started: .*No such file"):
        ServerProcess([str(tmp_path / "nothing")])


def test_a_server_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memcon.models.embedded.process.STOP_SECONDS", 0.1)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    server = ServerProcess([sys.executable, "-c", code])
    with pytest.raises(LocalModelError):
        server.wait_until_ready(5)
    server.close()
    assert gone(server.pid)
    assert server.exit_reason() is None


def test_without_the_library_the_error_says_what_to_install(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(UsageError, match=r"pip install 'memcon\[local\]'"):
        serve(weights, ServeOptions(), ready=print, until=lambda: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'memcon\[local\]'"):
        command(weights)


@pytest.mark.parametrize(
    "wrong", [ServeOptions(port=70000), ServeOptions(context=0), ServeOptions(slots=0), ServeOptions(threads=0)]
)
def test_options_that_cannot_be_are_usage_errors(weights: Path, wrong: ServeOptions) -> None:
    with pytest.raises(UsageError, match="the model cannot be served with ServeOptions"):
        serve(weights, wrong, ready=print, until=lambda: None)


def test_what_a_child_cannot_do_on_this_machine_is_an_error_of_ours_and_leaves_no_log(weights: Path) -> None:
    wrong = pytest.raises(UsageError, match=r"^the model cannot be served with")
    with wrong, running(command(weights, context=0)):
        pass
    assert not list(weights.parent.glob("memcon-model-*.log"))


def test_how_threads_wait_is_the_users_where_it_is_said(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(command(weights), {"GOMP_SPINCOUNT": "7"}) as server:
        assert parameters(server.base_url)["environment"] == {"GOMP_SPINCOUNT": "7"}
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    with running(command(weights)) as server:
        assert parameters(server.base_url)["environment"] == {"OMP_WAIT_POLICY": "passive"}


NO_LIBGOMP = "libgomp.so.1: cannot open shared object file: No such file or directory"
TO_INSTALL = (
    r"^xllamacpp is installed and cannot be loaded \(libgomp\.so\.1: .*apt-get install libgomp1.*dnf install libgomp"
)


@pytest.fixture
def slim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine as a slim image is: xllamacpp is installed, and the library that its wheel needs is not."""
    folder = tmp_path / "stand-in"
    (folder / "xllamacpp.py").unlink()
    (folder / "xllamacpp").mkdir()
    (folder / "xllamacpp" / "__init__.py").write_text(f"raise ImportError({NO_LIBGOMP!r})\n")
    monkeypatch.setenv("GOMP_SPINCOUNT", "1000")  # so that it is as it was afterwards


@pytest.mark.usefixtures("slim")
def test_a_library_that_cannot_be_loaded_is_not_said_to_be_missing(weights: Path) -> None:
    for load in (load_library, check_library):
        with pytest.raises(UsageError, match=TO_INSTALL):
            load()
    with pytest.raises(UsageError, match=TO_INSTALL), running(command(weights)):
        pass


@pytest.mark.usefixtures("slim")
async def test_nothing_is_fetched_for_a_library_that_cannot_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MEMCON_MODEL_PATH", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    steps: list[Any] = []
    with pytest.raises(UsageError, match=TO_INSTALL):
        async with embedded_server(choose_spec(None, None, {}), watch=steps.append):
            pass
    assert not steps
    assert not (tmp_path / "cache").exists()


def test_what_the_library_computes_on_is_told(tmp_path: Path) -> None:
    def device(kind: str, description: str) -> dict[str, Any]:
        named = type("Kind", (), {"name": f"GGML_BACKEND_DEVICE_TYPE_{kind}"})
        return {"name": "X0", "description": description, "type": named, "memory_total": 24_000_000_000}

    devices = [device("CPU", "EPYC"), device("GPU", "RTX 3090"), device("IGPU", ""), device("ACCEL", "BLAS")]
    library = type("Library", (), {"get_device_info": staticmethod(lambda: devices)})
    assert graphics(library) == ("RTX 3090 (24.0 GB)", "X0 (24.0 GB)")
    assert graphics(object()) == ()
    assert list(unused_graphics(tmp_path)) == []
    (tmp_path / "proc/driver/nvidia/gpus/0000:01:00.0").mkdir(parents=True)
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/kfd").touch()
    assert list(unused_graphics(tmp_path)) == ["NVIDIA", "AMD"]


# --- beside other work ---


def test_who_else_computes_is_read_from_the_ticks_of_our_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = tmp_path / "stat"
    monkeypatch.setattr(cores, "usable_cpus", lambda: {0, 1})
    assert cores.busy_cores(0, stat) is None
    head = "cpu  9 9 9 9 9 9 9 9 9 9\n"
    stat.write_text(
        head + "cpu0 10 0 0 100 0 0 0 0 5 0\ncpu1 10 0 0 100 0 0 0 0 0 0\ncpu2 1 0 0 1 0 0 0 0 0 0\nintr 1\n"
    )

    def later(_: float) -> None:  # the first is busy throughout, the second for a quarter, the third is not ours
        stat.write_text(
            head + "cpu0 60 10 40 100 0 0 0 0 99 0\ncpu1 35 0 0 165 10 0 0 0 0 0\ncpu2 99 0 0 1 0 0 0 0 0 0\n"
        )

    monkeypatch.setattr("memcon.models.embedded.cores.time.sleep", later)
    assert cores.busy_cores(0.25, stat) == 1.25
    monkeypatch.setattr(cores, "busy_cores", lambda: 1.25)
    assert "other programs keep 1.2 of 2 processors busy" in (cores.crowded() or "")
    for calm in (None, 0.5):
        monkeypatch.setattr(cores, "busy_cores", lambda calm=calm: calm)
        assert cores.crowded() is None


def test_a_busy_machine_is_told_once_when_the_model_starts(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memcon.models.embedded.process.crowded", lambda: "much else is going on")
    notes: list[str | None] = []

    async def start() -> None:
        async with embedded_server(own(weights), watch=lambda progress: notes.append(progress.note)):
            pass

    asyncio.run(start())
    assert notes == ["much else is going on"]


def test_programs_that_come_later_are_told_once(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([None, "they have come", "they are still there"])
    monkeypatch.setattr("memcon.models.embedded.process.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("memcon.models.embedded.process.pressed", lambda: next(looks))
    notes: list[str | None] = []

    async def run() -> None:
        async with embedded_server(own(weights), watch=lambda progress: notes.append(progress.note)):
            await asyncio.sleep(0.5)

    asyncio.run(run())
    assert notes == ["they have come"]
    assert next(looks) == "they are still there"


def test_whether_programs_wait_for_processors_is_what_linux_tells(tmp_path: Path) -> None:
    pressure = tmp_path / "cpu"
    assert cores.pressed(pressure) is None
    for share, told in (("12.50", False), ("50.00", True), ("none", False)):
        pressure.write_text(f"some avg10=99.00 avg60={share} avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00\n")
        assert bool(cores.pressed(pressure)) == told


def test_settings_are_measured_side_by_side_alone_and_beside_other_work(weights: Path) -> None:
    settings = [SETTINGS[0], SETTINGS[1], SETTINGS[-1]]
    speeds = list(measure(weights, busy=(0, 2), settings=settings, questions=3))
    assert [(each.setting, each.busy) for each in speeds] == [(one.name, busy) for one in settings for busy in (0, 2)]
    assert [(each.prompt, each.answer, each.seconds) for each in speeds[::2]] == [
        (100.0, TOKENS, 2.0), (50.0, TOKENS / 2, 4.0), (100.0, TOKENS, 2.0),
    ]  # fmt: skip
    weights.write_text("dumb")
    with pytest.raises(LocalModelError, match="does not answer: KeyError"):
        list(measure(weights, settings=settings))


# --- in the foreground ---


def test_serve_runs_in_the_foreground_until_it_is_interrupted(weights: Path) -> None:
    urls: list[str] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it

    def interrupted() -> None:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        until_interrupted()
        timer.join()
        assert parameters(urls[0])["verbosity"] == 3

    try:
        serve(weights, ServeOptions(verbose=True), ready=urls.append, until=interrupted)
    finally:
        signal.signal(signal.SIGINT, before)
    with pytest.raises(OSError, match="refused"):
        parameters(urls[0])


def test_threads_are_cores_within_the_containers_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= cores.cores() <= (os.cpu_count() or 1)
    assert cores.physical_cores({10**6, 10**6 + 1}) == 2  # where the system does not tell
    assert cores.container_share(tmp_path) == math.inf
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert cores.container_share(tmp_path) == math.inf
    (tmp_path / "cpu.max").write_text("350000 100000\n")
    assert cores.container_share(tmp_path) == 3.5
    (tmp_path / "cpu.max").unlink()
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("50000\n")
    assert cores.container_share(tmp_path) == 1.0
    monkeypatch.setattr(cores, "container_share", lambda: 1.5)
    assert cores.cores() == 1
    monkeypatch.setattr(cores, "container_share", lambda: math.inf)
    monkeypatch.setattr(cores, "physical_cores", lambda cpus: 6)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert cores.cores() == 6
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("-1\n")
    monkeypatch.undo()
    assert cores.container_share(tmp_path) == math.inf


# --- for a run ---


def own(weights: Path) -> ModelSpec:
    return choose_spec(str(weights), None, {})


async def test_a_run_gets_a_base_url_and_the_server_ends_with_it(weights: Path) -> None:
    spec = own(weights)
    async with embedded_server(spec) as url:
        found = parameters(url)
        assert url.endswith("/v1")
    assert found["n_ctx"] == spec.profile.context_tokens * spec.profile.concurrency
    assert found["default_template_kwargs"] == {"enable_thinking": "false"}  # values as llama.cpp reads them, as JSON
    with pytest.raises(OSError, match="refused"):
        parameters(url)


async def test_how_a_server_died_is_said_when_the_run_leaves_it(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    servers: list[ServerProcess] = []

    class Seen(ServerProcess):
        def __init__(self, command: Sequence[str]) -> None:
            super().__init__(command)
            servers.append(self)

    monkeypatch.setattr("memcon.models.embedded.process.ServerProcess", Seen)
    notes: list[str | None] = []
    async with embedded_server(own(weights), watch=lambda progress: notes.append(progress.note)):
        os.kill(servers[0].pid, signal.SIGKILL)
        wait_for(lambda: not servers[0].alive())
    assert [note and note.partition(",")[0] for note in notes] == ["the embedded model's server was killed"]


async def test_a_start_that_is_cancelled_leaves_no_process(weights: Path, tmp_path: Path) -> None:
    weights.write_text("slow")
    task = asyncio.ensure_future(embedded_server(own(weights)).__aenter__())
    while not Path(f"{weights}.loading").exists():
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not list(tmp_path.glob("memcon-model-*.log"))
    assert str(weights) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


async def test_weights_that_are_being_fetched_are_given_up_when_the_run_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.gguf"
    path.write_bytes(random.Random(1).randbytes(64 << 20))
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(path))
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    steps = []

    def watch(progress: Any) -> None:
        steps.append(progress)
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.05)

    task = asyncio.ensure_future(embedded_server(choose_spec(None, None, {}), watch=watch).__aenter__())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(steps) < 8  # of the eight that the whole file takes


async def test_weights_of_the_user_that_are_not_there_are_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        async with embedded_server(own(tmp_path / "none.gguf")):
            pass


def test_the_ledger_knows_a_model_by_the_hash_of_its_weights(weights: Path) -> None:
    assert labelled(own(weights)).label == f"sha256:{hashlib.sha256(b'GGUF').hexdigest()}"
    embedded = choose_spec(None, None, {})
    assert labelled(embedded) is embedded
    assert embedded.label == f"sha256:{EMBEDDED_SHA256}"
    remote = dataclasses.replace(embedded, label="host", base_url="http://host/v1")
    assert labelled(remote) is remote
