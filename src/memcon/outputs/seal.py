"""The seal of a run: SHA-256 of all that it wrote, kept in its `run.json` (docs/adr/0010).

Whoever changes a file must make the seal again, which anybody can: who must prove a run to others signs it.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from memcon.outputs.run_report import RunReport, Seal
from memcon.records import SCHEMA_VERSION, run_files, versions
from memcon.records.decision import Decision
from memcon.records.jsonl import dump

SEAL: Final = "seal"
"""The key of `run.json` that is left out of what it seals."""


def sealed(
    lines: Mapping[str, Iterable[bytes]], report: RunReport, decisions: Sequence[Decision]
) -> dict[str, Iterable[bytes]]:
    """Return the pieces of each file of a run, `run.json` last, which is sealed once all the others were drawn."""
    hashes: dict[str, str] = {}
    files: dict[str, Iterable[bytes]] = {name: _hashed(name, lines[name], hashes) for name in lines}
    files[run_files.REPORT] = _report(report, hashes, decisions)
    return files


def _hashed(name: str, pieces: Iterable[bytes], hashes: dict[str, str]) -> Iterator[bytes]:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
        yield piece
    hashes[name] = found.hexdigest()


def _report(report: RunReport, hashes: Mapping[str, str], decisions: Sequence[Decision]) -> Iterator[bytes]:
    seal = Seal(
        files=dict(sorted(hashes.items())),
        decisions=of_decisions(decisions),
        report=of_report(json.loads(report.dump())),
    )
    yield dataclasses.replace(report, seal=seal).dump()


def of_report(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what `run.json` says beside its seal: as JSON with sorted keys, and no spaces."""
    told = {name: value for name, value in values.items() if name != SEAL}
    return _sha256(json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode())


def of_decisions(decisions: Iterable[Decision], version: int = SCHEMA_VERSION) -> str:
    """Return the SHA-256 of decisions as lines of `review.jsonl` of a version, in the order of their application."""
    return _sha256(b"".join(versions.dumped(dump(decision), version) for decision in decisions))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
