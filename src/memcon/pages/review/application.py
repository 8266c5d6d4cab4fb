"""What the review answers over HTTP: its page, its state, and decisions. Knows who may ask from nobody: see `guard`.

GET  /            the page
GET  /state       who reviews, how far it is, and the last decisions
POST /decisions   one decision: 201 once it is on disk, 200 when it was there already, 409 when it does not fit the
                  events as they stand, 422 when it is none, 507 when it cannot be written
"""

import json
import re
from functools import cache
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from memcon import _data
from memcon.errors import DiskError
from memcon.pages.report import render
from memcon.pages.review.asked import RequestRefused, parsed
from memcon.pages.review.guard import policy_header
from memcon.pages.review.session import Session

SCRIPTS: Final = ("outbox.js", "queue.js", "actions.js", "forms.js", "added.js", "adjudicate.js", "panel.js")
"""In the order of the page: each uses only what stands before it."""
STYLES: Final = ("review.css", "adjudicate.css")
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


class _Json(JSONResponse):
    """Words as JSON, with `?` for what UTF-8 cannot hold, as in the page: paths may be of any bytes."""

    def render(self, content: object) -> bytes:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def application(session: Session) -> Starlette:
    """Return the application that serves a session."""

    async def page(_: Request) -> Response:
        return await run_in_threadpool(_page, session)

    async def state(_: Request) -> Response:
        return _Json(await run_in_threadpool(session.state))

    async def decide(request: Request) -> Response:
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it; nothing was written
        return await run_in_threadpool(_decide, session, body)

    return Starlette(
        routes=[
            Route("/", page, methods=["GET"]),
            Route("/state", state, methods=["GET"]),
            Route("/decisions", decide, methods=["POST"]),
        ]
    )


def _decide(session: Session, body: bytes) -> Response:
    try:
        answer = session.decide(parsed(body))
    except RequestRefused as refused:
        return _Json({"error": str(refused)}, refused.status)
    except DiskError as error:
        return _Json({"error": str(error)}, 507)
    return _Json(answer.body, 201 if answer.made else 200)


def _page(session: Session) -> Response:
    run, told = session.page()
    html = render(run, scripts=_sources(SCRIPTS), styles=_sources(STYLES), extra={"review": told}, served=True)
    found = _POLICY.search(html)
    policy = found[1].replace("&#39;", "'") if found else "default-src 'none'"
    return HTMLResponse(html.encode("utf-8", "replace"), headers={"content-security-policy": policy_header(policy)})


@cache
def _sources(names: tuple[str, ...]) -> tuple[str, ...]:
    folder = _data.find("pages/review/static")
    return tuple(folder.joinpath(name).read_text("utf-8") for name in names)
