"""Every error that memcon raises on purpose, in one tree, each with the exit code of the command line.

MemconError
├── UsageError        2   a wrong option, a missing path, a setting that cannot be
│   └── MissingExtra        a library is not installed, and `pip install 'memcon[…]'` brings it
├── InputError        –   one input cannot be read; a state of that article, never the end of a run
├── ModelError        –   one article could not be answered; a state of that article
│   ├── AnswerInvalid       the answer is no JSON of the shape asked for, also after one re-ask
│   ├── AnswerTruncated     the answer was cut at its token limit
│   ├── AnswerTooLarge      the answer's bytes are beyond all measure
│   ├── AnswerRefused       the model declined to answer
│   ├── AnswerFiltered      the provider's content filter cut the answer
│   ├── PromptTooLong       the article does not fit the model's context
│   ├── PromptCut           the server read a part of the prompt alone
│   ├── RequestRejected     the endpoint calls the request wrong, for a reason that it tells
│   ├── AnswerMissing       offline, and the ledger holds no answer
│   └── ModelUnavailable    a timeout, a server error or a broken connection, after every retry
├── ProviderStopped   4   the provider will not serve this run: key, model, quota, budget; resumable
│   └── LocalModelError     the embedded model cannot be got, started or kept running
├── Interrupted     130   Ctrl-C; 143 and 129 for SIGTERM and SIGHUP; a run is resumable
├── DataError         5   a file of ours is damaged
├── DiskError        74   the disk is full or cannot be written
└── LockedError      75   another run holds the ledger
"""

import errno
import importlib.util
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final
from urllib.parse import urlsplit


class MemconError(Exception):
    """Base of every error below. The command line catches this and nothing wider."""

    exit_code: ClassVar[int] = 70


class UsageError(MemconError):
    """The command, its options or its configuration cannot be carried out as given."""

    exit_code = 2


class MissingExtra(UsageError):
    """What is asked for needs libraries that memcon does not bring by itself: `extra` names those that do.

    `what` is what cannot be done, as "pages in HTML".
    """

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(what, extra)  # every argument, so that it survives pickling
        self.what, self.extra = what, extra

    def __str__(self) -> str:
        return f"{self.what} needs libraries that are not installed: pip install 'memcon[{self.extra}]'"


def check_extra(extra: str, what: str, *modules: str) -> None:
    """Raise MissingExtra where one of `modules`, names of the top level as they are imported, is not installed."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        raise MissingExtra(what, extra)


class InputError(MemconError):
    """One input cannot be read: `where` names file and line, `reason` is a machine word, `hint` says what to do."""

    exit_code = 3

    def __init__(self, where: str, reason: str, hint: str) -> None:
        super().__init__(where, reason, hint)  # every argument, so that it survives pickling
        self.where, self.reason, self.hint = where, reason, hint

    def __str__(self) -> str:
        return f"{self.where}: {self.hint}"


class ModelError(MemconError):
    """One article could not be answered by the model."""

    exit_code = 3
    reason: ClassVar[str] = "model"
    no_use: ClassVar[bool] = False
    """Whether there was an answer, and it was of no use: it is kept, and given back until it is set aside."""


class AnswerInvalid(ModelError):
    """The answer is not of the shape asked for, also after a re-ask."""

    reason = "invalid_answer"
    no_use = True


class AnswerTruncated(ModelError):
    """The answer was cut at its token limit; `text` is what there is of it, as far as it is known."""

    reason = "truncated"
    no_use = True

    def __init__(self, message: str, text: str = "") -> None:
        super().__init__(message, text)  # every argument, so that it survives pickling
        self.message, self.text = message, text

    def __str__(self) -> str:
        return self.message


class AnswerTooLarge(ModelError):
    """The answer is larger than any answer of a model, or unpacks to that."""

    reason = "too_large"
    no_use = True


class AnswerRefused(ModelError):
    """The model declined to answer."""

    reason = "refused"
    no_use = True


class AnswerFiltered(ModelError):
    """The provider's content filter cut or withheld the answer."""

    reason = "content_filter"
    no_use = True


class PromptTooLong(ModelError):
    """The prompt does not fit the model's context window."""

    reason = "too_long"


