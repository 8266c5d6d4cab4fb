"""`memcon review`: correct a run by hand, in the browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from memcon.pages.review import ReviewAddress, Session, Team


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Your name, written with each decision. Default: git's user.name, else the login."),
    ] = None,
    blind: Annotated[
        bool | None,
        typer.Option(
            "--blind/--no-blind",
            help="See nothing of what others decided. Default: where you are one coder of several.",
            show_default=False,
        ),
    ] = None,
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="Settle where coders differ, with their opinions side by side.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="On 127.0.0.1. Default: that of the last time, or a free one.")
    ] = 0,
    serve_to: Annotated[
        str | None,
        typer.Option("--serve", metavar="HOST[:PORT]", help="Serve a team there, each --coder at an own address."),
    ] = None,
    coder: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="With --serve: who codes, blind; repeatable.")
    ] = None,
    named: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="With --serve: how browsers call this machine. Default: HOST."),
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --serve: the certificate and its chain, in PEM.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="With --serve: its key, in PEM.")] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(metavar="URL", help="With --serve: the https address of a reverse proxy that ends TLS."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Print what was decided and whether it still holds; serve nothing.")
    ] = False,
    export: Annotated[
        Literal["gold"] | None,
        typer.Option(help="Print reviewed events as gold for `memcon evaluate`; serve nothing."),
    ] = None,
) -> None:
    """Correct a run by hand: its report in your browser, with decisions.

    Accept an event (a), reject it (r), edit its fields (e), merge events (m), split one (s), add one that was missed by
    selecting its words in the article; each with a note, if you like. u undoes. ? tells every key.

    Decisions are appended to OUT/review.jsonl, each on disk before the page says so, with your name, the time, and the
    words they were made on. They overwrite nothing that the machine said. The next `memcon extract ... -o OUT` applies
    them to its events, and tells where the evidence has changed since. End with Ctrl-C; nothing is to be saved.

    Several coders: who comes second is blind. He sees the machine's events and his own decisions, nobody else's, and
    writes to OUT/coding/NAME.jsonl, NAME made of --who; so does everybody for whom a sample was drawn, and who says
    --blind. Each has a file and an address, and may work at the same time. Coders' files do not shape OUT's events:
    `memcon agreement OUT` tells how alike they code. With --decisions or --export, --who names whose.

    --adjudicate shows where coders differ, case by case, with the words and who said what: 1 or 2 takes that coder's
    opinion, e edits, T takes all on which they agree. It is written to OUT/review.jsonl in your name, each line with
    the opinions that it settles; coders' files stay as they are. Then `memcon apply OUT`, and --export gold.

    A team: --serve HOST[:PORT] --coder ana --coder ben prints an address for each coder, a secret of his, the same from
    one start to the next. Other machines are served over TLS alone: with --tls-cert and --tls-key, or --behind-proxy
    https://NAME where a reverse proxy ends it. --name says how browsers call this machine.

    Else only this machine can reach the page. Only who knows an address can read or write. Where the server or the
    browser dies, start again: what was decided is there, and what the page could not send yet is sent.

    Exit codes: 0 ended; 2 wrong use, or the port is in use; 5 damaged data; 74 the folder cannot be written; 75 another
    `memcon review` has it.

    Examples:

      memcon review out

      memcon review out --who "Ana Berg" --no-browser --port 8765

      memcon review out --who ben --blind

      memcon review out --serve 0.0.0.0:8443 --name lab.example.org --coder ana --coder ben --tls-cert lab.pem
      --tls-key lab.key

      memcon review out --decisions

      memcon review out --who ben --decisions

      memcon review out --who cleo --adjudicate

      memcon review out --export gold > gold.jsonl
    """
    from memcon.cli.people import own_name, person
    from memcon.errors import UsageError

    if decisions and export:
        raise UsageError("--decisions and --export are two things: give one of them")
    if decisions or export:
        _print(out, articles, who, export=export is not None)
        return
    if serve_to or coder or named or tls_cert or tls_key or behind_proxy:
        if not serve_to or not coder:
            raise UsageError("--serve and --coder go together: where to serve, and to whom; other options need both")
        if who or port or adjudicate or blind is False:
            raise UsageError(
                "with --serve, --coder says who and HOST:PORT where, and each is blind: leave the rest out"
            )
        from memcon.pages.review import team_at

        at = team_at(serve_to, names=named or (), cert=tls_cert, key=tls_key, proxy=behind_proxy)
        _serve_team(out, articles, [person("--coder", one) for one in coder], at)
        return
    from memcon.cli.interrupts import left_to_others
    from memcon.pages.review import open_adjudication, open_session, serve

    if adjudicate and blind:
        raise UsageError("--adjudicate and --blind are two things: who settles opinions sees them")
    name = person("--who", who or "") or own_name()
    with (
        open_adjudication(out, who=name, inputs=articles)
        if adjudicate
        else open_session(out, who=name, inputs=articles, blind=blind)
    ) as session:
        _begin(session, out)
        left_to_others()
        serve(session, out, port=port, ready=lambda served: _ready(served, browser=not no_browser))
        _end(session)


def _serve_team(out: Path, articles: list[str] | None, coders: list[str], at: "Team") -> None:
    import sys

    from memcon.cli.interrupts import left_to_others
    from memcon.pages.review import open_sessions, serve_team
    from memcon.text.safe import safe_line

    def ready(addresses: "Mapping[str, str]") -> None:
        for who, address in addresses.items():
            print(f"{safe_line(who)}\t{address}", flush=True)
        told = "memcon: give each coder the address beside the name, and nobody else; Ctrl-C ends it"
        print(f"{told}, and every decision is kept", file=sys.stderr, flush=True)

    with open_sessions(out, coders, inputs=articles) as sessions:
        for session in sessions:
            _begin(session, out)
        left_to_others()
        serve_team(sessions, at, ready=ready)
        for session in sessions:
            _end(session)


def _begin(session: "Session", out: Path) -> None:
    import shlex
    import sys

    from memcon.text.safe import safe_line

    lines = []
    if session.blind:
        lines.append(f"blind: only what {session.who} decides is shown, and goes to {session.file.path}")
    if session.run.missing or not session.run.texts:
        lines.append("no article was found where it was read: quotes stand alone; --articles says where they lie now")
    stale = session.reviewed.count("stale")
    if stale:
        whose = f" --who {shlex.quote(session.who)}" if session.blind else ""
        lines.append(f"{stale} decisions do not hold any more; memcon review {out}{whose} --decisions")
    for line in lines:
        print(safe_line(f"memcon: {line}"), file=sys.stderr, flush=True)


def _ready(served: "ReviewAddress", *, browser: bool) -> None:
    """Print the address, which is data, and open it where there is a browser to open it with."""
    import sys
    import threading
    import webbrowser

    print(served.address, flush=True)
    print("memcon: review at that address; Ctrl-C ends it, and every decision is kept", file=sys.stderr, flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(served.address,), daemon=True).start()


def _end(session: "Session") -> None:
    import sys

    from memcon.text.safe import safe_line

    told = session.state()
    which = "decisions, blind to others', are" if session.blind else "decisions are"
    line = f"{told['reviewed']} of {told['total']} events reviewed; {which} in {told['file']}"
    print(safe_line(f"\nmemcon: {line}").replace("\\n", ""), file=sys.stderr)


def _print(out: Path, articles: list[str] | None, who: str | None, *, export: bool) -> None:
    import sys

    from memcon.compare.estimate.source import whole_articles
    from memcon.events.amend import tell
    from memcon.outputs.folder import RunFolder
    from memcon.pages.review import as_gold, whole_line
    from memcon.pages.review.session import reviewed_run
    from memcon.text.safe import safe_line

    reviewed = reviewed_run(out, inputs=articles, coder=who)
    if not export:
        for outcome in reviewed.outcomes:
            when = f"{outcome.decision.when:%Y-%m-%d %H:%M}"
            note = f" · {outcome.decision.note}" if outcome.decision.note else ""
            print(safe_line(f"{when}  {tell(outcome)}{note}"))
        return
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    whole = whole_articles(RunFolder(out), who)
    print(whole_line(whole))
    for line in as_gold(reviewed.events):
        print(line)
    if not whole:
        note = "no article is marked as read whole with all its events decided: memcon evaluate measures none"
        print(f"memcon: {note}", file=sys.stderr)
    rest = sum(event.review is None for event in reviewed.events)
    if rest:
        print(f"memcon: {rest} events that nobody has reviewed are not in it", file=sys.stderr)
