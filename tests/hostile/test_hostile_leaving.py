"""One Ctrl-C ends memcon by its exit code also where Python itself would: while it is loaded, and while it leaves."""

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.hostile

BEGIN = "import atexit, os, signal, sys, threading, time\nsys.argv = ['memcon', '--version']\n"
KILL = "os.kill(os.getpid(), signal.SIGINT)"


def ended(program: str) -> tuple[int, str]:
    """Return how a process ends that runs this, and what it tells."""
    ran = subprocess.run(
        [sys.executable, "-c", BEGIN + program], capture_output=True, text=True, check=False, timeout=300,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    return ran.returncode, ran.stderr


@pytest.mark.parametrize(
    "module", ["memcon.cli.program", "memcon.cli", "typer", "memcon.cli.extract", "memcon.errors", "memcon.cli.verify"]
)
def test_while_it_is_loaded(module: str) -> None:
    hook = f"sys.addaudithook(lambda event, told: event == 'import' and told[0] == {module!r} and {KILL})\n"
    program = f"{hook}import runpy\nrunpy.run_module('memcon', run_name='__main__', alter_sys=True)\n"
    assert ended(program) == (130, "memcon: stopped by Ctrl-C\n")


def test_nothing_is_loaded_before() -> None:
    """Until `main` is called no other room of ours is loaded, and of Python what its start needs."""
    program = "before = set(sys.modules)\nfrom memcon.__main__ import main\nprint(sorted({*sys.modules} - before))"
    ran = subprocess.run([sys.executable, "-c", f"import sys\n{program}"], capture_output=True, text=True, check=True)
    assert ran.stdout == "['memcon', 'memcon.__main__']\n"


@pytest.mark.parametrize("which", ["exec", "eval"])
def test_in_code_that_is_a_string(which: str) -> None:
    """Dataclasses are made by such code, and CPython remembers an interrupt that it let through, caught or not."""
    program = (
        "from memcon import __main__, cli\n"
        f"cli.app = lambda **_: {which}('{KILL}')\n"
        "__main__.command()\n"
    )  # fmt: skip
    assert ended(program) == (130, "memcon: stopped by Ctrl-C\n")


GONE = "class Gone:\n    def __del__(self, kill=os.kill, me=os.getpid()): kill(me, 2)\nkept = Gone()"
WAITED = f"threading.Thread(target=lambda: (time.sleep(3), {KILL}, time.sleep(60))).start()"
LEAVING = {
    "what is done at the end": (f"atexit.register(lambda: {KILL})", 0),
    "modules taken apart": (GONE, 0),
    "a thread that is waited for": (WAITED, 130),
}


@pytest.mark.parametrize("where", LEAVING)
def test_while_it_leaves(where: str) -> None:
    program, code = LEAVING[where]
    assert ended(f"{program}\nfrom memcon.__main__ import command\ncommand()\n") == (code, "")
