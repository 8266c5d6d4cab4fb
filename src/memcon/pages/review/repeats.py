"""Tell a decision that is sent again from another one that has its id."""

import dataclasses
from collections.abc import Callable
from typing import Final

from memcon.pages.review.asked import AnyRequest, Names, RequestRefused
from memcon.pages.review.requests import decided, names
from memcon.records import ArticleState
from memcon.records.decision import Decision, Target, Undo, targets

TAKEN: Final = "another decision has this id already: give this one an id of its own"


def check_repeat(
    request: AnyRequest,
    known: Decision,
    find: Callable[[str], Decision | None],
    seen: Callable[[str], tuple[ArticleState, str]],
) -> None:
    """Raise RequestRefused, 409, where a request says something else than the decision that has its id.

    When it says that it was made, and what it settles, make no difference. `find` gives a decision by its id, and
    `seen` an article as for `decided`.
    """

    def target(mentions: Names) -> Target:
        found = next((one for one in targets(known) if names(one.event) == frozenset(mentions)), None)
        if found is None:
            raise RequestRefused(409, TAKEN)
        return found

    again = decided(request, known.who, target, seen)
    if isinstance(again, Undo) and isinstance(known, Undo) and _act(again, find) == _act(known, find):
        again = dataclasses.replace(again, undoes=known.undoes)
    if dataclasses.replace(again, when=known.when, settles=known.settles) != known:
        raise RequestRefused(409, TAKEN)


def _act(undo: Undo, find: Callable[[str], Decision | None]) -> object:
    """Return what is undone: of lines that settled something at once, all of them."""
    undone = find(undo.undoes)
    return (undone.when, undone.settles) if undone and undone.settles else undo.undoes
