"""The page of a run with decisions: each is on disk before it is acknowledged. Served on this machine, or to a team.

`session` holds the run and its decisions, `shown` the events of its page and `progress` how a person gets on;
`requests` is what a page may ask, `application` answers over HTTP, `guard` lets nobody else near, `server` holds the
socket, `addresses` keeps where it is, `team` says under which names and with what TLS, `connections` sets limits;
`cases` lays side by side what coders said, and `adjudication` settles it. What decisions do to events is
`memcon.events.amend`'s.
"""

from memcon.compare.evaluate.gold import as_gold, whole_line
from memcon.pages.review.addresses import ReviewAddress
from memcon.pages.review.adjudication import Adjudication, open_adjudication
from memcon.pages.review.server import serve, serve_team
from memcon.pages.review.session import Session, open_session
from memcon.pages.review.sessions import open_sessions
from memcon.pages.review.team import Team, team_at

__all__ = [
    "Adjudication", "ReviewAddress", "Session", "Team", "as_gold", "open_adjudication", "open_session", "open_sessions",
    "serve", "serve_team", "team_at", "whole_line",
]  # fmt: skip
