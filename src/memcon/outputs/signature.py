"""Signatures over the `run.json` of a run, and by its seal over all of it: made and checked by the user's `ssh-keygen`.

Holds no key. What is signed, and who may sign, is OpenSSH's own: `ssh-keygen(1)`, ALLOWED SIGNERS (docs/adr/0010).
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from memcon.errors import DataError, UsageError
from memcon.outputs import atomic
from memcon.outputs.folder import RunFolder
from memcon.records import run_files

NAMESPACE: Final = "memcon"
"""What the signature is for: one made for another purpose, as a commit of git, counts for no run."""
PROGRAM: Final = "ssh-keygen"
SECONDS: Final = 60.0
"""That checking a signature may take; making one may wait for a passphrase."""


def sign(run: RunFolder, key: Path) -> Path:
    """Sign a run with the private key, or the agent's for the public key, in the file `key`; return the signature.

    Raises:
        UsageError: there is no `ssh-keygen`, or it cannot sign with that key.
        DiskError: the signature cannot be written.
    """
    if key.exists() and not key.is_file():
        raise UsageError(f"{str(key)!r} signs nothing: it is no file")
    made = _ask(["-Y", "sign", "-f", str(key), "-n", NAMESPACE], run, seconds=None)
    if made.returncode or b"SSH SIGNATURE" not in made.stdout:
        raise UsageError(f"{str(key)!r} signs nothing: {_why(made)}")
    path = run.file(run_files.SIGNATURE)
    atomic.write_bytes(path, made.stdout)
    return path


def signer(run: RunFolder, signers: Path | None) -> str:
    """Return who signed the run: who the file `signers` says that it is; without one the key, as `ssh-keygen` tells it.

    Raises:
        UsageError: there is no `ssh-keygen`, or no file `signers`.
        DataError: there is no signature, it is of another `run.json`, or of none of the signers.
    """
    path = run.file(run_files.SIGNATURE)
    if not path.is_file():
        raise DataError(f"{run_files.SIGNATURE}: not there, the run is not signed")
    if signers is None:
        told = _ask(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(path)], run)
        if told.returncode:
            raise DataError(f"{run_files.SIGNATURE}: no signature of this {run_files.REPORT}: {_why(told)}")
        return told.stdout.decode("utf-8", "replace").strip().rpartition("with ")[2]
    if not signers.is_file():
        raise UsageError(f"{str(signers)!r} is no file of allowed signers: see ssh-keygen(1)")
    for principal in _principals(run, path, signers):
        asked = ["-Y", "verify", "-f", str(signers), "-I", principal, "-n", NAMESPACE, "-s", str(path)]
        if not _ask(asked, run).returncode:
            return principal
    raise DataError(f"{run_files.SIGNATURE}: no signature of this {run_files.REPORT} by one of {str(signers)!r}")


def _principals(run: RunFolder, path: Path, signers: Path) -> Iterator[str]:
    """Yield the names under which a file of signers has the key of a signature; none that it shuts out, as `!eve`."""
    told = _ask(["-Y", "find-principals", "-f", str(signers), "-s", str(path)], run)
    if not told.returncode:
        lines = told.stdout.decode("utf-8", "replace").replace(",", "\n").splitlines()  # a quoted name may have spaces
        names = dict.fromkeys(map(str.strip, lines))
        yield from (name for name in names if name and not name.startswith("!"))


def _ask(
    arguments: list[str], run: RunFolder, *, seconds: float | None = SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """Run `ssh-keygen` over `run.json`, which it reads from standard input; it asks for passphrases on the terminal."""
    report = run.file(run_files.REPORT)
    try:
        file = report.open("rb")
    except OSError as error:
        raise DataError(f"{str(report)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
    with file:
        try:
            return subprocess.run(  # noqa: S603  every option is ours, and a path follows its option
                [PROGRAM, *arguments],
                stdin=file,
                capture_output=True,
                check=False,
                timeout=seconds,
                env={**os.environ, "LC_ALL": "C"},
            )
        except OSError as error:
            hint = "which cannot be run here: install it"
            raise UsageError(f"signatures need {PROGRAM!r}, of OpenSSH 8.2 or later, {hint}") from error
        except subprocess.TimeoutExpired:
            raise DataError(f"{run_files.SIGNATURE}: {PROGRAM!r} did not answer in {SECONDS:g} seconds") from None


def _why(told: subprocess.CompletedProcess[bytes]) -> str:
    """Return the last line of what `ssh-keygen` says."""
    lines = told.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip().rstrip(".") if lines else f"{PROGRAM} ended with {told.returncode}"