class PromptCut(ModelError):
    """The server read a part of the prompt alone, and says so by the tokens that it counts."""

    reason = "prompt_cut"


class RequestRejected(ModelError):
    """The endpoint calls the request wrong, and would do so again."""

    reason = "bad_request"


class AnswerMissing(ModelError):
    """Offline, and the ledger holds no answer to this question."""

    reason = "offline"


class ModelUnavailable(ModelError):
    """The endpoint did not give an answer: timeout, server error, broken connection; every retry is used up."""

    reason = "unavailable"


class ProviderStopped(MemconError):
    """The provider will not serve this run, or its budget is spent. What is paid is in the ledger; the run resumes.

    `reason` is a machine word for `run.json`, as `quota`, `auth`, `rate_limit`, `server_error`, `budget`.
    """

    exit_code = 4

    def __init__(self, message: str, reason: str = "provider") -> None:
        super().__init__(message, reason)  # every argument, so that it survives pickling
        self.reason = reason

    def __str__(self) -> str:
        return str(self.args[0])


class LocalModelError(ProviderStopped):
    """The embedded model cannot be got, started or kept running."""


class Interrupted(MemconError):
    """The user or the system asked the run to stop. Nothing is lost: what is paid is in the ledger."""

    exit_code = 130

    def __init__(self, message: str, exit_code: int = 130) -> None:
        super().__init__(message, exit_code)
        self.exit_code = exit_code  # type: ignore[misc]  # 128 and the signal's number, as a shell tells it

    def __str__(self) -> str:
        return str(self.args[0])


class DataError(MemconError):
    """A file that memcon wrote is damaged or of a newer version."""

    exit_code = 5


class DiskError(MemconError):
    """A file cannot be written: the disk is full, or the folder is read-only."""

    exit_code = 74


class LockedError(MemconError):
    """Another process holds the ledger, or the folder of a run."""

    exit_code = 75


_LIMITS: Final[Mapping[int | None, str]] = {
    errno.EFBIG: "; the limit on the size of files (`ulimit -f`) or the disk takes no more of it: raise the limit",
    errno.EMFILE: "; raise the limit, as with `ulimit -n 1024`",
    errno.ENFILE: "; raise the limit, as with `ulimit -n 1024`",
}


def is_without_temporary(error: BaseException) -> bool:
    """Return whether an error is Python's, that no folder takes temporary files: it has its words, and no file."""
    return isinstance(error, FileNotFoundError) and "temporary directory" in (error.strerror or "")


def reason_of(error: OSError) -> str:
    """Return in words why the operating system refuses a file, and what to do where that is a limit."""
    if is_without_temporary(error):
        return (
            "no folder takes temporary files: the disk is full, a limit on the size of files (`ulimit -f`) is reached,"
            " or none may be written to; TMPDIR names another"
        )
    return (error.strerror or type(error).__name__).lower() + _LIMITS.get(error.errno, "")


NO_USE: Final = frozenset(error.reason for error in ModelError.__subclasses__() if error.no_use)
"""Reasons of articles that failed since their answer was of no use."""


CHAIN: Final = "::"
"""What stands between URLs of which one is opened through the next: `zip://one.txt::https://host/news.zip`."""


def may_be_keys(url: str) -> Iterator[tuple[str, str]]:
    """Yield which parts of a URL, and of each that it is chained to, may be keys: the scheme, and the part's name.

    That is `name`, `password`, `query` or `fragment`. Each is looked at to the end of the chain: a password may hold
    what separates. Raises ValueError, which shows nothing of the URL, for one that cannot be taken apart.
    """
    links = url.split(CHAIN)
    for at in range(len(links)):
        if "://" not in links[at] and at:
            continue
        try:
            parts = urlsplit(CHAIN.join(links[at:]))
            held = {"password": parts.password, "name": parts.username, "query": parts.query or None,
                    "fragment": parts.fragment or None}  # fmt: skip
        except ValueError:  # its words may show the key
            raise ValueError("a host in it is none, or not written as one") from None
        yield from ((parts.scheme, name) for name, value in held.items() if value is not None)
