"""Sessions of several coders over one run, which is read once for all of them."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from memcon.errors import UsageError
from memcon.outputs.coding import open_coder, own_opinions, sample_queue
from memcon.outputs.folder import RunFolder
from memcon.pages.review.blind import of_machine_alone
from memcon.pages.review.session import Session, read_whole
from memcon.records import run_files


@contextlib.contextmanager
def open_sessions(out: Path, coders: Sequence[str], *, inputs: Sequence[str] | None = None) -> Iterator[list[Session]]:
    """Give the run in `out` to several coders: a session and a file each, blind to the others.

    Raises as `open_session`; UsageError also where two names are those of one file.
    """
    slugs: dict[str, str] = {}
    for who in coders:
        other = slugs.setdefault(run_files.coder_slug(who), who)
        if other is not who:
            raise UsageError(f"--coder {other!r} and --coder {who!r} would share a file: let names differ by a letter")
    run, mentions = read_whole(out, inputs)
    folder = RunFolder(out)
    shown = of_machine_alone(run, mentions, folder.report())
    decisions = folder.decisions()
    with contextlib.ExitStack() as files:
        yield [
            Session(shown, mentions, files.enter_context(open_coder(folder, who)), who,
                    before=own_opinions(decisions, who), blind=True, queue=sample_queue(folder, who))
            for who in coders
        ]  # fmt: skip
