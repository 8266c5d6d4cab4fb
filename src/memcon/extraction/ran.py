"""What a run gave, and how it is written."""

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from memcon.articles.remote import is_url
from memcon.errors import MemconError, UsageError
from memcon.events.amend import Reviewed
from memcon.outputs.folder import RunFolder
from memcon.outputs.remote import remote_run
from memcon.outputs.run_report import RunReport
from memcon.records import ArticleState, Event, Mention, Rejected


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gave, in the order of its files. All of it may lie on disk: a record is read when it is asked for."""

    events: Sequence[Event]
    mentions: Sequence[Mention]
    rejected: Sequence[Rejected]
    articles: Sequence[ArticleState]
    summary: RunReport
    """How it went: versions, model, prompts, counts, tokens, cost, timings, and how it ended."""
    stopped: MemconError | None = None
    """Why the run ended before its last article; None when it did not."""
    review: Reviewed | None = None
    """What became of the decisions that were applied; None where there were none."""

    @property
    def exit_code(self) -> int:
        """Return the exit code of the command line for this run."""
        return self.summary.exit_code

    @property
    def report(self) -> dict[str, Any]:
        """Return the summary as `run.json` holds it: by name, as `run.report["usage"]["calls"]`."""
        return self.summary.as_json()

    def write(self, folder: Path | str) -> None:
        """Write `events`, `mentions`, `rejected` and `articles.jsonl` and `run.json` into `folder`, all or none.

        What stands there is replaced, whatever it holds; `memcon extract` asks before events are lost. The decisions
        that were applied go to its `review.jsonl`, those that it does not hold yet; none is taken out. A folder may be
        a URL (`memcon[remote]`): there `run.json` is taken away first and put there last, and no more is promised.

        Raises:
            LockedError: `memcon review` has that file.
            DiskError: a file cannot be written. All are then as they were, but at a URL.
            UsageError: a URL that cannot be opened or read, or no path.
        """
        if not isinstance(folder, str | os.PathLike):
            raise UsageError(f"a run is written into the folder at a path, and not at a {type(folder).__name__!r}")
        if is_url(str(folder)):
            with remote_run(str(folder)) as remote:
                self.write(remote.path)
                remote.put()
            return
        RunFolder(folder).write(
            events=self.events,
            mentions=self.mentions,
            rejected=self.rejected,
            articles=self.articles,
            report=self.summary,
            decisions=tuple(outcome.decision for outcome in self.review.outcomes) if self.review else (),
        )
